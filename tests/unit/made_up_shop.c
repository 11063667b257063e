#include "made_up_shop.h"

static const char *const sorts[] = { "name", "price", "newest", NULL };
static const char *const sizes[] = { "small", "medium", "large", NULL };
static const char *const states[] = { "open", "paid", "shipped", NULL };

static const struct field thing_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct thing, sku) },
	{ FIELD(2, FIELD_MONEY, struct thing, price) },
};

const struct record_type made_up_thing_record = { .name = "thing",
	RECORD_FIELDS(struct thing, thing_fields) };

#define FIND(member_type, member) PARAM_MEMBER(struct find_input, member_type, member)

static const struct param find_params[] = {
	{ .name = "WORD",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		.offset = FIND(struct words, words),
		.help = "what to look for" },
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = FIND(int64_t, limit),
		.given_offset = FIND(bool, limit_given),
		.help = "show at most so many (20)" },
	{ .name = "price",
		.kind = KIND_RANGE,
		.flags = PARAM_REPEATED,
		.offset = FIND(struct ranges, prices),
		.help = "only at these prices" },
	{ .name = "color",
		.kind = KIND_TEXT,
		.flags = PARAM_REPEATED,
		.offset = FIND(struct words, colors),
		.value_name = "COLOR",
		.help = "only of this color" },
	{ .name = "sort",
		.kind = KIND_CHOICE,
		.offset = FIND(int, sort),
		.choices = sorts,
		.help = "in which order" },
	{ .name = "size",
		.kind = KIND_CHOICES,
		.offset = FIND(struct words, sizes),
		.choices = sizes,
		.help = "only of these sizes" },
	{ .name = "attribute",
		.kind = KIND_PAIR,
		.flags = PARAM_REPEATED,
		.offset = FIND(struct pairs, attributes),
		.help = "only with this attribute, which may be any that the "
			"catalogue has, with its value behind the sign" },
	{ .name = "facets",
		.kind = KIND_WORDS,
		.flags = PARAM_OPTIONAL_VALUE,
		.offset = FIND(struct words, facets),
		.given_offset = FIND(bool, facets_given),
		.value_name = "NAME,...",
		.help = "count by what there is" },
	{ .name = "in-stock",
		.letter = 'i',
		.kind = KIND_FLAG,
		.offset = FIND(bool, in_stock),
		.help = "only what is there" },
	{ .name = "since",
		.kind = KIND_PERIOD,
		.offset = FIND(const char *, since),
		.help = "only newer ones" },
};

static const char *const find_examples[] = { "shop find shirt --price ..50",
	"shop find --in-stock --sort price", NULL };

static const struct command find = {
	.path = "find",
	.summary = "find things by words and filters",
	ARRAY_PARAMS(find_params),
	.input_size = sizeof(struct find_input),
	.access = ACCESS_READ,
	.examples = find_examples,
	.heading = "for everybody",
	.flags = COMMAND_EXAMPLE,
	.result = &made_up_thing_record,
};

static const struct command basket_show = {
	.path = "basket show",
	.summary = "show the basket",
	.flags = COMMAND_DEFAULT | COMMAND_FOR,
};

static const struct param add_params[] = {
	{ .name = "SKU",
		.kind = KIND_SKU,
		.flags = PARAM_OPERAND | PARAM_REQUIRED,
		.offset = PARAM_MEMBER(struct add_input, const char *, sku),
		.help = "what to add" },
	{ .name = "count",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct add_input, int64_t, count),
		.help = "how many (1)" },
};

static const char *const add_examples[] = { "shop basket add TS-1 -n 2", NULL };

static const struct command basket_add = {
	.path = "basket add",
	.summary = "put a thing into the basket",
	ARRAY_PARAMS(add_params),
	.input_size = sizeof(struct add_input),
	.examples = add_examples,
	.flags = COMMAND_DRY_RUN | COMMAND_FOR,
};

#define PAY(member_type, member) PARAM_MEMBER(struct pay_input, member_type, member)

static const struct param pay_params[] = {
	{ .name = "ORDER",
		.kind = KIND_ORDER,
		.flags = PARAM_OPERAND | PARAM_REQUIRED,
		.offset = PAY(uint64_t, order),
		.help = "which order" },
	{ .name = "amount",
		.kind = KIND_MONEY,
		.offset = PAY(struct decimal, amount),
		.help = "how much" },
	{ .name = "reason",
		.kind = KIND_TEXT,
		.flags = PARAM_REQUIRED,
		.offset = PAY(const char *, reason),
		.help = "why" },
	{ .name = "country",
		.kind = KIND_COUNTRY,
		.offset = PAY(const char *, country),
		.help = "from where" },
	{ .name = "currency",
		.kind = KIND_CURRENCY,
		.offset = PAY(const char *, currency),
		.help = "in what" },
	{ .name = "state",
		.kind = KIND_CHOICE,
		.flags = PARAM_REPEATED,
		.offset = PAY(struct words, states),
		.choices = states,
		.help = "only in this state" },
};

static const struct command admin_pay = {
	.path = "admin pay",
	.summary = "note a payment",
	ARRAY_PARAMS(pay_params),
	.input_size = sizeof(struct pay_input),
	.heading = "for staff",
};

static const struct param import_params[] = {
	{ .name = "FILE",
		.kind = KIND_PATH,
		.flags = PARAM_OPERAND | PARAM_REQUIRED | PARAM_REPEATED,
		.offset = PARAM_MEMBER(struct import_input, struct words, files),
		.help = "the catalogue" },
};

static const struct command admin_import = {
	.path = "admin import",
	.summary = "read a catalogue",
	ARRAY_PARAMS(import_params),
	.input_size = sizeof(struct import_input),
};

static const struct param stock_params[] = {
	{ .name = "SKU",
		.kind = KIND_SKU,
		.flags = PARAM_OPERAND,
		.offset = PARAM_MEMBER(struct stock_input, const char *, sku),
		.help = "of what" },
};

static const struct command admin_stock = {
	.path = "admin stock",
	.summary = "show the stock",
	ARRAY_PARAMS(stock_params),
	.input_size = sizeof(struct stock_input),
};

static const struct command admin_stock_log = {
	.path = "admin stock log",
	.summary = "show what moved",
	ARRAY_PARAMS(stock_params),
	.input_size = sizeof(struct stock_input),
};

static const struct param explain_params[] = {
	{ .name = "COMMAND",
		.kind = KIND_COMMAND,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		.offset = PARAM_MEMBER(struct explain_input, struct words, words),
		.help = "what to explain" },
};

static const struct command explain = {
	.path = "explain",
	.summary = "explain a command",
	ARRAY_PARAMS(explain_params),
	.input_size = sizeof(struct explain_input),
};

static const struct command *const items[] = { &find, &basket_show, &basket_add,
	&explain, &admin_pay, &admin_import, &admin_stock, &admin_stock_log };

const struct command_list made_up = { items, sizeof(items) / sizeof(items[0]) };

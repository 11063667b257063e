#include "cmd/param.h"
#include "cmd/stock_change.h"

struct stock_add_input {
	const char *sku;
	int64_t count;
	bool less;
	const char *reason;
	bool if_given;
	int64_t expected;
};

static const struct param params[] = {
	OPERAND(struct stock_add_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	OPERAND(struct stock_add_input, int64_t, count, "COUNT", KIND_COUNT,
		"how many came"),
	OPTION(struct stock_add_input, bool, less, "less", KIND_FLAG,
		"take them away instead"),
	OPTION(struct stock_add_input, const char *, reason, "reason", KIND_TEXT,
		"why, for the log of movements"),
	{ .name = "if",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct stock_add_input, int64_t, expected),
		.given_offset = offsetof(struct stock_add_input, if_given),
		.help = "only if so many are on hand now" },
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct stock_add_input *input = arg;
	struct stock_change change = { .sku = input->sku,
		.change = stock_add,
		.reason = input->reason ? input->reason : "added",
		.expected_given = input->if_given,
		.expected = input->expected };

	if (input->count == 0)
		return fail(err, ST_USAGE, "COUNT must be 1 or more");
	change.pieces = input->less ? -input->count : input->count;
	return stock_change_run(context, &change, err);
}

static const char *const examples[] = {
	"shop admin stock add TS-S-RED 24 --reason delivery",
	"shop admin stock add TS-S-RED 1 --less --reason broken", NULL
};

const struct command command_admin_stock_add = {
	.path = "admin stock add",
	.summary = "add pieces to what is on hand, or take some away",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_add_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &stock_item_record,
};

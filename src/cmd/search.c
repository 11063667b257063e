#include "account/role.h"
#include "cmd/context.h"
#include "cmd/search_print.h"

#define LIMIT_DEFAULT 20

struct search_input {
	struct words words;
	struct words categories;
	struct words brands;
	struct words sizes;
	struct words colors;
	struct ranges prices;
	struct pairs attributes;
	struct words not_words;
	bool in_stock;
	bool facets;
	struct words facet_names;
	bool facet_limit_given;
	int64_t facet_limit;
	int sort;
	bool limit_given;
	int64_t limit;
	int64_t offset;
	bool prefix;
	bool exact;
	bool explain;
};

static const char *const sorts[] = { "relevance", "price", "-price", "name", "newest",
	NULL };

#define SEARCH_PARAM(member_type, member) \
	.offset = PARAM_MEMBER(struct search_input, member_type, member), \
	.given_offset = SIZE_MAX

static const struct param params[] = {
	{ .name = "WORD",
		.kind = KIND_QUERY,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		SEARCH_PARAM(struct words, words),
		.help = "what to look for; -word excludes" },
	{ .name = "category",
		.kind = KIND_CATEGORY,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct words, categories),
		.help = "in this category or below it" },
	{ .name = "price",
		.kind = KIND_RANGE,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct ranges, prices),
		.help = "10..50, ..50 or 10.." },
	{ .name = "brand",
		.kind = KIND_BRAND,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct words, brands),
		.help = "of this brand" },
	{ .name = "size",
		.kind = KIND_TEXT,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct words, sizes),
		.help = "in this size" },
	{ .name = "color",
		.kind = KIND_TEXT,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct words, colors),
		.help = "in this color" },
	{ .name = "attribute",
		.kind = KIND_PAIR,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct pairs, attributes),
		.help = "with this value of an attribute, or a range of numbers" },
	{ .name = "not",
		.kind = KIND_QUERY,
		.flags = PARAM_REPEATED,
		SEARCH_PARAM(struct words, not_words),
		.help = "without this word" },
	{ .name = "in-stock",
		.kind = KIND_FLAG,
		SEARCH_PARAM(bool, in_stock),
		.help = "only what can be bought now" },
	{ .name = "facets",
		.kind = KIND_WORDS,
		.flags = PARAM_OPTIONAL_VALUE,
		.offset =
			PARAM_MEMBER(struct search_input, struct words, facet_names),
		.given_offset = offsetof(struct search_input, facets),
		.value_name = "NAME,...",
		.help = "count what there is by category, brand, size, color, price "
			"and more" },
	{ .name = "facet-limit",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct search_input, int64_t, facet_limit),
		.given_offset = offsetof(struct search_input, facet_limit_given),
		.help = "at most so many values of each facet (0 is all)" },
	{ .name = "sort",
		.kind = KIND_CHOICE,
		SEARCH_PARAM(int, sort),
		.choices = sorts,
		.help = "the order of the results (default: relevance)" },
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct search_input, int64_t, limit),
		.given_offset = offsetof(struct search_input, limit_given),
		.help = "at most so many (default: 20, 0 is all)" },
	{ .name = "offset",
		.kind = KIND_COUNT,
		SEARCH_PARAM(int64_t, offset),
		.help = "leave out so many first" },
	{ .name = "exact",
		.kind = KIND_FLAG,
		SEARCH_PARAM(bool, exact),
		.help = "only what has all words, as they are typed" },
	{ .name = "prefix",
		.kind = KIND_FLAG,
		SEARCH_PARAM(bool, prefix),
		.help = "the last word is the beginning of one" },
	{ .name = "explain",
		.kind = KIND_FLAG,
		SEARCH_PARAM(bool, explain),
		.help = "say of each result why it stands where it does" },
};

struct search {
	struct context *context;
	const struct search_input *input;
	struct find_request request;
	struct find_result result;
};

static struct texts
as_texts(const struct words *words)
{
	return (struct texts){ words->items, words->count };
}

static enum status
join_words(struct search *search, struct err *err)
{
	const struct words *words = &search->input->words;
	struct buffer joined = { .arena = search->context->arena };
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&joined, " ", err));
		TRY(buffer_append_text(&joined, words->items[i], err));
	}
	TRY(buffer_append(&joined, "", 1, err));
	search->request.words = (const char *)joined.data;
	return ST_OK;
}

static enum status
price_range(const struct context *context, const struct range *range,
	struct find_range *price, struct err *err)
{
	*price = (struct find_range){ INT64_MIN, INT64_MAX };
	if (range->has_min)
		TRY(context_money(context, "--price", range->min, &price->min, err));
	if (range->has_max)
		TRY(context_money(context, "--price", range->max, &price->max, err));
	return ST_OK;
}

static enum status
add_prices(struct search *search, struct err *err)
{
	const struct ranges *ranges = &search->input->prices;
	struct find_range *prices;
	size_t i;

	TRY(ARENA_NEW(search->context->arena, ranges->count, &prices, err));
	for (i = 0; i < ranges->count; i++)
		TRY(price_range(search->context, &ranges->items[i], &prices[i], err));
	search->request.prices = (struct list){ prices, ranges->count };
	return ST_OK;
}

static enum status
add_attributes(struct search *search, struct err *err)
{
	const struct pairs *pairs = &search->input->attributes;
	struct find_attribute *attributes;
	size_t i;

	TRY(ARENA_NEW(search->context->arena, pairs->count, &attributes, err));
	for (i = 0; i < pairs->count; i++)
		attributes[i] = (struct find_attribute){ pairs->items[i].name,
			pairs->items[i].value };
	search->request.attributes = (struct list){ attributes, pairs->count };
	return ST_OK;
}

static enum status
make_request(struct search *search, struct err *err)
{
	const struct search_input *input = search->input;
	struct find_request *request = &search->request;

	*request = (struct find_request){ .prefix = input->prefix,
		.exact = input->exact,
		.explain = input->explain,
		.not_words = as_texts(&input->not_words),
		.categories = as_texts(&input->categories),
		.brands = as_texts(&input->brands),
		.sizes = as_texts(&input->sizes),
		.colors = as_texts(&input->colors),
		.in_stock = input->in_stock,
		.facets = input->facets,
		.facet_names = as_texts(&input->facet_names),
		.facet_limit_given = input->facet_limit_given,
		.facet_limit = (size_t)input->facet_limit,
		.sort = (enum find_sort)input->sort,
		.offset = (size_t)input->offset,
		.limit = input->limit_given ? (size_t)input->limit : LIMIT_DEFAULT };
	TRY(join_words(search, err));
	TRY(add_prices(search, err));
	return add_attributes(search, err);
}

static enum status
find(struct txn *txn, void *arg, struct err *err)
{
	struct search *search = arg;

	return find_products(txn, &search->request, &search->result, err);
}

/* Fields that there are of explanations alone. */
static enum status
check_fields(const struct context *context, bool explain, struct err *err)
{
	const struct words *fields = &context->global->json_fields;
	size_t i;

	for (i = 0; !explain && i < fields->count; i++)
		if (!record_field(&find_item_record, fields->items[i]))
			return fail(err, ST_USAGE, "'%s' goes with --explain only",
				fields->items[i]);
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct search search = { .context = context, .input = arg };

	TRY(check_fields(context, search.input->explain, err));
	TRY(make_request(&search, err));
	TRY(context_read(context, find, &search, err));
	return search_print(context->output, context->arena, &search.request,
		&search.result, err);
}

static const char *const examples[] = {
	"shop search red mug --price ..20 --in-stock --facets",
	"shop search --category Clothing --size M --color red --sort price",
	"shop search jacket --attribute waterproof=yes --not child", NULL
};

const struct command command_search = {
	.path = "search",
	.summary = "find products",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct search_input),
	.access = ACCESS_READ,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_EXAMPLE | COMMAND_GROUPED,
	.result = &find_explained_record,
	.heading = "shopping",
};

#include <inttypes.h>

#include "account/role.h"
#include "catalog/find.h"
#include "cmd/context.h"

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
	int sort;
	bool limit_given;
	int64_t limit;
	int64_t offset;
	bool prefix;
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
	{ .name = "prefix",
		.kind = KIND_FLAG,
		SEARCH_PARAM(bool, prefix),
		.help = "the last word is the beginning of one" },
};

struct search_envelope {
	int64_t count;
	int64_t offset;
	int64_t limit;
	struct list corrected;
	struct list facets;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct search_envelope, count) },
	{ FIELD(2, FIELD_COUNT, struct search_envelope, offset) },
	{ FIELD(3, FIELD_COUNT, struct search_envelope, limit) },
	{ FIELD(4, FIELD_MAP, struct search_envelope, corrected),
		.record = &find_correction_record },
	{ FIELD(5, FIELD_MAP, struct search_envelope, facets),
		.record = &find_facet_record },
};
static const struct record_type envelope_record = { .name = "search",
	RECORD_FIELDS(struct search_envelope, envelope_fields) };

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
		.not_words = as_texts(&input->not_words),
		.categories = as_texts(&input->categories),
		.brands = as_texts(&input->brands),
		.sizes = as_texts(&input->sizes),
		.colors = as_texts(&input->colors),
		.in_stock = input->in_stock,
		.facets = input->facets,
		.facet_names = as_texts(&input->facet_names),
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

static enum status
print_items(struct search *search, struct err *err)
{
	struct output *output = search->context->output;
	const struct find_result *result = &search->result;
	const struct find_item *items = result->items.items;
	struct search_envelope envelope = { result->count,
		(int64_t)search->request.offset, (int64_t)search->request.limit,
		result->corrected, result->facets };
	size_t i;

	TRY(output_list_begin(output, &find_item_record, err));
	for (i = 0; i < result->items.count; i++)
		TRY(output_row(output, &items[i], err));
	return output_list_end(output, &envelope_record, &envelope, err);
}

/* How much of it was shown, for people. */
static enum status
say_count(struct search *search, struct err *err)
{
	const struct find_result *result = &search->result;
	int64_t first = (int64_t)search->request.offset + 1;
	int64_t shown = (int64_t)result->items.count;

	if (shown == result->count)
		return output_say(search->context->output, err, "%lld %s",
			(long long)shown, shown == 1 ? "product" : "products");
	return output_say(search->context->output, err,
		"%lld to %lld of %lld products", (long long)first,
		(long long)(first + shown - 1), (long long)result->count);
}

/* "brand: Tarnwick (3), Brackenfold (2)": one line a facet that has values. */
static enum status
say_facet(struct search *search, const struct find_facet *facet, struct err *err)
{
	const struct find_value *values = facet->values.items;
	struct buffer line = { .arena = search->context->arena };
	const char *part;
	size_t i;

	if (facet->values.count == 0)
		return ST_OK;
	for (i = 0; i < facet->values.count; i++) {
		TRY(arena_format(line.arena, &part, err, "%s%s (%" PRId64 ")",
			i > 0 ? ", " : "", values[i].value, values[i].count));
		TRY(buffer_append_text(&line, part, err));
	}
	TRY(buffer_append(&line, "", 1, err));
	return output_say(search->context->output, err, "%s: %s", facet->name,
		(const char *)line.data);
}

static enum status
say_facets(struct search *search, struct err *err)
{
	const struct find_facet *facets = search->result.facets.items;
	size_t i;

	if (search->result.facets.count > 0)
		TRY(output_say(search->context->output, err, "%s", ""));
	for (i = 0; i < search->result.facets.count; i++)
		TRY(say_facet(search, &facets[i], err));
	return ST_OK;
}

static enum status
say_corrections(struct search *search, struct err *err)
{
	const struct find_correction *items = search->result.corrected.items;
	size_t i;

	for (i = 0; i < search->result.corrected.count; i++)
		TRY(output_say(search->context->output, err,
			"no \"%s\"; showing \"%s\"", items[i].word,
			items[i].instead));
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct search search = { .context = context, .input = arg };

	TRY(make_request(&search, err));
	TRY(context_read(context, find, &search, err));
	TRY(say_corrections(&search, err));
	TRY(print_items(&search, err));
	if (search.result.count == 0)
		return fail(err, ST_NO_HITS, "nothing found");
	TRY(say_count(&search, err));
	return say_facets(&search, err);
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
	.flags = COMMAND_EXAMPLE,
	.result = &find_item_record,
	.heading = "shopping",
};

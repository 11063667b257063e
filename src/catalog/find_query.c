#include "catalog/find_query.h"

#include <string.h>
#include <strings.h>

#include "base/money.h"
#include "base/text.h"
#include "catalog/document.h"
#include "catalog/synonym.h"
#include "store/setting.h"

/* Plain numbers among attribute values are compared in millionths. */
#define ATTRIBUTE_DECIMALS 6

static void
add_filter(struct index_query *query, struct index_filter *filters,
	enum document_field field, const struct texts *values)
{
	if (values->count > 0)
		filters[query->filter_count++] =
			(struct index_filter){ .field = field, .values = *values };
}

static enum status
add_prices(struct txn *txn, const struct list *prices, struct index_query *query,
	struct index_filter *filters, struct err *err)
{
	const struct find_range *ranges = prices->items;
	struct index_bounds *bounds;
	size_t i;

	if (prices->count == 0)
		return ST_OK;
	TRY(ARENA_NEW(txn_arena(txn), prices->count, &bounds, err));
	for (i = 0; i < prices->count; i++)
		bounds[i] = (struct index_bounds){ ranges[i].min, ranges[i].max };
	filters[query->filter_count++] =
		(struct index_filter){ .field = DOCUMENT_PRICE,
			.ranges = bounds,
			.range_count = prices->count };
	return ST_OK;
}

static enum status
add_in_stock(struct txn *txn, struct index_query *query, struct index_filter *filters,
	struct err *err)
{
	struct index_bounds *bounds;

	TRY(ARENA_NEW(txn_arena(txn), 1, &bounds, err));
	*bounds = (struct index_bounds){ 1, INT64_MAX };
	filters[query->filter_count++] = (struct index_filter){
		.field = DOCUMENT_AVAILABLE, .ranges = bounds, .range_count = 1
	};
	return ST_OK;
}

static bool
parse_side(struct arena *arena, const char *text, size_t size, int64_t open,
	int64_t *side)
{
	struct decimal decimal;
	const char *reason;
	const char *copy;
	struct err ignored;

	*side = open;
	if (size == 0)
		return true;
	return arena_copy(arena, text, size, &copy, &ignored) == ST_OK &&
	       decimal_parse(copy, &decimal, &reason) &&
	       decimal_to_minor(decimal, ATTRIBUTE_DECIMALS, side);
}

/* "10..20" of plain numbers is a range; anything else is a value. */
static bool
attribute_range(struct arena *arena, const char *value, struct index_bounds *bounds)
{
	const char *dots = strstr(value, "..");

	return dots && strlen(value) > 2 &&
	       parse_side(arena, value, (size_t)(dots - value), INT64_MIN,
		       &bounds->min) &&
	       parse_side(arena, dots + 2, strlen(dots + 2), INT64_MAX, &bounds->max);
}

/* The filter of an attribute, made where it is new: filters behind first are of
 * attributes. */
static enum status
attribute_filter(struct index_query *query, struct index_filter *filters,
	size_t first, const char *name, struct index_filter **filter, struct err *err)
{
	size_t i = first;

	while (i < query->filter_count && strcasecmp(filters[i].name, name) != 0)
		i++;
	*filter = &filters[i];
	if (i < query->filter_count)
		return ST_OK;
	if (i - first == FIND_ATTRIBUTES_MAX)
		return fail(err, ST_USAGE,
			"more attributes to filter by than the %d that are allowed",
			FIND_ATTRIBUTES_MAX);
	filters[query->filter_count++] =
		(struct index_filter){ .field = DOCUMENT_ATTRIBUTE, .name = name };
	return ST_OK;
}

static enum status
add_attributes(struct txn *txn, const struct list *attributes,
	struct index_query *query, struct index_filter *filters, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	const struct find_attribute *items = attributes->items;
	size_t first = query->filter_count;
	size_t i;

	for (i = 0; i < attributes->count; i++) {
		struct index_filter *filter;
		struct index_bounds bounds;

		TRY(attribute_filter(
			query, filters, first, items[i].name, &filter, err));
		if (!filter->ranges) {
			TRY(ARENA_NEW(
				arena, attributes->count, &filter->ranges, err));
			TRY(ARENA_NEW(arena, attributes->count, &filter->values.items,
				err));
		}
		if (attribute_range(arena, items[i].value, &bounds))
			filter->ranges[filter->range_count++] = bounds;
		else
			filter->values.items[filter->values.count++] = items[i].value;
	}
	return ST_OK;
}

static enum status
make_filters(struct txn *txn, const struct find_request *request,
	struct index_query *query, struct err *err)
{
	struct index_filter *filters;

	TRY(ARENA_NEW(txn_arena(txn), 6 + request->attributes.count, &filters, err));
	query->filters = filters;
	add_filter(query, filters, DOCUMENT_CATEGORY, &request->categories);
	add_filter(query, filters, DOCUMENT_BRAND, &request->brands);
	add_filter(query, filters, DOCUMENT_SIZE, &request->sizes);
	add_filter(query, filters, DOCUMENT_COLOR, &request->colors);
	TRY(add_prices(txn, &request->prices, query, filters, err));
	if (request->in_stock)
		TRY(add_in_stock(txn, query, filters, err));
	return add_attributes(txn, &request->attributes, query, filters, err);
}

static void
make_sort(const struct find_request *request, struct index_query *query)
{
	static const struct {
		int field;
		bool descending;
	} sorts[] = {
		[FIND_RELEVANCE] = { INDEX_SORT_RELEVANCE, false },
		[FIND_PRICE] = { DOCUMENT_PRICE, false },
		[FIND_PRICE_DOWN] = { DOCUMENT_PRICE, true },
		[FIND_NAME] = { DOCUMENT_NAME_ORDER, false },
		[FIND_NEWEST] = { INDEX_SORT_NEWEST, false },
	};

	query->sort_field = sorts[request->sort].field;
	query->sort_descending = sorts[request->sort].descending;
	query->offset = request->offset;
	query->limit = request->limit;
}

static enum status
check_values(const struct find_request *request, struct err *err)
{
	size_t count = request->categories.count + request->brands.count +
		       request->sizes.count + request->colors.count +
		       request->prices.count + request->attributes.count;

	if (count > FIND_VALUES_MAX)
		return fail(err, ST_USAGE,
			"there are %zu values to filter by, of which %d are allowed",
			count, FIND_VALUES_MAX);
	if (request->facet_names.count > FIND_FACETS_MAX)
		return fail(err, ST_USAGE,
			"there are %zu facets to count, of which %d are allowed",
			request->facet_names.count, FIND_FACETS_MAX);
	return ST_OK;
}

static enum status
check_size(const struct find_request *request, struct err *err)
{
	size_t size = request->words ? strlen(request->words) : 0;
	size_t i;

	for (i = 0; i < request->not_words.count; i++)
		size += strlen(request->not_words.items[i]) + 1;
	if (size > FIND_WORDS_SIZE_MAX)
		return fail(err, ST_USAGE,
			"the words to look for have %zu bytes, of which %d are "
			"allowed",
			size, FIND_WORDS_SIZE_MAX);
	return ST_OK;
}

static enum status
count_words(struct catalog *catalog, const char *text, size_t *count, struct err *err)
{
	const char *key;

	TRY(index_phrase_key(
		txn_arena(catalog->txn), &catalog->rules.schema, text, &key, err));
	*count += key[0] != '\0';
	for (; *key; key++)
		*count += *key == ' ';
	return ST_OK;
}

/* A word and what parts it from the next take two bytes. */
static enum status
check_words(
	struct catalog *catalog, const struct find_request *request, struct err *err)
{
	const char *words = request->words ? request->words : "";
	size_t count = 0;
	size_t i;

	TRY(check_size(request, err));
	if (request->not_words.count == 0 && strlen(words) < 2 * FIND_WORDS_MAX)
		return ST_OK;
	TRY(count_words(catalog, words, &count, err));
	for (i = 0; i < request->not_words.count; i++)
		TRY(count_words(catalog, request->not_words.items[i], &count, err));
	if (count > FIND_WORDS_MAX)
		return fail(err, ST_USAGE,
			"there are %zu words to look for, of which %d are allowed",
			count, FIND_WORDS_MAX);
	return ST_OK;
}

static enum status
make_words(struct find_query *query, struct err *err)
{
	struct txn *txn = query->catalog->txn;
	int64_t percent;
	bool any;

	TRY(setting_get_count(txn, "search.sold-out", &percent, err));
	query->index.other_percent = (unsigned)percent;
	TRY(synonym_any(txn, &any, err));
	if (any)
		query->index.synonyms = find_query_synonyms;
	return find_query_pick(query, err);
}

enum status
find_query_make(struct catalog *catalog, const struct find_request *request,
	struct find_query *query, struct err *err)
{
	*query = (struct find_query){
		.index = { .words = request->words ? request->words : "",
			.prefix = request->prefix,
			.exact = request->exact,
			.not_words = request->not_words,
			.source = find_query_source,
			.arg = query,
			.preferred_field = DOCUMENT_AVAILABLE,
			.explain = request->explain },
		.catalog = catalog
	};
	TRY(check_words(catalog, request, err));
	TRY(check_values(request, err));
	make_sort(request, &query->index);
	TRY(make_words(query, err));
	TRY(make_filters(catalog->txn, request, &query->index, err));
	return request->facets ? find_query_ask_facets(query, request, err) : ST_OK;
}

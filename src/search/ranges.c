#include <string.h>

#include "index/columns.h"
#include "index/pack.h"
#include "index/sorted.h"
#include "search/find.h"
#include "words/tokens.h"

/* For more of them columns are read instead, which takes no memory. */
#define VALUED_MAX 50000

/* Pairs of a number and a document, read from the table SORTED. */
struct valued_list {
	struct search *search;
	struct valued *items;
	size_t count;
	size_t capacity;
};

static enum status
add_valued(
	struct valued_list *list, uint32_t document, int64_t number, struct err *err)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 256;
		struct valued *items;

		TRY(ARENA_NEW(list->search->arena, capacity, &items, err));
		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count++] = (struct valued){ document, number };
	return ST_OK;
}

static enum status
read_range(struct valued_list *list, unsigned column, uint32_t scope,
	struct index_bounds range, struct err *err)
{
	int64_t min = range.min == COLUMN_NONE ? range.min + 1 : range.min;
	struct sorted_key from = sorted_key(column, scope, min, 0);
	struct sorted_key last = sorted_key(column, scope, range.max, UINT32_MAX);
	struct pack_scan scan;

	if (min > range.max)
		return ST_OK;
	TRY(pack_scan_open(list->search->txn, TABLE_SORTED,
		(struct bytes){ from.data, SORTED_KEY_SIZE },
		(struct bytes){ NULL, 0 }, &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		bool there;

		TRY(pack_scan_next(&scan, &key, &value, &there, err));
		if (!there || key.size != SORTED_KEY_SIZE ||
			memcmp(key.data, last.data, SORTED_KEY_SIZE) > 0 ||
			list->count > VALUED_MAX)
			break;
		TRY(add_valued(list, get_u32(key.data + 13),
			number_of(get_u64(key.data + 5)), err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static enum status
read_ranges(struct valued_list *list, const struct index_filter *numbers,
	unsigned column, uint32_t scope, struct err *err)
{
	static const struct index_bounds all = { INT64_MIN, INT64_MAX };

	if (!numbers)
		return read_range(list, column, scope, all, err);
	for (size_t i = 0; i < numbers->range_count; i++)
		TRY(read_range(list, column, scope, numbers->ranges[i], err));
	return ST_OK;
}

/* The ranges in a place of a path and in all below it. */
static enum status
read_place(struct valued_list *list, const struct index_filter *numbers,
	unsigned column, struct term_key place, struct err *err)
{
	struct bytes whole = term_key_bytes(&place);
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(list->search->txn, TABLE_TERM, whole, &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct term term;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		if (key.size > whole.size && key.data[whole.size] != '/')
			continue;
		TRY(term_read(key, value, &term, err));
		TRY(read_ranges(list, numbers, column, term.number, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

/* By document, then by number; one that lies in two ranges is there once. */
static int
compare_valued(const struct valued *a, const struct valued *b)
{
	if (a->document != b->document)
		return a->document < b->document ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static void
sink(struct valued *items, size_t at, size_t count)
{
	for (;;) {
		size_t most = 2 * at + 1;
		struct valued held;

		if (most >= count)
			return;
		if (most + 1 < count &&
			compare_valued(&items[most + 1], &items[most]) > 0)
			most++;
		if (compare_valued(&items[most], &items[at]) <= 0)
			return;
		held = items[most];
		items[most] = items[at];
		items[at] = held;
		at = most;
	}
}

static void
sort_valued(struct valued *items, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		sink(items, i, count);
	for (size_t left = count; left > 1; left--) {
		struct valued held = items[left - 1];

		items[left - 1] = items[0];
		items[0] = held;
		sink(items, 0, left - 1);
	}
}

static enum status
finish(struct valued_list *list, struct set *matching, struct err *err)
{
	struct search *search = list->search;
	uint32_t *documents;
	size_t kept = 0;

	TRY(ARENA_NEW(search->arena, list->count, &documents, err));
	sort_valued(list->items, list->count);
	for (size_t i = 0; i < list->count; i++) {
		if (kept > 0 &&
			list->items[kept - 1].document == list->items[i].document)
			continue;
		documents[kept] = list->items[i].document;
		list->items[kept++] = list->items[i];
	}
	search->valued = list->items;
	search->valued_count = kept;
	search->has_valued = true;
	return set_of_documents(documents, kept, search->arena, matching, err);
}

/* What such a query may have: one filter on a path, one of ranges. */
struct shape {
	unsigned column;
	const struct index_filter *places;
	const struct index_filter *numbers;
};

static bool
find_shape(const struct search *search, struct shape *shape)
{
	const struct index_query *query = search->query;
	const struct index_field *fields = search->schema->fields;

	if (search->has_text || query->sort_field < 0 ||
		!fields[query->sort_field].sorted || query->filter_count == 0)
		return false;
	*shape = (struct shape){ .column = (unsigned)query->sort_field };
	for (size_t i = 0; i < query->filter_count; i++) {
		const struct index_filter *filter = &query->filters[i];

		if (fields[filter->field].kind == INDEX_PATH && !shape->places &&
			filter->range_count == 0)
			shape->places = filter;
		else if (filter->field == shape->column && !shape->numbers)
			shape->numbers = filter;
		else
			return false;
	}
	/* What has no number comes last, but it comes. */
	return shape->numbers != NULL;
}

enum status
search_read_sorted(struct search *search, struct set *matching, struct err *err)
{
	struct valued_list list = { .search = search };
	struct shape shape;

	if (!find_shape(search, &shape))
		return ST_OK;
	for (size_t i = 0; shape.places && i < shape.places->values.count; i++) {
		struct term_key key =
			term_key_field(CLASS_KEYWORD, shape.places->field, NULL, 0);
		struct token folded;

		TRY(search_fold_value(search, shape.places->field,
			shape.places->values.items[i], &folded, err));
		term_key_add(&key, folded.at, folded.size);
		if (folded.size > 0)
			TRY(read_place(&list, shape.numbers, shape.column, key, err));
	}
	if (!shape.places)
		TRY(read_ranges(&list, shape.numbers, shape.column, 0, err));
	return list.count > VALUED_MAX ? ST_OK : finish(&list, matching, err);
}

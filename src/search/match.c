#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "search/analysis.h"
#include "search/columns.h"
#include "search/find.h"
#include "search/pack.h"

/* Plain numbers among keywords are compared in millionths. */
#define KEYWORD_DECIMALS 6

enum status
search_find_term(struct search *search, const struct term_key *key, struct set *set,
	struct err *err)
{
	struct term term;
	bool found;

	TRY(term_get(search->txn, term_key_bytes(key), &term, &found, err));
	if (found)
		return set_of_term(search->txn, &term, search->arena, set, err);
	*set = (struct set){ NULL, 0 };
	return ST_OK;
}

/* All names of a field, ended by NULL, folded. */
static enum status
list_names(
	struct search *search, unsigned field, const char ***names, struct err *err)
{
	struct term_key prefix = term_key_field(CLASS_NAME, field, NULL, 0);
	struct pack_scan scan;
	const char **list;
	size_t capacity = 64;
	size_t count = 0;

	TRY(ARENA_NEW(search->arena, capacity, &list, err));
	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		if (count + 1 == capacity) {
			const char **grown;

			capacity *= 2;
			TRY(ARENA_NEW(search->arena, capacity, &grown, err));
			memcpy(grown, list, count * sizeof(*list));
			list = grown;
		}
		TRY(arena_copy(search->arena, (const char *)key.data + prefix.size,
			key.size - prefix.size, &list[count++], err));
	}
	pack_scan_close(&scan);
	*names = list;
	return ST_OK;
}

enum status
search_find_name(struct search *search, unsigned field, const char *name,
	uint32_t *number, struct err *err)
{
	const char *kind = search->schema->fields[field].name;
	struct token folded;
	struct term_key key;
	struct term term;
	const char **names;
	const char *nearest;
	bool found;

	TRY(analysis_fold(search->arena, name, &folded, err));
	key = term_key_field(CLASS_NAME, field, folded.at, folded.size);
	TRY(term_get(search->txn, term_key_bytes(&key), &term, &found, err));
	if (found) {
		*number = term.number;
		return ST_OK;
	}
	TRY(list_names(search, field, &names, err));
	nearest = text_nearest(folded.at, names);
	if (!nearest)
		return fail(err, ST_USAGE, "no %s is called '%s'", kind, name);
	return fail(err, ST_USAGE, "no %s is called '%s' (did you mean '%s'?)", kind,
		name, nearest);
}

enum status
search_value_prefix(struct search *search, unsigned field, const char *name,
	struct term_key *prefix, struct err *err)
{
	uint32_t number;

	if (search->schema->fields[field].kind != INDEX_NAMED) {
		*prefix = term_key_field(CLASS_KEYWORD, field, NULL, 0);
		return ST_OK;
	}
	invariant(name != NULL);
	TRY(search_find_name(search, field, name, &number, err));
	*prefix = term_key_value(field, number, NULL, 0);
	return ST_OK;
}

static bool
in_ranges(const struct index_filter *filter, int64_t number)
{
	for (size_t i = 0; i < filter->range_count; i++)
		if (number >= filter->ranges[i].min &&
			number <= filter->ranges[i].max)
			return true;
	return false;
}

/* A value that is a plain number, in millionths. */
static bool
read_number(struct bytes text, int64_t *number)
{
	char copy[32];
	struct decimal decimal;
	const char *reason;

	if (text.size == 0 || text.size >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	return decimal_parse(copy, &decimal, &reason) &&
	       decimal_to_minor(decimal, KEYWORD_DECIMALS, number);
}

/* Adds the documents of all values that are numbers in one of the ranges. */
static enum status
add_number_values(struct search *search, const struct index_filter *filter,
	const struct term_key *prefix, struct set_builder *found, struct err *err)
{
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(prefix), &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct term term;
		struct set set;
		int64_t number;
		bool there;

		TRY(pack_scan_next(&scan, &key, &value, &there, err));
		if (!there)
			break;
		if (!read_number((struct bytes){ key.data + prefix->size,
					 key.size - prefix->size },
			    &number) ||
			!in_ranges(filter, number))
			continue;
		TRY(term_read(key, value, &term, err));
		TRY(set_of_term(search->txn, &term, search->arena, &set, err));
		TRY(set_builder_add_set(found, &set, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

/* The folded form by which a value is kept; a path does not end in "/". */
static enum status
fold_value(struct search *search, const struct index_filter *filter,
	const char *value, struct token *folded, struct err *err)
{
	size_t size = strlen(value);
	const char *copy;

	if (search->schema->fields[filter->field].kind == INDEX_PATH)
		while (size > 0 && value[size - 1] == '/')
			size--;
	TRY(arena_copy(search->arena, value, size, &copy, err));
	return analysis_fold(search->arena, copy, folded, err);
}

static enum status
read_keywords(struct search *search, struct filter *filter, struct err *err)
{
	const struct index_filter *from = filter->from;
	struct set_builder found = { .arena = search->arena };

	TRY(search_value_prefix(
		search, from->field, from->name, &filter->prefix, err));
	for (size_t i = 0; i < from->values.count; i++) {
		struct term_key key = filter->prefix;
		struct token folded;
		struct set set;

		TRY(fold_value(search, from, from->values.items[i], &folded, err));
		if (folded.size == 0)
			continue;
		term_key_add(&key, folded.at, folded.size);
		TRY(search_find_term(search, &key, &set, err));
		TRY(set_builder_add_set(&found, &set, err));
	}
	if (from->range_count > 0)
		TRY(add_number_values(search, from, &filter->prefix, &found, err));
	return set_builder_finish(&found, &filter->set, err);
}

enum status
search_read_filters(struct search *search, struct err *err)
{
	const struct index_query *query = search->query;

	TRY(ARENA_NEW(search->arena, query->filter_count, &search->filters, err));
	for (size_t i = 0; i < query->filter_count; i++) {
		struct filter *filter = &search->filters[i];

		filter->from = &query->filters[i];
		invariant(filter->from->field < search->schema->field_count);
		filter->is_number =
			search->schema->fields[filter->from->field].kind ==
			INDEX_NUMBER;
		if (!filter->is_number)
			TRY(read_keywords(search, filter, err));
	}
	return ST_OK;
}

/* Adds the documents whose number lies in a range, from the table SORTED. */
static enum status
add_range(struct search *search, unsigned column, struct index_bounds range,
	struct set_builder *found, struct err *err)
{
	int64_t min = range.min == COLUMN_NONE ? range.min + 1 : range.min;
	struct sorted_key from = sorted_key(column, min, 0);
	struct sorted_key last = sorted_key(column, range.max, UINT32_MAX);
	struct pack_scan scan;

	if (min > range.max)
		return ST_OK;
	TRY(pack_scan_open(search->txn, TABLE_SORTED,
		(struct bytes){ from.data, SORTED_KEY_SIZE },
		(struct bytes){ NULL, 0 }, &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		bool there;

		TRY(pack_scan_next(&scan, &key, &value, &there, err));
		if (!there || key.size != SORTED_KEY_SIZE ||
			memcmp(key.data, last.data, SORTED_KEY_SIZE) > 0)
			break;
		TRY(set_builder_add(found, get_u32(key.data + 9), err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static enum status
find_numbers(struct search *search, const struct index_filter *filter,
	struct set *set, struct err *err)
{
	struct set_builder found = { .arena = search->arena };

	for (size_t i = 0; i < filter->range_count; i++)
		TRY(add_range(search, filter->field, filter->ranges[i], &found, err));
	return set_builder_finish(&found, set, err);
}

/* Keeps the documents whose number lies in a range, from the column. */
static enum status
keep_numbers(struct search *search, const struct index_filter *filter,
	struct set *set, struct err *err)
{
	struct column column = column_of(search->txn, filter->field);
	struct set_builder kept = { .arena = search->arena };
	uint16_t *lows;

	TRY(ARENA_NEW(search->arena, CONTAINER_SIZE, &lows, err));
	for (size_t i = 0; i < set->count; i++) {
		const struct set_part *part = &set->parts[i];

		set_part_list(part, lows);
		for (size_t j = 0; j < part->count; j++) {
			uint32_t document = part->high << 16 | lows[j];
			int64_t number;

			TRY(column_get(&column, document, &number, err));
			if (number != COLUMN_NONE && in_ranges(filter, number))
				TRY(set_builder_add(&kept, document, err));
		}
	}
	return set_builder_finish(&kept, set, err);
}

static bool
is_lifted(const struct filter *filter, const struct facet *lifted)
{
	return lifted && filter->from->field == lifted->request->field &&
	       bytes_equal(term_key_bytes(&filter->prefix),
		       term_key_bytes(&lifted->prefix));
}

enum status
search_match(struct search *search, const struct facet *lifted, struct set *set,
	struct err *err)
{
	size_t count = search->query->filter_count;
	struct set found = search->textual;
	bool any = search->has_text;

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < count; i++) {
			const struct filter *filter = &search->filters[i];

			if (filter->is_number != (pass == 1) ||
				is_lifted(filter, lifted))
				continue;
			if (!filter->is_number && any)
				TRY(set_and(&found, &filter->set, search->arena,
					&found, err));
			else if (!filter->is_number)
				found = filter->set;
			else if (any)
				TRY(keep_numbers(search, filter->from, &found, err));
			else
				TRY(find_numbers(search, filter->from, &found, err));
			any = true;
		}
	}
	if (!any) {
		struct term_key all = term_key_of_class(CLASS_ALL);

		TRY(search_find_term(search, &all, &found, err));
	}
	*set = found;
	return ST_OK;
}

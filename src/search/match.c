#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/money.h"
#include "base/text.h"
#include "index/columns.h"
#include "index/pack.h"
#include "search/find.h"

/* Plain numbers among keywords are compared in millionths. */
#define KEYWORD_DECIMALS 6

enum status
search_find_term(struct search *search, const struct term_key *key, struct set *set,
	struct err *err)
{
	struct term_parts parts;

	TRY(parts_find(&search->reader, term_key_bytes(key), &parts, err));
	return parts_set(&search->reader, &parts, set, err);
}

/* Texts in the search's arena, ended by NULL. */
struct names {
	const char **items;
	size_t count;
	size_t capacity;
};

static enum status
add_name(struct search *search, struct names *names, const void *name, size_t size,
	struct err *err)
{
	const char **grown;
	size_t capacity = names->capacity ? 2 * names->capacity : 64;

	if (names->count + 1 >= names->capacity) {
		TRY(ARENA_NEW(search->arena, capacity, &grown, err));
		if (names->count > 0)
			memcpy(grown, names->items, names->count * sizeof(*grown));
		names->items = grown;
		names->capacity = capacity;
	}
	return arena_copy(
		search->arena, name, size, &names->items[names->count++], err);
}

/* All names of a field that a document has, folded. */
static enum status
list_names(
	struct search *search, unsigned field, struct names *names, struct err *err)
{
	struct term_key prefix = term_key_field(CLASS_NAME, field, NULL, 0);
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct term term;
		uint64_t count;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(term_read(key, value, &term, err));
		TRY(parts_count(&search->reader, key, &term, &count, err));
		if (count > 0)
			TRY(add_name(search, names, key.data + prefix.size,
				key.size - prefix.size, err));
	}
	pack_scan_close(&scan);
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
	struct names names = { NULL, 0, 0 };
	const char *nearest = NULL;
	uint64_t count = 0;
	bool found;

	TRY(analysis_fold(search->arena, name, &folded, err));
	key = term_key_field(CLASS_NAME, field, folded.at, folded.size);
	TRY(term_get(search->txn, term_key_bytes(&key), &term, &found, err));
	if (found)
		TRY(parts_count(
			&search->reader, term_key_bytes(&key), &term, &count, err));
	if (count > 0) {
		*number = term.number;
		return ST_OK;
	}
	TRY(list_names(search, field, &names, err));
	if (names.count > 0)
		nearest = text_nearest(folded.at, names.items);
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
		struct term_parts parts;
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
		TRY(parts_read(&search->reader, key, &term, &parts, err));
		TRY(parts_set(&search->reader, &parts, &set, err));
		TRY(set_builder_add_set(found, &set, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

enum status
search_fold_value(struct search *search, unsigned field, const char *value,
	struct token *folded, struct err *err)
{
	size_t size = strlen(value);
	const char *copy;

	if (search->schema->fields[field].kind == INDEX_PATH)
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
	bool single = from->values.count == 1 && from->range_count == 0;

	TRY(search_value_prefix(
		search, from->field, from->name, &filter->prefix, err));
	for (size_t i = 0; i < from->values.count; i++) {
		struct term_key key = filter->prefix;
		struct token folded;
		struct set set;

		TRY(search_fold_value(
			search, from->field, from->values.items[i], &folded, err));
		if (folded.size == 0)
			continue;
		term_key_add(&key, folded.at, folded.size);
		TRY(search_find_term(search, &key, &set, err));
		if (single) {
			filter->set = set;
			return ST_OK;
		}
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

enum status
search_keep_numbers(struct search *search, const struct index_filter *filter,
	struct set *set, struct err *err)
{
	struct column column = column_of(search->txn, filter->field);
	struct set_builder kept = { .arena = search->arena };

	TRY(set_load(set, err));
	for (size_t i = 0; i < set->count; i++) {
		const struct set_part *part = &set->parts[i];
		struct set_walk walk = set_walk(part, 0, CONTAINER_DOCUMENTS);
		uint32_t low;

		while (set_walk_next(&walk, &low)) {
			uint32_t document = part->high * CONTAINER_DOCUMENTS + low;
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

/* Narrows what was found by a filter; the first of all is what was found. */
static enum status
apply_filter(struct search *search, const struct filter *filter, bool first,
	struct set *found, struct err *err)
{
	if (filter->is_number)
		return search_keep_numbers(search, filter->from, found, err);
	if (!first)
		return set_and(found, &filter->set, search->arena, found, err);
	*found = filter->set;
	return ST_OK;
}

/* Sets first, then numbers of what is left. */
enum status
search_match(struct search *search, const struct facet *lifted, struct set *set,
	struct err *err)
{
	size_t count = search->query->filter_count;
	struct set found = search->has_text ? search->lots[search->lot_count - 1]
					    : search->groups.all;
	bool first = !search->has_text;

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < count; i++) {
			const struct filter *filter = &search->filters[i];

			if (filter->is_number != (pass == 1) ||
				is_lifted(filter, lifted))
				continue;
			TRY(apply_filter(search, filter, first, &found, err));
			first = false;
		}
	}
	*set = found;
	return ST_OK;
}

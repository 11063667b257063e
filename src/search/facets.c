#include <stdlib.h>
#include <string.h>

#include "index/columns.h"
#include "index/pack.h"
#include "search/find.h"
#include "search/histogram.h"

/* Counts the groups of the base for each term whose key begins with prefix. The base
 * is read before, for what is read of a term is given back. */
static enum status
tally_terms(struct search *search, const struct set *base,
	const struct term_key *prefix, struct tallies *tallies, struct err *err)
{
	struct pack_scan scan;

	TRY(set_load(base, err));
	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(prefix), &scan, err));
	while (base->count > 0) {
		struct arena_mark mark = arena_mark(search->arena);
		struct term_parts parts;
		struct bytes key;
		struct bytes value;
		struct term term;
		struct tally tally;
		struct set set;
		uint64_t count;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(term_read(key, value, &term, err));
		TRY(parts_read(&search->reader, key, &term, &parts, err));
		TRY(parts_set(&search->reader, &parts, &set, err));
		TRY(set_and(&set, base, search->arena, &set, err));
		TRY(groups_count(&search->groups, &set, search->arena, &count, err));
		arena_rewind(search->arena, mark);
		tally = (struct tally){ count, { NULL, 0 }, (uint32_t)tallies->count,
			term.display };
		if (count > 0)
			TRY(tallies_add(tallies, &tally, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

/* Keywords and paths are counted in their columns, values under names one by one. */
static enum status
count_values(struct search *search, const struct facet *facet, const struct set *base,
	struct arena *arena, struct index_facet *counted, struct err *err)
{
	const struct index_facet_request *request = facet->request;
	struct tallies tallies = { .arena = search->arena };

	if (search->schema->fields[request->field].kind == INDEX_NAMED)
		TRY(tally_terms(search, base, &facet->prefix, &tallies, err));
	else
		TRY(histogram_count(
			search, request->field, base, request->limit, &tallies, err));
	tallies_sort(&tallies, request->limit);
	return tallies_values(&tallies, arena, counted, err);
}

/* Which of the ranges between bounds a number lies in; false where in none. */
static bool
find_range(const struct index_facet_request *request, int64_t number, size_t *range)
{
	size_t low = 0;
	size_t until = request->bound_count;

	while (low < until) {
		size_t middle = low + (until - low) / 2;

		if (request->bounds[middle] <= number)
			low = middle + 1;
		else
			until = middle;
	}
	if (low == 0 || low == request->bound_count)
		return false;
	*range = low - 1;
	return true;
}

/* Counts a number's ranges; last holds where the group counted last in each ends. */
static enum status
count_part(struct search *search, const struct index_facet_request *request,
	const struct set_part *part, struct index_facet *counted, int64_t *last,
	struct err *err)
{
	struct group_walk groups = group_walk(&search->groups, part->high);
	struct column numbers = column_of(search->txn, request->field);
	struct set_walk walk = set_walk(part, 0, CONTAINER_DOCUMENTS);
	uint32_t low;

	while (set_walk_next(&walk, &low)) {
		uint32_t from = part->high * CONTAINER_DOCUMENTS;
		int64_t end = (int64_t)from + group_end(&groups, low);
		int64_t number;
		size_t range;

		TRY(column_get(&numbers, from + low, &number, err));
		if (number == COLUMN_NONE || !find_range(request, number, &range))
			continue;
		counted->values[range].count += last[range] != end;
		last[range] = end;
	}
	return ST_OK;
}

static enum status
count_ranges(struct search *search, const struct index_facet_request *request,
	const struct set *base, struct arena *arena, struct index_facet *counted,
	struct err *err)
{
	size_t count = request->bound_count > 1 ? request->bound_count - 1 : 0;
	int64_t *last;

	TRY(ARENA_NEW(arena, count, &counted->values, err));
	TRY(ARENA_NEW(search->arena, count, &last, err));
	for (size_t i = 0; i < count; i++) {
		counted->values[i].text = "";
		counted->values[i].number = request->bounds[i];
		last[i] = COLUMN_NONE;
	}
	counted->value_count = count;
	TRY(set_load(base, err));
	for (size_t i = 0; i < base->count; i++)
		TRY(count_part(search, request, &base->parts[i], counted, last, err));
	return ST_OK;
}

static bool
has_own_filter(const struct search *search, const struct facet *facet)
{
	for (size_t i = 0; i < search->query->filter_count; i++) {
		const struct filter *filter = &search->filters[i];

		if (filter->from->field == facet->request->field &&
			bytes_equal(term_key_bytes(&filter->prefix),
				term_key_bytes(&facet->prefix)))
			return true;
	}
	return false;
}

static enum status
count_facet(struct search *search, const struct index_facet_request *request,
	const struct set *matching, struct arena *arena, struct index_facet *counted,
	struct err *err)
{
	struct facet facet = { .request = request };
	struct set base = *matching;
	bool is_number;

	invariant(request->field < search->schema->field_count);
	is_number = search->schema->fields[request->field].kind == INDEX_NUMBER;
	if (!is_number)
		TRY(search_value_prefix(
			search, request->field, request->name, &facet.prefix, err));
	if (has_own_filter(search, &facet))
		TRY(search_match(search, &facet, &base, err));
	if (is_number)
		return count_ranges(search, request, &base, arena, counted, err);
	return count_values(search, &facet, &base, arena, counted, err);
}

enum status
search_facets(struct search *search, const struct set *matching, struct arena *arena,
	struct index_result *result, struct err *err)
{
	const struct index_query *query = search->query;

	TRY(ARENA_NEW(arena, query->facet_count, &result->facets, err));
	for (size_t i = 0; i < query->facet_count; i++)
		TRY(count_facet(search, &query->facets[i], matching, arena,
			&result->facets[i], err));
	return ST_OK;
}

enum status
search_names(struct search *search, const struct set *matching, size_t limit,
	struct arena *arena, struct texts *names, struct err *err)
{
	const struct index_schema *schema = search->schema;
	struct tallies tallies = { .arena = search->arena };

	for (unsigned i = 0; i < schema->field_count; i++) {
		struct term_key prefix = term_key_field(CLASS_NAME, i, NULL, 0);

		if (schema->fields[i].kind == INDEX_NAMED)
			TRY(tally_terms(search, matching, &prefix, &tallies, err));
	}
	tallies_sort(&tallies, limit);
	TRY(ARENA_NEW(arena, tallies.count, &names->items, err));
	names->count = tallies.count;
	for (size_t i = 0; i < tallies.count; i++)
		TRY(arena_copy(arena, (const char *)tallies.items[i].text.data,
			tallies.items[i].text.size, &names->items[i], err));
	return ST_OK;
}

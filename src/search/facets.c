#include <stdlib.h>
#include <string.h>

#include "search/columns.h"
#include "search/find.h"
#include "search/pack.h"

/* Counts groups in documents that come in order. Where no group has two documents in
 * the base, as in a shop without variants, documents are counted instead. */
struct counter {
	const struct set *base;
	struct column groups;
	int64_t last;
	uint64_t count;
	bool single;
	uint16_t *lows; /* room for a part's documents */
};

static void
counter_restart(struct counter *counter)
{
	counter->last = COLUMN_NONE;
	counter->count = 0;
}

static enum status
count_document(struct counter *counter, uint32_t document, struct err *err)
{
	int64_t group;

	if (counter->single) {
		counter->count++;
		return ST_OK;
	}
	TRY(column_get(&counter->groups, document, &group, err));
	counter->count += group != counter->last;
	counter->last = group;
	return ST_OK;
}

static enum status
counter_init(struct counter *counter, struct search *search, const struct set *base,
	struct err *err)
{
	counter->base = base;
	counter->groups = column_of(search->txn, COLUMN_GROUP);
	counter->single = false;
	counter_restart(counter);
	TRY(ARENA_NEW(search->arena, CONTAINER_SIZE, &counter->lows, err));
	for (size_t i = 0; i < base->count; i++) {
		const struct set_part *part = &base->parts[i];

		set_part_list(part, counter->lows);
		for (uint32_t j = 0; j < part->count; j++)
			TRY(count_document(
				counter, part->high << 16 | counter->lows[j], err));
	}
	counter->single = counter->count == set_size(base);
	return ST_OK;
}

static enum status
count_inline(struct counter *counter, const struct term *term, struct err *err)
{
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct postings postings = { documents, impacts, 0 };

	if (!postings_read_inline(term, &postings))
		return fail_index(err);
	for (size_t i = 0; i < postings.count; i++)
		if (set_has(counter->base, documents[i]))
			TRY(count_document(counter, documents[i], err));
	return ST_OK;
}

static enum status
count_list(struct counter *counter, const struct set_part *part,
	const struct container *container, struct err *err)
{
	for (uint32_t i = 0; i < container->count; i++) {
		uint32_t low = load_u16(container->members + 2 * i);

		if (set_part_has(part, low))
			TRY(count_document(counter, part->high << 16 | low, err));
	}
	return ST_OK;
}

static enum status
count_bitmap(struct counter *counter, const struct set_part *part,
	const struct container *container, struct err *err)
{
	for (uint32_t word = 0;
		counter->single && !part->list && word < CONTAINER_WORDS; word++)
		counter->count += (uint64_t)__builtin_popcountll(
			part->bits[word] & load_u64(container->members + 8 * word));
	if (counter->single && !part->list)
		return ST_OK;
	set_part_list(part, counter->lows);
	for (uint32_t i = 0; i < part->count; i++)
		if (bitmap_has(container->members, counter->lows[i]))
			TRY(count_document(
				counter, part->high << 16 | counter->lows[i], err));
	return ST_OK;
}

/* How many groups of the base have a document with a term. */
static enum status
count_term(struct search *search, struct counter *counter, const struct term *term,
	struct err *err)
{
	counter_restart(counter);
	if (!term->contained)
		return count_inline(counter, term, err);
	for (size_t i = 0; i < counter->base->count; i++) {
		const struct set_part *part = &counter->base->parts[i];
		struct container container;
		bool found;

		TRY(container_get(search->txn, term->number, part->high, &container,
			&found, err));
		if (found && container.is_bitmap)
			TRY(count_bitmap(counter, part, &container, err));
		else if (found)
			TRY(count_list(counter, part, &container, err));
	}
	return ST_OK;
}

/* A value and how often it is, in the order of keys; texts lie in the store. */
struct tally {
	struct bytes text;
	uint64_t count;
	size_t place;
};

struct tallies {
	struct tally *items;
	size_t count;
	size_t capacity;
};

static enum status
add_tally(struct search *search, struct tallies *tallies, struct bytes text,
	uint64_t count, struct err *err)
{
	if (tallies->count == tallies->capacity) {
		size_t capacity = tallies->capacity ? 2 * tallies->capacity : 64;
		struct tally *items;

		TRY(ARENA_NEW(search->arena, capacity, &items, err));
		if (tallies->count > 0)
			memcpy(items, tallies->items,
				tallies->count * sizeof(*items));
		tallies->items = items;
		tallies->capacity = capacity;
	}
	tallies->items[tallies->count] =
		(struct tally){ text, count, tallies->count };
	tallies->count++;
	return ST_OK;
}

static int
compare_tallies(const void *a, const void *b)
{
	const struct tally *x = a;
	const struct tally *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Counts the groups of the base for each term whose key begins with prefix; the
 * most frequent come first, at most limit (0: all). */
static enum status
tally_terms(struct search *search, const struct set *base,
	const struct term_key *prefix, size_t limit, struct tallies *tallies,
	struct err *err)
{
	struct counter counter;
	struct pack_scan scan;

	TRY(counter_init(&counter, search, base, err));
	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(prefix), &scan, err));
	while (base->count > 0) {
		struct bytes key;
		struct bytes value;
		struct term term;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(term_read(key, value, &term, err));
		TRY(count_term(search, &counter, &term, err));
		if (counter.count > 0)
			TRY(add_tally(
				search, tallies, term.display, counter.count, err));
	}
	pack_scan_close(&scan);
	if (tallies->count > 0)
		qsort(tallies->items, tallies->count, sizeof(*tallies->items),
			compare_tallies);
	if (limit > 0 && tallies->count > limit)
		tallies->count = limit;
	return ST_OK;
}

static enum status
count_values(struct search *search, const struct facet *facet, const struct set *base,
	struct arena *arena, struct index_facet *counted, struct err *err)
{
	struct tallies tallies = { NULL, 0, 0 };

	TRY(tally_terms(
		search, base, &facet->prefix, facet->request->limit, &tallies, err));
	TRY(ARENA_NEW(arena, tallies.count, &counted->values, err));
	for (size_t i = 0; i < tallies.count; i++) {
		struct index_facet_value *value = &counted->values[i];

		TRY(arena_copy(arena, (const char *)tallies.items[i].text.data,
			tallies.items[i].text.size, &value->text, err));
		value->count = tallies.items[i].count;
	}
	counted->value_count = tallies.count;
	return ST_OK;
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

/* Counts a number's ranges; last holds the group counted last in each. */
static enum status
count_part(struct search *search, const struct index_facet_request *request,
	const struct set_part *part, struct index_facet *counted, int64_t *last,
	struct err *err)
{
	struct column groups = column_of(search->txn, COLUMN_GROUP);
	struct column numbers = column_of(search->txn, request->field);
	uint16_t *lows;

	TRY(ARENA_NEW(search->arena, part->count, &lows, err));
	set_part_list(part, lows);
	for (uint32_t i = 0; i < part->count; i++) {
		uint32_t document = part->high << 16 | lows[i];
		int64_t number;
		int64_t group;
		size_t range;

		TRY(column_get(&numbers, document, &number, err));
		if (number == COLUMN_NONE || !find_range(request, number, &range))
			continue;
		TRY(column_get(&groups, document, &group, err));
		counted->values[range].count += last[range] != group;
		last[range] = group;
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
	struct tallies tallies = { NULL, 0, 0 };

	for (unsigned i = 0; i < schema->field_count; i++) {
		struct term_key prefix = term_key_field(CLASS_NAME, i, NULL, 0);

		if (schema->fields[i].kind == INDEX_NAMED)
			TRY(tally_terms(
				search, matching, &prefix, limit, &tallies, err));
	}
	TRY(ARENA_NEW(arena, tallies.count, &names->items, err));
	names->count = tallies.count;
	for (size_t i = 0; i < tallies.count; i++)
		TRY(arena_copy(arena, (const char *)tallies.items[i].text.data,
			tallies.items[i].text.size, &names->items[i], err));
	return ST_OK;
}

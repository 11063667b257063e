#include "search/tally.h"

#include <stdlib.h>
#include <string.h>

enum status
tallies_reserve(struct tallies *tallies, size_t count, struct err *err)
{
	struct tally *items;

	if (count <= tallies->capacity)
		return ST_OK;
	TRY(ARENA_NEW(tallies->arena, count, &items, err));
	if (tallies->count > 0)
		memcpy(items, tallies->items, tallies->count * sizeof(*items));
	tallies->items = items;
	tallies->capacity = count;
	return ST_OK;
}

enum status
tallies_add(struct tallies *tallies, const struct tally *tally, struct err *err)
{
	if (tallies->count == tallies->capacity)
		TRY(tallies_reserve(tallies,
			tallies->capacity ? 2 * tallies->capacity : 64, err));
	tallies->items[tallies->count++] = *tally;
	return ST_OK;
}

static unsigned
magnitude_of(uint64_t count)
{
	return 63U - (unsigned)__builtin_clzll(count | 1);
}

/* Counts of one magnitude stay or go together: no order is needed for that. */
void
tallies_thin_out(struct tallies *tallies, size_t limit)
{
	size_t sizes[64] = { 0 };
	size_t sum = 0;
	size_t kept = 0;
	unsigned least = 64;

	if (limit == 0)
		return;
	for (size_t i = 0; i < tallies->count; i++)
		sizes[magnitude_of(tallies->items[i].count)]++;
	while (least > 0 && sum < limit)
		sum += sizes[--least];
	for (size_t i = 0; i < tallies->count; i++)
		if (magnitude_of(tallies->items[i].count) >= least)
			tallies->items[kept++] = tallies->items[i];
	tallies->count = kept;
}

static int
compare_tallies(const void *a, const void *b)
{
	const struct tally *x = a;
	const struct tally *y = b;
	int order;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	order = bytes_compare(x->key, y->key);
	if (order != 0)
		return order;
	return x->number < y->number ? -1 : x->number > y->number;
}

void
tallies_sort(struct tallies *tallies, size_t limit)
{
	if (tallies->count > 0)
		qsort(tallies->items, tallies->count, sizeof(*tallies->items),
			compare_tallies);
	if (limit > 0 && tallies->count > limit)
		tallies->count = limit;
}

enum status
tallies_values(const struct tallies *tallies, struct arena *arena,
	struct index_facet *facet, struct err *err)
{
	TRY(ARENA_NEW(arena, tallies->count, &facet->values, err));
	for (size_t i = 0; i < tallies->count; i++) {
		const struct tally *tally = &tallies->items[i];

		TRY(arena_copy(arena, (const char *)tally->text.data,
			tally->text.size, &facet->values[i].text, err));
		facet->values[i].count = tally->count;
	}
	facet->value_count = tallies->count;
	return ST_OK;
}

#include "search/candidates.h"

#include <string.h>

#include "index/layout.h"

#define CANDIDATES_MIN 64

static int
compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* What has no value is last in both directions. */
static int
compare_values(const struct candidates *best, const struct candidate *a,
	const struct candidate *b)
{
	int order;

	if (a->number == COLUMN_NONE || b->number == COLUMN_NONE)
		return (a->number == COLUMN_NONE) - (b->number == COLUMN_NONE);
	order = compare_u64(order_of(a->number), order_of(b->number));
	if (order == 0 && best->order == ORDER_TEXT)
		order = bytes_compare(a->text, b->text);
	return best->descending ? -order : order;
}

static int
compare(const struct candidates *best, const struct candidate *a,
	const struct candidate *b)
{
	int order;

	if (a->tier != b->tier)
		return a->tier > b->tier ? -1 : 1;
	if (best->order == ORDER_RELEVANCE)
		order = compare_u64(b->score, a->score);
	else
		order = compare_values(best, a, b);
	return order != 0 ? order : compare_u64(a->document, b->document);
}

static void
swap(struct candidate *a, struct candidate *b)
{
	struct candidate held = *a;

	*a = *b;
	*b = held;
}

/* The candidate at an index goes down to where nothing below it is worse. */
static void
sink(struct candidates *best, size_t at, size_t count)
{
	struct candidate *items = best->items;

	for (;;) {
		size_t worst = 2 * at + 1;

		if (worst >= count)
			return;
		if (worst + 1 < count &&
			compare(best, &items[worst + 1], &items[worst]) > 0)
			worst++;
		if (compare(best, &items[worst], &items[at]) <= 0)
			return;
		swap(&items[worst], &items[at]);
		at = worst;
	}
}

static void
rise(struct candidates *best, size_t at)
{
	struct candidate *items = best->items;

	while (at > 0 && compare(best, &items[at], &items[(at - 1) / 2]) > 0) {
		swap(&items[at], &items[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

bool
candidates_are_full(const struct candidates *best)
{
	return best->wanted > 0 && best->count == best->wanted;
}

static enum status
reserve(struct candidates *best, struct err *err)
{
	struct candidate *items;
	size_t capacity = best->capacity ? 2 * best->capacity : CANDIDATES_MIN;

	if (best->count < best->capacity)
		return ST_OK;
	TRY(ARENA_NEW(best->arena, capacity, &items, err));
	if (best->count > 0)
		memcpy(items, best->items, best->count * sizeof(*items));
	best->items = items;
	best->capacity = capacity;
	return ST_OK;
}

bool
candidates_hopeless(const struct candidates *best, const struct candidate *candidate)
{
	const struct candidate *worst = best->items;
	int order;

	if (!candidates_are_full(best))
		return false;
	if (best->order != ORDER_TEXT)
		return compare(best, candidate, worst) > 0;
	if (candidate->number == COLUMN_NONE || worst->number == COLUMN_NONE)
		return candidate->number == COLUMN_NONE &&
		       worst->number != COLUMN_NONE;
	order = compare_u64(order_of(candidate->number), order_of(worst->number));
	return best->descending ? order < 0 : order > 0;
}

enum status
candidates_add(
	struct candidates *best, const struct candidate *candidate, struct err *err)
{
	if (!candidates_are_full(best)) {
		TRY(reserve(best, err));
		best->items[best->count] = *candidate;
		rise(best, best->count++);
	} else if (compare(best, candidate, best->items) < 0) {
		best->items[0] = *candidate;
		sink(best, 0, best->count);
	}
	return ST_OK;
}

/* The best first: the worst of what is left goes behind it. */
void
candidates_sort(struct candidates *best)
{
	for (size_t left = best->count; left > 1; left--) {
		swap(&best->items[0], &best->items[left - 1]);
		sink(best, 0, left - 1);
	}
}

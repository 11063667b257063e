#include <stdlib.h>

#include "base/heap.h"
#include "report/list_parts.h"
#include "report/lists.h"

/* Largest first. */
static int
compare(const struct ranked *a, const struct ranked *b)
{
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

static int
compare_items(const void *a, const void *b)
{
	return compare(a, b);
}

/* The heap has the one on top that goes first. */
static bool
goes_before(const void *a, const void *b)
{
	return compare(a, b) > 0;
}

enum status
list_ranking_open(struct arena *arena, int64_t limit, uint64_t most,
	struct ranking *ranking, struct err *err)
{
	uint64_t size = REPORT_ROWS_MAX;

	if (limit > 0 && (uint64_t)limit < size)
		size = (uint64_t)limit;
	if (most < size)
		size = most;
	*ranking = (struct ranking){ .limit = (size_t)size };
	TRY(ARENA_NEW(arena, ranking->limit, &ranking->items, err));
	return ARENA_NEW(arena, ranking->limit, &ranking->heap, err);
}

void
list_ranking_add(struct ranking *ranking, const struct ranked *item)
{
	struct heap heap = { ranking->heap, ranking->count };

	if (ranking->count < ranking->limit) {
		ranking->items[ranking->count] = *item;
		heap_add(&heap, &ranking->items[ranking->count], goes_before);
		ranking->count = heap.count;
		return;
	}
	if (heap.count == 0 || compare(item, heap.items[0]) > 0)
		return;
	*(struct ranked *)heap.items[0] = *item;
	heap_sink(&heap, 0, goes_before);
}

void
list_ranking_sort(struct ranking *ranking)
{
	qsort(ranking->items, ranking->count, sizeof(*ranking->items), compare_items);
}

#ifndef SHOP_BASE_HEAP_H
#define SHOP_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A heap of pointers to the sides of a merge: the side that comes first is items[0].
 * The caller gives room for all of them, and the order, which must be the same at
 * every call. In the header so that the compiler puts the order in place: a merge
 * asks for it some times for each entry.
 */
struct heap {
	void **items;
	size_t count;
};

typedef bool heap_before(const void *a, const void *b);

/* Brings an item that may be too far up to where it belongs: the first, once what it
 * is ordered by has changed. Harmless on an empty heap. */
static inline void
heap_sink(struct heap *heap, size_t at, heap_before *before)
{
	void **items = heap->items;
	void *moved;

	if (at >= heap->count)
		return;
	moved = items[at];
	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= heap->count)
			break;
		if (child + 1 < heap->count && before(items[child + 1], items[child]))
			child++;
		if (!before(items[child], moved))
			break;
		items[at] = items[child];
		at = child;
	}
	items[at] = moved;
}

static inline void
heap_add(struct heap *heap, void *item, heap_before *before)
{
	void **items = heap->items;
	size_t at = heap->count++;

	while (at > 0 && before(item, items[(at - 1) / 2])) {
		items[at] = items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	items[at] = item;
}

/* Takes the first item out. */
static inline void
heap_take(struct heap *heap, heap_before *before)
{
	heap->items[0] = heap->items[--heap->count];
	heap_sink(heap, 0, before);
}

#endif

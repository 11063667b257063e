#include "indexing/term_order.h"

#include <stdlib.h>
#include <string.h>

uint64_t
term_key_part(struct bytes key, size_t from)
{
	uint8_t part[8] = { 0 };

	if (key.size > from)
		memcpy(part, key.data + from,
			key.size - from < 8 ? key.size - from : 8);
	return get_u64(part);
}

struct term_item
term_item(const struct met *met, uint32_t term, uint32_t from)
{
	return (struct term_item){ term_key_part(met->text->key, 0),
		term_key_part(met->text->key, 8), met, term, from };
}

static int
compare_items(const void *a, const void *b)
{
	const struct term_item *x = a;
	const struct term_item *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	if (x->tail != y->tail)
		return x->tail < y->tail ? -1 : 1;
	return bytes_compare(x->met->text->key, y->met->text->key);
}

void
term_items_sort(struct term_item *items, size_t count)
{
	if (count > 0)
		qsort(items, count, sizeof(*items), compare_items);
}

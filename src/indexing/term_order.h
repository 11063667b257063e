#ifndef SHOP_INDEXING_TERM_ORDER_H
#define SHOP_INDEXING_TERM_ORDER_H

#include "analysis/analysis.h"

/* Terms of an analysis to be put into the order of their keys. */
struct term_item {
	uint64_t head; /* the key's first eight bytes, so that few keys are read */
	uint64_t tail; /* and the next eight */
	const struct met *met;
	uint32_t term;
	uint32_t from; /* the caller's */
};
/* Eight bytes of a key as a number that compares as they do, with noughts behind its
 * end. */
uint64_t term_key_part(struct bytes key, size_t from);
struct term_item term_item(const struct met *met, uint32_t term, uint32_t from);
void term_items_sort(struct term_item *items, size_t count);

#endif

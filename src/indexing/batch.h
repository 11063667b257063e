#ifndef SHOP_INDEXING_BATCH_H
#define SHOP_INDEXING_BATCH_H

#include "index/index.h"

/* Groups on their way to the thread that analyses them: copies, for whoever gave them
 * keeps theirs. */
struct batch_item {
	struct index_group group;
	uint32_t first;
};
struct batch {
	struct arena arena;
	struct batch_item *items;
	size_t count;
	size_t capacity;
	size_t bytes;
};

void batch_clear(struct batch *batch);
enum status batch_add(struct batch *batch, const struct index_group *group,
	uint32_t first, struct err *err);
/* Sets a number of the last group. */
enum status batch_set_number(
	struct batch *batch, const struct index_number *number, struct err *err);

#endif

#ifndef SHOP_CMD_INDEX_REBUILD_H
#define SHOP_CMD_INDEX_REBUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* Builds the index, current prices, what is due, how coupons are found and how often
 * they were used anew in a write transaction, with a line of progress where stderr is
 * a terminal and not quiet. *products is how many are in it. */
enum status index_rebuild(
	struct txn *txn, bool quiet, uint64_t *products, struct err *err);

#endif

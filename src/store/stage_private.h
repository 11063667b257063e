#ifndef SHOP_STORE_STAGE_PRIVATE_H
#define SHOP_STORE_STAGE_PRIVATE_H

#include "store/private.h"

/* What the modules of staging share. */
struct stage {
	struct store *store;
	struct arena *arena;
	int lock;           /* stage.lock; -1 in memory */
	uint64_t bytes_max; /* of the next slice */
};

/* As stage_write, whatever signal has come. */
enum status stage_slice(struct stage *stage, txn_fn *fn, void *arg, struct err *err);

/* Ends the noting and removes the notes and all that lies in the set that is not in
 * use, in slices. A stage that begins (first) looks whether there is anything. */
enum status stage_clear(struct stage *stage, bool first, struct err *err);

#endif

#ifndef SHOP_INDEX_FETCH_H
#define SHOP_INDEX_FETCH_H

#include "store/store.h"

/* Reads of the index's tables. A query takes values at their word and stands whatever
 * is in them; what may be written again is checked first, so that nothing damaged
 * gets a new sum. */
enum status fetch(struct txn *txn, enum table table, struct bytes key,
	struct bytes *value, bool *found, struct err *err);
enum status fetch_next(struct txn *txn, struct scan *scan, struct bytes *key,
	struct bytes *value, bool *found, struct err *err);

#endif

#ifndef SHOP_CATALOG_LEVEL_H
#define SHOP_CATALOG_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog/counted.h"
#include "catalog/product.h"
#include "store/store.h"

/*
 * How many pieces of a SKU there are and how many are promised. The rules by which
 * they change are order/stock's; here they are kept where searching and showing
 * need them, in step with the index.
 */
struct level {
	int64_t on_hand;
	int64_t held;
	uint64_t movements; /* how many there were of this SKU */
};

extern const struct record_type level_record;

/* A SKU that never had any is at 0. What imports counted since is in it, each count
 * a movement. */
enum status level_get(
	struct txn *txn, const char *sku, struct level *level, struct err *err);
void level_add_counts(struct level *level, const struct counted *counted);
/* Without these counts. */
enum status level_get_stored(
	struct txn *txn, const char *sku, struct level *level, struct err *err);
/* Stores and brings the index's availability up to date. The SKU must be the
 * catalogue's, and have no counts any more. */
enum status level_put(struct catalog *catalog, const char *sku,
	const struct level *level, struct err *err);

/* Pieces that can be sold: on hand less held, never below 0; LEVEL_UNLIMITED for
 * what is not tracked or may be ordered beyond stock. */
#define LEVEL_UNLIMITED ((int64_t)1000000000)
int64_t level_available(const struct level *level, const struct details *details);

#endif

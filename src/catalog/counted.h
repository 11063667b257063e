#ifndef SHOP_CATALOG_COUNTED_H
#define SHOP_CATALOG_COUNTED_H

#include "base/record.h"
#include "store/store.h"

/*
 * What imports found on hand of a SKU since its level was last written, oldest first.
 * A million of them are made at once, and most are never looked at: so they are
 * small, and become movements when the level is next written.
 */
struct count {
	uint64_t import;
	int64_t on_hand;
};
struct counted {
	struct list counts; /* of struct count; none where there are none */
};
enum status counted_get(
	struct txn *txn, const char *sku, struct counted *counted, struct err *err);
enum status counted_delete(struct txn *txn, const char *sku, struct err *err);

/* When an import counted, and who ran it. */
struct counting {
	int64_t at;
	const char *actor_kind;
	uint64_t actor_id;
};
enum status counting_get(
	struct txn *txn, uint64_t import, struct counting *counting, struct err *err);

/* Every SKU that has counts, in their order; NULL at the end. */
enum status counted_scan_open(struct txn *txn, struct scan **scan, struct err *err);
enum status counted_next(
	struct txn *txn, struct scan *scan, const char **sku, struct err *err);
/* The next one with its last count, in the store; *found is false at the end. */
enum status counted_next_on_hand(struct scan *scan, struct bytes *sku,
	int64_t *on_hand, bool *found, struct err *err);

#endif

#ifndef SHOP_ORDER_UNPAID_H
#define SHOP_ORDER_UNPAID_H

#include "order/order.h"

/* Cancelled by one transaction at most, so that it ends soon. */
#define UNPAID_BATCH 50

/*
 * Cancels orders placed before a moment that are to be paid by hand and of which
 * nothing came: none that was paid, refunded or promised, that ships, or of which a
 * provider's answer is awaited. At most UNPAID_BATCH, newest first; where it is as
 * many there may be more, below the last one's number.
 */
struct unpaid_batch {
	int64_t before;     /* INT64_MIN: none is */
	uint64_t below;     /* only lower numbers, 0: any */
	uint64_t last;      /* out: the lowest number of them */
	struct list orders; /* out: of struct order_item */
};
enum status order_cancel_unpaid(
	struct txn *txn, struct unpaid_batch *batch, struct err *err);
/* The moment by order.cancel-unpaid-after; INT64_MIN where that is never. */
enum status order_unpaid_before(struct txn *txn, int64_t *before, struct err *err);

#endif

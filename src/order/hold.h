#ifndef SHOP_ORDER_HOLD_H
#define SHOP_ORDER_HOLD_H

#include "order/order.h"

/*
 * The holds of orders that wait for their money. An order that is to be paid by a
 * moment (order.due_at) has a row of kind DUE_ORDER at that moment, whose subject is
 * its number, u64.
 */

/* Applies that row, which was taken out by whoever found it: an order that is still
 * unpaid is cancelled; one whose payment is unknown or pending keeps its hold, with a
 * later row; of all others, and of one that is not there, nothing is left to do. */
enum status order_apply_due(
	struct txn *txn, uint64_t number, int64_t at, struct err *err);

/* Notes the rows of all orders, where TABLE_DUE was emptied. */
enum status order_rebuild_due(struct txn *txn, struct err *err);

#endif

#ifndef SHOP_ORDER_HOLD_H
#define SHOP_ORDER_HOLD_H

#include "order/order.h"

/*
 * The holds of orders that wait for their money. An order that is to be paid by a
 * moment (order.due_at) has a row of kind DUE_ORDER at that moment, whose subject is
 * its number, u64.
 */

/* Begins the hold of an order that is new, or unpaid again because what was promised
 * for it was given back, as long as the settings say: checkout.hold where a
 * provider is to pay it, order.cancel-unpaid-after where the customer is (0: for
 * ever). An order that owes nothing needs none. Changes the order, which the caller
 * stores. */
enum status order_hold_begin(struct txn *txn, struct order *order, struct err *err);
/* Ends it, harmlessly where there is none: money came or was promised, it shipped, or
 * it is cancelled. */
enum status order_hold_end(struct txn *txn, struct order *order, struct err *err);

/* Applies that row, which was taken out by whoever found it: an order that is still
 * unpaid is cancelled; one whose payment is unknown or pending keeps its
 * hold, with a later row; of all others, and of one that is not there, nothing is
 * left to do. */
enum status order_apply_due(
	struct txn *txn, uint64_t number, int64_t at, struct err *err);

/* Notes the rows of all orders, where TABLE_DUE was emptied. */
enum status order_rebuild_due(struct txn *txn, struct err *err);

#endif

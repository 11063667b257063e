#ifndef SHOP_ORDER_MONEY_BACK_H
#define SHOP_ORDER_MONEY_BACK_H

#include "order/order.h"

/*
 * Money on its way back, for the modules of order/. Never more than was captured and
 * is not refunded or being refunded. What a helper took goes back through that helper
 * (an intent that the command settles after its commit), the rest is a manual refund.
 * Changes the order's sums; the caller stores the order. A refund after an invoice
 * makes a credit note.
 */
struct money_back {
	int64_t amount;
	const char *reference; /* what the clerk noted */
	bool with_shipping;
};
enum status order_give_back(struct txn *txn, struct order *order,
	const struct money_back *back, struct err *err);
/* Voids what is promised and not captured. */
enum status order_void(struct txn *txn, struct order *order, struct err *err);

#endif

#ifndef SHOP_CMD_PLACED_ORDER_H
#define SHOP_CMD_PLACED_ORDER_H

#include "cmd/order_view.h"
#include "order/quote_view.h"

/* What a checkout shows: the order, and the parts of its quote named as a cart's.
 * Steps and shares are those of a rehearsal; of an order that was placed, 'admin
 * order explain' has them. */
struct placed_order {
	struct shown_order order;
	const char *coupon;
	struct quote_shipping shipping;
	struct list promotions; /* of struct quote_promotion */
	struct list taxes;      /* of struct shown_tax */
	struct list steps;      /* of struct quote_step */
	struct list shares;     /* of struct unit_share */
};
extern const struct record_type placed_order_record;

/* Reads an order inside a transaction, as its customer sees it. */
enum status placed_order_read(const struct context *context, struct txn *txn,
	uint64_t number, struct placed_order *placed, struct err *err);
/* Adds how its numbers came about. */
enum status placed_order_explain(struct txn *txn, uint64_t number,
	struct placed_order *placed, struct err *err);

#endif

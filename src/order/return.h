#ifndef SHOP_ORDER_RETURN_H
#define SHOP_ORDER_RETURN_H

#include "order/order.h"

/*
 * What units of a line are worth, from (counted from 0) and count: their price less
 * their share of the discount plus their share of added tax, as they were frozen; and
 * what of it is tax. Shares of units one after the other sum to the line exactly, so
 * the last unit takes what is left.
 */
struct units_worth {
	int64_t gross;
	int64_t tax; /* added or included */
};
struct units_worth order_units_worth(
	const struct order_line *line, int64_t from, int64_t count);

/*
 * Units that come back: asked for, and received. Never more than were shipped and did
 * not come back yet; a request counts those that were asked for before. Received ones
 * go on hand again where restock. refund gives back what they are worth, as far as it
 * was paid: ST_REFUSED where nothing of it was.
 */
struct order_return_request {
	uint64_t number;
	/* of struct fact_line; none: those that were asked for and did not come yet,
	 * else all there are */
	struct list lines;
	const char *reason;
	bool restock;
	bool refund;
	bool with_shipping; /* of the refund: what shipping cost, too, once */
};
enum status order_request_return(
	struct txn *txn, const struct order_return_request *request, struct err *err);
enum status order_return(
	struct txn *txn, const struct order_return_request *request, struct err *err);

/* Money back without goods. Never above what was captured and is not refunded. */
struct order_refund_request {
	uint64_t number;
	/* NUMBER_NONE: what came back is worth, and what was overpaid, and is not
	 * refunded yet */
	int64_t amount;
	const char *reference;
	bool with_shipping; /* only without an amount */
};
enum status order_refund(
	struct txn *txn, const struct order_refund_request *request, struct err *err);

#endif

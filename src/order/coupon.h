#ifndef SHOP_ORDER_COUPON_H
#define SHOP_ORDER_COUPON_H

#include "order/order.h"
#include "pricing/rule.h"

/*
 * How often a coupon was used: in all and by each customer, counted in the order's
 * own transaction and given back when it is cancelled, once. A coupon that took
 * nothing off is not used. Counted by the promotion's name, so that another code is
 * no new beginning. Derived: proved from the orders.
 */
struct coupon_uses {
	int64_t all;
	int64_t by_customer;
};
enum status coupon_uses(struct txn *txn, const char *promotion, uint64_t customer,
	struct coupon_uses *uses, struct err *err);

/* NULL where uses are left for this customer (0: nobody in particular); else why not,
 * in words that follow "coupon 'SUMMER' ". */
enum status coupon_limit_fault(struct txn *txn, const struct promotion *promotion,
	uint64_t customer, const char **fault, struct err *err);

/* Counts what an order used, and takes it back. The limits were checked by the quote,
 * in the same transaction. */
enum status coupon_use(struct txn *txn, const struct order *order, struct err *err);
enum status coupon_give_back(
	struct txn *txn, const struct order *order, struct err *err);

/* Counts all uses anew, from the orders. */
enum status coupon_rebuild(struct txn *txn, struct err *err);

/* For the proof: the uses that an order that is not cancelled stands for. */
#define COUPON_USE_SIZE 8
struct key coupon_use_key(const char *promotion, uint64_t customer);

#endif

#ifndef SHOP_ORDER_ROLLUP_H
#define SHOP_ORDER_ROLLUP_H

#include "order/order.h"

/* What each day sold, in the shop's zone: counted in the order's own transaction. A
 * cancelled order is a sale on its day and a return on the day it is cancelled, so
 * that past days never change. Derived: proved and rebuilt from the orders. */
struct rollup {
	int32_t day; /* since 1970-01-01 */
	int64_t orders;
	int64_t units;
	int64_t goods_total; /* less discounts */
	int64_t total;
	int64_t cancelled_orders;
	int64_t cancelled_units;
	int64_t cancelled_total;
};
extern const struct record_type rollup_record;

/* What one order, and one cancellation, adds to its day. */
void rollup_add_order(struct rollup *rollup, const struct order *order);
void rollup_add_cancellation(struct rollup *rollup, const struct order *order);
enum status rollup_count_order(
	struct txn *txn, const struct order *order, struct err *err);
enum status rollup_count_cancellation(
	struct txn *txn, const struct order *order, int64_t at, struct err *err);
/* The days from <= day < until that sold anything, in order, of struct rollup. */
enum status rollup_days(struct txn *txn, int32_t from, int32_t until,
	struct list *days, struct err *err);

#endif

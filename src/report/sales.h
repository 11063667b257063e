#ifndef SHOP_REPORT_SALES_H
#define SHOP_REPORT_SALES_H

#include "base/period.h"
#include "order/rollup.h"

/* Orders, units and sales by day, read from the days' roll-ups. Cancelled orders
 * count on the day they are cancelled, so that past days never change. */
struct sales_day {
	const char *day; /* YYYY-MM-DD in the shop's zone; "total" for the sum */
	int64_t orders;
	int64_t units;
	int64_t sales;
	int64_t cancelled_orders;
	int64_t cancelled_sales;
	int64_t net_sales;
};
extern const struct record_type sales_day_record;

/* The days of a period on which anything happened, then their sum. */
enum status sales_by_day(struct txn *txn, const struct period *period,
	struct list *days, struct sales_day *sum, struct err *err);

#endif

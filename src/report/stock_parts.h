#ifndef SHOP_REPORT_STOCK_PARTS_H
#define SHOP_REPORT_STOCK_PARTS_H

#include "report/list_parts.h"
#include "report/lists.h"

/* What the modules of the report of stock share. */
struct stock_row {
	const char *sku; /* "others", "total" */
	const char *name;
	int64_t on_hand;
	int64_t held;
	int64_t available; /* NUMBER_NONE: sold beyond what there is */
	int64_t price;     /* of now; NUMBER_NONE: none, as is the value then */
	int64_t value;
	int64_t cost;
	int64_t cost_value;
	int64_t sold;
	int64_t days_left; /* NUMBER_NONE: nothing was sold */
};

/* What does not last for as many days is running out. */
#define RUNNING_OUT_DAYS 14

struct stock {
	struct txn *txn;
	const struct report_request *request;
	struct list sold; /* of struct cut_group, by SKU */
	int64_t days;     /* in which it was */
	struct ranking ranking;
	int64_t count; /* SKUs */
	int64_t sold_out;
	int64_t running_out;
	struct stock_row sum;
	struct list rows; /* of struct stock_row */
};

/* The report of what was read. */
enum status stock_report_fill(
	const struct stock *stock, struct report *report, struct err *err);

#endif

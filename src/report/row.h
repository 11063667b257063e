#ifndef SHOP_REPORT_ROW_H
#define SHOP_REPORT_ROW_H

#include "report/report.h"

/*
 * A row of sales, by whatever it is by, as it is shown. Its fields are named in
 * shop-report(7).
 */
struct report_row {
	const char *label; /* "2026-11", a SKU, "C1001"; the field's name says what */
	int64_t orders;
	int64_t cancelled;
	int64_t credits;
	int64_t units;
	int64_t returned;
	int64_t gross;
	int64_t discounts;
	int64_t refunds;
	int64_t net;
	int64_t shipping;
	int64_t tax;
	int64_t total;
	int64_t average_order;
	/* Rows that have none of what follows are no longer than this: a page of
	 * memory that is touched costs as much as many rows. */
	const char *share;       /* of the sum's total, in percent */
	const char *name;        /* of a product or SKU */
	const char *first_order; /* days; of a customer */
	const char *last_order;
	int64_t orders_before;
	int64_t units_before;
	int64_t net_before;
	int64_t total_before;
	const char *change; /* of total, in percent */
};

/* All the fields that a row may have, by whatever it is by. */
extern const struct record_type report_row_record;

/* The fields that rows by something have, and of these those that a table shows; its
 * size is that of a report_row up to the last of them. And the figures alone, as of a
 * sum. */
enum status report_row_type(int by, bool compares, struct arena *arena,
	const struct record_type **type, struct err *err);
enum status report_sum_type(bool compares, struct arena *arena,
	const struct record_type **type, struct err *err);

/* The figures of a row, and what they are compared with. */
void report_row_fill(struct report_row *row, const struct figures *figures);
enum status report_row_compare(struct report_row *row, const struct figures *before,
	struct arena *arena, struct err *err);

/* How many percent a part is of a whole, with one decimal; "" where that says
 * nothing. */
enum status report_percent(int64_t part, int64_t whole, struct arena *arena,
	const char **text, struct err *err);

#endif

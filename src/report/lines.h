#ifndef SHOP_REPORT_LINES_H
#define SHOP_REPORT_LINES_H

#include "books/cut.h"
#include "report/report.h"

/*
 * Sales before they are shown: how they are gathered. Private to report/.
 */
struct sales_line {
	const char *label; /* NULL: the customer's id */
	const char *name;
	const struct figures *figures;
	const struct figures *before; /* empty where nothing is compared */
	int64_t total;                /* of figures */
	uint64_t customer;
	int32_t first_order; /* days, INT32_MIN for none; by customer */
	int32_t last_order;
};

/* What all lines come to, and those that they are compared with. */
struct sales_sum {
	struct figures figures;
	struct figures before;
};

struct sales {
	const struct report_request *request; /* by is an enum report_by */
	struct report_days days;              /* that are shown, both sides known */
	struct report_days before;            /* those that are compared with them */
	int shift_months;                     /* how far away those are, or else */
	int32_t shift_days;
	struct sales_line *lines; /* not of time: those are rows at once */
	size_t count;
	size_t extra; /* lines at the end: others, shipping */
	size_t found; /* lines without these, whatever the limit */
	const struct record_type *row;
	char *rows; /* so many of row->size */
	struct sales_sum sum;
	int64_t new_customers; /* by customer */
	int64_t returning;
};

bool sales_by_time(int by);
/* What rows are by, as people say it: "payment method". */
const char *sales_by_word(int by);
bool sales_is_filtered(const struct report_request *request);
struct cut sales_cut_of(
	const struct sales *sales, const struct report_days *days, enum cut_by by);

/* Finds out days and before. */
enum status sales_find_days(struct txn *txn, struct sales *sales, struct err *err);
/* The day with which a day of days, or their end, is compared. Never goes back as
 * days go on, so that each day before is compared with once. */
int32_t sales_day_before(const struct sales *sales, int32_t day);

/* Gather the rows and the sum. */
enum status sales_gather_times(struct txn *txn, struct sales *sales, struct err *err);
enum status sales_gather_cut(struct txn *txn, struct sales *sales, struct err *err);
/* What lines by customer know besides. */
enum status sales_find_newcomers(
	struct txn *txn, struct sales *sales, struct err *err);

enum status sales_add(
	struct figures *sum, const struct figures *more, struct err *err);

/* Makes room for count rows; writes a line as one of them. */
enum status sales_make_rows(
	struct sales *sales, struct arena *arena, struct err *err);
enum status sales_put_row(const struct sales *sales, const struct sales_line *line,
	size_t number, struct arena *arena, struct err *err);

/* Fills the report with what was gathered; with what is drawn of it. */
enum status sales_show(const struct sales *sales, struct arena *arena,
	struct report *report, struct err *err);
enum status sales_draw(const struct sales *sales, struct arena *arena,
	struct report *report, struct err *err);

#endif

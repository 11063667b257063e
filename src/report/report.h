#ifndef SHOP_REPORT_REPORT_H
#define SHOP_REPORT_REPORT_H

#include <stdbool.h>

#include "base/period.h"
#include "base/record.h"
#include "books/figures.h"
#include "store/store.h"

/*
 * A report, ready to be shown: what is asked for, and the answer in a form that needs
 * to know nothing of what it is about, so that one table, one JSON and one page serve
 * all of them. shop-report(7) says what each number means.
 */

/* What rows are by in sales; other reports know some of them, or others. */
enum report_by {
	BY_DAY,
	BY_WEEK,
	BY_MONTH,
	BY_QUARTER,
	BY_YEAR,
	BY_PRODUCT,
	BY_SKU,
	BY_CATEGORY,
	BY_BRAND,
	BY_COUNTRY,
	BY_CUSTOMER,
	BY_PAYMENT_METHOD,
};
/* "day", ..., "payment-method"; ended by NULL. */
extern const char *const report_by_names[];

/* With what a period is compared. */
enum report_compare {
	COMPARE_NONE,
	COMPARE_PREVIOUS, /* as many days, or months or years, right before it */
	COMPARE_YEAR,     /* the same days, a year before */
};
extern const char *const report_compare_names[]; /* "none", "previous", "year" */

/* Whole days in the shop's zone, from <= day < until; open sides are INT32_MIN and
 * INT32_MAX. */
struct report_days {
	int32_t from;
	int32_t until;
};

struct report_request {
	struct report_days days;
	int32_t today; /* a period that has not ended is shown up to here */
	int64_t now;
	int by;          /* what rows are by, of the choices of its command */
	int compare;     /* enum report_compare */
	int64_t idle;    /* of carts: days without a change */
	bool under_way;  /* of orders: those that are, whenever they were placed */
	int64_t limit;   /* rows, the rest being one row "others"; 0: all */
	const char *sku; /* filters, "" or NULL: any */
	const char *product;
	const char *category;
	const char *brand;
	const char *country;
	const char *payment_method;
	uint64_t customer; /* 0: anybody */
	bool draws;        /* figures and charts are wanted */
	bool is_page;      /* and more of them than the one beside the rows */
	const char *currency;
	unsigned decimals;
};

/* A number that stands out at the top of a page. */
enum report_unit {
	UNIT_COUNT,
	UNIT_MONEY,
};
struct report_figure {
	const char *name; /* "net sales" */
	int unit;         /* enum report_unit */
	int64_t value;    /* NUMBER_NONE: none */
	int64_t before;   /* what it is compared with, NUMBER_NONE: nothing */
};

struct report_bar {
	const char *label; /* in full: "2026-11-23", "Shoes/Boots" */
	int64_t value;     /* may be below zero */
	int64_t before;    /* NUMBER_NONE: nothing */
};
enum report_chart_kind {
	CHART_TIME, /* bars side by side, from left to right */
	CHART_RANK, /* bars below each other, the longest first */
};
struct report_chart {
	const char *title; /* "net sales by day" */
	int kind;          /* enum report_chart_kind */
	int unit;          /* enum report_unit */
	struct list bars;  /* of struct report_bar */
};

struct report {
	const char *name;   /* "sales": the command's last word */
	const char *title;  /* "Sales by day" */
	const char *period; /* "2026-11-01 to 2026-11-30"; "" where it has none */
	const char *before; /* what it is compared with; "" for nothing */
	const struct record_type *row;
	struct list rows; /* of the row type's structs, one after the other */
	/* How many rows at the end are no things of their own: "others", "shipping".
	 */
	size_t extra;
	const void *sum; /* a row for all, or NULL */
	/* What goes around the rows in JSON. */
	const struct record_type *envelope;
	const void *enveloped;
	/* Empty where nothing is drawn: of struct report_figure, for a page's top, */
	struct list figures;
	/* and of struct report_chart. The first one, where there is any, has a bar
	 * for each row, in their order: tables draw it beside them. */
	struct list charts;
};

/* Makes one in a transaction; all of it lives in its arena. */
typedef enum status report_make_fn(struct txn *txn,
	const struct report_request *request, struct report *report, struct err *err);

#endif

#ifndef SHOP_BOOKS_CUT_H
#define SHOP_BOOKS_CUT_H

#include "books/books.h"

/*
 * A cut through all postings of a time: what they come to by one of their sides, of
 * those that a filter lets through. Headers and lines are gone through where they
 * lie, in columns, on several threads.
 */
enum cut_by {
	CUT_DAY,
	CUT_SKU,
	CUT_PRODUCT,
	CUT_CATEGORY,
	CUT_BRAND,
	CUT_COUNTRY,
	CUT_CUSTOMER,
	CUT_METHOD, /* the order's payment method */
};

struct cut {
	int32_t from; /* days, from <= day < until */
	int32_t until;
	enum cut_by by;
	/* "" or NULL: any. A filter by the line's own sides leaves shipping out. */
	const char *sku;
	const char *product;
	const char *category; /* and all below it */
	const char *brand;
	const char *country;
	const char *method;
	uint64_t customer; /* 0: anybody */
};

struct cut_group {
	/* The SKU, handle, path, ...: "" where an order or a product has none; NULL
	 * by day and by customer. Where lines are grouped, shipping and the tax on it
	 * have a group of their own, is_shipping. */
	const char *name;
	const char *title; /* by SKU and product: the last name sold; else "" */
	int32_t day;       /* by day */
	uint64_t customer; /* by customer; 0: nobody */
	bool is_shipping;
	/* orders, cancelled and credits: in which any of it was. */
	struct figures figures;
	/* The first and last days on which it sold anything: INT32_MAX and INT32_MIN
	 * where it was only taken back. */
	int32_t first;
	int32_t last;
};

/* Groups by their names in byte order, days and customers by number, shipping last;
 * *sum is what the postings come to, in which an order counts once. ST_BUSY as
 * books_open. */
enum status books_cut(struct txn *txn, const struct cut *cut, struct list *groups,
	struct figures *sum, struct err *err);

#endif

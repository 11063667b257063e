#ifndef SHOP_BOOKS_POSTING_H
#define SHOP_BOOKS_POSTING_H

#include "base/record.h"
#include "books/figures.h"

/*
 * What is written in the books for one thing that happened to an order: that it was
 * placed, that some or all of it was taken back, that money came or went. The
 * postings of an order follow from the order and its facts (order/posting.h); what
 * all of its takings back come to is never more than what the sale came to, line by
 * line, and exactly that once it is taken back whole.
 */
enum posting_kind {
	POSTING_SALE,      /* an order was placed */
	POSTING_CANCEL,    /* what was left of it was taken back */
	POSTING_RETURN,    /* pieces of it came back */
	POSTING_REFUND,    /* money for no piece: an allowance */
	POSTING_CREDIT,    /* pieces that came back for orders nobody names */
	POSTING_PAYMENT,   /* money that came */
	POSTING_REPAYMENT, /* money that went back */
};
extern const char *const posting_kind_names[];

/* All numbers are 0 or more: the kind says whether they were sold or taken back. */
struct posting_line {
	const char *sku;
	const char *name;
	const char *product; /* handle, or the SKU of a simple product */
	const char *category;
	const char *brand;
	int64_t tax_rate; /* as pricing/percent.h; NUMBER_NONE: no tax */
	int64_t units;
	/* Without tax: of a sale before discounts, else what was taken back. */
	int64_t goods;
	int64_t discount; /* of a sale, without tax */
	int64_t tax;
};

struct posting {
	int kind;          /* enum posting_kind */
	int64_t at;        /* counts on the day in the shop's zone that it falls on */
	uint64_t order;    /* number */
	uint64_t fact;     /* number; 0 for a sale and a credit */
	uint64_t customer; /* 0: nobody */
	const char *country; /* "" where it is not known */
	const char *method;  /* the order's payment method; of money its own */
	struct list lines;   /* of struct posting_line; none of money */
	int64_t shipping;    /* without tax */
	int64_t shipping_tax;
	int64_t shipping_tax_rate; /* NUMBER_NONE: no tax */
	int64_t amount;            /* of money */
};

bool posting_is_money(const struct posting *posting);
/* goods - discounts + shipping + tax; of money its amount. False where it does not
 * fit. */
bool posting_total(const struct posting *posting, int64_t *total);
/* What it adds to the figures of its day; nothing for money. False where it does not
 * fit. */
bool posting_figures(const struct posting *posting, struct figures *figures);

#endif

#ifndef SHOP_ORDER_QUOTE_H
#define SHOP_ORDER_QUOTE_H

#include <stdint.h>

#include "base/record.h"
#include "base/status.h"

/*
 * The quote is pure arithmetic: lines and prices in; every line, discount, tax and
 * total out. Nothing here reads the store or the clock.
 */
#define QUANTITY_MAX 9999
#define CART_LINES_MAX 500

struct quote_line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	/* Out. */
	int64_t line_total; /* unit price * quantity, before discounts */
	int64_t discount;   /* goods only, 0 or more */
	int64_t tax_added;
	int64_t tax_included;
};

struct quote {
	struct list lines; /* of struct quote_line */
	const char *currency;
	int64_t quantity;
	int64_t goods_total;    /* of unit price * quantity, before promotions */
	int64_t discount_total; /* 0 or more, goods only */
	int64_t shipping_total; /* after its discounts, before added tax */
	int64_t tax_added;
	int64_t tax_included;
	int64_t total; /* goods - discount + shipping + tax_added */
};

/* What a quote is made from, besides its lines' SKUs, names, quantities and unit
 * prices. */
struct quote_terms {
	const char *currency;
	const char *country; /* of the shipping address */
	int64_t now;
};

/* Fills every "out" of lines and quote. ST_BAD_DATA where a total passes MONEY_MAX,
 * naming the line. */
enum status quote_make(const struct quote_terms *terms, struct list lines,
	struct quote *quote, struct err *err);

#endif

#ifndef SHOP_ORDER_TERMS_H
#define SHOP_ORDER_TERMS_H

#include "catalog/product.h"
#include "pricing/quote.h"
#include "store/store.h"

/*
 * What a quote is made from, read from the store: settings, rules and who buys. Rules
 * are read once; lines are then added, and the quote made. Texts may be NULL for "".
 */
struct terms_request {
	uint64_t customer;   /* 0: nobody in particular */
	const char *country; /* where it goes; "": the customer's, else the shop's */
	const char *method;  /* of shipping; "": the cheapest */
	const char *coupon;  /* its code in any case, "": none */
	const char *group;   /* NULL: the customer's */
	int64_t now;         /* 0: the transaction's moment */
};

struct terms {
	struct txn *txn;
	struct quote_terms quote;
	struct list sales;       /* of struct sale */
	const char *tax_country; /* as the setting tax.address says */
	bool coupon_known;       /* that was asked for */
};

/* A coupon that there is not is no failure here, but the quote's coupon_fault. */
enum status terms_read(struct txn *txn, const struct terms_request *request,
	struct terms *terms, struct err *err);

/* A product as it is put into a quote: priced by the sales in force. details are the
 * variant's, as product_details gives them. */
struct terms_ware {
	const struct product *product;
	size_t variant;
	const struct details *details;
	int64_t quantity;
};
enum status terms_line(struct terms *terms, const struct terms_ware *ware,
	struct quote_line *line, struct err *err);

/* Finds the taxes of the lines (struct quote_line) and of shipping, and makes the
 * quote; refused as quote_make is. */
enum status terms_make(
	struct terms *terms, struct list lines, struct quote *quote, struct err *err);

/* All of it for lines that nobody has in a cart: SKUs or barcodes, as typed. Refused
 * besides where there is no such product, it is not sold, or a quantity is not 1 to
 * QUANTITY_MAX. */
struct terms_item {
	const char *sku;
	int64_t quantity;
};
enum status terms_quote(struct txn *txn, const struct terms_request *request,
	struct list items, struct quote *quote, struct err *err);

/* "(there are: parcel, express)", or "(there are none)". */
enum status terms_method_names(
	const struct terms *terms, const char **text, struct err *err);

#endif

#ifndef SHOP_ORDER_INVOICE_H
#define SHOP_ORDER_INVOICE_H

#include "order/order.h"
#include "pricing/percent.h"

/*
 * Invoices and credit notes. Each has a number of its own kind, from 1, without gaps,
 * that is no order's. What they say is frozen: the order's numbers, and seller, buyer
 * and what was paid as they were when the invoice was made, so that each printing has
 * the same bytes.
 *
 * An invoice charges what had not come back by then. A refund after it makes a credit
 * note of as much as was charged and is not credited yet; what was overpaid is no
 * part of it. An order that is cancelled is credited whole.
 */
#define INVOICE_SELLER_TEXTS 3

struct invoice_line {
	const char *name;
	const char *sku;
	int64_t quantity;
	int64_t unit_price;
	int64_t discount;
	const char *tax_percent; /* "" for no tax */
	int64_t amount; /* after the discount; a tax that is added is not in it */
};

/* What one rate comes to; net and tax make gross. */
struct invoice_tax {
	int64_t rate;        /* NUMBER_NONE: no tax */
	const char *percent; /* the same as a text, "" for no tax */
	bool included;
	int64_t net;
	int64_t tax;
	int64_t gross;
};

struct invoice {
	const char *number;
	/* Of a credit note, the invoice that it credits; "" for an invoice. */
	const char *credits;
	const char *order;
	int64_t issued_at;
	int64_t ordered_at;
	struct texts seller; /* name, address, tax number; "" where not said */
	const char *buyer;   /* name, address and country, in lines */
	const char *currency;
	unsigned decimals;
	struct list lines; /* of struct invoice_line */
	int64_t goods_total;
	int64_t discount_total;
	const char *shipping_method;
	int64_t shipping_total;
	int64_t other; /* of a credit note: not for lines, nor for shipping */
	struct list
		taxes; /* of struct invoice_tax, by rate; none: nothing is taxed */
	int64_t tax_added;
	int64_t tax_included;
	int64_t total;
	int64_t paid; /* of an invoice, when it was made */
	int64_t due;
	const char *payment_method;
};
extern const struct record_type invoice_record;

/* Gives an order its invoice; harmless where it has one. ST_REFUSED by the table of
 * actions. */
enum status invoice_issue(
	const struct people *people, uint64_t order, struct err *err);
/* Reads it, or the credit note of that number. ST_NOT_FOUND says which there are. */
enum status invoice_read(const struct people *people, uint64_t order,
	uint64_t credit_note, struct invoice *invoice, struct err *err);

#endif

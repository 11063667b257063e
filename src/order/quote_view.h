#ifndef SHOP_ORDER_QUOTE_VIEW_H
#define SHOP_ORDER_QUOTE_VIEW_H

#include "pricing/quote.h"

/* Parts of a quote as people and machines read them. */
struct shown_tax {
	const char *rate; /* in percent: "8.875" */
	bool included;
	int64_t base;
	int64_t tax;
};
extern const struct record_type shown_tax_record;

/* Of struct quote_tax, as struct shown_tax. */
enum status quote_view_taxes(const struct list *taxes, struct arena *arena,
	struct list *shown, struct err *err);

/* What pieces of one line carry of its discount and taxes: as many of them as have
 * the same shares in one row, so that rows times pieces sum up to the line. */
struct unit_share {
	const char *sku;
	int64_t pieces;
	int64_t unit_price;
	int64_t discount;
	int64_t tax_added;
	int64_t tax_included;
};
extern const struct record_type unit_share_record;

/* The amounts of a line that are shared out evenly over its pieces. */
struct shared_line {
	const char *sku;
	int64_t quantity;
	int64_t unit_price;
	int64_t discount;
	int64_t tax_added;
	int64_t tax_included;
};
#define UNIT_SHARES_PER_LINE 4
/* Appends a line's rows to shares, which has room for UNIT_SHARES_PER_LINE more. */
void quote_view_shares(const struct shared_line *line, struct list *shares);

#endif

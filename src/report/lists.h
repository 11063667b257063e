#ifndef SHOP_REPORT_LISTS_H
#define SHOP_REPORT_LISTS_H

#include "report/report.h"

/*
 * Reports of what is there now rather than of what was sold: orders that are under
 * way, what has to be fetched for them, carts that nobody came back to, and stock.
 */

/* Orders by their three states: all that were placed in a time, or those that are
 * under way. Under way is what is placed, and what is over but has money left
 * to be given back. */
extern const struct record_type orders_row_record;
report_make_fn report_orders;

/* What to fetch for all orders that may be shipped now, by SKU; with a limit for that
 * many orders, the oldest first, and never for more than PICKING_ORDERS_MAX. */
#define PICKING_ORDERS_MAX 10000
extern const struct record_type picking_row_record;
report_make_fn report_picking;

/* Of carts and SKUs, one row each: more than these are in one row "others". */
#define REPORT_ROWS_MAX 250000

/* Carts that their customers have not changed for request->idle days, with what they
 * last showed, the dearest first. */
extern const struct record_type carts_row_record;
report_make_fn report_carts;

/* What is on hand of each SKU, what it is worth, and how long it lasts by what was
 * sold in a time; the dearest first. */
extern const struct record_type stock_row_record;
report_make_fn report_stock;

/*
 * Reports of what the day rows know besides sales: their rows are by time, or by what
 * their details are by. by is an index of their names.
 */

/* Money that came and went, by the method it was paid with. */
extern const char *const report_payments_by[]; /* "payment-method", "day", ... */
extern const struct record_type payments_row_record;
report_make_fn report_payments;

/* Tax, and what it was on, by country and rate. */
extern const char *const report_tax_by[]; /* "country", "day", ... */
extern const struct record_type tax_row_record;
report_make_fn report_tax;

#endif

#ifndef SHOP_ORDER_CART_STORE_H
#define SHOP_ORDER_CART_STORE_H

#include "order/cart.h"
#include "order/terms.h"

/* What the modules of order/ share of carts. */
enum status cart_put(struct txn *txn, const struct cart *cart, struct err *err);
/* The line of a SKU, NULL where there is none. */
struct cart_line *cart_line(const struct cart *cart, const char *sku);

/* A change by the customer: another version, of which nothing was shown yet. */
void cart_changed(struct txn *txn, struct cart *cart);

/* A cart priced now: the quote of the lines that are still sold, and the view with
 * what changed. Where it goes and how is the caller's, "" for neither. */
struct cart_pricing {
	struct terms terms;
	struct quote quote;
	struct cart_view view;
};
struct cart_way {
	const char *country;
	const char *method;
};
enum status cart_price(struct txn *txn, const struct cart *cart,
	const struct cart_way *way, struct cart_pricing *pricing, struct err *err);

#endif

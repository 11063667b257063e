#ifndef SHOP_ORDER_CART_STORE_H
#define SHOP_ORDER_CART_STORE_H

#include "order/cart.h"

/* What the modules of order/ share of carts. */
enum status cart_put(struct txn *txn, const struct cart *cart, struct err *err);
/* The line of a SKU, NULL where there is none. */
struct cart_line *cart_line(const struct cart *cart, const char *sku);

/* A cart priced now: the quote of the lines that are still sold, and the view with
 * what changed. */
struct cart_pricing {
	struct quote quote;
	struct cart_view view;
};
enum status cart_price(struct txn *txn, const struct cart *cart,
	struct cart_pricing *pricing, struct err *err);

#endif

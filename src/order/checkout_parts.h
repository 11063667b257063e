#ifndef SHOP_ORDER_CHECKOUT_PARTS_H
#define SHOP_ORDER_CHECKOUT_PARTS_H

#include "order/cart_store.h"
#include "order/checkout.h"
#include "order/order_store.h"

/* What the parts of a checkout share. */

/* One checkout under way. */
struct checkout {
	const struct people *people;
	const struct checkout_request *request;
	struct cart cart;
	struct cart_pricing pricing;
	const char *key;
	struct key key_row;
};

/* Refuses what is not as it was last shown, naming it. */
enum status checkout_refuse_changed(const struct checkout *checkout, struct err *err);
/* Refuses another total than the one expected. */
enum status checkout_check_total(const struct checkout *checkout, struct err *err);

/* The order of a quote: numbered, with its numbers, names and address written down.
 */
enum status checkout_freeze(
	const struct checkout *checkout, struct order *order, struct err *err);
#endif

#ifndef SHOP_ORDER_CHECKOUT_H
#define SHOP_ORDER_CHECKOUT_H

#include "order/cart.h"
#include "order/order.h"

/*
 * One write transaction: re-price, re-check promotions, coupon limits and stock,
 * hold, number the order, freeze numbers, names and steps, write the payment record,
 * post it in the books, count the coupon's use, empty the cart.
 */
#define CHECKOUT_KEY_SIZE_MAX 200

struct checkout_request {
	uint64_t customer;
	const char *payment_method; /* "manual", or a helper's name */
	uint64_t wallet;            /* the customer's stored one, 0: none */
	const char *method;         /* of shipping, "" for the cheapest */
	const char *address;        /* "" for the customer's own */
	const char *country;        /* "" for the customer's own, else the shop's */
	int64_t expect_total;       /* NUMBER_NONE: none expected */
	const char *key;            /* "": from cart and version */
};

struct checkout_result {
	uint64_t order;
	bool repeated; /* the key had made this order before */
	/* What the cart shows now, once that is known: where it is refused, to be
	 * shown and to be noted as shown by a transaction of its own. */
	bool viewed;
	struct cart_view view;
};

/*
 * ST_EMPTY: an empty cart without a last order, or with one of another key than the
 * one given. ST_CHANGED: the total is not the expected one, or a price, a discount
 * or the coupon is not as last shown, or a line's product is gone: message lists what
 * changed. ST_OUT_OF_STOCK. ST_REFUSED: the key was used for another cart, or nothing
 * ships it, with the reason. ST_NOT_FOUND: no such shipping method. ST_BAD_DATA: an
 * address that is too long. What is refused has changed nothing; where result->viewed
 * the caller shows the view and notes it as shown (cart_note_shown).
 */
enum status checkout_place(const struct people *people,
	const struct checkout_request *request, struct checkout_result *result,
	struct err *err);

#endif

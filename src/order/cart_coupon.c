#include <string.h>

#include "order/cart_store.h"

static enum status
check_coupon(const struct cart_pricing *pricing, const char *code, struct err *err)
{
	if (!pricing->terms.coupon_known)
		return fail(err, ST_NOT_FOUND, "no coupon '%s'", code);
	if (pricing->quote.coupon_fault)
		return fail(err, ST_REFUSED, "coupon '%s' %s",
			pricing->terms.quote.coupon, pricing->quote.coupon_fault);
	return ST_OK;
}

enum status
cart_coupon(struct txn *txn, uint64_t customer, const char *code,
	struct cart_view *view, struct err *err)
{
	struct cart_way way = { "", "" };
	struct cart_pricing pricing;
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	if (strcmp(cart.coupon, code) != 0) {
		cart.coupon = code;
		cart_changed(txn, &cart);
	}
	TRY(cart_price(txn, &cart, &way, &pricing, err));
	TRY(check_coupon(&pricing, code, err));
	cart.coupon = pricing.terms.quote.coupon;
	pricing.view.coupon = cart.coupon;
	TRY(cart_put(txn, &cart, err));
	*view = pricing.view;
	return ST_OK;
}

enum status
cart_remove_coupon(struct txn *txn, uint64_t customer, struct err *err)
{
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	if (cart.coupon[0] == '\0')
		return fail(err, ST_NOT_FOUND, "there is no coupon in the cart");
	cart.coupon = "";
	cart_changed(txn, &cart);
	return cart_put(txn, &cart, err);
}

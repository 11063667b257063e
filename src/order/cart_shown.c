#include <string.h>

#include "catalog/level.h"
#include "order/cart_store.h"

static const struct cart_view_line *
shown_line(const struct cart_view *view, const char *sku)
{
	const struct cart_view_line *items = view->items.items;
	size_t i;

	for (i = 0; i < view->items.count; i++)
		if (strcmp(items[i].sku, sku) == 0)
			return &items[i];
	return NULL;
}

static bool
shown_gone(const struct cart_view *view, const char *sku)
{
	const struct cart_change *changes = view->changes.items;
	size_t i;

	for (i = 0; i < view->changes.count; i++)
		if (strcmp(changes[i].kind, "gone") == 0 &&
			strcmp(changes[i].sku, sku) == 0)
			return true;
	return false;
}

/* Brings a line up to what was shown of it; false where nothing is new. */
static bool
note_line(struct cart_line *line, const struct cart_view_line *shown)
{
	int64_t available =
		shown->available == NUMBER_NONE ? LEVEL_UNLIMITED : shown->available;

	if (line->shown_unit_price == shown->unit_price &&
		line->shown_available == available &&
		line->shown_discount == shown->discount)
		return false;
	line->shown_discount = shown->discount;
	line->shown_unit_price = shown->unit_price;
	line->shown_available = available;
	line->shown_name = shown->name;
	return true;
}

/* Another coupon that came into the cart meanwhile was not shown. */
static bool
note_coupon(struct cart *cart, const struct cart_view *view)
{
	if (cart->coupon[0] == '\0' || strcmp(cart->coupon, view->coupon) != 0)
		return false;
	if (cart->coupon_shown &&
		strcmp(cart->shown_coupon_fault, view->coupon_fault) == 0)
		return false;
	cart->coupon_shown = true;
	cart->shown_coupon_fault = view->coupon_fault;
	return true;
}

enum status
cart_note_shown(struct txn *txn, uint64_t customer, const struct cart_view *view,
	struct err *err)
{
	struct cart_line *lines;
	struct cart cart;
	size_t kept = 0;
	bool changed = false;
	size_t i;

	TRY(cart_get(txn, customer, &cart, err));
	lines = cart.lines.items;
	for (i = 0; i < cart.lines.count; i++) {
		const struct cart_view_line *shown = shown_line(view, lines[i].sku);

		if (shown)
			changed |= note_line(&lines[i], shown);
		if (shown || !shown_gone(view, lines[i].sku))
			lines[kept++] = lines[i];
	}
	changed |= note_coupon(&cart, view);
	if (kept == cart.lines.count && !changed)
		return ST_OK;
	if (kept != cart.lines.count)
		cart.version++;
	cart.lines.count = kept;
	return cart_put(txn, &cart, err);
}

#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "order/checkout_parts.h"
#include "stock/stock_key.h"

/* Each in less than 300 bytes, so that they fit into one message. */
#define CHANGES_SAID_MAX 3

static enum status
describe_coupon(const struct cart_view *view, const struct cart_change *change,
	struct arena *arena, const char **text, struct err *err)
{
	if (change->new[0])
		return arena_format(
			arena, text, err, "coupon '%s' holds again", change->new);
	return arena_format(
		arena, text, err, "coupon '%s' %s", change->old, view->coupon_fault);
}

static enum status
describe_change(const struct cart_view *view, const struct cart_change *change,
	struct arena *arena, const char **text, struct err *err)
{
	char left[STOCK_SHORT_MAX];

	if (strcmp(change->kind, "gone") == 0)
		return arena_format(
			arena, text, err, "'%s' is not sold any more", change->sku);
	if (strcmp(change->kind, "price") == 0)
		return arena_format(arena, text, err,
			"the price of '%s' changed from %s to %s", change->sku,
			change->old, change->new);
	if (strcmp(change->kind, "discount") == 0)
		return arena_format(arena, text, err,
			"the discount on '%s' changed from %s to %s", change->sku,
			change->old, change->new);
	if (strcmp(change->kind, "coupon") == 0)
		return describe_coupon(view, change, arena, text, err);
	stock_short_text(change->sku, strtoll(change->new, NULL, 10), left);
	return arena_text(arena, left, text, err);
}

/* As many changes as one line holds; the cart, which is shown with them, has all. */
static enum status
describe_changes(const struct cart_view *view, struct buffer *text,
	enum status *status, struct err *err)
{
	const struct list *list = &view->changes;
	const struct cart_change *changes = list->items;
	const char *part;
	size_t i;

	*status = ST_CHANGED;
	for (i = 0; i < list->count; i++) {
		if (strcmp(changes[i].kind, "available") == 0)
			*status = ST_OUT_OF_STOCK;
		if (i >= CHANGES_SAID_MAX)
			continue;
		TRY(describe_change(view, &changes[i], text->arena, &part, err));
		TRY(buffer_append_text(text, i > 0 ? "; " : "", err));
		TRY(buffer_append_text(text, part, err));
	}
	if (list->count > CHANGES_SAID_MAX)
		TRY(buffer_append_text(text, "; and more", err));
	return buffer_append(text, "", 1, err);
}

enum status
checkout_refuse_changed(const struct checkout *checkout, struct err *err)
{
	struct buffer text = { .arena = txn_arena(checkout->people->txn) };
	enum status status;

	TRY(describe_changes(&checkout->pricing.view, &text, &status, err));
	return fail(err, status, "%s%s", (const char *)text.data,
		status == ST_CHANGED ? " (check out again to accept that)" : "");
}

enum status
checkout_check_total(const struct checkout *checkout, struct err *err)
{
	const struct cart_view *view = &checkout->pricing.view;
	int64_t expected = checkout->request->expect_total;
	char total[MONEY_TEXT_MAX];

	if (expected == NUMBER_NONE || expected == view->total)
		return ST_OK;
	money_format(view->total, checkout->pricing.terms.quote.decimals, total);
	return fail(err, ST_CHANGED, "the total is %s %s, not what was expected",
		total, view->currency);
}

#include "cmd/cart_print.h"

#include <inttypes.h>
#include <string.h>

enum status
cart_view_after(struct txn *txn, struct cart_change_request *request, struct err *err)
{
	TRY(cart_view(txn, request->customer, &request->view, err));
	return cart_note_shown(txn, request->customer, &request->view, err);
}

static enum status
say_coupon(struct context *context, const struct cart_view *view, struct err *err)
{
	if (view->coupon_fault[0] == '\0')
		return ST_OK;
	return output_say(context->output, err, "coupon '%s' %s", view->coupon,
		view->coupon_fault);
}

static enum status
say_change(struct context *context, const struct cart_change *change, struct err *err)
{
	if (strcmp(change->kind, "discount") == 0)
		return output_say(context->output, err,
			"the discount on %s changed from %s to %s", change->sku,
			change->old, change->new);
	if (strcmp(change->kind, "coupon") == 0 && change->new[0])
		return output_say(
			context->output, err, "coupon '%s' holds again", change->new);
	if (strcmp(change->kind, "gone") == 0)
		return output_say(context->output, err,
			"%s (%s) is not sold any more", change->sku, change->old);
	if (strcmp(change->kind, "price") == 0)
		return output_say(context->output, err,
			"the price of %s changed from %s to %s", change->sku,
			change->old, change->new);
	return ST_OK;
}

/* Said each time, changed or not: such a cart cannot be ordered. So is a coupon that
 * does not hold. */
static enum status
say_short(struct context *context, const struct cart_view_line *line, struct err *err)
{
	if (line->available == NUMBER_NONE || line->available >= line->quantity)
		return ST_OK;
	if (line->available == 0)
		return output_say(context->output, err, "%s is sold out", line->sku);
	return output_say(context->output, err,
		"there are only %" PRId64 " of %s left", line->available, line->sku);
}

static enum status
say_what_is_new(
	struct context *context, const struct cart_view *view, struct err *err)
{
	const struct cart_change *changes = view->changes.items;
	const struct cart_view_line *lines = view->items.items;
	size_t i;

	for (i = 0; i < view->changes.count; i++)
		TRY(say_change(context, &changes[i], err));
	for (i = 0; i < view->items.count; i++)
		TRY(say_short(context, &lines[i], err));
	TRY(say_coupon(context, view, err));
	if (view->unshippable[0])
		return output_say(context->output, err, "%s", view->unshippable);
	return ST_OK;
}

enum status
cart_print(struct context *context, const struct cart_view *view, struct err *err)
{
	TRY(say_what_is_new(context, view, err));
	if (view->items.count == 0)
		TRY(output_say(context->output, err, "the cart is empty"));
	if (view->items.count == 0 && output_is_table(context->output))
		return ST_OK;
	return output_record(context->output, &cart_view_record, view, err);
}

enum status
cart_change_run(
	struct context *context, const void *input, txn_fn *fn, struct err *err)
{
	struct cart_change_request request = { .customer = context->customer,
		.input = input };

	TRY(context_write(context, fn, &request, err));
	return cart_print(context, &request.view, err);
}

#include "cmd/cart_print.h"

#include <string.h>

enum status
cart_view_after(struct txn *txn, struct cart_change_request *request, struct err *err)
{
	TRY(cart_view(txn, request->customer, &request->view, err));
	return cart_note_shown(txn, request->customer, &request->view, err);
}

static enum status
say_change(struct context *context, const struct cart_change *change, struct err *err)
{
	if (strcmp(change->kind, "gone") == 0)
		return output_say(context->output, err,
			"%s (%s) is not sold any more and was taken out", change->sku,
			change->old);
	if (strcmp(change->kind, "price") == 0)
		return output_say(context->output, err,
			"the price of %s changed from %s to %s", change->sku,
			change->old, change->new);
	return output_say(context->output, err, "only %s of %s are left", change->new,
		change->sku);
}

enum status
cart_print(struct context *context, const struct cart_view *view, struct err *err)
{
	const struct cart_change *changes = view->changes.items;
	size_t i;

	for (i = 0; i < view->changes.count; i++)
		TRY(say_change(context, &changes[i], err));
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

#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_show_input {
	bool unused;
};

static enum status
read_view(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;

	return cart_view(txn, request->customer, &request->view, err);
}

static enum status
note_view(struct txn *txn, void *arg, struct err *err)
{
	return cart_view_after(txn, arg, err);
}

/* Only a cart that changed since it was last shown is written. */
static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct cart_change_request request = { .customer = context->customer,
		.input = arg };

	TRY(context_read(context, read_view, &request, err));
	if (request.view.changes.count > 0)
		TRY(context_write(context, note_view, &request, err));
	return cart_print(context, &request.view, err);
}

static const char *const examples[] = { "shop cart",
	"shop cart --json=total,currency", NULL };

const struct command command_cart_show = {
	.path = "cart show",
	.summary = "show the cart with its total",
	.input_size = sizeof(struct cart_show_input),
	.access = ACCESS_READ,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &cart_view_record,
};

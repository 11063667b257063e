#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_clear_input {
	bool unused;
};

static enum status
clear(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;

	TRY(cart_clear(txn, request->customer, err));
	return cart_view_after(txn, request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return cart_change_run(context, arg, clear, err);
}

static const char *const examples[] = { "shop cart clear", NULL };

const struct command command_cart_clear = {
	.path = "cart clear",
	.summary = "empty the cart",
	.input_size = sizeof(struct cart_clear_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &cart_view_record,
};

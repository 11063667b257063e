#include "cmd/order_view.h"
#include "cmd/orders_own.h"
#include "cmd/param.h"

struct orders_cancel_input {
	uint64_t order;
};

static const struct param params[] = {
	OPERAND(struct orders_cancel_input, uint64_t, order, "ORDER", KIND_ORDER,
		"one's order that has not been shipped"),
};

static enum status
cancel(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;

	TRY(order_require_own(change->context, txn, change->number, err));
	return order_cancel(txn, change->number, "by the customer", err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct orders_cancel_input *input = arg;

	return order_change_run(context, input, input->order, cancel, err);
}

static const char *const examples[] = { "shop orders cancel 1001", NULL };

const struct command command_orders_cancel = {
	.path = "orders cancel",
	.summary = "cancel an order of one's own",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct orders_cancel_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include "cmd/order_view.h"
#include "cmd/param.h"
#include "order/intent.h"

struct payments_void_input {
	uint64_t order;
};

static const struct param params[] = {
	OPERAND(struct payments_void_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
};

static enum status
give_up(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;

	return intent_void(txn, change->number, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct payments_void_input *input = arg;

	return order_change_run(context, input, input->order, give_up, err);
}

static const char *const examples[] = { "shop admin payments void 1001", NULL };

const struct command command_admin_payments_void = {
	.path = "admin payments void",
	.summary = "give back what was promised for an order and not taken",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct payments_void_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

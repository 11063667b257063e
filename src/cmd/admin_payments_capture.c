#include "cmd/order_view.h"
#include "cmd/param.h"
#include "order/intent.h"

struct payments_capture_input {
	uint64_t order;
	bool amount_given;
	struct decimal amount;
};

static const struct param params[] = {
	OPERAND(struct payments_capture_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "amount",
		.kind = KIND_MONEY,
		.offset = PARAM_MEMBER(
			struct payments_capture_input, struct decimal, amount),
		.given_offset = offsetof(struct payments_capture_input, amount_given),
		.help = "how much of it (default: all that was promised)" },
};

static enum status
capture(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct payments_capture_input *input = change->input;
	int64_t amount = NUMBER_NONE;

	if (input->amount_given)
		TRY(context_money(
			change->context, "--amount", input->amount, &amount, err));
	return intent_capture(txn, change->number, amount, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct payments_capture_input *input = arg;

	return order_change_run(context, input, input->order, capture, err);
}

static const char *const examples[] = { "shop admin payments capture 1001",
	"shop admin payments capture 1001 --amount 20.00", NULL };

const struct command command_admin_payments_capture = {
	.path = "admin payments capture",
	.summary = "take the money that was promised for an order",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct payments_capture_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_cancel_input {
	uint64_t order;
	const char *reason;
};

static const struct param params[] = {
	OPERAND(struct order_cancel_input, uint64_t, order, "ORDER", KIND_ORDER,
		"an order of which nothing was shipped"),
	OPTION(struct order_cancel_input, const char *, reason, "reason", KIND_TEXT,
		"why, for the order's timeline"),
};

static enum status
cancel(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_cancel_input *input = change->input;

	return order_cancel(
		txn, change->number, input->reason ? input->reason : "", err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_cancel_input *input = arg;

	return order_change_run(context, input, input->order, cancel, err);
}

static const char *const examples[] = {
	"shop admin order cancel 1001 --reason 'ordered twice'", NULL
};

const struct command command_admin_order_cancel = {
	.path = "admin order cancel",
	.summary =
		"cancel an order, free its stock and note what is to be given back",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_cancel_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

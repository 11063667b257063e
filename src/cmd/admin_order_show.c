#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_show_input {
	uint64_t order;
};

static const struct param params[] = {
	OPERAND(struct order_show_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
};

static enum status
read_order(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *reading = arg;

	return order_view_read(
		reading->context, txn, reading->number, true, &reading->shown, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_show_input *input = arg;
	struct order_change reading = { .context = context, .number = input->order };

	TRY(context_read(context, read_order, &reading, err));
	return output_record(
		context->output, &shown_order_record, &reading.shown, err);
}

static const char *const examples[] = { "shop admin order show 1001", NULL };

const struct command command_admin_order_show = {
	.path = "admin order show",
	.summary = "show an order with all that happened to it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_show_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include "cmd/order_lines_input.h"
#include "cmd/order_view.h"
#include "cmd/orders_own.h"
#include "cmd/param.h"
#include "order/return.h"

struct orders_return_input {
	uint64_t order;
	struct pairs lines;
	const char *reason;
};

static const struct param params[] = {
	OPERAND(struct orders_return_input, uint64_t, order, "ORDER", KIND_ORDER,
		"one's order that was shipped"),
	{ .name = "line",
		.kind = KIND_PAIR,
		.flags = PARAM_REPEATED,
		PARAM_OF(struct orders_return_input, struct pairs, lines),
		.value_name = "SKU=COUNT",
		.help = "only so many of this (default: all that was shipped)" },
	OPTION(struct orders_return_input, const char *, reason, "reason", KIND_TEXT,
		"why"),
};

static enum status
request_return(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct orders_return_input *input = change->input;
	struct order_return_request request = { .number = change->number,
		.reason = input->reason ? input->reason : "" };

	TRY(order_require_own(change->context, txn, change->number, err));
	TRY(order_lines_input(txn_arena(txn), &input->lines, &request.lines, err));
	return order_request_return(txn, &request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct orders_return_input *input = arg;

	return order_change_run(context, input, input->order, request_return, err);
}

static const char *const examples[] = {
	"shop orders return 1001 --line MUG=1 --reason 'one is chipped'", NULL
};

const struct command command_orders_return = {
	.path = "orders return",
	.summary = "ask to give back what was ordered",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct orders_return_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

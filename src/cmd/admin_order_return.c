#include "cmd/order_lines_input.h"
#include "cmd/order_view.h"
#include "cmd/param.h"
#include "order/return.h"

struct order_return_input {
	uint64_t order;
	struct pairs lines;
	bool request;
	bool no_restock;
	bool refund;
	bool shipping;
	const char *reason;
};

static const struct param params[] = {
	OPERAND(struct order_return_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "line",
		.kind = KIND_PAIR,
		.flags = PARAM_REPEATED,
		PARAM_OF(struct order_return_input, struct pairs, lines),
		.value_name = "SKU=COUNT",
		.help = "only so many of this (default: what was asked for, else "
			"all)" },
	OPTION(struct order_return_input, bool, request, "request", KIND_FLAG,
		"note only that the customer wants to give it back"),
	OPTION(struct order_return_input, bool, no_restock, "no-restock", KIND_FLAG,
		"what came back is not sold again"),
	OPTION(struct order_return_input, bool, refund, "refund", KIND_FLAG,
		"give back what it is worth, too"),
	OPTION(struct order_return_input, bool, shipping, "shipping", KIND_FLAG,
		"and what shipping cost; with --refund"),
	OPTION(struct order_return_input, const char *, reason, "reason", KIND_TEXT,
		"why, for the order's timeline"),
};

static enum status
give_back(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_return_input *input = change->input;
	struct order_return_request request = { .number = change->number,
		.reason = input->reason ? input->reason : "",
		.restock = !input->no_restock,
		.refund = input->refund,
		.with_shipping = input->shipping };

	TRY(order_lines_input(txn_arena(txn), &input->lines, &request.lines, err));
	if (input->request)
		TRY(order_request_return(txn, &request, err));
	else
		TRY(order_return(txn, &request, err));
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_return_input *input = arg;

	if (input->shipping && !input->refund)
		return fail(err, ST_USAGE, "--shipping needs --refund");
	if (input->request && (input->refund || input->no_restock))
		return fail(err, ST_USAGE,
			"--request goes with neither --refund nor --no-restock: "
			"nothing came back yet");
	return order_change_run(context, input, input->order, give_back, err);
}

static const char *const examples[] = {
	"shop admin order return 1001 --line MUG=1 --refund --reason chipped",
	"shop admin order return 1001 --no-restock", NULL
};

const struct command command_admin_order_return = {
	.path = "admin order return",
	.summary = "note what a customer gives back, and refund it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_return_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include "cmd/order_view.h"
#include "cmd/param.h"
#include "order/return.h"

struct order_refund_input {
	uint64_t order;
	bool amount_given;
	struct decimal amount;
	const char *reference;
	bool shipping;
};

static const struct param params[] = {
	OPERAND(struct order_refund_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "amount",
		.kind = KIND_MONEY,
		.offset = PARAM_MEMBER(
			struct order_refund_input, struct decimal, amount),
		.given_offset = offsetof(struct order_refund_input, amount_given),
		.help = "how much to give back (default: what came back is worth)" },
	OPTION(struct order_refund_input, const char *, reference, "reference",
		KIND_TEXT, "of the transfer, or why"),
	OPTION(struct order_refund_input, bool, shipping, "shipping", KIND_FLAG,
		"what shipping cost, too; not with --amount"),
};

static enum status
refund(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_refund_input *input = change->input;
	struct order_refund_request request = { change->number, NUMBER_NONE,
		input->reference ? input->reference : "", input->shipping };

	if (input->amount_given)
		TRY(context_money(change->context, "--amount", input->amount,
			&request.amount, err));
	return order_refund(txn, &request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_refund_input *input = arg;

	if (input->shipping && input->amount_given)
		return fail(err, ST_USAGE,
			"--shipping does not go with --amount: say the whole amount");
	return order_change_run(context, input, input->order, refund, err);
}

static const char *const examples[] = { "shop admin order refund 1001",
	"shop admin order refund 1001 --amount 5.00 --reference 'came late'", NULL };

const struct command command_admin_order_refund = {
	.path = "admin order refund",
	.summary = "give money back for an order",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_refund_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

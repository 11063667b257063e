#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_pay_input {
	uint64_t order;
	bool amount_given;
	struct decimal amount;
	const char *reference;
	bool overpay;
};

static const struct param params[] = {
	OPERAND(struct order_pay_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "amount",
		.kind = KIND_MONEY,
		.offset =
			PARAM_MEMBER(struct order_pay_input, struct decimal, amount),
		.given_offset = offsetof(struct order_pay_input, amount_given),
		.help = "what was paid (default: what is left to pay)" },
	OPTION(struct order_pay_input, const char *, reference, "reference",
		KIND_TEXT, "of the transfer or receipt"),
	OPTION(struct order_pay_input, bool, overpay, "overpay", KIND_FLAG,
		"record more than is left to pay, too"),
};

static enum status
pay(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_pay_input *input = change->input;
	struct order_pay_request request = { change->number, NUMBER_NONE,
		input->reference ? input->reference : "", input->overpay };

	if (input->amount_given)
		TRY(context_money(change->context, "--amount", input->amount,
			&request.amount, err));
	return order_pay(txn, &request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_pay_input *input = arg;

	return order_change_run(context, input, input->order, pay, err);
}

static const char *const examples[] = {
	"shop admin order pay 1001 --reference 'transfer 4711'",
	"shop admin order pay 1001 --amount 20.00", NULL
};

const struct command command_admin_order_pay = {
	.path = "admin order pay",
	.summary = "record money that came for an order",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_pay_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

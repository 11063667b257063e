#include "cmd/order_view.h"
#include "cmd/orders_own.h"
#include "cmd/param.h"
#include "cmd/payment_choice.h"
#include "cmd/payment_run.h"

struct orders_pay_input {
	uint64_t order;
	const char *pay;
};

static const struct param params[] = {
	OPERAND(struct orders_pay_input, uint64_t, order, "ORDER", KIND_ORDER,
		"one's order that is not paid"),
	OPTION(struct orders_pay_input, const char *, pay, "pay", KIND_TEXT,
		"the payment method, or the number of one that is kept (default: as "
		"for checkout)"),
};

struct paying {
	struct context *context;
	const struct orders_pay_input *input;
	struct payment_choice choice;
	uint64_t before; /* intents */
	struct shown_order shown;
};

/* One that is in doubt is finished before another one is begun. */
static enum status
begin(struct txn *txn, void *arg, struct err *err)
{
	struct paying *paying = arg;
	struct intent_pay_request request = { paying->input->order,
		paying->choice.method, paying->choice.wallet };
	struct order order;

	TRY(order_require_own(paying->context, txn, request.order, err));
	TRY(order_get(txn, request.order, &order, err));
	paying->before = order.intents;
	if (order.open_intents == 0)
		TRY(intent_pay(txn, &request, err));
	return order_view_read(
		paying->context, txn, request.order, false, &paying->shown, err);
}

static enum status
view_again(struct txn *txn, void *arg, struct err *err)
{
	struct paying *paying = arg;

	return order_view_read(paying->context, txn, paying->input->order, false,
		&paying->shown, err);
}

static enum status
pay(struct paying *paying, struct payment_outcome *outcome, struct err *err)
{
	struct payment_scope scope = { .order = paying->input->order,
		.begun_after = paying->before };

	if (paying->context->global->dry_run)
		return ST_OK;
	TRY(payment_run(paying->context, &scope, outcome, err));
	return context_read(paying->context, view_again, paying, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct paying paying = { .context = context, .input = arg };
	struct payment_outcome outcome = { .approved = 0 };

	TRY(payment_choose(context, paying.input->pay, &paying.choice, err));
	TRY(context_write(context, begin, &paying, err));
	TRY(pay(&paying, &outcome, err));
	TRY(output_record(context->output, &shown_order_record, &paying.shown, err));
	if (outcome.pending > 0)
		TRY(output_say(context->output, err,
			"the payment is pending: '%s' has not decided yet",
			outcome.method));
	return payment_verdict(context, paying.input->order, &outcome, err);
}

static const char *const examples[] = { "shop orders pay 1001",
	"shop orders pay 1001 --pay manual", NULL };

const struct command command_orders_pay = {
	.path = "orders pay",
	.summary = "pay an order of one's own that is not paid",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct orders_pay_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include <stdio.h>
#include <string.h>

#include "cmd/cart_print.h"
#include "cmd/param.h"
#include "cmd/payment_choice.h"
#include "cmd/payment_run.h"
#include "cmd/placed_order.h"
#include "order/checkout.h"

/* What the shop's rules refuse; faults of the system have nothing to show. */
#define EXIT_NO 1

struct checkout_input {
	const char *ship;
	const char *pay;
	const char *address;
	const char *country;
	bool expect_given;
	struct decimal expect;
	const char *key;
};

static const struct param params[] = {
	OPTION(struct checkout_input, const char *, ship, "ship",
		KIND_SHIPPING_METHOD,
		"the shipping method (default: the cheapest that goes there)"),
	OPTION(struct checkout_input, const char *, pay, "pay", KIND_TEXT,
		"the payment method, or the number of one that is kept (default: the "
		"first that is kept, else manual, by invoice or on delivery)"),
	OPTION(struct checkout_input, const char *, address, "address", KIND_LINES,
		"where it goes (default: the customer's own)"),
	OPTION(struct checkout_input, const char *, country, "country", KIND_COUNTRY,
		"of the address"),
	{ .name = "expect-total",
		.kind = KIND_MONEY,
		.offset = PARAM_MEMBER(struct checkout_input, struct decimal, expect),
		.given_offset = offsetof(struct checkout_input, expect_given),
		.help = "refuse if the total is another one" },
	OPTION(struct checkout_input, const char *, key, "key", KIND_TEXT,
		"makes it repeatable: the same key gives the same order"),
};

struct checkout_run {
	struct context *context;
	struct checkout_request request;
	struct checkout_result result;
	struct placed_order shown;
	/* Payments that are open, and how many there were before this command's own.
	 */
	uint64_t open;
	uint64_t before;
	struct payment_outcome outcome;
};

/* What was placed before is to be paid in the same way, where that is not done. */
static enum status
pay_again(struct checkout_run *run, struct txn *txn, struct err *err)
{
	struct intent_answer last;
	struct order order;

	if (!run->result.repeated)
		return ST_OK;
	TRY(order_get(txn, run->result.order, &order, err));
	run->before = order.intents;
	TRY(intent_pay_again(txn, run->result.order, &last, err));
	if (last.state != INTENT_DECLINED || order.state != ORDER_PLACED ||
		order_payment_state(&order) != PAYMENT_UNPAID)
		return ST_OK;
	run->outcome.declined = 1;
	snprintf(run->outcome.method, sizeof(run->outcome.method), "%s",
		order.payment_method);
	snprintf(run->outcome.message, sizeof(run->outcome.message), "%s",
		last.message);
	return ST_OK;
}

static enum status
read_placed(struct txn *txn, void *arg, struct err *err)
{
	struct checkout_run *run = arg;
	struct order order;

	TRY(order_get(txn, run->result.order, &order, err));
	run->open = order.open_intents;
	return placed_order_read(
		run->context, txn, run->result.order, &run->shown, err);
}

static enum status
place(struct txn *txn, void *arg, struct err *err)
{
	struct checkout_run *run = arg;
	struct people people = context_people(run->context, txn);

	run->before = 0;
	run->outcome = (struct payment_outcome){ .approved = 0 };
	TRY(checkout_place(&people, &run->request, &run->result, err));
	TRY(pay_again(run, txn, err));
	if (!run->context->global->dry_run)
		return ST_OK;
	TRY(read_placed(txn, run, err));
	return placed_order_explain(txn, run->result.order, &run->shown, err);
}

static enum status
note_shown(struct txn *txn, void *arg, struct err *err)
{
	struct checkout_run *run = arg;

	return cart_note_shown(txn, run->request.customer, &run->result.view, err);
}

/* A refusal shows the cart as it is now, so that the next checkout is for that. */
static enum status
refuse(struct checkout_run *run, enum status status)
{
	struct err other;

	if (!run->result.viewed || status_exit(status) != EXIT_NO)
		return status;
	if (cart_print(run->context, &run->result.view, &other) == ST_OK)
		(void)context_write(run->context, note_shown, run, &other);
	return status;
}

static enum status
make_request(struct context *context, const struct checkout_input *input,
	struct checkout_request *request, struct err *err)
{
	struct payment_choice choice;

	*request = (struct checkout_request){ .customer = context->customer,
		.method = input->ship ? input->ship : "",
		.address = input->address ? input->address : "",
		.country = input->country ? input->country : "",
		.expect_total = NUMBER_NONE,
		.key = input->key ? input->key : "" };
	if (input->expect_given)
		TRY(context_money(context, "--expect-total", input->expect,
			&request->expect_total, err));
	TRY(payment_choose(context, input->pay, &choice, err));
	request->payment_method = choice.method;
	request->wallet = choice.wallet;
	return ST_OK;
}

/* What was rehearsed has no number: another order may get the one it had. */
static enum status
unplace(struct context *context, struct placed_order *shown, struct err *err)
{
	shown->order.order = "";
	shown->order.placed_at = 0;
	return output_say(context->output, err,
		"nothing was ordered; this is what 'shop checkout' would order");
}

static enum status
pay(struct checkout_run *run, struct err *err)
{
	struct context *context = run->context;
	struct payment_scope scope = { .order = run->result.order,
		.begun_after = run->before };

	if (context->global->dry_run || run->open == 0)
		return ST_OK;
	TRY(payment_run(context, &scope, &run->outcome, err));
	return context_read(context, read_placed, run, err);
}

/* The order is told whatever came of its payment. */
static enum status
pay_and_print(struct checkout_run *run, struct err *err)
{
	struct context *context = run->context;
	enum status status = pay(run, err);
	struct err other;
	enum status printed = output_record(
		context->output, &placed_order_record, &run->shown, &other);

	TRY(status);
	if (printed != ST_OK) {
		*err = other;
		return printed;
	}
	if (run->outcome.pending > 0)
		TRY(output_say(context->output, err,
			"the payment is pending: '%s' has not decided yet",
			run->outcome.method));
	return payment_verdict(context, run->result.order, &run->outcome, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct checkout_run run = { .context = context };
	enum status status;

	TRY(make_request(context, arg, &run.request, err));
	status = context_write(context, place, &run, err);
	if (status != ST_OK)
		return refuse(&run, status);
	/* Only now, so that others need not wait for it. */
	if (!context->global->dry_run)
		TRY(context_read(context, read_placed, &run, err));
	if (run.result.repeated)
		TRY(output_say(context->output, err,
			"this cart was ordered before; this is its order"));
	else if (context->global->dry_run)
		TRY(unplace(context, &run.shown, err));
	return pay_and_print(&run, err);
}

static const char *const examples[] = { "shop checkout",
	"shop checkout --expect-total 37.40 --key order-from-phone-17",
	"shop checkout --ship express --dry-run --json=total,steps", NULL };

const struct command command_checkout = {
	.path = "checkout",
	.summary = "order what is in the cart",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct checkout_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &placed_order_record,
};

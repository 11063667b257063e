#include <string.h>

#include "cmd/cart_print.h"
#include "cmd/param.h"
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
	OPTION(struct checkout_input, const char *, ship, "ship", KIND_TEXT,
		"the shipping method (default: the cheapest that goes there)"),
	OPTION(struct checkout_input, const char *, pay, "pay", KIND_TEXT,
		"the payment method (default: manual, paid by invoice or on "
		"delivery)"),
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
};

static enum status
place(struct txn *txn, void *arg, struct err *err)
{
	struct checkout_run *run = arg;
	struct people people = context_people(run->context, txn);

	TRY(checkout_place(&people, &run->request, &run->result, err));
	TRY(placed_order_read(
		run->context, txn, run->result.order, &run->shown, err));
	if (!run->context->global->dry_run)
		return ST_OK;
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
	*request = (struct checkout_request){ .customer = context->customer,
		.method = input->ship ? input->ship : "",
		.payment_method = input->pay ? input->pay : "manual",
		.address = input->address ? input->address : "",
		.country = input->country ? input->country : "",
		.expect_total = NUMBER_NONE,
		.key = input->key ? input->key : "" };
	if (strcmp(request->payment_method, "manual") != 0)
		return fail(err, ST_UNAVAILABLE,
			"no payment method '%s' (there is: manual)",
			request->payment_method);
	if (!input->expect_given)
		return ST_OK;
	return context_money(context, "--expect-total", input->expect,
		&request->expect_total, err);
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
run(struct context *context, const void *arg, struct err *err)
{
	struct checkout_run run = { .context = context };
	enum status status;

	TRY(make_request(context, arg, &run.request, err));
	status = context_write(context, place, &run, err);
	if (status != ST_OK)
		return refuse(&run, status);
	if (run.result.repeated)
		TRY(output_say(context->output, err,
			"this cart was ordered before; this is its order"));
	else if (context->global->dry_run)
		TRY(unplace(context, &run.shown, err));
	return output_record(context->output, &placed_order_record, &run.shown, err);
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
	.flags = COMMAND_FOR | COMMAND_DRY_RUN,
	.result = &placed_order_record,
};

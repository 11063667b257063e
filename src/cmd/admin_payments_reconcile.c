#include "base/process.h"
#include "cmd/param.h"
#include "cmd/payment_item.h"
#include "cmd/payment_run.h"

struct payments_reconcile_input {
	uint64_t order;
};

static const struct param params[] = {
	OPTION(struct payments_reconcile_input, uint64_t, order, "order", KIND_ORDER,
		"only the payments of this order"),
};

struct reconciling {
	struct context *context;
	uint64_t order; /* the last one that was looked at */
	bool found;
	int64_t changed;
	size_t unknown;
	bool unavailable;
	struct err unavailable_err;
};

static enum status
find_next(struct txn *txn, void *arg, struct err *err)
{
	struct reconciling *reconciling = arg;
	struct intent intent;

	TRY(intent_next_open(
		txn, reconciling->order + 1, 0, &intent, &reconciling->found, err));
	if (reconciling->found)
		reconciling->order = intent.order;
	return ST_OK;
}

/* The list begins with what is to be said: a job that has nothing to say is quiet. */
static enum status
begin_list(struct reconciling *reconciling, struct err *err)
{
	if (reconciling->changed++ > 0)
		return ST_OK;
	return output_list_begin(
		reconciling->context->output, &payment_item_record, err);
}

static enum status
tell(void *arg, const struct intent *intent, const struct intent_answer *answer,
	struct err *err)
{
	struct reconciling *reconciling = arg;
	struct intent settled = *intent;
	struct payment_item item;

	settled.state = answer->state;
	settled.message = answer->message;
	settled.reference = answer->reference;
	TRY(begin_list(reconciling, err));
	TRY(payment_item(reconciling->context, &settled, &item, err));
	return output_row(reconciling->context->output, &item, err);
}

static void
add(struct reconciling *reconciling, const struct payment_outcome *outcome)
{
	reconciling->unknown += outcome->unknown;
	if (outcome->unavailable > 0 && !reconciling->unavailable) {
		reconciling->unavailable = true;
		(void)fail(&reconciling->unavailable_err, ST_UNAVAILABLE, "%s",
			outcome->message);
	}
}

/* What would be asked about, and by whom. */
static enum status
list_open(struct txn *txn, void *arg, struct err *err)
{
	struct reconciling *reconciling = arg;
	struct payment_item item;
	struct intent intent = { .number = 0 };
	bool found;

	for (;;) {
		TRY(intent_next_open(txn, reconciling->order, intent.number, &intent,
			&found, err));
		if (!found || intent.order != reconciling->order)
			return ST_OK;
		TRY(begin_list(reconciling, err));
		TRY(payment_item(reconciling->context, &intent, &item, err));
		TRY(output_row(reconciling->context->output, &item, err));
	}
}

/* A payment that somebody else waits for is left to them. */
static enum status
ask_order(struct reconciling *reconciling, struct err *err)
{
	struct payment_scope scope = { .order = reconciling->order,
		.begun_after = UINT64_MAX,
		.each = tell,
		.arg = reconciling };
	struct payment_outcome outcome;
	enum status status = payment_run(reconciling->context, &scope, &outcome, err);

	if (status == ST_BUSY && reconciling->context->store) {
		reconciling->unknown++;
		return ST_OK;
	}
	TRY(status);
	add(reconciling, &outcome);
	return ST_OK;
}

static enum status
run_order(struct reconciling *reconciling, struct err *err)
{
	if (reconciling->context->global->dry_run)
		return context_read(
			reconciling->context, list_open, reconciling, err);
	return ask_order(reconciling, err);
}

static enum status
run_all(struct reconciling *reconciling, struct err *err)
{
	struct arena_mark mark = arena_mark(reconciling->context->arena);

	for (;;) {
		TRY(signal_check(err));
		arena_rewind(reconciling->context->arena, mark);
		TRY(context_read(reconciling->context, find_next, reconciling, err));
		if (!reconciling->found)
			return ST_OK;
		TRY(run_order(reconciling, err));
	}
}

static enum status
check_order(struct txn *txn, void *arg, struct err *err)
{
	struct reconciling *reconciling = arg;
	struct order order;

	return order_get(txn, reconciling->order, &order, err);
}

static enum status
end_list(struct reconciling *reconciling, struct err *err)
{
	enum output_format format = output_format(reconciling->context->output);
	struct list_count envelope = { reconciling->changed };

	if (reconciling->changed == 0) {
		if (format != FORMAT_JSON)
			return ST_OK;
		TRY(output_list_begin(
			reconciling->context->output, &payment_item_record, err));
	}
	return output_list_end(
		reconciling->context->output, &list_count_record, &envelope, err);
}

static enum status
verdict(const struct reconciling *reconciling, struct err *err)
{
	if (reconciling->unavailable)
		return fail(err, ST_UNAVAILABLE, "%s",
			reconciling->unavailable_err.message);
	if (reconciling->unknown > 0)
		return fail(err, ST_BUSY,
			"%zu payment%s still in doubt (shop admin payments list "
			"--state unknown)",
			reconciling->unknown,
			reconciling->unknown == 1 ? " is" : "s are");
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct payments_reconcile_input *input = arg;
	struct reconciling reconciling = { .context = context,
		.order = input->order };
	enum status status;
	struct err other;

	if (input->order == 0) {
		status = run_all(&reconciling, err);
	} else {
		TRY(context_read(context, check_order, &reconciling, err));
		status = run_order(&reconciling, err);
	}
	if (status != ST_OK) {
		(void)end_list(&reconciling, &other);
		return status;
	}
	TRY(end_list(&reconciling, err));
	return verdict(&reconciling, err);
}

static const char *const examples[] = { "shop admin payments reconcile",
	"shop admin payments reconcile --order 1001", NULL };

const struct command command_admin_payments_reconcile = {
	.path = "admin payments reconcile",
	.summary = "ask payment providers about what is in doubt, and finish it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct payments_reconcile_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &payment_item_record,
};

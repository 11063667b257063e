#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_note_input {
	uint64_t order;
	const char *note;
};

static const struct param params[] = {
	OPERAND(struct order_note_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	OPERAND(struct order_note_input, const char *, note, "TEXT", KIND_LINES,
		"what is to be remembered; customers do not see it"),
};

static enum status
note(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_note_input *input = change->input;
	struct people people = context_people(change->context, txn);

	return order_note(&people, change->number, input->note, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_note_input *input = arg;

	return order_change_run(context, input, input->order, note, err);
}

static const char *const examples[] = { "shop admin order note 1001 'ring twice'",
	NULL };

const struct command command_admin_order_note = {
	.path = "admin order note",
	.summary = "write a note into an order's timeline",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_note_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

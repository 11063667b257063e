#include "cmd/customer_change.h"
#include "cmd/param.h"

struct note_input {
	const char *who;
	const char *text;
	bool replace;
};

static const struct param params[] = {
	OPERAND(struct note_input, const char *, who, "CUSTOMER", KIND_CUSTOMER,
		"a phone number, an e-mail address or an id"),
	OPERAND(struct note_input, const char *, text, "TEXT", KIND_LINES,
		"what is to be remembered; the customer does not see it"),
	OPTION(struct note_input, bool, replace, "replace", KIND_FLAG,
		"in place of what is noted so far; an empty text clears it"),
};

static enum status
note(struct txn *txn, const void *arg, struct customer *customer, struct err *err)
{
	const struct note_input *input = arg;

	if (input->replace || customer->note[0] == '\0') {
		customer->note = input->text;
		return ST_OK;
	}
	if (input->text[0] == '\0')
		return ST_OK;
	return arena_format(txn_arena(txn), &customer->note, err, "%s\n%s",
		customer->note, input->text);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct note_input *input = arg;
	struct customer_alteration alteration = {
		.context = context, .who = input->who, .input = input, .change = note
	};

	return customer_alter(&alteration, err);
}

static const char *const examples[] = {
	"shop admin customers note C1001 'prefers to be called after six'", NULL
};

const struct command command_admin_customers_note = {
	.path = "admin customers note",
	.summary = "note something about a customer",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct note_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &account_staff_record,
};

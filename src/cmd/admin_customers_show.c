#include "cmd/account_view.h"
#include "cmd/param.h"

struct show_input {
	const char *who;
};

static const struct param params[] = {
	OPERAND(struct show_input, const char *, who, "CUSTOMER", KIND_CUSTOMER,
		"a phone number, an e-mail address or an id"),
};

struct showing {
	struct context *context;
	const char *who;
	struct account_view view;
};

static enum status
find(struct txn *txn, void *arg, struct err *err)
{
	struct showing *showing = arg;
	struct people people = context_people(showing->context, txn);

	return customer_find(&people, showing->who, &showing->view.customer, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct show_input *input = arg;
	struct showing showing = { .context = context, .who = input->who };

	TRY(context_read(context, find, &showing, err));
	return output_record(
		context->output, &account_staff_record, &showing.view, err);
}

static const char *const examples[] = { "shop admin customers show +441632960001",
	NULL };

const struct command command_admin_customers_show = {
	.path = "admin customers show",
	.summary = "show everything about a customer",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct show_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &account_staff_record,
};

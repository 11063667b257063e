#include "cmd/customer_change.h"
#include "cmd/param.h"

struct disable_input {
	const char *who;
	bool enable;
};

static const struct param params[] = {
	OPERAND(struct disable_input, const char *, who, "CUSTOMER", KIND_CUSTOMER,
		"a phone number, an e-mail address or an id"),
	OPTION(struct disable_input, bool, enable, "enable", KIND_FLAG,
		"the contrary: let the customer log in again"),
};

static enum status
disable(struct txn *txn, const void *arg, struct customer *customer, struct err *err)
{
	const struct disable_input *input = arg;

	(void)txn;
	if (customer->disabled == !input->enable)
		return fail(err, ST_UNCHANGED, "customer '%s' is %s already",
			customer->customer, input->enable ? "enabled" : "disabled");
	customer->disabled = !input->enable;
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct disable_input *input = arg;
	struct customer_alteration alteration = { .context = context,
		.who = input->who,
		.input = input,
		.change = disable };

	return customer_alter(&alteration, err);
}

static const char *const examples[] = { "shop admin customers disable C1001",
	"shop admin customers disable C1001 --enable", NULL };

const struct command command_admin_customers_disable = {
	.path = "admin customers disable",
	.summary = "end a customer's sessions and let nobody log in",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct disable_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &account_staff_record,
};

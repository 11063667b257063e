#include "cmd/customer_change.h"
#include "cmd/param.h"

struct group_input {
	const char *who;
	const char *group;
};

static const struct param params[] = {
	OPERAND(struct group_input, const char *, who, "CUSTOMER", KIND_CUSTOMER,
		"a phone number, an e-mail address or an id"),
	{ .name = "GROUP",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND | PARAM_CLEARABLE,
		PARAM_OF(struct group_input, const char *, group),
		.help = "the group that promotions name; none takes the customer out "
			"of it" },
};

static enum status
put_into(struct txn *txn, const void *arg, struct customer *customer, struct err *err)
{
	const struct group_input *input = arg;

	(void)txn;
	(void)err;
	customer->group = input->group ? input->group : "";
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct group_input *input = arg;
	struct customer_alteration alteration = { .context = context,
		.who = input->who,
		.input = input,
		.change = put_into };

	return customer_alter(&alteration, err);
}

static const char *const examples[] = { "shop admin customers group C1001 club",
	"shop admin customers group C1001", NULL };

const struct command command_admin_customers_group = {
	.path = "admin customers group",
	.summary = "put a customer into a group, or out of it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct group_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &account_staff_record,
};

#include "cmd/account_view.h"
#include "cmd/param.h"

struct reading {
	struct context *context;
	struct account_view view;
};

static enum status
read_account(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct people people = context_people(reading->context, txn);

	return account_view_read(
		&people, reading->context->customer, &reading->view, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct reading reading = { .context = context };

	(void)arg;
	TRY(context_read(context, read_account, &reading, err));
	return output_record(
		context->output, &account_own_record, &reading.view, err);
}

static const char *const examples[] = { "shop account", "shop account --json=address",
	NULL };

const struct command command_account_show = {
	.path = "account show",
	.summary = "show one's account",
	.access = ACCESS_READ,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_FOR | COMMAND_GROUPED,
	.result = &account_own_record,
};

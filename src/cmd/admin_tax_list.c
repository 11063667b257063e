#include "cmd/rule_command.h"

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	(void)arg;
	return rule_list_run(context, RULE_TAX, err);
}

static const char *const examples[] = { "shop admin tax", NULL };

const struct command command_admin_tax_list = {
	.path = "admin tax list",
	.summary = "list the tax rates",
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &tax_view_record,
};

#include "cmd/rule_command.h"

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	(void)arg;
	return rule_list_run(context, RULE_SHIPPING, err);
}

static const char *const examples[] = { "shop admin shipping", NULL };

const struct command command_admin_shipping_list = {
	.path = "admin shipping list",
	.summary = "list the shipping methods",
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &shipping_view_record,
};

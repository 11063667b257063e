#include "cmd/rule_command.h"

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	(void)arg;
	return rule_list_run(context, RULE_SALE, err);
}

static const char *const examples[] = { "shop admin sale", NULL };

const struct command command_admin_sale_list = {
	.path = "admin sale list",
	.summary = "list the sales of the catalogue",
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &sale_view_record,
};

#include "cmd/rule_command.h"

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	(void)arg;
	return rule_list_run(context, RULE_PROMOTION, err);
}

static const char *const examples[] = { "shop admin promotion", NULL };

const struct command command_admin_promotion_list = {
	.path = "admin promotion list",
	.summary = "list the promotions and coupons",
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &promotion_view_record,
};

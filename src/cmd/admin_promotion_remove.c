#include "cmd/rule_command.h"

static const struct param params[] = {
	RULE_NAME_OPERAND("PROMOTION", KIND_PROMOTION, "what it is called"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_remove_run(context, RULE_PROMOTION, arg, err);
}

static const char *const examples[] = { "shop admin promotion remove bulk", NULL };

const struct command command_admin_promotion_remove = {
	.path = "admin promotion remove",
	.summary = "take a promotion away",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &promotion_view_record,
};

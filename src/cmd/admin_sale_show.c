#include "cmd/rule_command.h"

static const struct param params[] = {
	RULE_NAME_OPERAND("SALE", KIND_SALE, "what it is called"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_show_run(context, RULE_SALE, arg, err);
}

static const char *const examples[] = { "shop admin sale show winter", NULL };

const struct command command_admin_sale_show = {
	.path = "admin sale show",
	.summary = "show a sale",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &sale_view_record,
};

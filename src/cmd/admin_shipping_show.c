#include "cmd/rule_command.h"

static const struct param params[] = {
	RULE_NAME_OPERAND("METHOD", KIND_SHIPPING_METHOD, "what it is called"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_show_run(context, RULE_SHIPPING, arg, err);
}

static const char *const examples[] = { "shop admin shipping show parcel", NULL };

const struct command command_admin_shipping_show = {
	.path = "admin shipping show",
	.summary = "show a shipping method",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &shipping_view_record,
};

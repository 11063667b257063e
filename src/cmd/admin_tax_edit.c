#include "cmd/rule_command.h"

static const struct param params[] = {
	RULE_NAME_OPERAND(
		"TAX", KIND_TAX_RATE, "what the list calls it, such as standard/DE"),
	RULE_TAX_RATE(RULE_OPTION) RULE_TAX_OPTIONS(RULE_OPTION)
		RULE_TAX_UNSET(RULE_OPTION)
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_edit_run(context, RULE_TAX, arg, err);
}

static const char *const examples[] = { "shop admin tax edit standard/DE --rate 16",
	NULL };

const struct command command_admin_tax_edit = {
	.path = "admin tax edit",
	.summary = "change a tax rate",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &tax_view_record,
};

#include "cmd/rule_command.h"

static const struct param params[] = { RULE_TAX_NAMES(RULE_OPERAND) RULE_TAX_RATE(
	RULE_OPERAND) RULE_TAX_OPTIONS(RULE_OPTION) RULE_TAX_FROM(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_add_run(context, RULE_TAX, arg, err);
}

static const char *const examples[] = {
	"shop admin tax add standard DE 19 --included",
	"shop admin tax add reduced '*' 8.875 --from 2027-01-01", NULL
};

const struct command command_admin_tax_add = {
	.path = "admin tax add",
	.summary = "tax a class of products in a country",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &tax_view_record,
};

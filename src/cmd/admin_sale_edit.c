#include "cmd/rule_command.h"

static const struct param params[] = { RULE_NAME_OPERAND("SALE", KIND_SALE,
					       "what it is called"),
	RULE_SALE_OFF(RULE_OPTION) RULE_SALE_OPTIONS(RULE_OPTION)
		RULE_RANK_UNSET(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_edit_run(context, RULE_SALE, arg, err);
}

static const char *const examples[] = {
	"shop admin sale edit winter --off 40% --until ''", NULL
};

const struct command command_admin_sale_edit = {
	.path = "admin sale edit",
	.summary = "change a sale",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &sale_view_record,
};

#include "cmd/rule_command.h"

static const struct param params[] = { RULE_NAME_OPERAND("PROMOTION", KIND_PROMOTION,
					       "what it is called"),
	RULE_PROMOTION_OPTIONS(RULE_OPTION) RULE_PROMOTION_UNSET(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_edit_run(context, RULE_PROMOTION, arg, err);
}

static const char *const examples[] = {
	"shop admin promotion edit summer --limit 200 --until 2026-09-30",
	"shop admin promotion edit bulk --goods '' --quantity 10..", NULL
};

const struct command command_admin_promotion_edit = {
	.path = "admin promotion edit",
	.summary = "change a promotion",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &promotion_view_record,
};

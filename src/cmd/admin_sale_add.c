#include "cmd/rule_command.h"

static const struct param params[] = { RULE_SALE_NAMES(RULE_OPERAND)
		RULE_SALE_OFF(RULE_NEEDED) RULE_SALE_OPTIONS(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_add_run(context, RULE_SALE, arg, err);
}

static const char *const examples[] = {
	"shop admin sale add winter --off 30% --category Clothing --from 2026-12-20 "
	"--until 2026-12-30",
	"shop admin sale add rummage --off 5.00 --product TS-S-RED --product MUG-RED "
	"--exclusive",
	NULL
};

const struct command command_admin_sale_add = {
	.path = "admin sale add",
	.summary = "lower prices in a part of the catalogue",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &sale_view_record,
};

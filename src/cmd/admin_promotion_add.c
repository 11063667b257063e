#include "cmd/rule_command.h"

static const struct param params[] = { RULE_PROMOTION_NAMES(RULE_OPERAND)
		RULE_PROMOTION_OPTIONS(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_add_run(context, RULE_PROMOTION, arg, err);
}

static const char *const examples[] = {
	"shop admin promotion add bulk --off 10% --goods 50..",
	"shop admin promotion add summer --off 5.00 --coupon SUMMER --limit 100 "
	"--limit-per-customer 1 --until 2026-08-31",
	"shop admin promotion add club --group club --do "
	"off=10%,from=unit,category=Clothing --do off=100%,from=shipping",
	NULL
};

const struct command command_admin_promotion_add = {
	.path = "admin promotion add",
	.summary = "take something off carts that fulfil conditions",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &promotion_view_record,
};

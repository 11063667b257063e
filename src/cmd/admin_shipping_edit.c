#include "cmd/rule_command.h"

static const struct param params[] = {
	RULE_NAME_OPERAND("METHOD", KIND_SHIPPING_METHOD, "what it is called"),
	RULE_SHIPPING_PRICE(RULE_OPTION) RULE_SHIPPING_OPTIONS(RULE_OPTION)
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_edit_run(context, RULE_SHIPPING, arg, err);
}

static const char *const examples[] = {
	"shop admin shipping edit parcel --price 5.20 --goods ''", NULL
};

const struct command command_admin_shipping_edit = {
	.path = "admin shipping edit",
	.summary = "change a shipping method",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shipping_view_record,
};

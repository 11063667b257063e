#include "cmd/rule_command.h"

static const struct param params[] = { RULE_SHIPPING_NAMES(RULE_OPERAND)
		RULE_SHIPPING_PRICE(RULE_OPERAND)
			RULE_SHIPPING_OPTIONS(RULE_OPTION) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return rule_add_run(context, RULE_SHIPPING, arg, err);
}

static const char *const examples[] = { "shop admin shipping add parcel 4.90 "
					"--country DE --country AT --goods ..49.99",
	"shop admin shipping add freight 39 --weight-g 31500.. --tax-class standard",
	NULL };

const struct command command_admin_shipping_add = {
	.path = "admin shipping add",
	.summary = "ship in one more way",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shipping_view_record,
};

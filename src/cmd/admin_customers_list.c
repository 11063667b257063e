#include "cmd/customer_list.h"
#include "cmd/param.h"

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	int64_t count;

	(void)arg;
	TRY(customer_list_print(context, NULL, NULL, &count, err));
	if (count == 0)
		return output_say(context->output, err, "no customers yet");
	return ST_OK;
}

static const char *const examples[] = { "shop admin customers",
	"shop admin customers list --format csv", NULL };

const struct command command_admin_customers_list = {
	.path = "admin customers list",
	.summary = "list the customers",
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED | COMMAND_LONG,
	.result = &customer_record,
};

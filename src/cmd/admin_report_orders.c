#include "cmd/report_job.h"
#include "report/lists.h"

static const struct param params[] = {
	OPTION(struct report_input, const char *, period, "period", KIND_PERIOD,
		"all orders placed then (default: those under way)"),
	REPORT_OUTPUT,
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct report_input input = *(const struct report_input *)arg;

	input.under_way = !input.period;
	if (input.under_way)
		input.period = "..";
	return report_run(context, &input, report_orders, err);
}

static const char *const examples[] = { "shop admin report orders",
	"shop admin report orders --period 'last month'", NULL };

const struct command command_admin_report_orders = {
	.path = "admin report orders",
	.summary = "report how many orders are in which state, and what is owed",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &orders_row_record,
};

#include "cmd/report_job.h"
#include "report/lists.h"

static const struct param params[] = {
	REPORT_OUTPUT,
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		PARAM_OF(struct report_input, int64_t, limit),
		.help = "for so many orders, the oldest (default: 10000)" },
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_picking, err);
}

static const char *const examples[] = { "shop admin report picking",
	"shop admin report picking --limit 20 --format html -o picking.html", NULL };

const struct command command_admin_report_picking = {
	.path = "admin report picking",
	.summary = "report what to fetch for all orders that may be shipped",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &picking_row_record,
};

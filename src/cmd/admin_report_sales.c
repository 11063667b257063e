#include "cmd/report_job.h"
#include "report/row.h"
#include "report/sales.h"

static const struct param params[] = {
	REPORT_OPTIONS,
	REPORT_BY(report_by_names),
	REPORT_COMPARE,
	REPORT_LIMIT,
	REPORT_FILTERS,
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_sales, err);
}

static const char *const examples[] = { "shop admin report sales",
	"shop admin report sales --period 'last month' --format csv",
	"shop admin report sales --period 2026 --by month --compare year", NULL };

const struct command command_admin_report_sales = {
	.path = "admin report sales",
	.summary = "report what was sold, by day or anything else",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &report_row_record,
};

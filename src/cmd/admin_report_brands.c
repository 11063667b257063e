#include "cmd/report_job.h"
#include "report/row.h"
#include "report/sales.h"

static const struct param params[] = {
	REPORT_OPTIONS,
	REPORT_COMPARE,
	REPORT_LIMIT,
	REPORT_FILTERS,
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_brands, err);
}

static const char *const examples[] = {
	"shop admin report brands --period 'last month' --format csv",
	"shop admin report brands --period 2026-Q3 --compare previous --limit 10",
	NULL
};

const struct command command_admin_report_brands = {
	.path = "admin report brands",
	.summary = "report what each brand sold, the largest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &report_row_record,
};

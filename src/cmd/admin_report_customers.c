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
	return report_run(context, arg, report_customers, err);
}

static const char *const examples[] = {
	"shop admin report customers --period 2026 --limit 50",
	"shop admin report customers --period 'last month' --country DE", NULL
};

const struct command command_admin_report_customers = {
	.path = "admin report customers",
	.summary = "report who bought how much, the largest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &report_row_record,
};

#include "cmd/report_job.h"
#include "report/lists.h"

static const struct param params[] = {
	REPORT_OPTIONS,
	REPORT_BY(report_tax_by),
	REPORT_FILTER(country, "country", KIND_COUNTRY, "country"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_tax, err);
}

static const char *const examples[] = {
	"shop admin report tax --period 'last quarter'",
	"shop admin report tax --period 2026 --by month --country DE", NULL
};

const struct command command_admin_report_tax = {
	.path = "admin report tax",
	.summary = "report the tax by country and rate",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &tax_row_record,
};

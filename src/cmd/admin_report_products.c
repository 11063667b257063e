#include "cmd/report_job.h"
#include "report/row.h"
#include "report/sales.h"

static const struct param params[] = {
	REPORT_OPTIONS,
	REPORT_BY(report_products_by),
	REPORT_COMPARE,
	REPORT_LIMIT,
	REPORT_FILTERS,
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_products, err);
}

static const char *const examples[] = {
	"shop admin report products --period 'last month' --limit 20",
	"shop admin report products --by sku --brand Acme --compare previous", NULL
};

const struct command command_admin_report_products = {
	.path = "admin report products",
	.summary = "report what each product sold, the largest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &report_row_record,
};

#include "cmd/report_job.h"
#include "report/lists.h"

static const struct param params[] = {
	REPORT_OPTIONS,
	REPORT_BY(report_payments_by),
	REPORT_FILTER(payment_method, "payment-method", KIND_TEXT, "payment method"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return report_run(context, arg, report_payments, err);
}

static const char *const examples[] = {
	"shop admin report payments --period 'last month'",
	"shop admin report payments --period 2026 --by month", NULL
};

const struct command command_admin_report_payments = {
	.path = "admin report payments",
	.summary = "report the money that came and went, by payment method",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &payments_row_record,
};

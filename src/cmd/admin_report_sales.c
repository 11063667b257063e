#include "base/clock.h"
#include "cmd/param.h"
#include "report/sales.h"

struct report_sales_input {
	const char *period;
};

static const struct param params[] = {
	OPTION(struct report_sales_input, const char *, period, "period", KIND_PERIOD,
		"the days to report (default: this month)"),
};

struct report_envelope {
	int64_t count;
	struct sales_day total;
	const char *currency;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct report_envelope, count) },
	{ FIELD(2, FIELD_RECORD, struct report_envelope, total),
		.record = &sales_day_record },
	{ FIELD(3, FIELD_TEXT, struct report_envelope, currency) },
};
static const struct record_type envelope_record = { .name = "sales report",
	RECORD_FIELDS(struct report_envelope, envelope_fields) };

struct reporting {
	struct period period;
	struct list days;
	struct sales_day sum;
};

static enum status
read_days(struct txn *txn, void *arg, struct err *err)
{
	struct reporting *reporting = arg;

	return sales_by_day(
		txn, &reporting->period, &reporting->days, &reporting->sum, err);
}

static enum status
print(struct context *context, const struct reporting *reporting, struct err *err)
{
	const struct sales_day *days = reporting->days.items;
	struct report_envelope envelope = { (int64_t)reporting->days.count,
		reporting->sum, context->currency };
	size_t i;

	TRY(output_list_begin(context->output, &sales_day_record, err));
	for (i = 0; i < reporting->days.count; i++)
		TRY(output_row(context->output, &days[i], err));
	if (output_is_table(context->output))
		TRY(output_row(context->output, &reporting->sum, err));
	return output_list_end(context->output, &envelope_record, &envelope, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct report_sales_input *input = arg;
	const char *period = input->period ? input->period : "this month";
	struct reporting reporting = { .days = { NULL, 0 } };

	if (!period_parse(period, clock_now(), &reporting.period))
		return fail(err, ST_USAGE, "'%s' is not a period", period);
	TRY(context_read(context, read_days, &reporting, err));
	return print(context, &reporting, err);
}

static const char *const examples[] = { "shop admin report sales",
	"shop admin report sales --period 'last month' --format csv", NULL };

const struct command command_admin_report_sales = {
	.path = "admin report sales",
	.summary = "report orders, units and sales by day",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_sales_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &sales_day_record,
};

#include "cmd/report_job.h"
#include "report/journal.h"
#include "store/setting.h"

static const struct param params[] = { REPORT_OPTIONS };

struct journal_job {
	struct context *context;
	struct report_days days;
};

static enum status
take(void *arg, const void *data, size_t size, struct err *err)
{
	struct context *context = arg;

	return output_text(context->output, data, size, true, err);
}

static enum status
read_journal(struct txn *txn, void *arg, struct err *err)
{
	const struct journal_job *job = arg;
	struct context *context = job->context;
	struct journal_request request = { .days = job->days,
		.zone = context->zone,
		.currency = context->currency,
		.decimals = context->decimals };

	TRY(setting_get(txn, "shop.name", &request.shop, err));
	return journal_write(txn, &request, take, context, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct journal_job job = { .context = context };
	struct report_job report;

	if (context->global->format != FORMAT_UNSET)
		return fail(err, ST_USAGE,
			"a journal has a format of its own (no --format or --json)");
	TRY(report_job_begin(context, arg, &report, err));
	job.days = report.days;
	if (!report.nothing_new)
		TRY(context_read(context, read_journal, &job, err));
	return report_job_end(context, &report, err);
}

static const char *const examples[] = {
	"shop admin report journal --period 'last month' -o 2026-10.journal",
	"shop admin report journal --period 2026 | hledger -f - incomestatement", NULL
};

const struct command command_admin_report_journal = {
	.path = "admin report journal",
	.summary = "write the books as a journal for hledger or ledger",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
};

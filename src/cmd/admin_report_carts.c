#include "cmd/report_job.h"
#include "report/lists.h"

struct carts_input {
	struct report_input report; /* what its options fill */
	bool idle_given;
};

static const struct param params[] = {
	{ .name = "idle",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct carts_input, int64_t, report.idle),
		.given_offset = offsetof(struct carts_input, idle_given),
		.value_name = "DAYS",
		.help = "that nobody has changed for so many days (default: 1)" },
	REPORT_OUTPUT,
	REPORT_LIMIT,
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct carts_input input = *(const struct carts_input *)arg;

	if (!input.idle_given)
		input.report.idle = 1;
	return report_run(context, &input.report, report_carts, err);
}

static const char *const examples[] = { "shop admin report carts",
	"shop admin report carts --idle 7 --json", NULL };

const struct command command_admin_report_carts = {
	.path = "admin report carts",
	.summary = "report the carts that were left behind",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct carts_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &carts_row_record,
};

#include "cmd/report_job.h"

#include "base/clock.h"

static const char PERIOD_DEFAULT[] = "this month";

enum status
report_job_begin(struct context *context, const struct report_input *input,
	struct report_job *job, struct err *err)
{
	const char *period = input->period ? input->period : PERIOD_DEFAULT;

	(void)context;
	*job = (struct report_job){ .input = input, .lock = -1, .now = clock_now() };
	if (!period_parse_days(period, job->now, &job->days.from, &job->days.until))
		return fail(err, ST_USAGE, "'%s' is not a period", period);
	return ST_OK;
}

enum status
report_job_end(struct context *context, struct report_job *job, struct err *err)
{
	(void)context;
	(void)job;
	(void)err;
	return ST_OK;
}

#include "base/period.h"
#include "cmd/report_job.h"
#include "cmd/report_print.h"

struct making {
	struct context *context;
	const struct report_input *input;
	struct report_request request;
	report_make_fn *make;
	struct report report;
};

static void
ask(struct making *making, const struct report_job *job)
{
	const struct report_input *input = making->input;
	enum output_format format = output_format(making->context->output);

	making->request = (struct report_request){
		.days = job->days,
		.today = day_of(job->now),
		.now = job->now,
		.by = input->by,
		.compare = input->compare,
		.limit = input->limit,
		.idle = input->idle,
		.under_way = input->under_way,
		.sku = input->sku,
		.product = input->product,
		.category = input->category,
		.brand = input->brand,
		.country = input->country,
		.payment_method = input->payment_method,
		.draws = format == FORMAT_TABLE || format == FORMAT_HTML,
		.is_page = format == FORMAT_HTML,
		.currency = making->context->currency,
		.decimals = making->context->decimals,
	};
}

static enum status
make(struct txn *txn, void *arg, struct err *err)
{
	struct making *making = arg;
	struct people people = context_people(making->context, txn);
	struct customer customer;

	if (making->input->customer) {
		TRY(customer_find(&people, making->input->customer, &customer, err));
		making->request.customer = customer.id;
	}
	return making->make(txn, &making->request, &making->report, err);
}

enum status
report_run(struct context *context, const struct report_input *input,
	report_make_fn *make_fn, struct err *err)
{
	struct making making = {
		.context = context, .input = input, .make = make_fn
	};
	struct report_job job;

	TRY(report_job_begin(context, input, &job, err));
	if (!job.nothing_new) {
		ask(&making, &job);
		TRY(context_read(context, make, &making, err));
		TRY(report_print(context, &making.report, err));
	}
	return report_job_end(context, &job, err);
}

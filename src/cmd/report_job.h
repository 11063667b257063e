#ifndef SHOP_CMD_REPORT_JOB_H
#define SHOP_CMD_REPORT_JOB_H

#include "cmd/param.h"
#include "report/report.h"
#include "store/mark.h"

/*
 * What all reports take, and how one is run, by hand or by cron.
 */
struct report_input {
	const char *period;
	const char *since_last; /* a job's name */
	const char *output;     /* -o FILE */
	int by;
	int compare;
	int64_t limit;
	int64_t idle; /* days, of carts */
	bool under_way;
	const char *sku;
	const char *product;
	const char *category;
	const char *brand;
	const char *country;
	const char *payment_method;
	const char *customer;
};

/* The options of reports of a time; and what those of now take, too. */
#define REPORT_OPTIONS \
	OPTION(struct report_input, const char *, period, "period", KIND_PERIOD, \
		"the days to report (default: this month)"), \
		REPORT_NAMED(since_last, "since-last", "NAME", \
			"the whole days since the job of that name last ran"), \
		REPORT_OUTPUT
#define REPORT_NAMED(member, option, value, text) \
	{ \
		.name = (option), .kind = KIND_TEXT, \
		PARAM_OF(struct report_input, const char *, member), \
		.value_name = (value), .help = (text) \
	}
#define REPORT_OUTPUT \
	{ \
		.name = "output", .letter = 'o', .kind = KIND_PATH, \
		PARAM_OF(struct report_input, const char *, output), \
		.value_name = "FILE", .help = "write to a file, whole or not at all" \
	}

/* What rows are by, the first of the choices unless said. */
#define REPORT_BY(names) \
	{ \
		.name = "by", .kind = KIND_CHOICE, \
		PARAM_OF(struct report_input, int, by), .value_name = "WHAT", \
		.choices = (names), .help = "what rows are by" \
	}
#define REPORT_COMPARE \
	{ \
		.name = "compare", .kind = KIND_CHOICE, \
		PARAM_OF(struct report_input, int, compare), \
		.choices = report_compare_names, \
		.help = "with the period before, or the year before" \
	}
#define REPORT_LIMIT \
	{ \
		.name = "limit", .letter = 'n', .kind = KIND_COUNT, \
		PARAM_OF(struct report_input, int64_t, limit), \
		.help = "so many rows, and one for the others (default: all)" \
	}
#define REPORT_FILTER(member, option, kind, what) \
	OPTION(struct report_input, const char *, member, option, kind, \
		"only of this " what)
#define REPORT_FILTERS \
	REPORT_FILTER(sku, "sku", KIND_SKU, "SKU"), \
		REPORT_NAMED(product, "product", "PRODUCT", "only of this product"), \
		REPORT_FILTER(category, "category", KIND_CATEGORY, \
			"category and those below it"), \
		REPORT_FILTER(brand, "brand", KIND_BRAND, "brand"), \
		REPORT_FILTER(country, "country", KIND_COUNTRY, "country"), \
		REPORT_FILTER(customer, "customer", KIND_CUSTOMER, "customer"), \
		REPORT_NAMED(payment_method, "payment-method", "METHOD", \
			"only of this payment method")

/*
 * A job: its days, and what has to be done once its output is safely there.
 *
 * --since-last NAME reports the whole days behind the mark of that name, up to
 * yesterday; its first run those of --period, or yesterday. Marks are each report's
 * own: "sales" and "tax" of one name do not take each other's days. The mark moves
 * only once the output is on disk (or was written to stdout): the report is lost in
 * no crash. With -o, where the file and its digest are noted in the shop before FILE
 * gets its name, it is in none counted twice, either: the next run sees whether FILE
 * holds what was noted. One job runs at a time (job.lock); a second waits (--wait),
 * then finds nothing to do: success, without output, FILE as it was.
 */
struct report_job {
	struct report_days days;
	bool nothing_new; /* of --since-last: all days are reported; end is harmless
			   */
	/* cmd/report_job.c's own. */
	const struct report_input *input;
	const char *name; /* the mark's */
	struct mark mark;
	bool marked; /* it has moved before */
	int lock;    /* -1: not held */
	int64_t now;
};

/* Finds out the days, and makes context->output one for FILE (output_for_file), so it
 * comes before anything is printed. ST_USAGE for a period that is none, for --period
 * together with --since-last of a job that has a mark, and for --since-last in a
 * batch or with --quiet and neither FILE nor format; ST_BUSY where the clock is
 * behind the mark or another job runs. */
enum status report_job_begin(struct context *context,
	const struct report_input *input, struct report_job *job, struct err *err);
/* Writes what context->output holds to FILE (beside it, synced, then renamed), or to
 * stdout if a mark waits for it, and moves the mark. Without either it does nothing:
 * the dispatcher prints. ST_CANNOT_CREATE and ST_IO where FILE cannot be had: it is
 * as it was, nothing is printed, and the mark has not moved. */
enum status report_job_end(
	struct context *context, struct report_job *job, struct err *err);

/* All of it for a report that is a struct report: begin, make in one read
 * transaction, show (cmd/report_print.h), end. by is what rows are by unless said. */
enum status report_run(struct context *context, const struct report_input *input,
	report_make_fn *make, struct err *err);

#endif

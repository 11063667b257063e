#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "books/books.h"
#include "report/list_parts.h"
#include "report/lists.h"

/* The first, and then enum day_unit. */
const char *const report_payments_by[] = { "payment-method", "day", "week", "month",
	"quarter", "year", NULL };

struct payments_row {
	const char *label; /* "total" for the sum */
	int64_t payments;
	int64_t received;
	int64_t repayments;
	int64_t repaid;
	int64_t net;
};

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct payments_row, label) },
	{ FIELD(2, FIELD_COUNT, struct payments_row, payments) },
	{ FIELD(3, FIELD_MONEY, struct payments_row, received) },
	{ FIELD(4, FIELD_COUNT, struct payments_row, repayments),
		.flags = FIELD_QUIET },
	{ FIELD(5, FIELD_MONEY, struct payments_row, repaid), .flags = FIELD_QUIET },
	{ FIELD(6, FIELD_MONEY, struct payments_row, net) },
};

const struct record_type payments_row_record = { .name = "payments",
	RECORD_FIELDS(struct payments_row, row_fields) };

static const struct record_type sum_record = { .name = "sum of payments",
	.size = sizeof(struct payments_row),
	.fields = row_fields + 1,
	.field_count = sizeof(row_fields) / sizeof(row_fields[0]) - 1,
	.schema = 1 };

struct payments {
	struct txn *txn;
	const struct report_request *request;
	bool by_time;
	struct report_days days; /* that are named */
	struct list_times times;
	struct sorted methods;
	struct payments_row *rows;
	size_t count;
	struct payments_row sum;
};

static enum status
add(struct payments_row *row, const struct book_payment *more, struct err *err)
{
	row->payments += more->payments;
	row->repayments += more->repayments;
	if (!money_add(row->received, more->received, &row->received) ||
		!money_add(row->repaid, more->repaid, &row->repaid) ||
		!money_subtract(row->received, row->repaid, &row->net))
		return fail(err, ST_BAD_DATA, "the sum of the payments is too large");
	return ST_OK;
}

static int
compare_labels(const void *a, const void *b)
{
	const struct payments_row *one = a;
	const struct payments_row *other = b;

	return strcmp(one->label, other->label);
}

/* What brought most first. */
static int
compare_net(const void *a, const void *b)
{
	const struct payments_row *one = a;
	const struct payments_row *other = b;

	if (one->net != other->net)
		return one->net > other->net ? -1 : 1;
	return compare_labels(a, b);
}

static enum status
find_row(struct payments *payments, const struct book_day *day,
	const struct book_payment *payment, struct payments_row **row,
	struct err *err)
{
	struct payments_row new = { .label = payment->method };
	void *found;

	if (payments->by_time) {
		*row = &payments->rows[list_times_at(&payments->times, day->day)];
		return ST_OK;
	}
	TRY(sorted_at(&payments->methods, &new, &found, err));
	*row = found;
	return ST_OK;
}

static enum status
add_day(struct payments *payments, const struct book_day *day, struct err *err)
{
	const char *method = payments->request->payment_method;
	const struct book_payment *items = day->payments.items;
	struct payments_row *row;

	for (size_t i = 0; i < day->payments.count; i++) {
		if (method && method[0] && strcmp(method, items[i].method) != 0)
			continue;
		TRY(find_row(payments, day, &items[i], &row, err));
		TRY(add(row, &items[i], err));
		TRY(add(&payments->sum, &items[i], err));
	}
	return ST_OK;
}

/* A day's details stay in memory, whose methods rows are named after: there are no
 * more than days. */
static enum status
read_days(struct payments *payments, const struct report_days *days, struct err *err)
{
	struct book_scan *scan;
	struct book_day day;
	bool found;

	TRY(books_open(payments->txn, days->from, days->until, true, &scan, err));
	for (;;) {
		TRY(books_next(scan, &day, &found, err));
		if (!found)
			return ST_OK;
		TRY(add_day(payments, &day, err));
	}
}

static enum status
read_times(struct payments *payments, struct err *err)
{
	struct list_times *times = &payments->times;
	enum day_unit unit = (enum day_unit)(payments->request->by - 1);

	TRY(list_times_open(payments->txn, payments->request, unit, times, err));
	TRY(ARENA_NEW(txn_arena(payments->txn), times->count, &payments->rows, err));
	payments->count = times->count;
	for (size_t i = 0; i < times->count; i++)
		payments->rows[i].label = times->labels[i];
	payments->days = times->days;
	return read_days(payments, &times->days, err);
}

static enum status
read_methods(struct payments *payments, struct err *err)
{
	payments->methods = (struct sorted){ .arena = txn_arena(payments->txn),
		.size = sizeof(struct payments_row),
		.compare = compare_labels };
	TRY(list_shown_days(payments->txn, payments->request, &payments->days, err));
	TRY(read_days(payments, &payments->days, err));
	payments->rows = payments->methods.items;
	payments->count = payments->methods.count;
	if (payments->count > 0)
		qsort(payments->rows, payments->count, sizeof(*payments->rows),
			compare_net);
	return ST_OK;
}

struct payments_envelope {
	int64_t count;
	const char *from;
	const char *until;
	const char *currency;
	struct payments_row sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct payments_envelope, count) },
	{ FIELD(2, FIELD_TEXT, struct payments_envelope, from) },
	{ FIELD(3, FIELD_TEXT, struct payments_envelope, until) },
	{ FIELD(4, FIELD_TEXT, struct payments_envelope, currency) },
	{ FIELD(5, FIELD_RECORD, struct payments_envelope, sum),
		.record = &sum_record },
};
static const struct record_type envelope_record = { .name = "report of payments",
	RECORD_FIELDS(struct payments_envelope, envelope_fields) };

static enum status
fill_envelope(const struct payments *payments, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(payments->txn);
	struct payments_envelope *envelope;
	struct list_time time;

	TRY(ARENA_NEW(arena, 1, &envelope, err));
	TRY(list_time(arena, &payments->days, &time, err));
	*envelope = (struct payments_envelope){ (int64_t)payments->count, time.from,
		time.until, payments->request->currency, payments->sum };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	report->sum = &envelope->sum;
	return list_time_words(arena, &time, &report->period, err);
}

static enum status
fill_chart(const struct payments *payments, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(payments->txn);
	struct report_chart chart = { .kind = payments->by_time ? CHART_TIME
								: CHART_RANK,
		.unit = UNIT_MONEY };
	struct report_bar *bars;

	if (!payments->request->draws)
		return ST_OK;
	TRY(ARENA_NEW(arena, payments->count, &bars, err));
	for (size_t i = 0; i < payments->count; i++)
		bars[i] = (struct report_bar){ payments->rows[i].label,
			payments->rows[i].net, NUMBER_NONE };
	chart.bars = (struct list){ bars, payments->count };
	TRY(list_by_words(arena, "net payments", report_payments_by,
		payments->request->by, &chart.title, err));
	return list_chart(arena, &chart, report, err);
}

static enum status
fill_report(const struct payments *payments, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(payments->txn);
	const struct report_figure figures[] = {
		{ "net payments", UNIT_MONEY, payments->sum.net, NUMBER_NONE },
		{ "received", UNIT_MONEY, payments->sum.received, NUMBER_NONE },
		{ "repaid", UNIT_MONEY, payments->sum.repaid, NUMBER_NONE },
		{ "payments", UNIT_COUNT, payments->sum.payments, NUMBER_NONE },
	};

	*report = (struct report){ .name = "payments",
		.before = "",
		.rows = { payments->rows, payments->count } };
	TRY(list_by_words(arena, "Payments", report_payments_by,
		payments->request->by, &report->title, err));
	TRY(list_row_type(arena, &payments_row_record,
		payments->by_time ? report_payments_by[payments->request->by]
				  : "payment_method",
		&report->row, err));
	TRY(fill_envelope(payments, report, err));
	TRY(fill_chart(payments, report, err));
	return list_figures(arena, figures, sizeof(figures) / sizeof(figures[0]),
		&report->figures, err);
}

enum status
report_payments(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct payments payments = { .txn = txn,
		.request = request,
		.by_time = request->by > 0,
		.sum = { .label = "total" } };

	TRY(payments.by_time ? read_times(&payments, err)
			     : read_methods(&payments, err));
	if (payments.days.from >= payments.days.until)
		payments.days = request->days;
	return fill_report(&payments, report, err);
}

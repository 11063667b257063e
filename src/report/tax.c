#include <string.h>

#include "base/money.h"
#include "books/books.h"
#include "pricing/percent.h"
#include "report/list_parts.h"
#include "report/lists.h"

/* The first, and then enum day_unit. */
const char *const report_tax_by[] = { "country", "day", "week", "month", "quarter",
	"year", NULL };

struct tax_row {
	const char *label; /* "total" for the sum */
	const char *rate;  /* in percent; "": not taxed */
	int64_t base;
	int64_t tax;
	int64_t base_refunded;
	int64_t tax_refunded;
	int64_t net_base;
	int64_t net_tax;
	int64_t millionths; /* the rate as a number */
};

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct tax_row, label) },
	{ FIELD(2, FIELD_TEXT, struct tax_row, rate),
		.flags = FIELD_SHARE | FIELD_NULLABLE },
	{ FIELD(3, FIELD_MONEY, struct tax_row, base) },
	{ FIELD(4, FIELD_MONEY, struct tax_row, tax) },
	{ FIELD(5, FIELD_MONEY, struct tax_row, base_refunded),
		.flags = FIELD_QUIET },
	{ FIELD(6, FIELD_MONEY, struct tax_row, tax_refunded), .flags = FIELD_QUIET },
	{ FIELD(7, FIELD_MONEY, struct tax_row, net_base) },
	{ FIELD(8, FIELD_MONEY, struct tax_row, net_tax) },
};

/* Rows of time have no rate. */
static const struct field time_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct tax_row, label) },
	{ FIELD(3, FIELD_MONEY, struct tax_row, base) },
	{ FIELD(4, FIELD_MONEY, struct tax_row, tax) },
	{ FIELD(5, FIELD_MONEY, struct tax_row, base_refunded),
		.flags = FIELD_QUIET },
	{ FIELD(6, FIELD_MONEY, struct tax_row, tax_refunded), .flags = FIELD_QUIET },
	{ FIELD(7, FIELD_MONEY, struct tax_row, net_base) },
	{ FIELD(8, FIELD_MONEY, struct tax_row, net_tax) },
};

const struct record_type tax_row_record = { .name = "tax",
	RECORD_FIELDS(struct tax_row, row_fields) };
static const struct record_type time_record = { .name = "tax",
	RECORD_FIELDS(struct tax_row, time_fields) };
static const struct record_type sum_record = { .name = "sum of tax",
	.size = sizeof(struct tax_row),
	.fields = time_fields + 1,
	.field_count = sizeof(time_fields) / sizeof(time_fields[0]) - 1,
	.schema = 1 };

struct taxes {
	struct txn *txn;
	const struct report_request *request;
	bool by_time;
	struct report_days days; /* that are named */
	struct list_times times;
	struct sorted rates; /* by country and rate */
	struct tax_row *rows;
	size_t count;
	struct tax_row sum;
};

static enum status
add(struct tax_row *row, const struct book_tax *more, struct err *err)
{
	if (!money_add(row->base, more->base, &row->base) ||
		!money_add(row->tax, more->tax, &row->tax) ||
		!money_add(row->base_refunded, more->base_refunded,
			&row->base_refunded) ||
		!money_add(
			row->tax_refunded, more->tax_refunded, &row->tax_refunded) ||
		!money_subtract(row->base, row->base_refunded, &row->net_base) ||
		!money_subtract(row->tax, row->tax_refunded, &row->net_tax))
		return fail(err, ST_BAD_DATA, "the sum of the taxes is too large");
	return ST_OK;
}

/* Of a country the highest rate first, and what is not taxed last. */
static int
compare(const void *a, const void *b)
{
	const struct tax_row *one = a;
	const struct tax_row *other = b;
	int by_country = strcmp(one->label, other->label);

	if (by_country != 0)
		return by_country;
	return (one->millionths < other->millionths) -
	       (one->millionths > other->millionths);
}

static enum status
find_row(struct taxes *taxes, const struct book_day *day, const struct book_tax *tax,
	struct tax_row **row, struct err *err)
{
	struct tax_row new = {
		.label = tax->country, .rate = "", .millionths = tax->rate
	};
	void *found;

	if (taxes->by_time) {
		*row = &taxes->rows[list_times_at(&taxes->times, day->day)];
		return ST_OK;
	}
	TRY(sorted_at(&taxes->rates, &new, &found, err));
	*row = found;
	return ST_OK;
}

static enum status
add_day(struct taxes *taxes, const struct book_day *day, struct err *err)
{
	const char *country = taxes->request->country;
	const struct book_tax *items = day->taxes.items;
	struct tax_row *row;

	for (size_t i = 0; i < day->taxes.count; i++) {
		if (country && country[0] && strcmp(country, items[i].country) != 0)
			continue;
		TRY(find_row(taxes, day, &items[i], &row, err));
		TRY(add(row, &items[i], err));
		TRY(add(&taxes->sum, &items[i], err));
	}
	return ST_OK;
}

/* A day's details stay in memory, whose countries rows are named after: there are no
 * more than days. */
static enum status
read_days(struct taxes *taxes, const struct report_days *days, struct err *err)
{
	struct book_scan *scan;
	struct book_day day;
	bool found;

	TRY(books_open(taxes->txn, days->from, days->until, true, &scan, err));
	for (;;) {
		TRY(books_next(scan, &day, &found, err));
		if (!found)
			return ST_OK;
		TRY(add_day(taxes, &day, err));
	}
}

static enum status
read_times(struct taxes *taxes, struct err *err)
{
	struct list_times *times = &taxes->times;
	enum day_unit unit = (enum day_unit)(taxes->request->by - 1);

	TRY(list_times_open(taxes->txn, taxes->request, unit, times, err));
	TRY(ARENA_NEW(txn_arena(taxes->txn), times->count, &taxes->rows, err));
	taxes->count = times->count;
	for (size_t i = 0; i < times->count; i++)
		taxes->rows[i].label = times->labels[i];
	taxes->days = times->days;
	return read_days(taxes, &times->days, err);
}

static enum status
read_rates(struct taxes *taxes, struct err *err)
{
	struct arena *arena = txn_arena(taxes->txn);
	char text[PERCENT_TEXT_MAX];

	taxes->rates = (struct sorted){
		.arena = arena, .size = sizeof(struct tax_row), .compare = compare
	};
	TRY(list_shown_days(taxes->txn, taxes->request, &taxes->days, err));
	TRY(read_days(taxes, &taxes->days, err));
	taxes->rows = taxes->rates.items;
	taxes->count = taxes->rates.count;
	for (size_t i = 0; i < taxes->count; i++) {
		if (taxes->rows[i].millionths == NUMBER_NONE)
			continue;
		percent_format(taxes->rows[i].millionths, text);
		TRY(arena_text(arena, text, &taxes->rows[i].rate, err));
	}
	return ST_OK;
}

struct tax_envelope {
	int64_t count;
	const char *from;
	const char *until;
	const char *currency;
	struct tax_row sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct tax_envelope, count) },
	{ FIELD(2, FIELD_TEXT, struct tax_envelope, from) },
	{ FIELD(3, FIELD_TEXT, struct tax_envelope, until) },
	{ FIELD(4, FIELD_TEXT, struct tax_envelope, currency) },
	{ FIELD(5, FIELD_RECORD, struct tax_envelope, sum), .record = &sum_record },
};
static const struct record_type envelope_record = { .name = "report of tax",
	RECORD_FIELDS(struct tax_envelope, envelope_fields) };

static enum status
fill_envelope(const struct taxes *taxes, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(taxes->txn);
	struct tax_envelope *envelope;
	struct list_time time;

	TRY(ARENA_NEW(arena, 1, &envelope, err));
	TRY(list_time(arena, &taxes->days, &time, err));
	*envelope = (struct tax_envelope){ (int64_t)taxes->count, time.from,
		time.until, taxes->request->currency, taxes->sum };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	report->sum = &envelope->sum;
	return list_time_words(arena, &time, &report->period, err);
}

static enum status
name_bar(const struct taxes *taxes, const struct tax_row *row, const char **label,
	struct err *err)
{
	struct arena *arena = txn_arena(taxes->txn);
	const char *country = row->label[0] ? row->label : "no country";

	if (taxes->by_time)
		return arena_text(arena, row->label, label, err);
	if (row->rate[0] == '\0')
		return arena_format(arena, label, err, "%s, no tax", country);
	return arena_format(arena, label, err, "%s %s%%", country, row->rate);
}

static enum status
fill_chart(const struct taxes *taxes, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(taxes->txn);
	struct report_chart chart = {
		.kind = taxes->by_time ? CHART_TIME : CHART_RANK, .unit = UNIT_MONEY
	};
	struct report_bar *bars;

	if (!taxes->request->draws)
		return ST_OK;
	TRY(ARENA_NEW(arena, taxes->count, &bars, err));
	for (size_t i = 0; i < taxes->count; i++) {
		bars[i] = (struct report_bar){ "", taxes->rows[i].net_tax,
			NUMBER_NONE };
		TRY(name_bar(taxes, &taxes->rows[i], &bars[i].label, err));
	}
	chart.bars = (struct list){ bars, taxes->count };
	TRY(list_by_words(arena, "net tax", report_tax_by, taxes->request->by,
		&chart.title, err));
	return list_chart(arena, &chart, report, err);
}

static enum status
fill_report(const struct taxes *taxes, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(taxes->txn);
	const struct report_figure figures[] = {
		{ "net tax", UNIT_MONEY, taxes->sum.net_tax, NUMBER_NONE },
		{ "on", UNIT_MONEY, taxes->sum.net_base, NUMBER_NONE },
		{ "charged", UNIT_MONEY, taxes->sum.tax, NUMBER_NONE },
		{ "given back", UNIT_MONEY, taxes->sum.tax_refunded, NUMBER_NONE },
	};

	*report = (struct report){
		.name = "tax", .before = "", .rows = { taxes->rows, taxes->count }
	};
	report->title = "Tax by country and rate";
	if (taxes->by_time)
		TRY(list_by_words(arena, "Tax", report_tax_by, taxes->request->by,
			&report->title, err));
	TRY(list_row_type(arena, taxes->by_time ? &time_record : &tax_row_record,
		report_tax_by[taxes->request->by], &report->row, err));
	TRY(fill_envelope(taxes, report, err));
	TRY(fill_chart(taxes, report, err));
	return list_figures(arena, figures, sizeof(figures) / sizeof(figures[0]),
		&report->figures, err);
}

enum status
report_tax(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct taxes taxes = { .txn = txn,
		.request = request,
		.by_time = request->by > 0,
		.sum = { .label = "total", .rate = "" } };

	TRY(taxes.by_time ? read_times(&taxes, err) : read_rates(&taxes, err));
	if (taxes.days.from >= taxes.days.until)
		taxes.days = request->days;
	return fill_report(&taxes, report, err);
}

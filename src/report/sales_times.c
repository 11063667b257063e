#include "report/lines.h"
#include "report/sales.h"

#define LABEL_SIZE 16

/* The days of a time, from the day rows or from a cut: what a filter lets through is
 * in no row. */
struct day_source {
	struct book_scan *scan; /* NULL: groups */
	struct list groups;     /* of struct cut_group */
	size_t next;
	struct book_day ahead; /* the next day, if any */
	bool found;
};

static enum status
read_ahead(struct day_source *source, struct err *err)
{
	const struct cut_group *groups = source->groups.items;

	if (source->scan)
		return books_next(source->scan, &source->ahead, &source->found, err);
	source->found = source->next < source->groups.count;
	if (source->found) {
		source->ahead.day = groups[source->next].day;
		source->ahead.figures = groups[source->next].figures;
		source->next++;
	}
	return ST_OK;
}

static enum status
open_source(struct txn *txn, const struct sales *sales,
	const struct report_days *days, struct day_source *source, struct err *err)
{
	*source = (struct day_source){ .scan = NULL };
	if (sales_is_filtered(sales->request)) {
		struct cut cut = sales_cut_of(sales, days, CUT_DAY);
		struct figures sum;

		TRY(books_cut(txn, &cut, &source->groups, &sum, err));
	} else {
		TRY(books_open(
			txn, days->from, days->until, false, &source->scan, err));
	}
	return read_ahead(source, err);
}

/* Adds the days that come before one to a sum. */
static enum status
add_days(struct day_source *source, int32_t until, struct figures *sum,
	struct err *err)
{
	while (source->found && source->ahead.day < until) {
		TRY(sales_add(sum, &source->ahead.figures, err));
		TRY(read_ahead(source, err));
	}
	return ST_OK;
}

bool
sales_by_time(int by)
{
	return by <= BY_YEAR;
}

static int32_t
time_end(const struct sales *sales, int32_t day)
{
	int32_t end = day_unit_move(day, (enum day_unit)sales->request->by, 1);

	return end < sales->days.until ? end : sales->days.until;
}

static enum status
count_times(struct sales *sales, struct err *err)
{
	size_t count = 0;

	for (int32_t day = sales->days.from; day < sales->days.until;
		day = time_end(sales, day))
		if (++count > REPORT_TIMES_MAX)
			return fail(err, ST_USAGE,
				"the period has more than %d rows by %s (--by year, "
				"or a shorter --period)",
				REPORT_TIMES_MAX,
				report_by_names[sales->request->by]);
	sales->count = count;
	sales->found = count;
	return ST_OK;
}

static enum status
make_times(struct txn *txn, struct sales *sales, struct err *err)
{
	int32_t day = sales->days.from;
	char(*labels)[LABEL_SIZE];

	TRY(ARENA_NEW(txn_arena(txn), sales->count, &sales->lines, err));
	TRY(ARENA_NEW(txn_arena(txn), sales->count, &labels, err));
	for (size_t i = 0; i < sales->count; i++) {
		day_unit_format(day, (enum day_unit)sales->request->by, labels[i]);
		sales->lines[i].label = labels[i];
		sales->lines[i].name = "";
		day = time_end(sales, day);
	}
	return ST_OK;
}

static enum status
add_now(struct day_source *source, struct sales *sales, struct err *err)
{
	int32_t day = sales->days.from;

	for (size_t i = 0; i < sales->count; i++) {
		struct sales_line *line = &sales->lines[i];

		day = time_end(sales, day);
		TRY(add_days(source, day, &line->figures, err));
		TRY(sales_add(&sales->sum.figures, &line->figures, err));
	}
	return ST_OK;
}

static enum status
add_before(struct txn *txn, struct sales *sales, struct err *err)
{
	int32_t day = sales->days.from;
	struct day_source source;

	TRY(open_source(txn, sales, &sales->before, &source, err));
	for (size_t i = 0; i < sales->count; i++) {
		struct sales_line *line = &sales->lines[i];

		day = time_end(sales, day);
		TRY(add_days(
			&source, sales_day_before(sales, day), &line->before, err));
		TRY(sales_add(&sales->sum.before, &line->before, err));
	}
	return ST_OK;
}

/* Without a beginning and with a filter, rows begin where it lets anything through.
 */
static void
begin_filtered(struct sales *sales, const struct day_source *source)
{
	const struct report_request *request = sales->request;

	if (request->days.from != INT32_MIN || !sales_is_filtered(request) ||
		request->compare != COMPARE_NONE)
		return;
	sales->days.from = source->found ? source->ahead.day : sales->days.until;
}

enum status
sales_gather_times(struct txn *txn, struct sales *sales, struct err *err)
{
	struct day_source source;

	if (sales->request->limit > 0)
		return fail(err, ST_USAGE,
			"--limit is for rows by what is sold or to whom, not by %s",
			report_by_names[sales->request->by]);
	TRY(open_source(txn, sales, &sales->days, &source, err));
	begin_filtered(sales, &source);
	TRY(count_times(sales, err));
	TRY(make_times(txn, sales, err));
	TRY(add_now(&source, sales, err));
	if (sales->request->compare == COMPARE_NONE)
		return ST_OK;
	return add_before(txn, sales, err);
}

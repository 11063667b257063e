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

/* Adds the days that come before one; the first of them is not added to nothing. */
static enum status
add_days(struct day_source *source, int32_t until, struct figures *sum,
	struct err *err)
{
	bool first = true;

	for (; source->found && source->ahead.day < until; first = false) {
		if (first)
			*sum = source->ahead.figures;
		else
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

/* What is gone through: the days that are shown, and those that they are compared
 * with, of which none is read where nothing is. */
struct walk {
	struct day_source now;
	struct day_source before;
	int32_t day;
	char (*labels)[LABEL_SIZE];
};

static enum status
put_time(struct sales *sales, struct walk *walk, size_t number, struct arena *arena,
	struct err *err)
{
	struct sales_sum sum = { .figures = { 0 } };
	struct sales_line line = {
		.label = walk->labels[number],
		.name = "",
		.figures = &sum.figures,
		.before = &sum.before,
	};
	int32_t end = time_end(sales, walk->day);

	day_unit_format(
		walk->day, (enum day_unit)sales->request->by, walk->labels[number]);
	TRY(add_days(&walk->now, end, &sum.figures, err));
	TRY(sales_add(&sales->sum.figures, &sum.figures, err));
	if (walk->before.found) {
		TRY(add_days(&walk->before, sales_day_before(sales, end), &sum.before,
			err));
		TRY(sales_add(&sales->sum.before, &sum.before, err));
	}
	walk->day = end;
	return sales_put_row(sales, &line, number, arena, err);
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
	struct arena *arena = txn_arena(txn);
	struct walk walk = { .before = { .found = false } };

	if (sales->request->limit > 0)
		return fail(err, ST_USAGE,
			"--limit is for rows by what is sold or to whom, not by %s",
			report_by_names[sales->request->by]);
	TRY(open_source(txn, sales, &sales->days, &walk.now, err));
	if (sales->request->compare != COMPARE_NONE)
		TRY(open_source(txn, sales, &sales->before, &walk.before, err));
	begin_filtered(sales, &walk.now);
	walk.day = sales->days.from;
	TRY(count_times(sales, err));
	TRY(sales_make_rows(sales, arena, err));
	TRY(ARENA_NEW(arena, sales->count, &walk.labels, err));
	for (size_t i = 0; i < sales->count; i++)
		TRY(put_time(sales, &walk, i, arena, err));
	return ST_OK;
}

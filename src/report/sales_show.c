#include <stdio.h>
#include <string.h>

#include "report/lines.h"
#include "report/row.h"

/* What goes around the rows. */
struct around {
	int64_t count;
	const char *from;
	const char *until;
	const char *before_from;
	const char *before_until;
	const char *currency;
	int64_t customers;
	int64_t new_customers;
	int64_t returning;
	struct report_row sum;
};

enum around_name {
	AROUND_COUNT,
	AROUND_FROM,
	AROUND_UNTIL,
	AROUND_BEFORE_FROM,
	AROUND_BEFORE_UNTIL,
	AROUND_CURRENCY,
	AROUND_CUSTOMERS,
	AROUND_NEW,
	AROUND_RETURNING,
	AROUND_SUM,
	AROUND_FIELDS,
};

static const struct field around_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct around, count) },
	{ FIELD(2, FIELD_TEXT, struct around, from) },
	{ FIELD(3, FIELD_TEXT, struct around, until) },
	{ FIELD(4, FIELD_TEXT, struct around, before_from) },
	{ FIELD(5, FIELD_TEXT, struct around, before_until) },
	{ FIELD(6, FIELD_TEXT, struct around, currency) },
	{ FIELD(7, FIELD_COUNT, struct around, customers) },
	{ .number = 8,
		.type = FIELD_COUNT,
		.name = "new",
		.offset = offsetof(struct around, new_customers) },
	{ FIELD(9, FIELD_COUNT, struct around, returning) },
	{ FIELD(10, FIELD_RECORD, struct around, sum), .record = &report_row_record },
};

static bool
is_around(const struct sales *sales, size_t name)
{
	switch (name) {
	case AROUND_BEFORE_FROM:
	case AROUND_BEFORE_UNTIL:
		return sales->request->compare != COMPARE_NONE;
	case AROUND_CUSTOMERS:
	case AROUND_NEW:
	case AROUND_RETURNING:
		return sales->request->by == BY_CUSTOMER;
	default:
		return true;
	}
}

static enum status
around_type(const struct sales *sales, const struct record_type *sum,
	struct arena *arena, const struct record_type **type, struct err *err)
{
	struct record_type *made;
	struct field *fields;
	size_t count = 0;

	TRY(ARENA_NEW(arena, 1, &made, err));
	TRY(ARENA_NEW(arena, AROUND_FIELDS, &fields, err));
	for (size_t i = 0; i < AROUND_FIELDS; i++)
		if (is_around(sales, i))
			fields[count++] = around_fields[i];
	fields[count - 1].record = sum;
	*made = (struct record_type){
		.name = "report",
		.size = sizeof(struct around),
		.fields = fields,
		.field_count = count,
		.schema = 1,
	};
	*type = made;
	return ST_OK;
}

static enum status
day_text(int32_t day, struct arena *arena, const char **text, struct err *err)
{
	char formatted[16];

	*text = "";
	if (day == INT32_MIN || day == INT32_MAX)
		return ST_OK;
	day_format(day, formatted);
	return arena_text(arena, formatted, text, err);
}

/* The last day is included. What is shown of a period in the future is nothing: then
 * it is named as it was asked for. */
static enum status
days_text(const struct report_days *days, struct arena *arena, const char **from,
	const char **until, struct err *err)
{
	TRY(day_text(days->from, arena, from, err));
	return day_text(days->until == INT32_MAX ? INT32_MAX : days->until - 1, arena,
		until, err);
}

static enum status
span_text(const struct report_days *days, struct arena *arena, const char **text,
	struct err *err)
{
	const char *from;
	const char *until;

	TRY(days_text(days, arena, &from, &until, err));
	if (strcmp(from, until) == 0) {
		*text = from;
		return ST_OK;
	}
	return arena_format(arena, text, err, "%s to %s", from, until);
}

static const struct report_days *
named_days(const struct sales *sales)
{
	return sales->days.from < sales->days.until ? &sales->days
						    : &sales->request->days;
}

static enum status
fill_around(const struct sales *sales, struct arena *arena, struct around *around,
	struct err *err)
{
	around->count = (int64_t)sales->found;
	TRY(days_text(named_days(sales), arena, &around->from, &around->until, err));
	TRY(days_text(&sales->before, arena, &around->before_from,
		&around->before_until, err));
	around->currency = sales->request->currency;
	around->customers = sales->new_customers + sales->returning;
	around->new_customers = sales->new_customers;
	around->returning = sales->returning;
	return ST_OK;
}

static enum status
fill_row(const struct sales *sales, const struct sales_line *line,
	struct arena *arena, struct report_row *row, struct err *err)
{
	int64_t all = figures_total(&sales->sum.figures);

	report_row_fill(row, &line->figures);
	row->label = line->label;
	row->name = line->name;
	if (!sales_by_time(sales->request->by))
		TRY(report_percent(row->total, all, arena, &row->share, err));
	if (sales->request->by == BY_CUSTOMER) {
		TRY(day_text(line->first_order, arena, &row->first_order, err));
		TRY(day_text(line->last_order, arena, &row->last_order, err));
	}
	if (sales->request->compare != COMPARE_NONE)
		TRY(report_row_compare(row, &line->before, arena, err));
	return ST_OK;
}

static enum status
fill_rows(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	struct sales_line sum = sales->sum;
	struct report_row *rows;

	TRY(ARENA_NEW(arena, sales->count + 1, &rows, err));
	for (size_t i = 0; i < sales->count; i++)
		TRY(fill_row(sales, &sales->lines[i], arena, &rows[i], err));
	sum.label = "total";
	sum.name = "";
	sum.first_order = INT32_MIN;
	sum.last_order = INT32_MIN;
	TRY(fill_row(sales, &sum, arena, &rows[sales->count], err));
	report->rows = (struct list){ rows, sales->count };
	report->extra = sales->extra;
	report->sum = &rows[sales->count];
	return ST_OK;
}

/* What stands in a row of time to be compared: nothing where no day of the other
 * period belongs to it, which is not told from a day without sales. */
static enum status
fill_chart(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	bool compares = sales->request->compare != COMPARE_NONE;
	struct report_chart *chart;
	struct report_bar *bars;

	TRY(ARENA_NEW(arena, 1, &chart, err));
	TRY(ARENA_NEW(arena, sales->count, &bars, err));
	for (size_t i = 0; i < sales->count; i++) {
		const struct sales_line *line = &sales->lines[i];

		bars[i].label = line->name[0] ? line->name : line->label;
		bars[i].value = figures_total(&line->figures);
		bars[i].before =
			compares ? figures_total(&line->before) : NUMBER_NONE;
	}
	TRY(arena_format(arena, &chart->title, err, "total by %s",
		report_by_names[sales->request->by]));
	chart->kind = sales_by_time(sales->request->by) ? CHART_TIME : CHART_RANK;
	chart->unit = UNIT_MONEY;
	chart->bars = (struct list){ bars, sales->count };
	report->charts = (struct list){ chart, 1 };
	return ST_OK;
}

#define FIGURES_MAX 9

struct figure_list {
	struct report_figure *items;
	size_t count;
	bool compares;
};

static void
add_figure(struct figure_list *list, const char *name, enum report_unit unit,
	int64_t value, int64_t before)
{
	list->items[list->count++] = (struct report_figure){ name, (int)unit, value,
		list->compares ? before : NUMBER_NONE };
}

static void
add_customers(struct figure_list *list, const struct sales *sales)
{
	int64_t new_customers = sales->new_customers;
	int64_t all = new_customers + sales->returning;

	add_figure(list, "customers", UNIT_COUNT, all, NUMBER_NONE);
	add_figure(list, "new", UNIT_COUNT, new_customers, NUMBER_NONE);
	add_figure(list, "returning", UNIT_COUNT, sales->returning, NUMBER_NONE);
}

static enum status
fill_figures(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	const struct figures *now = &sales->sum.figures;
	const struct figures *before = &sales->sum.before;
	struct figure_list list = { .compares =
					    sales->request->compare != COMPARE_NONE };

	TRY(ARENA_NEW(arena, FIGURES_MAX, &list.items, err));
	add_figure(&list, "total", UNIT_MONEY, figures_total(now),
		figures_total(before));
	add_figure(&list, "net", UNIT_MONEY, figures_net(now), figures_net(before));
	add_figure(&list, "orders", UNIT_COUNT, now->orders, before->orders);
	add_figure(&list, "units", UNIT_COUNT, now->units, before->units);
	add_figure(&list, "average order", UNIT_MONEY, figures_average(now),
		figures_average(before));
	add_figure(&list, "refunds", UNIT_MONEY, now->refunds, before->refunds);
	if (sales->request->by == BY_CUSTOMER)
		add_customers(&list, sales);
	report->figures = (struct list){ list.items, list.count };
	return ST_OK;
}

enum status
sales_show(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	bool compares = sales->request->compare != COMPARE_NONE;
	const struct record_type *sum;
	struct around *around;

	TRY(span_text(named_days(sales), arena, &report->period, err));
	report->before = "";
	if (compares)
		TRY(span_text(&sales->before, arena, &report->before, err));
	TRY(report_row_type(sales->request->by, compares, arena, &report->row, err));
	TRY(fill_rows(sales, arena, report, err));
	TRY(report_sum_type(compares, arena, &sum, err));
	TRY(around_type(sales, sum, arena, &report->envelope, err));
	TRY(ARENA_NEW(arena, 1, &around, err));
	TRY(fill_around(sales, arena, around, err));
	around->sum = *(const struct report_row *)report->sum;
	report->enveloped = around;
	TRY(fill_figures(sales, arena, report, err));
	return fill_chart(sales, arena, report, err);
}

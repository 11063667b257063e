#include <string.h>

#include "account/customer.h"
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
label_row(const struct sales_line *line, struct arena *arena, struct report_row *row,
	struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];

	row->name = line->name;
	row->label = line->label ? line->label : "";
	if (line->label || line->customer == 0)
		return ST_OK;
	customer_id_format(line->customer, id);
	return arena_text(arena, id, &row->label, err);
}

static enum status
fill_row(const struct sales *sales, const struct sales_line *line,
	struct arena *arena, struct report_row *row, struct err *err)
{
	report_row_fill(row, line->figures);
	TRY(label_row(line, arena, row, err));
	if (!sales_by_time(sales->request->by))
		TRY(report_percent(row->total, figures_total(&sales->sum.figures),
			arena, &row->share, err));
	if (sales->request->by == BY_CUSTOMER) {
		TRY(day_text(line->first_order, arena, &row->first_order, err));
		TRY(day_text(line->last_order, arena, &row->last_order, err));
	}
	if (sales->request->compare != COMPARE_NONE)
		TRY(report_row_compare(row, line->before, arena, err));
	return ST_OK;
}

enum status
sales_make_rows(struct sales *sales, struct arena *arena, struct err *err)
{
	bool compares = sales->request->compare != COMPARE_NONE;

	TRY(report_row_type(sales->request->by, compares, arena, &sales->row, err));
	return arena_take_raw(
		arena, sales->count * sales->row->size, &sales->rows, err);
}

enum status
sales_put_row(const struct sales *sales, const struct sales_line *line, size_t number,
	struct arena *arena, struct err *err)
{
	size_t size = sales->row->size;
	struct report_row row;

	TRY(fill_row(sales, line, arena, &row, err));
	memcpy(sales->rows + number * size, &row, size);
	return ST_OK;
}

static enum status
fill_sum(const struct sales *sales, struct arena *arena, struct report_row **row,
	struct err *err)
{
	struct sales_line sum = {
		.label = "total",
		.name = "",
		.figures = &sales->sum.figures,
		.before = &sales->sum.before,
		.first_order = INT32_MIN,
		.last_order = INT32_MIN,
	};

	TRY(ARENA_NEW(arena, 1, row, err));
	return fill_row(sales, &sum, arena, *row, err);
}

enum status
sales_show(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	bool compares = sales->request->compare != COMPARE_NONE;
	const struct record_type *type;
	struct around *around;
	struct report_row *sum;

	TRY(span_text(named_days(sales), arena, &report->period, err));
	report->before = "";
	if (compares)
		TRY(span_text(&sales->before, arena, &report->before, err));
	TRY(fill_sum(sales, arena, &sum, err));
	TRY(report_sum_type(compares, arena, &type, err));
	TRY(around_type(sales, type, arena, &report->envelope, err));
	TRY(ARENA_NEW(arena, 1, &around, err));
	TRY(fill_around(sales, arena, around, err));
	around->sum = *sum;
	report->row = sales->row;
	report->rows = (struct list){ sales->rows, sales->count };
	report->extra = sales->extra;
	report->sum = sum;
	report->enveloped = around;
	return sales->request->draws ? sales_draw(sales, arena, report, err) : ST_OK;
}

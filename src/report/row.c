#include "report/row.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/money.h"

/* The kinds of tables. */
enum {
	DAYS = 1,    /* by day or week */
	MONTHS = 2,  /* by month, quarter or year */
	GOODS = 4,   /* by product or SKU */
	GROUPS = 8,  /* by category or brand */
	ORDERS = 16, /* by country or payment method */
	PEOPLE = 32, /* by customer */
	COMPARED = 64,
	TIME = DAYS | MONTHS,
	RANKED = GOODS | GROUPS | ORDERS | PEOPLE,
	ANY = TIME | RANKED,
};

/* X(member, type, flags, the kinds that have it, the kinds whose tables show it): few
 * columns, which fit beside each other on a screen. Of a comparison tables show what
 * is compared. */
#define COLUMNS(X) \
	X(name, TEXT, 0, GOODS, GOODS | COMPARED) \
	X(orders, COUNT, 0, ANY, TIME | GROUPS | ORDERS | PEOPLE | COMPARED) \
	X(cancelled, COUNT, FIELD_QUIET, ANY, 0) \
	X(credits, COUNT, FIELD_QUIET, ANY, 0) \
	X(units, COUNT, 0, ANY, ANY) \
	X(returned, COUNT, FIELD_QUIET, ANY, RANKED) \
	X(gross, MONEY, 0, ANY, 0) \
	X(discounts, MONEY, FIELD_QUIET, ANY, TIME) \
	X(refunds, MONEY, FIELD_QUIET, ANY, ANY) \
	X(net, MONEY, 0, ANY, ANY) \
	X(shipping, MONEY, FIELD_QUIET, ANY, TIME | ORDERS) \
	X(tax, MONEY, FIELD_QUIET, ANY, TIME | GOODS | GROUPS | ORDERS) \
	X(total, MONEY, 0, ANY, ANY | COMPARED) \
	X(average_order, MONEY, 0, ANY, MONTHS | ORDERS | PEOPLE) \
	X(share, TEXT, FIELD_SHARE, RANKED, RANKED) \
	X(first_order, TEXT, 0, PEOPLE, PEOPLE) \
	X(last_order, TEXT, 0, PEOPLE, PEOPLE) \
	X(orders_before, COUNT, 0, COMPARED, COMPARED) \
	X(units_before, COUNT, 0, COMPARED, 0) \
	X(net_before, MONEY, 0, COMPARED, 0) \
	X(total_before, MONEY, 0, COMPARED, COMPARED) \
	X(change, TEXT, FIELD_SHARE, COMPARED, COMPARED)

enum column_name {
#define COLUMN_NAME(member, type, flags, there, shown) COLUMN_##member,
	COLUMNS(COLUMN_NAME)
#undef COLUMN_NAME
		COLUMN_COUNT,
};

static const struct {
	unsigned there;
	unsigned shown;
} columns[] = {
#define COLUMN_PLACE(member, type, flags, there, shown) { there, shown },
	COLUMNS(COLUMN_PLACE)
#undef COLUMN_PLACE
};

#define LABEL(text, by) \
	{ \
		.number = (by) + 1, .type = FIELD_TEXT, .name = (text), \
		.offset = offsetof(struct report_row, label) \
	}
#define LABEL_COUNT (BY_PAYMENT_METHOD + 1)

/* The labels by enum report_by, then the columns. */
static const struct field row_fields[] = {
	LABEL("day", BY_DAY), LABEL("week", BY_WEEK), LABEL("month", BY_MONTH),
	LABEL("quarter", BY_QUARTER), LABEL("year", BY_YEAR),
	LABEL("product", BY_PRODUCT), LABEL("sku", BY_SKU),
	LABEL("category", BY_CATEGORY), LABEL("brand", BY_BRAND),
	LABEL("country", BY_COUNTRY), LABEL("customer", BY_CUSTOMER),
	LABEL("payment_method", BY_PAYMENT_METHOD),
#define COLUMN_FIELD(member, type_, flags_, there, shown) \
	{ FIELD(LABEL_COUNT + 1 + COLUMN_##member, FIELD_##type_, struct report_row, \
		  member), \
		.flags = (flags_) },
	COLUMNS(COLUMN_FIELD)
#undef COLUMN_FIELD
};

const struct record_type report_row_record = { .name = "row of sales",
	RECORD_FIELDS(struct report_row, row_fields) };

static unsigned
kind_of(int by)
{
	switch (by) {
	case BY_DAY:
	case BY_WEEK:
		return DAYS;
	case BY_MONTH:
	case BY_QUARTER:
	case BY_YEAR:
		return MONTHS;
	case BY_PRODUCT:
	case BY_SKU:
		return GOODS;
	case BY_CATEGORY:
	case BY_BRAND:
		return GROUPS;
	case BY_CUSTOMER:
		return PEOPLE;
	default:
		return ORDERS;
	}
}

struct choosing {
	struct field *fields;
	size_t count;
};

static void
choose_columns(struct choosing *chosen, int by, bool compares, int first)
{
	unsigned kind = kind_of(by);
	unsigned there = compares ? kind | COMPARED : kind;
	unsigned table = compares ? COMPARED : kind;

	for (int i = first; i < COLUMN_COUNT; i++) {
		struct field *field = &chosen->fields[chosen->count];

		if (!(columns[i].there & there))
			continue;
		*field = row_fields[LABEL_COUNT + i];
		if (!(columns[i].shown & table))
			field->flags |= FIELD_WIDE;
		chosen->count++;
	}
}

static enum status
make_type(const struct choosing *chosen, struct arena *arena,
	const struct record_type **type, struct err *err)
{
	struct record_type *made;
	size_t size = 0;

	TRY(ARENA_NEW(arena, 1, &made, err));
	for (size_t i = 0; i < chosen->count; i++)
		if (chosen->fields[i].offset >= size)
			size = chosen->fields[i].offset + sizeof(int64_t);
	*made = (struct record_type){
		.name = report_row_record.name,
		.size = size,
		.fields = chosen->fields,
		.field_count = chosen->count,
		.schema = 1,
	};
	*type = made;
	return ST_OK;
}

enum status
report_row_type(int by, bool compares, struct arena *arena,
	const struct record_type **type, struct err *err)
{
	struct choosing chosen = { .count = 1 };

	TRY(ARENA_NEW(arena, COLUMN_COUNT + 1, &chosen.fields, err));
	chosen.fields[0] = row_fields[by];
	choose_columns(&chosen, by, compares, 0);
	return make_type(&chosen, arena, type, err);
}

enum status
report_sum_type(bool compares, struct arena *arena, const struct record_type **type,
	struct err *err)
{
	struct choosing chosen = { .count = 0 };

	TRY(ARENA_NEW(arena, COLUMN_COUNT, &chosen.fields, err));
	choose_columns(&chosen, BY_DAY, compares, COLUMN_orders);
	return make_type(&chosen, arena, type, err);
}

void
report_row_fill(struct report_row *row, const struct figures *figures)
{
	row->name = "";
	row->orders = figures->orders;
	row->cancelled = figures->cancelled;
	row->credits = figures->credits;
	row->units = figures->units;
	row->returned = figures->returned;
	row->gross = figures->gross;
	row->discounts = figures->discounts;
	row->refunds = figures->refunds;
	row->net = figures_net(figures);
	row->shipping = figures->shipping - figures->shipping_refunded;
	row->tax = figures->tax - figures->tax_refunded;
	row->total = figures_total(figures);
	row->average_order = figures_average(figures);
	row->share = "";
	row->first_order = "";
	row->last_order = "";
	row->change = "";
}

enum status
report_percent(int64_t part, int64_t whole, struct arena *arena, const char **text,
	struct err *err)
{
	int64_t tenths;

	*text = "";
	if (whole <= 0 || !money_scale(part, 1000, whole, &tenths))
		return ST_OK;
	return arena_format(arena, text, err, "%s%" PRId64 ".%d",
		tenths < 0 ? "-" : "", tenths / 10 < 0 ? -(tenths / 10) : tenths / 10,
		abs((int)(tenths % 10)));
}

enum status
report_row_compare(struct report_row *row, const struct figures *before,
	struct arena *arena, struct err *err)
{
	int64_t change;
	int64_t total = figures_total(before);

	row->orders_before = before->orders;
	row->units_before = before->units;
	row->net_before = figures_net(before);
	row->total_before = total;
	row->change = "";
	if (total == 0 || !money_subtract(row->total, total, &change))
		return ST_OK;
	return report_percent(
		change, total < 0 ? -total : total, arena, &row->change, err);
}

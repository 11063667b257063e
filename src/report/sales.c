#include "report/sales.h"

#include "base/money.h"

static const struct field sales_day_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct sales_day, day) },
	{ FIELD(2, FIELD_COUNT, struct sales_day, orders) },
	{ FIELD(3, FIELD_COUNT, struct sales_day, units) },
	{ FIELD(4, FIELD_MONEY, struct sales_day, sales) },
	{ FIELD(5, FIELD_COUNT, struct sales_day, cancelled_orders) },
	{ FIELD(6, FIELD_MONEY, struct sales_day, cancelled_sales) },
	{ FIELD(7, FIELD_MONEY, struct sales_day, net_sales) },
};

const struct record_type sales_day_record = { .name = "day of sales",
	RECORD_FIELDS(struct sales_day, sales_day_fields) };

static enum status
fill_day(struct txn *txn, const struct rollup *rollup, struct sales_day *day,
	struct err *err)
{
	char text[16];

	day_format(rollup->day, text);
	TRY(arena_text(txn_arena(txn), text, &day->day, err));
	day->orders = rollup->orders;
	day->units = rollup->units;
	day->sales = rollup->total;
	day->cancelled_orders = rollup->cancelled_orders;
	day->cancelled_sales = rollup->cancelled_total;
	day->net_sales = rollup->total - rollup->cancelled_total;
	return ST_OK;
}

static enum status
add_day(struct sales_day *sum, const struct sales_day *day, struct err *err)
{
	sum->orders += day->orders;
	sum->units += day->units;
	sum->cancelled_orders += day->cancelled_orders;
	if (!money_add(sum->sales, day->sales, &sum->sales) ||
		!money_add(sum->cancelled_sales, day->cancelled_sales,
			&sum->cancelled_sales) ||
		!money_add(sum->net_sales, day->net_sales, &sum->net_sales))
		return fail(err, ST_BAD_DATA, "the sum of the sales is too large");
	return ST_OK;
}

/* Days are whole: a period begins and ends at midnight of the shop's zone. */
static int32_t
first_day(int64_t time)
{
	return time == INT64_MIN ? INT32_MIN : day_of(time);
}

static int32_t
last_day(int64_t time)
{
	return time == INT64_MAX ? INT32_MAX : day_of(time - 1) + 1;
}

enum status
sales_by_day(struct txn *txn, const struct period *period, struct list *days,
	struct sales_day *sum, struct err *err)
{
	struct list rollups;
	const struct rollup *items;
	struct sales_day *found;
	size_t i;

	*sum = (struct sales_day){ .day = "total" };
	TRY(rollup_days(txn, first_day(period->from), last_day(period->until),
		&rollups, err));
	items = rollups.items;
	TRY(ARENA_NEW(txn_arena(txn), rollups.count, &found, err));
	for (i = 0; i < rollups.count; i++) {
		TRY(fill_day(txn, &items[i], &found[i], err));
		TRY(add_day(sum, &found[i], err));
	}
	*days = (struct list){ found, rollups.count };
	return ST_OK;
}

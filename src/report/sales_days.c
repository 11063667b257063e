#include "report/lines.h"
#include "report/list_parts.h"

/* How many whole months a period has; 0 for one that has parts of months. */
static int
whole_months(const struct report_days *days)
{
	int count = 0;

	if (day_unit_start(days->from, DAY_UNIT_MONTH) != days->from)
		return 0;
	while (day_move_months(days->from, count) < days->until)
		count++;
	return day_move_months(days->from, count) == days->until ? count : 0;
}

/* A period that has an end is moved by all of its length, though it may not have
 * ended. */
static enum status
find_shift(struct sales *sales, struct err *err)
{
	const struct report_request *request = sales->request;
	struct report_days days = { request->days.from, request->days.until };

	if (request->compare == COMPARE_YEAR) {
		sales->shift_months = 12;
		return ST_OK;
	}
	if (days.from == INT32_MIN)
		return fail(err, ST_USAGE,
			"nothing is before a period without a beginning (--period "
			"FROM.., or --compare year)");
	if (days.until == INT32_MAX)
		days.until = sales->days.until;
	sales->shift_months = whole_months(&days);
	if (sales->shift_months == 0)
		sales->shift_days = days.until - days.from;
	return ST_OK;
}

static int32_t
move_back(const struct sales *sales, int32_t day)
{
	if (sales->shift_months == 0)
		return day - sales->shift_days;
	return day_move_months(day, -sales->shift_months);
}

int32_t
sales_day_before(const struct sales *sales, int32_t day)
{
	if (day == sales->days.from)
		return sales->before.from;
	return move_back(sales, day);
}

enum status
sales_find_days(struct txn *txn, struct sales *sales, struct err *err)
{
	struct report_days *before = &sales->before;

	TRY(list_shown_days(txn, sales->request, &sales->days, err));
	if (sales->request->compare == COMPARE_NONE)
		return ST_OK;
	TRY(find_shift(sales, err));
	before->from = move_back(sales, sales->days.from);
	before->until = move_back(sales, sales->days.until);
	/* A 29 February alone is compared with the 28th. */
	if (before->from >= before->until && sales->days.from < sales->days.until)
		before->from = before->until - 1;
	return ST_OK;
}

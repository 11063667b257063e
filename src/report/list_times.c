#include "books/books.h"
#include "report/list_parts.h"
#include "report/sales.h"

/* What lies behind today, if the clock went back, is shown, too. */
enum status
list_shown_days(struct txn *txn, const struct report_request *request,
	struct report_days *days, struct err *err)
{
	int32_t first;
	int32_t last;
	bool found;

	*days = request->days;
	TRY(books_span(txn, &first, &last, &found, err));
	if (!found)
		first = last = request->today;
	if (last < request->today)
		last = request->today;
	if (days->until > last)
		days->until = last + 1;
	if (days->from == INT32_MIN)
		days->from = first;
	if (days->until < days->from)
		days->until = days->from;
	return ST_OK;
}

static int32_t
end_of(const struct list_times *times, int32_t day)
{
	int32_t end = day_unit_move(day_unit_start(day, times->unit), times->unit, 1);

	return end < times->days.until ? end : times->days.until;
}

static enum status
count_times(struct list_times *times, struct err *err)
{
	for (int32_t day = times->days.from; day < times->days.until;
		day = end_of(times, day))
		if (++times->count > REPORT_TIMES_MAX)
			return fail(err, ST_USAGE,
				"the period has more than %d rows (--by year, or a "
				"shorter --period)",
				REPORT_TIMES_MAX);
	return ST_OK;
}

enum status
list_times_open(struct txn *txn, const struct report_request *request,
	enum day_unit unit, struct list_times *times, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	int32_t day;

	*times = (struct list_times){ .unit = unit };
	TRY(list_shown_days(txn, request, &times->days, err));
	TRY(count_times(times, err));
	TRY(ARENA_NEW(arena, times->count, &times->labels, err));
	day = times->days.from;
	for (size_t i = 0; i < times->count; i++) {
		char text[16];

		day_unit_format(day, unit, text);
		TRY(arena_text(arena, text, &times->labels[i], err));
		day = end_of(times, day);
	}
	times->end = end_of(times, times->days.from);
	return ST_OK;
}

size_t
list_times_at(struct list_times *times, int32_t day)
{
	while (day >= times->end && times->at + 1 < times->count) {
		times->end = end_of(times, times->end);
		times->at++;
	}
	return times->at;
}

#include "report/lines.h"

/* What a customer's line knows of the time before the period. */
static void
meet(struct sales *sales, struct sales_line *line, const struct cut_group *known)
{
	bool ordered = line->figures->orders > 0;

	if (line->customer == 0)
		return;
	if (known && known->figures.orders > 0) {
		line->first_order = known->first;
		if (!ordered)
			line->last_order = known->last;
		if (ordered)
			sales->returning++;
	} else if (ordered) {
		sales->new_customers++;
	}
}

/* Both are in the order of customers' numbers. */
enum status
sales_find_newcomers(struct txn *txn, struct sales *sales, struct err *err)
{
	struct report_days past = { INT32_MIN, sales->days.from };
	struct cut cut = sales_cut_of(sales, &past, CUT_CUSTOMER);
	const struct cut_group *known;
	const struct cut_group *end;
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct figures sum;
	struct list groups;

	TRY(books_cut(txn, &cut, &groups, &sum, err));
	known = groups.items;
	end = known + groups.count;
	for (size_t i = 0; i < sales->found; i++) {
		struct sales_line *line = &sales->lines[i];

		while (known < end && known->customer < line->customer)
			known++;
		meet(sales, line,
			known < end && known->customer == line->customer ? known
									 : NULL);
	}
	arena_rewind(txn_arena(txn), mark);
	return ST_OK;
}

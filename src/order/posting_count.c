#include "base/clock.h"
#include "order/order_store.h"
#include "order/posting.h"

static enum status
clear(struct txn *txn, int64_t until, bool *done, struct err *err)
{
	do
		TRY(books_clear_some(txn, done, err));
	while (!*done && clock_monotonic() < until);
	return ST_OK;
}

static enum status
count_order(struct txn *txn, const struct order *order, struct err *err)
{
	const struct posting *items;
	struct list postings;
	size_t i;

	TRY(order_stored_postings(txn, order, &postings, err));
	items = postings.items;
	for (i = 0; i < postings.count; i++)
		TRY(books_count(txn, &items[i], err));
	return ST_OK;
}

/* At least one, so that it comes to an end; *last is as it was where there was none.
 */
static enum status
count_some(struct txn *txn, struct scan *scan, int64_t until, uint64_t *last,
	bool *found, struct err *err)
{
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct order order;
	struct bytes key;
	struct bytes value;

	do {
		arena_rewind(txn_arena(txn), mark);
		TRY(scan_next(scan, &key, &value, found, err));
		if (!*found)
			return ST_OK;
		TRY(record_decode(&order_record, value, txn_arena(txn), &order, err));
		TRY(count_order(txn, &order, err));
		*last = order.number;
	} while (clock_monotonic() < until);
	return ST_OK;
}

static enum status
count_from(struct txn *txn, uint64_t next, int64_t until, bool *done, struct err *err)
{
	struct key from = key_u64(next);
	struct scan_range range = { .from = key_bytes(&from) };
	struct scan *scan;
	uint64_t last = 0;
	bool found;

	TRY(scan_open(txn, TABLE_ORDER, range, &scan, err));
	TRY(count_some(txn, scan, until, &last, &found, err));
	scan_close(scan);
	*done = !found;
	if (!found)
		return books_counted_all(txn, err);
	return books_counted_below(txn, last + 1, err);
}

enum status
order_count_books(struct txn *txn, int64_t time, bool *done, struct err *err)
{
	int64_t until = clock_monotonic() + time;
	struct books_state state;
	bool clear_done;

	TRY(books_state(txn, &state, err));
	*done = state.whole;
	if (state.whole)
		return ST_OK;
	if (state.next == 0 && !state.clearing)
		TRY(books_begin_count(txn, err));
	TRY(clear(txn, until, &clear_done, err));
	if (!clear_done)
		return ST_OK;
	TRY(books_state(txn, &state, err));
	return count_from(txn, state.next, until, done, err);
}

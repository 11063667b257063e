#include "order/hold.h"

#include "base/clock.h"
#include "store/due.h"

/* How long an order whose money is on its way is left alone. */
#define RECHECK (10 * MINUTE)

static enum status
note(struct txn *txn, uint64_t number, int64_t at, struct err *err)
{
	struct key subject = key_u64(number);

	return due_put(txn, at, DUE_ORDER, key_bytes(&subject), err);
}

static bool
is_unpaid(const struct order *order)
{
	return order->captured == 0 && order->authorised == 0;
}

enum status
order_apply_due(struct txn *txn, uint64_t number, int64_t at, struct err *err)
{
	struct order order;
	enum status status = order_get(txn, number, &order, err);

	if (status == ST_NOT_FOUND)
		return ST_OK;
	if (status != ST_OK)
		return status;
	if (order.state != ORDER_PLACED || order.due_at != at || !is_unpaid(&order))
		return ST_OK;
	if (order.open_intents > 0)
		return note(txn, number, txn_now(txn) + RECHECK, err);
	return order_cancel(txn, number, "not paid in time", err);
}

enum status
order_rebuild_due(struct txn *txn, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena_mark mark;
	struct order_scan *scan;
	struct order order;
	bool found;

	filter.state = ORDER_PLACED;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(txn_arena(txn));
	for (;;) {
		arena_rewind(txn_arena(txn), mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		if (order.due_at != 0)
			TRY(note(txn, order.number, order.due_at, err));
	}
}

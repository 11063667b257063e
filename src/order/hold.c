#include "order/hold.h"

#include <string.h>

#include "base/clock.h"
#include "order/order_store.h"
#include "store/due.h"
#include "store/setting.h"

/* How long an order whose money is on its way is left alone. */
#define RECHECK (10 * MINUTE)

static enum status
note_row(struct txn *txn, const struct order *order, struct err *err)
{
	struct key subject = key_u64(order->number);

	return due_put(txn, order->due_at, DUE_ORDER, key_bytes(&subject), err);
}

enum status
order_hold_begin(struct txn *txn, struct order *order, struct err *err)
{
	bool manual = strcmp(order->payment_method, "manual") == 0;
	int64_t minutes;

	if (order_payment_state(order) != PAYMENT_UNPAID)
		return ST_OK;
	TRY(setting_get_count(txn,
		manual ? "order.cancel-unpaid-after" : "checkout.hold", &minutes,
		err));
	if (minutes == 0)
		return ST_OK;
	order->due_at = txn_now(txn) + minutes * MINUTE;
	return note_row(txn, order, err);
}

enum status
order_hold_end(struct txn *txn, struct order *order, struct err *err)
{
	struct key subject = key_u64(order->number);
	int64_t at = order->due_at;

	if (at == 0)
		return ST_OK;
	order->due_at = 0;
	return due_delete(txn, at, DUE_ORDER, key_bytes(&subject), err);
}

static enum status
put_off(struct txn *txn, const struct order *old, struct err *err)
{
	struct order now = *old;

	now.due_at = txn_now(txn) + RECHECK;
	TRY(order_put(txn, old, &now, err));
	return note_row(txn, &now, err);
}

enum status
order_apply_due(struct txn *txn, uint64_t number, int64_t at, struct err *err)
{
	struct order order;
	enum status status = order_get(txn, number, &order, err);

	if (status == ST_NOT_FOUND)
		return ST_OK;
	TRY(status);
	if (order.due_at == 0 || order.due_at > at ||
		order_payment_state(&order) != PAYMENT_UNPAID ||
		order_allows(&order, ACTION_CANCEL, err) != ST_OK)
		return ST_OK;
	if (order.open_intents > 0)
		return put_off(txn, &order, err);
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
			TRY(note_row(txn, &order, err));
	}
}

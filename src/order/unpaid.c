#include "order/unpaid.h"

#include <string.h>

#include "base/clock.h"
#include "order/order_store.h"
#include "store/setting.h"

enum status
order_unpaid_before(struct txn *txn, int64_t *before, struct err *err)
{
	int64_t minutes;

	TRY(setting_get_count(txn, "order.cancel-unpaid-after", &minutes, err));
	*before = minutes == 0 ? INT64_MIN : txn_now(txn) - minutes * MINUTE;
	return ST_OK;
}

static bool
is_forgotten(const struct order *order)
{
	return strcmp(order->payment_method, "manual") == 0 &&
	       order->open_intents == 0;
}

/* What is cancelled leaves the rows that are read, but what is newer and left alone
 * would be read again by each batch. */
static enum status
find_some(struct txn *txn, const struct unpaid_batch *batch,
	uint64_t numbers[UNPAID_BATCH], size_t *count, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found = true;

	filter.state = ORDER_PLACED;
	filter.payment_state = PAYMENT_UNPAID;
	filter.shipping_state = SHIPPING_UNSHIPPED;
	filter.until = batch->before;
	filter.below = batch->below;
	*count = 0;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	while (found && *count < UNPAID_BATCH) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (found && is_forgotten(&order))
			numbers[(*count)++] = order.number;
	}
	order_scan_close(scan);
	return ST_OK;
}

static enum status
cancel(struct txn *txn, uint64_t number, struct order_item *item, struct err *err)
{
	struct order order;

	TRY(order_cancel(txn, number, "not paid in time", err));
	TRY(order_get(txn, number, &order, err));
	return order_item(&order, txn_arena(txn), item, err);
}

enum status
order_cancel_unpaid(struct txn *txn, struct unpaid_batch *batch, struct err *err)
{
	uint64_t numbers[UNPAID_BATCH];
	struct order_item *items;
	size_t count = 0;
	size_t i;

	if (batch->before > INT64_MIN)
		TRY(find_some(txn, batch, numbers, &count, err));
	TRY(ARENA_NEW(txn_arena(txn), count, &items, err));
	for (i = 0; i < count; i++)
		TRY(cancel(txn, numbers[i], &items[i], err));
	batch->last = count > 0 ? numbers[count - 1] : 0;
	batch->orders = (struct list){ items, count };
	return ST_OK;
}

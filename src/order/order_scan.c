
#include "order/order_store.h"

/*
 * Newest first: through the rows of one customer or SKU where the filter names one,
 * else through the orders themselves.
 */
struct order_scan {
	struct txn *txn;
	struct scan *scan;
	struct order_filter filter;
	bool derived; /* the scan runs over TABLE_ORDER_BY */
};

static struct key
derived_prefix(const struct order_filter *filter)
{
	struct key key = { .size = 0 };

	if (filter->customer != 0) {
		key_add_u8(&key, ORDER_BY_CUSTOMER);
		key_add_u64(&key, filter->customer);
		return key;
	}
	key_add_u8(&key, ORDER_BY_SKU);
	key_add_text(&key, filter->sku);
	key_add_u8(&key, 0);
	return key;
}

static bool
names_sku(const struct order_filter *filter)
{
	return filter->sku && filter->sku[0];
}

enum status
order_scan_open(struct txn *txn, const struct order_filter *filter,
	struct order_scan **out, struct err *err)
{
	struct order_scan *scan;
	struct key prefix;

	TRY(ARENA_NEW(txn_arena(txn), 1, &scan, err));
	scan->txn = txn;
	scan->filter = *filter;
	scan->derived = filter->customer != 0 || names_sku(filter);
	*out = scan;
	if (!scan->derived)
		return scan_open(txn, TABLE_ORDER,
			(struct scan_range){ .backward = true }, &scan->scan, err);
	prefix = derived_prefix(filter);
	return scan_open_prefix(
		txn, TABLE_ORDER_BY, key_bytes(&prefix), true, &scan->scan, err);
}

static enum status
read_order(struct order_scan *scan, struct bytes key, struct bytes value,
	struct order *order, struct err *err)
{
	if (!scan->derived)
		return record_decode(
			&order_record, value, txn_arena(scan->txn), order, err);
	if (key.size < 8)
		return fail(err, ST_CORRUPT, "a row of table order-by is damaged");
	return order_get(scan->txn, get_u64(key.data + key.size - 8), order, err);
}

static bool
is_or_any(int wanted, int state)
{
	return wanted < 0 || wanted == state;
}

static bool
matches(const struct order_filter *filter, const struct order *order)
{
	return is_or_any(filter->state, order->state) &&
	       is_or_any(filter->payment_state, (int)order_payment_state(order)) &&
	       is_or_any(filter->shipping_state, (int)order_shipping_state(order)) &&
	       (filter->customer == 0 || filter->customer == order->customer) &&
	       (!names_sku(filter) || order_line(order, filter->sku)) &&
	       order->placed_at >= filter->since && order->placed_at < filter->until;
}

enum status
order_next(struct order_scan *scan, struct order *order, bool *found, struct err *err)
{
	struct arena *arena = txn_arena(scan->txn);
	struct bytes key;
	struct bytes value;

	for (;;) {
		struct arena_mark mark = arena_mark(arena);

		TRY(scan_next(scan->scan, &key, &value, found, err));
		if (!*found)
			return ST_OK;
		TRY(read_order(scan, key, value, order, err));
		if (matches(&scan->filter, order))
			return ST_OK;
		arena_rewind(arena, mark);
	}
}

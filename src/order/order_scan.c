#include <inttypes.h>
#include <string.h>

#include "order/order_store.h"

/*
 * Newest first, through the shortest rows that the filter allows: one customer's,
 * one SKU's in the state it names, those of the states it names, else the orders
 * themselves. Rows of several states are merged: each lies in the order of its
 * numbers.
 */
struct source {
	struct scan *scan;
	uint64_t number; /* of the order that it has next */
};

/* All states there are, of orders, payment and shipping. */
#define SOURCES_MAX (3 * 8 * 6)

struct order_scan {
	struct txn *txn;
	struct scan *orders; /* over the orders themselves, or NULL */
	struct source *sources;
	size_t source_count;
	struct order_filter filter;
	int64_t imported_until; /* when the last imported order was placed */
};

static bool
names_sku(const struct order_filter *filter)
{
	return filter->sku && filter->sku[0];
}

static bool
names_state(const struct order_filter *filter)
{
	return filter->state >= 0 || filter->payment_state >= 0 ||
	       filter->shipping_state >= 0;
}

static bool
is_or_any(int wanted, int state)
{
	return wanted < 0 || wanted == state;
}

/* Reads a source's next order; one that has none left is dropped. */
static enum status
advance(struct order_scan *scan, struct source *source, struct err *err)
{
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_next(source->scan, &key, &value, &found, err));
	if (!found) {
		scan_close(source->scan);
		*source = scan->sources[--scan->source_count];
		return ST_OK;
	}
	if (key.size < 8)
		return fail(err, ST_CORRUPT, "a row of table order-by is damaged");
	source->number = get_u64(key.data + key.size - 8);
	return ST_OK;
}

/* No order has this number, and all that are asked for are below it. */
static uint64_t
highest(const struct order_filter *filter)
{
	return filter->below == 0 ? UINT64_MAX : filter->below;
}

static enum status
add_source(struct order_scan *scan, const struct key *prefix, struct err *err)
{
	struct source *source = &scan->sources[scan->source_count];
	struct scan_range range = { .from = key_bytes(prefix), .backward = true };
	struct key until = *prefix;

	invariant(scan->source_count < SOURCES_MAX);
	key_add_u64(&until, highest(&scan->filter));
	range.until = key_bytes(&until);
	TRY(scan_open(scan->txn, TABLE_ORDER_BY, range, &source->scan, err));
	scan->source_count++;
	return advance(scan, source, err);
}

static enum status
add_states(struct order_scan *scan, int state, int payment, struct err *err)
{
	int shipping;

	for (shipping = 0; shipping_state_names[shipping]; shipping++) {
		struct key prefix = { .size = 0 };

		if (!is_or_any(scan->filter.shipping_state, shipping))
			continue;
		key_add_u8(&prefix, ORDER_BY_STATE);
		key_add_u8(&prefix, (uint8_t)state);
		key_add_u8(&prefix, (uint8_t)payment);
		key_add_u8(&prefix, (uint8_t)shipping);
		TRY(add_source(scan, &prefix, err));
	}
	return ST_OK;
}

static enum status
open_states(struct order_scan *scan, struct err *err)
{
	const struct order_filter *filter = &scan->filter;
	int state;
	int payment;

	for (state = 0; order_state_names[state]; state++) {
		if (!is_or_any(filter->state, state))
			continue;
		for (payment = 0; payment_state_names[payment]; payment++)
			if (is_or_any(filter->payment_state, payment))
				TRY(add_states(scan, state, payment, err));
	}
	return ST_OK;
}

static enum status
open_sku(struct order_scan *scan, struct err *err)
{
	int state;

	for (state = 0; order_state_names[state]; state++) {
		struct key prefix = { .size = 0 };

		if (!is_or_any(scan->filter.state, state))
			continue;
		key_add_u8(&prefix, ORDER_BY_SKU);
		key_add_text(&prefix, scan->filter.sku);
		key_add_u8(&prefix, 0);
		key_add_u8(&prefix, (uint8_t)state);
		TRY(add_source(scan, &prefix, err));
	}
	return ST_OK;
}

static enum status
open_derived(struct order_scan *scan, struct err *err)
{
	const struct order_filter *filter = &scan->filter;
	struct key prefix = { .size = 0 };

	if (filter->customer != 0) {
		key_add_u8(&prefix, ORDER_BY_CUSTOMER);
		key_add_u64(&prefix, filter->customer);
		return add_source(scan, &prefix, err);
	}
	return names_sku(filter) ? open_sku(scan, err) : open_states(scan, err);
}

/* Whether the first order from a number on was placed at a time or later, or there is
 * none. */
static enum status
is_from(struct txn *txn, uint64_t number, int64_t time, bool *is, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark = arena_mark(arena);
	struct key from = key_u64(number);
	struct scan_range range = { .from = key_bytes(&from) };
	struct order order;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(txn, TABLE_ORDER, range, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found)
		TRY(record_decode(&order_record, value, arena, &order, err));
	*is = !found || order.placed_at >= time;
	scan_close(scan);
	arena_rewind(arena, mark);
	return ST_OK;
}

/* Those that are too new are passed over at once: numbers are given in the order of
 * time, but for imported ones, which must not be asked for then. */
static enum status
begin_in_time(struct order_scan *scan, struct err *err)
{
	struct order_filter *filter = &scan->filter;
	uint64_t first = 0; /* too old to be the end */
	uint64_t end;
	bool is;

	if (filter->until == INT64_MAX ||
		(scan->imported_until > INT64_MIN &&
			filter->since <= scan->imported_until))
		return ST_OK;
	TRY(sequence_last(scan->txn, "order", &end, err));
	end += ORDER_NUMBER_FIRST;
	while (first + 1 < end) {
		uint64_t middle = first + (end - first) / 2;

		TRY(is_from(scan->txn, middle, filter->until, &is, err));
		if (is)
			end = middle;
		else
			first = middle;
	}
	if (filter->below == 0 || end < filter->below)
		filter->below = end;
	return ST_OK;
}

enum status
order_scan_open(struct txn *txn, const struct order_filter *filter,
	struct order_scan **out, struct err *err)
{
	struct scan_range range = { .backward = true };
	struct order_scan *scan;
	struct key until;

	TRY(ARENA_NEW(txn_arena(txn), 1, &scan, err));
	scan->txn = txn;
	scan->filter = *filter;
	TRY(order_imported_until(txn, &scan->imported_until, err));
	TRY(begin_in_time(scan, err));
	*out = scan;
	until = key_u64(highest(&scan->filter));
	range.until = key_bytes(&until);
	if (filter->customer == 0 && !names_sku(filter) && !names_state(filter))
		return scan_open(txn, TABLE_ORDER, range, &scan->orders, err);
	TRY(ARENA_NEW(txn_arena(txn), SOURCES_MAX, &scan->sources, err));
	return open_derived(scan, err);
}

void
order_scan_close(struct order_scan *scan)
{
	if (scan->orders)
		scan_close(scan->orders);
	scan->orders = NULL;
	while (scan->source_count > 0)
		scan_close(scan->sources[--scan->source_count].scan);
}

static struct source *
newest(const struct order_scan *scan)
{
	struct source *found = NULL;
	size_t i;

	for (i = 0; i < scan->source_count; i++)
		if (!found || scan->sources[i].number > found->number)
			found = &scan->sources[i];
	return found;
}

/* A row without its order is damage, not an answer. */
static enum status
get_named(struct txn *txn, uint64_t number, struct order *order, struct err *err)
{
	enum status status = order_get(txn, number, order, err);

	if (status != ST_NOT_FOUND)
		return status;
	return fail(err, ST_CORRUPT,
		"a row of table order-by names order %" PRIu64
		", which is not there (admin check)",
		number);
}

static enum status
read_next(struct order_scan *scan, struct order *order, bool *found, struct err *err)
{
	struct source *source;
	struct bytes key;
	struct bytes value;
	uint64_t number;

	if (scan->orders) {
		TRY(scan_next(scan->orders, &key, &value, found, err));
		return *found ? record_decode(&order_record, value,
					txn_arena(scan->txn), order, err)
			      : ST_OK;
	}
	source = newest(scan);
	*found = source != NULL;
	if (!source)
		return ST_OK;
	number = source->number;
	TRY(advance(scan, source, err));
	return get_named(scan->txn, number, order, err);
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

/* Numbers are given in the order of time: behind one that is too old, all are. Those
 * that were imported have the numbers they came with: whether any of them is in the
 * time asked for is known. */
static bool
is_end(const struct order_scan *scan, const struct order *order)
{
	return order->placed_at < scan->filter.since && order->imported_facts == 0 &&
	       scan->filter.since > scan->imported_until;
}

enum status
order_next(struct order_scan *scan, struct order *order, bool *found, struct err *err)
{
	struct arena *arena = txn_arena(scan->txn);

	for (;;) {
		struct arena_mark mark = arena_mark(arena);

		TRY(read_next(scan, order, found, err));
		if (*found && is_end(scan, order))
			*found = false;
		if (!*found) {
			order_scan_close(scan);
			return ST_OK;
		}
		if (matches(&scan->filter, order))
			return ST_OK;
		arena_rewind(arena, mark);
	}
}

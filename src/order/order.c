#include "order/order.h"

#include <inttypes.h>
#include <string.h>

#include "order/order_store.h"
#include "order/posting.h"
#include "stock/stock_key.h"

static const struct stored order_stored = { TABLE_ORDER, &order_record };
static const struct stored fact_stored = { TABLE_FACT, &fact_record };

enum status
order_missing(struct txn *txn, uint64_t number, struct err *err)
{
	struct actor actor = txn_actor(txn);
	bool staff = actor.command && strncmp(actor.command, "admin ", 6) == 0;

	return fail(err, ST_NOT_FOUND,
		"no order %" PRIu64 " (see them with 'shop %sorders')", number,
		staff ? "admin " : "");
}

enum status
order_get(struct txn *txn, uint64_t number, struct order *order, struct err *err)
{
	struct key key = key_u64(number);
	bool found;

	TRY(txn_get_record(txn, &order_stored, key_bytes(&key), order, &found, err));
	return found ? ST_OK : order_missing(txn, number, err);
}

/* TABLE_ORDER_BY: what the row is ordered by, then the order's number. No value. */
struct key
order_by_customer(const struct order *order)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, ORDER_BY_CUSTOMER);
	key_add_u64(&key, order->customer);
	key_add_u64(&key, order->number);
	return key;
}

struct key
order_by_sku(const struct order *order, const char *sku)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, ORDER_BY_SKU);
	key_add_text(&key, sku);
	key_add_u8(&key, 0);
	key_add_u8(&key, (uint8_t)order->state);
	key_add_u64(&key, order->number);
	return key;
}

struct key
order_by_state(const struct order *order)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, ORDER_BY_STATE);
	key_add_u8(&key, (uint8_t)order->state);
	key_add_u8(&key, (uint8_t)order_payment_state(order));
	key_add_u8(&key, (uint8_t)order_shipping_state(order));
	key_add_u64(&key, order->number);
	return key;
}

static enum status
put_row(struct txn *txn, struct key key, struct err *err)
{
	return txn_put(
		txn, TABLE_ORDER_BY, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

/* Moves a row, or puts it where there was none (old is NULL). */
static enum status
move_row(struct txn *txn, const struct key *old, const struct key *now,
	struct err *err)
{
	bool found;

	if (old && bytes_equal(key_bytes(old), key_bytes(now)))
		return ST_OK;
	if (old)
		TRY(txn_delete(txn, TABLE_ORDER_BY, key_bytes(old), &found, err));
	return put_row(txn, *now, err);
}

/* So that what waits for a SKU is found without all that was ever sold of it. */
static enum status
put_sku_rows(struct txn *txn, const struct order *old, const struct order *now,
	struct err *err)
{
	const struct order_line *lines = now->lines.items;
	struct key before;
	struct key after;
	size_t i;

	if (old && old->state == now->state)
		return ST_OK;
	for (i = 0; i < now->lines.count; i++) {
		if (old)
			before = order_by_sku(old, lines[i].sku);
		after = order_by_sku(now, lines[i].sku);
		TRY(move_row(txn, old ? &before : NULL, &after, err));
	}
	return ST_OK;
}

static enum status
put_state_row(struct txn *txn, const struct order *old, const struct order *now,
	struct err *err)
{
	struct key before;
	struct key after = order_by_state(now);

	if (old)
		before = order_by_state(old);
	return move_row(txn, old ? &before : NULL, &after, err);
}

enum status
order_put(struct txn *txn, const struct order *old, const struct order *now,
	struct err *err)
{
	struct key key = key_u64(now->number);

	if (!old)
		TRY(put_row(txn, order_by_customer(now), err));
	TRY(put_sku_rows(txn, old, now, err));
	TRY(put_state_row(txn, old, now, err));
	return txn_put_record(txn, &order_stored, key_bytes(&key), now, err);
}

static struct key
fact_key(uint64_t order, uint64_t number)
{
	struct key key = key_u64(order);

	key_add_u32(&key, (uint32_t)number);
	return key;
}

enum status
fact_put(struct txn *txn, uint64_t order, const struct fact *fact, struct err *err)
{
	struct key key = fact_key(order, fact->number);

	return txn_put_record(txn, &fact_stored, key_bytes(&key), fact, err);
}

enum status
fact_append(struct txn *txn, struct order *order, struct fact *fact, struct err *err)
{
	fact->number = ++order->facts;
	fact->at = txn_now(txn);
	TRY(actor_text(txn, &fact->actor, err));
	TRY(fact_put(txn, order->number, fact, err));
	return order_post_fact(txn, order, fact, err);
}

const struct order_origin *
order_origin(const struct order *order)
{
	return order->origin.count > 0 ? order->origin.items : NULL;
}

enum status
order_keep_origin(struct arena *arena, struct order *order, struct err *err)
{
	struct order_origin *origin;

	if (order_origin(order))
		return ST_OK;
	TRY(ARENA_NEW(arena, 1, &origin, err));
	*origin = (struct order_origin){ order->country, order->payment_method };
	order->origin = (struct list){ origin, 1 };
	return ST_OK;
}

enum status
order_facts_of(struct txn *txn, const struct order *order, struct list *facts,
	struct err *err)
{
	struct key prefix = key_u64(order->number);
	struct fact *items = NULL;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found;

	TRY(ARENA_NEW(txn_arena(txn), (size_t)order->facts, &items, err));
	TRY(scan_open_prefix(txn, TABLE_FACT, key_bytes(&prefix), false, &scan, err));
	while (count < order->facts) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(
			&fact_record, value, txn_arena(txn), &items[count++], err));
	}
	scan_close(scan);
	*facts = (struct list){ items, count };
	return ST_OK;
}

enum status
order_facts(struct txn *txn, uint64_t number, struct list *facts, struct err *err)
{
	struct order order;

	TRY(order_get(txn, number, &order, err));
	return order_facts_of(txn, &order, facts, err);
}

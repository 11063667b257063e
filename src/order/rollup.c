#include "order/rollup.h"

#include "base/period.h"

static const struct field rollup_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct rollup, orders) },
	{ FIELD(2, FIELD_COUNT, struct rollup, units) },
	{ FIELD(3, FIELD_COUNT, struct rollup, goods_total) },
	{ FIELD(4, FIELD_COUNT, struct rollup, total) },
	{ FIELD(5, FIELD_COUNT, struct rollup, cancelled_orders) },
	{ FIELD(6, FIELD_COUNT, struct rollup, cancelled_units) },
	{ FIELD(7, FIELD_COUNT, struct rollup, cancelled_total) },
};

const struct record_type rollup_record = { .name = "day's roll-up",
	RECORD_FIELDS(struct rollup, rollup_fields) };

static const struct stored rollup_stored = { TABLE_ROLLUP, &rollup_record };

enum rollup_kind {
	ROLLUP_DAY = 1,
};

/* Days before 1970 order before those after it. */
static struct key
rollup_key(int32_t day)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, ROLLUP_DAY);
	key_add_u32(&key, (uint32_t)day ^ 0x80000000U);
	return key;
}

static enum status
rollup_read(struct txn *txn, int32_t day, struct rollup *rollup, struct err *err)
{
	struct key key = rollup_key(day);
	bool found;

	record_init(&rollup_record, rollup);
	TRY(txn_get_record(
		txn, &rollup_stored, key_bytes(&key), rollup, &found, err));
	rollup->day = day;
	return ST_OK;
}

static enum status
rollup_write(struct txn *txn, const struct rollup *rollup, struct err *err)
{
	struct key key = rollup_key(rollup->day);

	return txn_put_record(txn, &rollup_stored, key_bytes(&key), rollup, err);
}

void
rollup_add_order(struct rollup *rollup, const struct order *order)
{
	rollup->orders++;
	rollup->units += order->quantity;
	rollup->goods_total += order->goods_total - order->discount_total;
	rollup->total += order->total;
}

void
rollup_add_cancellation(struct rollup *rollup, const struct order *order)
{
	rollup->cancelled_orders++;
	rollup->cancelled_units += order->quantity;
	rollup->cancelled_total += order->total;
}

enum status
rollup_count_order(struct txn *txn, const struct order *order, struct err *err)
{
	struct rollup rollup;

	TRY(rollup_read(txn, day_of(order->placed_at), &rollup, err));
	rollup_add_order(&rollup, order);
	return rollup_write(txn, &rollup, err);
}

enum status
rollup_count_cancellation(
	struct txn *txn, const struct order *order, int64_t at, struct err *err)
{
	struct rollup rollup;

	TRY(rollup_read(txn, day_of(at), &rollup, err));
	rollup_add_cancellation(&rollup, order);
	return rollup_write(txn, &rollup, err);
}

struct day_rows {
	struct rollup *items;
	size_t count;
	size_t capacity;
};

static enum status
add_row(struct arena *arena, struct day_rows *rows, const struct rollup *rollup,
	struct err *err)
{
	struct rollup *items;
	size_t i;

	if (rows->count == rows->capacity) {
		rows->capacity = rows->capacity ? 2 * rows->capacity : 32;
		TRY(ARENA_NEW(arena, rows->capacity, &items, err));
		for (i = 0; i < rows->count; i++)
			items[i] = rows->items[i];
		rows->items = items;
	}
	rows->items[rows->count++] = *rollup;
	return ST_OK;
}

enum status
rollup_days(struct txn *txn, int32_t from, int32_t until, struct list *days,
	struct err *err)
{
	struct key first = rollup_key(from);
	struct key last = rollup_key(until);
	struct scan_range range = { key_bytes(&first), key_bytes(&last), false };
	struct day_rows rows = { NULL, 0, 0 };
	struct rollup rollup;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(txn, TABLE_ROLLUP, range, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(
			&rollup_record, value, txn_arena(txn), &rollup, err));
		rollup.day = (int32_t)(get_u32(key.data + 1) ^ 0x80000000U);
		TRY(add_row(txn_arena(txn), &rows, &rollup, err));
	}
	scan_close(scan);
	*days = (struct list){ rows.items, rows.count };
	return ST_OK;
}

#include <inttypes.h>

#include "catalog/counted.h"
#include "order/order_store.h"
#include "order/proof_private.h"
#include "order/stock_list.h"

struct movement_sums {
	uint64_t count;
	uint64_t of_orders;
	int64_t change;
};

static enum status
add_movement(void *arg, const struct movement *movement, struct err *err)
{
	struct movement_sums *sums = arg;

	(void)err;
	sums->count++;
	sums->of_orders += movement->order != 0;
	sums->change += movement->change;
	return ST_OK;
}

static enum status
prove_movements(struct proof *proof, const char *sku, const struct level *level,
	struct err *err)
{
	struct movement_sums sums = { .count = 0 };
	struct movement_walk walk = { .each = add_movement, .arg = &sums };
	struct list counts;

	TRY(stock_movements(proof->txn, sku, &walk, err));
	TRY(stock_counts(proof->txn, sku, &counts, err));
	proof->counts_pending += counts.count;
	proof->counts->movements += sums.count;
	proof->moves += sums.of_orders;
	if (sums.count != level->movements)
		proof_fault(proof, "stock", sku,
			"has %" PRIu64 " movements where %" PRIu64 " were counted",
			sums.count, level->movements);
	if (sums.change != level->on_hand)
		proof_fault(proof, "stock", sku,
			"has %" PRId64
			" on hand, but its movements sum up to %" PRId64,
			level->on_hand, sums.change);
	return ST_OK;
}

/* Pieces that open orders still wait for. */
static enum status
promised(struct txn *txn, const char *sku, int64_t *pieces, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	*pieces = 0;
	filter.sku = sku;
	filter.state = ORDER_PLACED;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		const struct order_line *line;

		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		TRY(order_lines_shipped(txn, &order, err));
		line = order_line(&order, sku);
		*pieces += line->quantity - line->shipped;
	}
}

static enum status
prove_level(struct proof *proof, const char *sku, const struct level *level,
	struct err *err)
{
	int64_t held;

	if (level->on_hand < 0 || level->held < 0)
		proof_fault(proof, "stock", sku,
			"is below zero (%" PRId64 " on hand, %" PRId64 " held)",
			level->on_hand, level->held);
	TRY(prove_movements(proof, sku, level, err));
	TRY(promised(proof->txn, sku, &held, err));
	proof->held += held;
	if (held != level->held)
		proof_fault(proof, "stock", sku,
			"holds %" PRId64 ", but open orders wait for %" PRId64,
			level->held, held);
	return ST_OK;
}

static enum status
prove_sku(struct proof *proof, const char *sku, struct err *err)
{
	struct level level;

	proof->counts->skus++;
	TRY(level_get(proof->txn, sku, &level, err));
	return prove_level(proof, sku, &level, err);
}

/* SKUs that nothing but imports counted; the others have a level. */
static enum status
prove_counted(struct proof *proof, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct arena_mark mark;
	struct bytes value;
	struct scan *scan;
	const char *sku;
	bool found;

	TRY(counted_scan_open(proof->txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		struct key key;

		arena_rewind(arena, mark);
		TRY(counted_next(proof->txn, scan, &sku, err));
		if (!sku)
			return ST_OK;
		key = key_text(sku);
		TRY(txn_get(proof->txn, TABLE_LEVEL, key_bytes(&key), &value, &found,
			err));
		if (!found)
			TRY(prove_sku(proof, sku, err));
	}
}

static enum status
prove_levels(struct proof *proof, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct arena_mark mark;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	const char *sku;
	bool found;

	TRY(scan_open(proof->txn, TABLE_LEVEL,
		(struct scan_range){ .backward = false }, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(arena_copy(arena, (const char *)key.data, key.size, &sku, err));
		TRY(prove_sku(proof, sku, err));
	}
}

enum status
prove_stock(struct proof *proof, struct err *err)
{
	TRY(prove_levels(proof, err));
	return prove_counted(proof, err);
}

#include "order/stock_list.h"

#include <inttypes.h>
#include <string.h>

#include "order/order.h"

static const struct field stock_item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct stock_item, sku) },
	{ FIELD(2, FIELD_TEXT, struct stock_item, name) },
	{ FIELD(3, FIELD_COUNT, struct stock_item, on_hand) },
	{ FIELD(4, FIELD_COUNT, struct stock_item, held) },
	{ FIELD(5, FIELD_OPTIONAL, struct stock_item, available) },
	{ FIELD(6, FIELD_OPTIONAL, struct stock_item, low_stock_at) },
	{ FIELD(7, FIELD_TEXTS, struct stock_item, short_orders),
		.flags = FIELD_SPARSE },
};

const struct record_type stock_item_record = { .name = "stock",
	RECORD_FIELDS(struct stock_item, stock_item_fields) };

/* The newest are what imports counted. */
static enum status
walk_counts(struct txn *txn, const char *sku, const struct movement_walk *walk,
	size_t *walked, struct err *err)
{
	const struct movement *items;
	struct list counts;
	size_t count;

	TRY(stock_counts(txn, sku, &counts, err));
	items = counts.items;
	for (count = 0; count < counts.count; count++) {
		if (walk->limit > 0 && count == walk->limit)
			break;
		TRY(walk->each(walk->arg, &items[counts.count - 1 - count], err));
	}
	*walked = count;
	return ST_OK;
}

enum status
stock_movements(struct txn *txn, const char *sku, const struct movement_walk *walk,
	struct err *err)
{
	struct key prefix = key_text(sku);
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark;
	struct movement movement;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count;
	bool found;

	TRY(walk_counts(txn, sku, walk, &count, err));
	mark = arena_mark(arena);
	key_add_u8(&prefix, 0);
	TRY(scan_open_prefix(
		txn, TABLE_MOVEMENT, key_bytes(&prefix), true, &scan, err));
	for (; walk->limit == 0 || count < walk->limit; count++) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(&movement_record, value, arena, &movement, err));
		TRY(walk->each(walk->arg, &movement, err));
	}
	scan_close(scan);
	return ST_OK;
}

/* How many pieces of a SKU an order still holds. */
static int64_t
pieces_open(const struct order *order, const char *sku)
{
	const struct order_line *lines = order->lines.items;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		if (strcmp(lines[i].sku, sku) == 0)
			return lines[i].quantity - lines[i].shipped;
	return 0;
}

/* Newest orders are short first: they came when the pieces were promised already.
 * Their numbers are only counted where numbers is NULL. */
static enum status
walk_short_orders(struct txn *txn, const struct stock_item *item, uint64_t *numbers,
	size_t *count, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	int64_t missing = item->held - item->on_hand;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found = true;

	filter.sku = item->sku;
	filter.state = ORDER_PLACED;
	*count = 0;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	while (missing > 0) {
		int64_t open;

		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			break;
		TRY(order_lines_shipped(txn, &order, err));
		open = pieces_open(&order, item->sku);
		missing -= open;
		if (open > 0 && numbers)
			numbers[*count] = order.number;
		*count += open > 0;
	}
	order_scan_close(scan);
	return ST_OK;
}

/* Twice, so that no more is kept of thousands of orders than their numbers. */
static enum status
find_short_orders(struct txn *txn, struct stock_item *item, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	uint64_t *numbers;
	const char **texts;
	size_t count;
	size_t i;

	TRY(walk_short_orders(txn, item, NULL, &count, err));
	TRY(ARENA_NEW(arena, count, &numbers, err));
	TRY(ARENA_NEW(arena, count, &texts, err));
	TRY(walk_short_orders(txn, item, numbers, &count, err));
	for (i = 0; i < count; i++)
		TRY(arena_format(arena, &texts[i], err, "%" PRIu64, numbers[i]));
	item->short_orders = (struct texts){ texts, count };
	return ST_OK;
}

enum status
stock_item(struct txn *txn, const char *sku, struct stock_item *item, struct err *err)
{
	struct product product;
	struct details details;
	struct level level;
	size_t variant;

	TRY(product_find(txn, sku, &product, &variant, err));
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	*item = (struct stock_item){ .sku = product_variant(&product, variant)->sku,
		.low_stock_at = details.low_stock_at };
	TRY(product_line_name(&product, variant, txn_arena(txn), &item->name, err));
	TRY(level_get(txn, item->sku, &level, err));
	item->on_hand = level.on_hand;
	item->held = level.held;
	item->available = level_available(&level, &details);
	if (item->available == LEVEL_UNLIMITED)
		item->available = NUMBER_NONE;
	if (item->available == NUMBER_NONE || level.held <= level.on_hand)
		return ST_OK;
	return find_short_orders(txn, item, err);
}

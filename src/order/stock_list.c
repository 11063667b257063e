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

enum status
stock_movements(struct txn *txn, const char *sku, size_t limit,
	struct list *movements, struct err *err)
{
	struct key prefix = key_text(sku);
	struct movement *items;
	struct level level;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found;

	TRY(level_get(txn, sku, &level, err));
	if (limit == 0 || limit > level.movements)
		limit = (size_t)level.movements;
	TRY(ARENA_NEW(txn_arena(txn), limit, &items, err));
	key_add_u8(&prefix, 0);
	TRY(scan_open_prefix(
		txn, TABLE_MOVEMENT, key_bytes(&prefix), true, &scan, err));
	while (count < limit) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(&movement_record, value, txn_arena(txn),
			&items[count++], err));
	}
	scan_close(scan);
	*movements = (struct list){ items, count };
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

static enum status
add_number(struct txn *txn, struct texts *numbers, uint64_t number, struct err *err)
{
	const char **items;

	TRY(ARENA_NEW(txn_arena(txn), numbers->count + 1, &items, err));
	if (numbers->count > 0)
		memcpy(items, numbers->items, numbers->count * sizeof(*items));
	TRY(arena_format(
		txn_arena(txn), &items[numbers->count], err, "%" PRIu64, number));
	numbers->items = items;
	numbers->count++;
	return ST_OK;
}

/* Newest orders are short first: they came when the pieces were promised already. */
static enum status
find_short_orders(struct txn *txn, const char *sku, int64_t missing,
	struct texts *numbers, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct order_scan *scan;
	struct order order;
	bool found;

	filter.sku = sku;
	filter.state = ORDER_PLACED;
	TRY(order_scan_open(txn, &filter, &scan, err));
	while (missing > 0) {
		int64_t open;

		TRY(order_next(scan, &order, &found, err));
		if (!found)
			break;
		TRY(order_lines_shipped(txn, &order, err));
		open = pieces_open(&order, sku);
		missing -= open;
		if (open > 0)
			TRY(add_number(txn, numbers, order.number, err));
	}
	order_scan_close(scan);
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
	return find_short_orders(
		txn, item->sku, level.held - level.on_hand, &item->short_orders, err);
}

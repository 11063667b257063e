#include <inttypes.h>
#include <string.h>

#include "order/order_store.h"
#include "order/return.h"
#include "stock/stock.h"

struct order_line *
order_line(const struct order *order, const char *sku)
{
	struct order_line *lines = order->lines.items;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		if (strcmp(lines[i].sku, sku) == 0)
			return &lines[i];
	return NULL;
}

struct order_line
order_line_sum(const struct order *order, const struct order_line *line)
{
	const struct order_line *lines = order->lines.items;
	struct order_line sum = *line;
	size_t i;

	sum.quantity = sum.shipped = sum.returned = 0;
	for (i = 0; i < order->lines.count; i++) {
		if (strcmp(lines[i].sku, line->sku) != 0)
			continue;
		sum.quantity += lines[i].quantity;
		sum.shipped += lines[i].shipped;
		sum.returned += lines[i].returned;
	}
	return sum;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool
order_ship_pieces(const struct order *order, const struct fact_line *pieces)
{
	struct order_line *lines = order->lines.items;
	int64_t left = pieces->quantity;
	size_t i;

	for (i = 0; left > 0 && i < order->lines.count; i++) {
		int64_t room = lines[i].quantity - lines[i].shipped;

		if (room <= 0 || strcmp(lines[i].sku, pieces->sku) != 0)
			continue;
		room = smaller(room, left);
		lines[i].shipped += room;
		left -= room;
	}
	return pieces->quantity > 0 && left == 0;
}

bool
order_return_pieces(
	const struct order *order, const struct fact_line *pieces, int64_t *worth)
{
	struct order_line *lines = order->lines.items;
	int64_t left = pieces->quantity;
	size_t i;

	*worth = 0;
	for (i = 0; left > 0 && i < order->lines.count; i++) {
		int64_t room = lines[i].shipped - lines[i].returned;

		if (room <= 0 || strcmp(lines[i].sku, pieces->sku) != 0)
			continue;
		room = smaller(room, left);
		*worth += order_units_worth(&lines[i], lines[i].returned, room).gross;
		lines[i].returned += room;
		left -= room;
	}
	return pieces->quantity > 0 && left == 0;
}

static enum status
add_pieces(struct order *order, const struct fact *fact, struct err *err)
{
	const struct fact_line *lines = fact->lines.items;
	int64_t worth;
	size_t i;

	for (i = 0; i < fact->lines.count; i++) {
		bool fits = fact->kind == FACT_RETURN
				    ? order_return_pieces(order, &lines[i], &worth)
				    : order_ship_pieces(order, &lines[i]);

		if (!fits)
			return fail(err, ST_CORRUPT,
				"order %" PRIu64
				" moved pieces of '%s', which it does "
				"not have",
				order->number, lines[i].sku);
	}
	return ST_OK;
}

enum status
order_lines_shipped(struct txn *txn, struct order *order, struct err *err)
{
	struct order_line *lines = order->lines.items;
	const struct fact *items;
	struct list facts;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		lines[i].shipped = lines[i].returned = 0;
	if (order->shipped == 0)
		return ST_OK;
	TRY(order_facts(txn, order->number, &facts, err));
	items = facts.items;
	for (i = 0; i < facts.count; i++)
		if (items[i].kind == FACT_SHIPMENT || items[i].kind == FACT_RETURN)
			TRY(add_pieces(order, &items[i], err));
	return ST_OK;
}

enum status
order_lines_left(struct txn *txn, const struct order *order, struct list *lines,
	struct err *err)
{
	const struct order_line *ordered = order->lines.items;
	struct fact_line *items;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), order->lines.count, &items, err));
	for (i = 0; i < order->lines.count; i++)
		if (ordered[i].shipped < ordered[i].quantity)
			items[count++] = (struct fact_line){ ordered[i].sku,
				ordered[i].quantity - ordered[i].shipped };
	*lines = (struct list){ items, count };
	return ST_OK;
}

/* Each SKU once, so that two mentions cannot move more than there is together. */
enum status
order_check_lines(
	const struct order *order, const struct list *lines, struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;
	size_t j;

	for (i = 0; i < lines->count; i++) {
		if (!order_line(order, items[i].sku))
			return fail(err, ST_NOT_FOUND,
				"order %" PRIu64 " has no '%s'", order->number,
				items[i].sku);
		for (j = 0; j < i; j++)
			if (strcmp(items[j].sku, items[i].sku) == 0)
				return fail(err, ST_USAGE, "'%s' is named twice",
					items[i].sku);
	}
	return ST_OK;
}

int64_t
order_pieces(const struct list *lines)
{
	const struct fact_line *items = lines->items;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < lines->count; i++)
		sum += items[i].quantity;
	return sum;
}

static enum status
stock_lines(struct txn *txn, const struct list *lines, struct stock_line **out,
	struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), lines->count, out, err));
	for (i = 0; i < lines->count; i++)
		(*out)[i] = (struct stock_line){ items[i].sku, items[i].quantity };
	return ST_OK;
}

static enum status
move_lines(struct catalog *catalog, enum stock_move kind,
	const struct stock_line *lines, size_t count, uint64_t order, struct err *err)
{
	switch (kind) {
	case STOCK_SHIP:
		return stock_ship(catalog, lines, count, order, err);
	case STOCK_RETURN:
		return stock_return(catalog, lines, count, order, err);
	case STOCK_RELEASE:
		break;
	}
	return stock_release(catalog, lines, count, err);
}

enum status
order_move_stock(struct txn *txn, enum stock_move kind, const struct list *lines,
	uint64_t order, struct err *err)
{
	struct stock_line *moved;
	struct catalog *catalog;
	enum status status;

	TRY(stock_lines(txn, lines, &moved, err));
	TRY(catalog_open(txn, &catalog, err));
	status = move_lines(catalog, kind, moved, lines->count, order, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

enum status
order_stock_covers(
	struct txn *txn, const struct list *lines, bool *covered, struct err *err)
{
	struct stock_line *asked;

	TRY(stock_lines(txn, lines, &asked, err));
	return stock_covers(txn, asked, lines->count, covered, err);
}

#include <inttypes.h>
#include <string.h>

#include "order/order_store.h"
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

static enum status
add_pieces(struct order *order, const struct fact *fact, struct err *err)
{
	const struct fact_line *lines = fact->lines.items;
	size_t i;

	for (i = 0; i < fact->lines.count; i++) {
		struct order_line *line = order_line(order, lines[i].sku);

		if (!line)
			return fail(err, ST_CORRUPT,
				"order %" PRIu64
				" shipped '%s', which it does not have",
				order->number, lines[i].sku);
		if (fact->kind == FACT_RETURN)
			line->returned += lines[i].quantity;
		else
			line->shipped += lines[i].quantity;
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

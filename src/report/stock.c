#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "books/cut.h"
#include "catalog/level.h"
#include "pricing/cover.h"
#include "report/list_parts.h"
#include "report/stock_parts.h"

static bool
is_wanted(const char *filter, const char *value)
{
	return !filter || filter[0] == '\0' || strcmp(filter, value) == 0;
}

static bool
product_matches(const struct report_request *request, const struct product *product)
{
	return is_wanted(request->product, product_subject(product)) &&
	       is_wanted(request->brand, product->brand) &&
	       (!request->category ||
		       category_covers(request->category, product->category));
}

static int
compare_group(const void *sku, const void *group)
{
	return strcmp(sku, ((const struct cut_group *)group)->name);
}

/* Pieces sold in the time, less what came back. */
static int64_t
sold(const struct stock *stock, const char *sku)
{
	const struct cut_group *group;

	if (stock->sold.count == 0)
		return 0;
	group = bsearch(sku, stock->sold.items, stock->sold.count, sizeof(*group),
		compare_group);
	return group ? group->figures.units - group->figures.returned : 0;
}

/* At the pace of the days behind, whole days. */
static int64_t
days_left(const struct stock *stock, const struct stock_row *row)
{
	int64_t left;

	if (row->sold <= 0 || stock->days <= 0 || row->available == NUMBER_NONE ||
		!money_multiply(row->available, stock->days, &left))
		return NUMBER_NONE;
	return left / row->sold;
}

static enum status
worth(int64_t each, int64_t count, int64_t *value, struct err *err)
{
	*value = NUMBER_NONE;
	if (each == NUMBER_NONE)
		return ST_OK;
	if (money_multiply(each, count > 0 ? count : 0, value))
		return ST_OK;
	return fail(err, ST_BAD_DATA, "the value of the stock is too large");
}

/* False for what is not counted at all, and for what is neither sold nor there. */
static enum status
fill_row(struct stock *stock, const struct product *product, size_t index,
	struct stock_row *row, bool *shown, struct err *err)
{
	const struct variant *variant = product_variant(product, index);
	struct details details;
	struct level level;

	TRY(product_details(product, index, txn_arena(stock->txn), &details, err));
	*shown = details.track_stock != ANSWER_NO &&
		 is_wanted(stock->request->sku, variant->sku);
	if (!*shown)
		return ST_OK;
	TRY(level_get(stock->txn, variant->sku, &level, err));
	*row = (struct stock_row){ .sku = variant->sku,
		.name = "",
		.on_hand = level.on_hand,
		.held = level.held,
		.price = product_current_price(product, index),
		.cost = details.cost,
		.sold = sold(stock, variant->sku) };
	row->available = level_available(&level, &details);
	if (row->available == LEVEL_UNLIMITED)
		row->available = NUMBER_NONE;
	row->days_left = days_left(stock, row);
	*shown = level.on_hand != 0 || level.held != 0 ||
		 product_is_sold(product, index, &details);
	TRY(worth(row->price, row->on_hand, &row->value, err));
	return worth(row->cost, row->on_hand, &row->cost_value, err);
}

static bool
add_known(int64_t *sum, int64_t value)
{
	if (value == NUMBER_NONE)
		return true;
	return money_add(*sum == NUMBER_NONE ? 0 : *sum, value, sum);
}

static enum status
add(struct stock_row *sum, const struct stock_row *row, struct err *err)
{
	if (!money_add(sum->on_hand, row->on_hand, &sum->on_hand) ||
		!money_add(sum->held, row->held, &sum->held) ||
		!add_known(&sum->available, row->available) ||
		!money_add(sum->sold, row->sold, &sum->sold) ||
		!add_known(&sum->value, row->value) ||
		!add_known(&sum->cost_value, row->cost_value))
		return fail(err, ST_BAD_DATA, "the value of the stock is too large");
	return ST_OK;
}

static enum status
look_at(struct stock *stock, const struct product *product, struct err *err)
{
	struct ranked ranked = { .id = product->id };
	struct stock_row row;
	bool shown;

	for (size_t i = 0; i < product->variants.count; i++) {
		TRY(fill_row(stock, product, i, &row, &shown, err));
		if (!shown)
			continue;
		TRY(add(&stock->sum, &row, err));
		stock->count++;
		stock->sold_out += row.available == 0;
		stock->running_out += row.available > 0 &&
				      row.days_left != NUMBER_NONE &&
				      row.days_left < RUNNING_OUT_DAYS;
		ranked.size = row.value;
		ranked.part = i;
		list_ranking_add(&stock->ranking, &ranked);
	}
	return ST_OK;
}

static enum status
read_products(struct stock *stock, struct err *err)
{
	struct arena *arena = txn_arena(stock->txn);
	struct product_scan *scan;
	struct arena_mark mark;
	struct product product;
	bool found;

	TRY(product_scan_open(stock->txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		if (product_matches(stock->request, &product))
			TRY(look_at(stock, &product, err));
	}
}

/* The kept ones are read once more, for the texts that were not kept. */
static enum status
make_row(struct stock *stock, const struct ranked *ranked, struct stock_row *row,
	struct err *err)
{
	struct arena *arena = txn_arena(stock->txn);
	struct arena_mark mark = arena_mark(arena);
	char sku[SKU_SIZE_MAX + 1];
	struct list_name name;
	struct product product;
	const char *text;
	bool shown;

	TRY(product_by_id(stock->txn, ranked->id, &product, &shown, err));
	invariant(shown && ranked->part < product.variants.count);
	TRY(fill_row(stock, &product, (size_t)ranked->part, row, &shown, err));
	TRY(product_line_name(&product, (size_t)ranked->part, arena, &text, err));
	list_name_set(&name, text);
	memcpy(sku, row->sku, strlen(row->sku) + 1);
	arena_rewind(arena, mark);
	TRY(arena_text(arena, sku, &row->sku, err));
	return arena_text(arena, name.text, &row->name, err);
}

static void
take_away(int64_t *sum, int64_t value)
{
	if (value != NUMBER_NONE)
		*sum -= value;
}

/* What there was no row for. */
static void
fill_others(const struct stock *stock, size_t count, struct stock_row *others)
{
	const struct stock_row *rows = stock->rows.items;

	*others = stock->sum;
	others->sku = "others";
	for (size_t i = 0; i < count; i++) {
		others->on_hand -= rows[i].on_hand;
		others->held -= rows[i].held;
		take_away(&others->available, rows[i].available);
		others->sold -= rows[i].sold;
		take_away(&others->value, rows[i].value);
		take_away(&others->cost_value, rows[i].cost_value);
	}
}

static enum status
make_rows(struct stock *stock, struct err *err)
{
	const struct ranking *ranking = &stock->ranking;
	struct stock_row *rows;

	TRY(ARENA_NEW(txn_arena(stock->txn), ranking->count + 1, &rows, err));
	stock->rows = (struct list){ rows, ranking->count };
	for (size_t i = 0; i < ranking->count; i++)
		TRY(make_row(stock, &ranking->items[i], &rows[i], err));
	if (stock->count > (int64_t)ranking->count)
		fill_others(stock, ranking->count, &rows[stock->rows.count++]);
	return ST_OK;
}

/* Shipping, which is no SKU, is the last group. */
static enum status
read_sold(struct stock *stock, struct err *err)
{
	const struct report_request *request = stock->request;
	struct cut cut = { .from = request->days.from,
		.until = request->days.until,
		.by = CUT_SKU,
		.sku = request->sku };
	const struct cut_group *groups;
	struct report_days days;
	struct figures sum;

	TRY(books_cut(stock->txn, &cut, &stock->sold, &sum, err));
	groups = stock->sold.items;
	if (stock->sold.count > 0 && groups[stock->sold.count - 1].is_shipping)
		stock->sold.count--;
	TRY(list_shown_days(stock->txn, request, &days, err));
	stock->days = (int64_t)days.until - days.from;
	return ST_OK;
}

enum status
report_stock(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct stock stock = { .txn = txn,
		.request = request,
		.sum = { .sku = "total",
			.name = "",
			.price = NUMBER_NONE,
			.cost = NUMBER_NONE,
			.cost_value = NUMBER_NONE,
			.days_left = NUMBER_NONE } };
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_SKU, &stat, err));
	TRY(list_ranking_open(
		txn_arena(txn), request->limit, stat.entries, &stock.ranking, err));
	TRY(read_sold(&stock, err));
	TRY(read_products(&stock, err));
	list_ranking_sort(&stock.ranking);
	TRY(make_rows(&stock, err));
	return stock_report_fill(&stock, report, err);
}

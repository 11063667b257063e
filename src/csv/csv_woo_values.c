#include <string.h>

#include "csv/csv_cell.h"
#include "csv/csv_woo.h"
#include "csv/html_text.h"

/* The values that products and variations of WooCommerce have alike. */
#define MILLIGRAMS_OF_KILOGRAM 1000000
#define MILLIGRAMS_OF_GRAM 1000
#define MILLIGRAMS_OF_POUND 453592
#define MILLIGRAMS_OF_OUNCE 28350

static const struct {
	enum woo_column column;
	int64_t milligrams;
} weights[] = {
	{ WOO_KILOGRAMS, MILLIGRAMS_OF_KILOGRAM },
	{ WOO_GRAMS, MILLIGRAMS_OF_GRAM },
	{ WOO_POUNDS, MILLIGRAMS_OF_POUND },
	{ WOO_OUNCES, MILLIGRAMS_OF_OUNCE },
};
#define WEIGHT_COUNT (sizeof(weights) / sizeof(weights[0]))

/* Its exporter guards cells as we do. */
const char *
woo_text(const struct csv_shop *shop, size_t which)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);

	return cell ? csv_unguard(cell->text) : "";
}

/* Its exporter writes the end of a line as a backslash and an n. */
enum status
woo_html(struct csv_shop *shop, size_t which, const char **text, struct err *err)
{
	const char *from = woo_text(shop, which);
	size_t size = 0;
	char before = '\0';
	char *html;

	TRY(ARENA_NEW(shop->tree.arena, strlen(from) + 1, &html, err));
	for (; *from; from++) {
		bool ends_line = before != '\\' && strncmp(from, "\\n", 2) == 0;

		before = *from;
		html[size++] = ends_line ? '\n' : *from;
		from += ends_line ? 1 : 0;
	}
	return html_to_text(shop->tree.arena, html, size, text, err);
}

struct csv_origin
woo_origin(const struct woo_item *product, const char *key, size_t which)
{
	size_t column = product->shop.columns[which];

	return (struct csv_origin){ key, csv_cell_at(product->shop.row, column),
		&product->shop.file->header.cells[column] };
}

enum status
woo_copy(struct woo_item *product, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const char *text = woo_text(&product->shop, which);

	return text[0] ? csv_shop_put(&product->shop, map, key, which, text, err)
		       : ST_OK;
}

/* A date with a time has a blank between the two. */
static enum status
put_date(struct woo_item *product, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const char *text = woo_text(&product->shop, which);
	char *date;

	if (text[0] == '\0')
		return ST_OK;
	TRY(arena_take(product->shop.tree.arena, strlen(text) + 1, 1, &date, err));
	memcpy(date, text, strlen(text));
	if (strlen(date) > 10 && date[10] == ' ')
		date[10] = 'T';
	return csv_shop_put(&product->shop, map, key, which, date, err);
}

static enum status
put_prices(struct woo_item *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;

	TRY(csv_shop_put_amount(shop, map, "price", WOO_PRICE, err));
	if (!csv_shop_cell(shop, WOO_PRICE))
		return ST_OK;
	if (csv_shop_cell(shop, WOO_SALE_PRICE))
		TRY(csv_shop_put_amount(
			shop, map, "sale_price", WOO_SALE_PRICE, err));
	else if (csv_shop_has(shop, WOO_SALE_PRICE))
		TRY(csv_shop_put(shop, map, "sale_price", WOO_SALE_PRICE, "", err));
	TRY(put_date(product, map, "sale_from", WOO_SALE_FROM, err));
	return put_date(product, map, "sale_until", WOO_SALE_UNTIL, err);
}

/* Without a number of pieces nothing is counted, but what is out of stock. A
 * variation may leave it to its product ("parent"). */
enum status
woo_put_stock(struct woo_item *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *stock = woo_text(shop, WOO_STOCK);
	const char *in_stock = woo_text(shop, WOO_IN_STOCK);
	bool counted = stock[0] && strcmp(stock, "parent") != 0;
	bool out = !stock[0] && strcmp(in_stock, "0") == 0;

	if (counted)
		TRY(csv_shop_put_count(shop, map, "stock", WOO_STOCK, err));
	if (out)
		TRY(csv_shop_put(shop, map, "stock", WOO_IN_STOCK, "0", err));
	if (counted || out)
		return csv_shop_put(shop, map, "track_stock",
			out ? WOO_IN_STOCK : WOO_STOCK, "yes", err);
	if (stock[0] || !csv_shop_has(shop, WOO_STOCK))
		return ST_OK;
	return csv_shop_put(shop, map, "track_stock", WOO_STOCK, "no", err);
}

static enum status
put_tax(struct woo_item *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *status = woo_text(shop, WOO_TAX_STATUS);
	const char *class = woo_text(shop, WOO_TAX_CLASS);

	if (strcmp(status, "none") == 0 || strcmp(status, "shipping") == 0)
		return csv_shop_put(shop, map, "tax_class", WOO_TAX_STATUS, "", err);
	if (strcmp(class, "parent") == 0)
		return ST_OK;
	if (class[0])
		return csv_shop_put(
			shop, map, "tax_class", WOO_TAX_CLASS, class, err);
	if (strcmp(status, "taxable") != 0)
		return ST_OK;
	return csv_shop_put(shop, map, "tax_class", WOO_TAX_STATUS, "standard", err);
}

static enum status
put_texts(struct woo_item *product, struct item_node *map, const char *key,
	enum woo_column which, struct err *err)
{
	struct csv_origin origin;
	struct texts texts;

	if (!csv_shop_cell(&product->shop, which))
		return ST_OK;
	origin = woo_origin(product, key, which);
	TRY(csv_shop_split(&product->shop, which, &texts, err));
	return csv_shop_add_list(&product->shop, map, &origin, &texts, err);
}

static enum status
put_backorder(struct woo_item *product, struct item_node *map, struct err *err)
{
	if (strcmp(woo_text(&product->shop, WOO_BACKORDERS), "notify") == 0)
		return csv_shop_put(
			&product->shop, map, "backorder", WOO_BACKORDERS, "yes", err);
	return csv_shop_put_flag(
		&product->shop, map, "backorder", WOO_BACKORDERS, err);
}

/* What both a product and a variation have. */
enum status
woo_put_details(struct woo_item *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	size_t i;

	TRY(put_prices(product, map, err));
	TRY(put_tax(product, map, err));
	TRY(put_backorder(product, map, err));
	TRY(csv_shop_put_count(shop, map, "low_stock_at", WOO_LOW_STOCK, err));
	TRY(woo_copy(product, map, "barcode", WOO_GTIN, err));
	for (i = 0; i < WEIGHT_COUNT; i++)
		TRY(csv_shop_put_weight(
			shop, map, weights[i].column, weights[i].milligrams, err));
	if (woo_is(product->woo, shop->row, "virtual"))
		TRY(csv_shop_put(shop, map, "needs_shipping", WOO_TYPE, "no", err));
	if (strcmp(woo_text(shop, WOO_POSITION), "0") != 0)
		TRY(csv_shop_put_count(shop, map, "position", WOO_POSITION, err));
	return put_texts(product, map, "images", WOO_IMAGES, err);
}

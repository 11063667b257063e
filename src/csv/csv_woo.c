#include "csv/csv_woo.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "csv/csv_cell.h"

/*
 * WooCommerce's products, as its own exporter writes them: a row for each product,
 * and one for each variation of a variable product.
 */
#define TITLE_SIZE_MAX 32
#define MILLIGRAMS_OF_KILOGRAM 1000000
#define MILLIGRAMS_OF_GRAM 1000
#define MILLIGRAMS_OF_POUND 453592
#define MILLIGRAMS_OF_OUNCE 28350

static const char *const names[WOO_COLUMN_COUNT] = {
	[WOO_ID] = "ID",
	[WOO_TYPE] = "Type",
	[WOO_SKU] = "SKU",
	[WOO_GTIN] = "GTIN, UPC, EAN, or ISBN",
	[WOO_NAME] = "Name",
	[WOO_PUBLISHED] = "Published",
	[WOO_VISIBILITY] = "Visibility in catalog",
	[WOO_SHORT] = "Short description",
	[WOO_DESCRIPTION] = "Description",
	[WOO_SALE_FROM] = "Date sale price starts",
	[WOO_SALE_UNTIL] = "Date sale price ends",
	[WOO_TAX_STATUS] = "Tax status",
	[WOO_TAX_CLASS] = "Tax class",
	[WOO_IN_STOCK] = "In stock?",
	[WOO_STOCK] = "Stock",
	[WOO_LOW_STOCK] = "Low stock amount",
	[WOO_BACKORDERS] = "Backorders allowed?",
	[WOO_KILOGRAMS] = "Weight (kg)",
	[WOO_GRAMS] = "Weight (g)",
	[WOO_POUNDS] = "Weight (lbs)",
	[WOO_OUNCES] = "Weight (oz)",
	[WOO_SALE_PRICE] = "Sale price",
	[WOO_PRICE] = "Regular price",
	[WOO_CATEGORIES] = "Categories",
	[WOO_TAGS] = "Tags",
	[WOO_IMAGES] = "Images",
	[WOO_PARENT] = "Parent",
	[WOO_BRANDS] = "Brands",
	[WOO_POSITION] = "Position",
};

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

/* A product while it is put together. */
struct product {
	struct csv_shop shop;
	const struct woo_file *woo;
	const struct csv_rows *rows;
	struct item_node *root;
	const char *handle; /* of one with variations */
	/* Attributes in which its variations differ, by name. */
	const char *options[WOO_ATTRIBUTES_MAX];
	size_t option_count;
};

static bool
recognises(const struct csv_row *header)
{
	return csv_column(header, "Type") != CSV_NONE &&
	       (csv_column(header, "SKU") != CSV_NONE ||
		       csv_column(header, "ID") != CSV_NONE) &&
	       csv_column(header, "Name") != CSV_NONE;
}

/* All names are in one list, those of attributes by turns behind the others. */
static enum status
open_products(struct csv_file *file, struct err *err)
{
	const size_t count = WOO_COLUMN_COUNT + 2 * WOO_ATTRIBUTES_MAX;
	const char **all;
	struct woo_file *woo;
	size_t i;

	TRY(ARENA_NEW(file->arena, count, &all, err));
	memcpy(all, names, sizeof(names));
	for (i = 0; i < WOO_ATTRIBUTES_MAX; i++) {
		const char **pair = &all[WOO_COLUMN_COUNT + 2 * i];

		TRY(arena_format(
			file->arena, &pair[0], err, "Attribute %zu name", i + 1));
		TRY(arena_format(
			file->arena, &pair[1], err, "Attribute %zu value(s)", i + 1));
	}
	TRY(ARENA_NEW(file->arena, 1, &woo, err));
	TRY(csv_shop_columns(file, all, count, &woo->columns, err));
	for (i = 0; i < WOO_ATTRIBUTES_MAX; i++)
		if (woo->columns[WOO_COLUMN_COUNT + 2 * i] != CSV_NONE)
			woo->attribute_count = i + 1;
	file->state = woo;
	return woo_survey(file, err);
}

static size_t
name_column(size_t attribute)
{
	return WOO_COLUMN_COUNT + 2 * attribute;
}

static size_t
values_column(size_t attribute)
{
	return WOO_COLUMN_COUNT + 2 * attribute + 1;
}

/* Its exporter guards cells as we do. */
static const char *
text_of(const struct csv_shop *shop, size_t which)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);

	return cell ? csv_unguard(cell->text) : "";
}

static struct csv_origin
origin_of(const struct product *product, const char *key, size_t which)
{
	size_t column = product->shop.columns[which];

	return (struct csv_origin){ key, csv_cell_at(product->shop.row, column),
		&product->shop.file->header.cells[column] };
}

static enum status
copy(struct product *product, struct item_node *map, const char *key, size_t which,
	struct err *err)
{
	const char *text = text_of(&product->shop, which);

	return text[0] ? csv_shop_put(&product->shop, map, key, which, text, err)
		       : ST_OK;
}

/* A date with a time has a blank between the two. */
static enum status
put_date(struct product *product, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const char *text = text_of(&product->shop, which);
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
put_prices(struct product *product, struct item_node *map, struct err *err)
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
static enum status
put_stock(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *stock = text_of(shop, WOO_STOCK);
	const char *in_stock = text_of(shop, WOO_IN_STOCK);
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
put_tax(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *status = text_of(shop, WOO_TAX_STATUS);
	const char *class = text_of(shop, WOO_TAX_CLASS);

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
put_texts(struct product *product, struct item_node *map, const char *key,
	enum woo_column which, struct err *err)
{
	struct csv_origin origin;
	struct texts texts;

	if (!csv_shop_cell(&product->shop, which))
		return ST_OK;
	origin = origin_of(product, key, which);
	TRY(csv_shop_split(&product->shop, which, &texts, err));
	return csv_shop_add_list(&product->shop, map, &origin, &texts, err);
}

static enum status
put_backorder(struct product *product, struct item_node *map, struct err *err)
{
	if (strcmp(text_of(&product->shop, WOO_BACKORDERS), "notify") == 0)
		return csv_shop_put(
			&product->shop, map, "backorder", WOO_BACKORDERS, "yes", err);
	return csv_shop_put_flag(
		&product->shop, map, "backorder", WOO_BACKORDERS, err);
}

/* What both a product and a variation have. */
static enum status
put_details(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	size_t i;

	TRY(put_prices(product, map, err));
	TRY(put_tax(product, map, err));
	TRY(put_backorder(product, map, err));
	TRY(csv_shop_put_count(shop, map, "low_stock_at", WOO_LOW_STOCK, err));
	TRY(copy(product, map, "barcode", WOO_GTIN, err));
	for (i = 0; i < WEIGHT_COUNT; i++)
		TRY(csv_shop_put_weight(
			shop, map, weights[i].column, weights[i].milligrams, err));
	if (woo_is(product->woo, shop->row, "virtual"))
		TRY(csv_shop_put(shop, map, "needs_shipping", WOO_TYPE, "no", err));
	if (strcmp(text_of(shop, WOO_POSITION), "0") != 0)
		TRY(csv_shop_put_count(shop, map, "position", WOO_POSITION, err));
	return put_texts(product, map, "images", WOO_IMAGES, err);
}

/* What is private or hidden there is not shown here. */
static enum status
put_status(struct product *product, struct item_node *map, struct err *err)
{
	const char *published = text_of(&product->shop, WOO_PUBLISHED);
	bool hidden = strcmp(text_of(&product->shop, WOO_VISIBILITY), "hidden") == 0;
	const char *status = strcmp(published, "1") == 0    ? "active"
			     : strcmp(published, "0") == 0  ? "draft"
			     : strcmp(published, "-1") == 0 ? "draft"
							    : published;

	if (hidden && strcmp(status, "draft") != 0)
		return csv_shop_put(
			&product->shop, map, "status", WOO_VISIBILITY, "draft", err);
	if (published[0] == '\0')
		return ST_OK;
	return csv_shop_put(
		&product->shop, map, "status", WOO_PUBLISHED, status, err);
}

/* The short one is the first paragraph. */
static enum status
put_description(struct product *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *first;
	const char *text;

	TRY(csv_shop_html(shop, WOO_SHORT, &first, err));
	TRY(csv_shop_html(shop, WOO_DESCRIPTION, &text, err));
	if (!first[0] && !text[0])
		return ST_OK;
	if (first[0] && text[0])
		TRY(arena_format(
			shop->tree.arena, &text, err, "%s\n\n%s", first, text));
	return csv_shop_put(shop, product->root, "description",
		csv_shop_cell(shop, WOO_DESCRIPTION) ? WOO_DESCRIPTION : WOO_SHORT,
		text[0] ? text : first, err);
}

/* A product has one category here: the first. The others become an attribute. */
static enum status
put_categories(struct product *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	struct csv_origin origin;
	struct texts texts;
	size_t i;

	if (!csv_shop_cell(shop, WOO_CATEGORIES))
		return ST_OK;
	origin = origin_of(product, "more_categories", WOO_CATEGORIES);
	TRY(csv_shop_split(shop, WOO_CATEGORIES, &texts, err));
	for (i = 0; i < texts.count; i++)
		TRY(csv_shop_category(
			shop->tree.arena, texts.items[i], &texts.items[i], err));
	if (texts.count == 0)
		return ST_OK;
	TRY(csv_shop_put(shop, product->root, "category", WOO_CATEGORIES,
		texts.items[0], err));
	texts.items++;
	texts.count--;
	return csv_shop_put_attribute(shop, product->root, &origin, &texts, err);
}

static enum status
put_brand(struct product *product, struct err *err)
{
	struct texts texts;

	TRY(csv_shop_split(&product->shop, WOO_BRANDS, &texts, err));
	if (texts.count == 0)
		return ST_OK;
	return csv_shop_put(&product->shop, product->root, "brand", WOO_BRANDS,
		texts.items[0], err);
}

static enum status
put_tags(struct product *product, struct err *err)
{
	struct csv_origin origin;
	struct texts texts;

	if (!csv_shop_cell(&product->shop, WOO_TAGS))
		return ST_OK;
	origin = origin_of(product, "tags", WOO_TAGS);
	TRY(csv_shop_split(&product->shop, WOO_TAGS, &texts, err));
	return csv_shop_put_attribute(
		&product->shop, product->root, &origin, &texts, err);
}

static bool
is_option(const struct product *product, const char *name)
{
	size_t i;

	for (i = 0; i < product->option_count; i++)
		if (strcmp(product->options[i], name) == 0)
			return true;
	return false;
}

/* Those of the product in which its variations do not differ. */
static enum status
put_attributes(struct product *product, struct err *err)
{
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		const char *name = text_of(&product->shop, name_column(i));
		struct csv_origin origin;
		struct texts texts;

		if (name[0] == '\0' || is_option(product, name) ||
			!csv_shop_cell(&product->shop, values_column(i)))
			continue;
		origin = origin_of(product, name, values_column(i));
		TRY(csv_shop_split(&product->shop, values_column(i), &texts, err));
		TRY(csv_shop_put_attribute(
			&product->shop, product->root, &origin, &texts, err));
	}
	return ST_OK;
}

/* The attributes that a variation has a value of, in the order of the columns. */
static void
find_options(struct product *product)
{
	size_t k;
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		for (k = 1; k < product->rows->count; k++) {
			const char *name;

			product->shop.row = &product->rows->rows[k];
			name = text_of(&product->shop, name_column(i));
			if (name[0] &&
				csv_shop_cell(&product->shop, values_column(i)) &&
				!is_option(product, name) &&
				product->option_count < WOO_ATTRIBUTES_MAX)
				product->options[product->option_count++] = name;
		}
	}
	product->shop.row = &product->rows->rows[0];
}

static enum status
put_options(struct product *product, struct err *err)
{
	struct csv_origin origin = { "options", &product->shop.row->cells[0], NULL };
	struct item_node *list;
	size_t i;

	TRY(csv_add(
		&product->shop.tree, product->root, ITEM_LIST, &origin, &list, err));
	origin.key = NULL;
	for (i = 0; i < product->option_count; i++)
		TRY(csv_add_text(&product->shop.tree, list, &origin,
			product->options[i], err));
	return ST_OK;
}

static enum status
put_product(struct product *product, struct err *err)
{
	struct item_node *root = product->root;

	TRY(copy(product, root, "name", WOO_NAME, err));
	TRY(put_brand(product, err));
	TRY(put_categories(product, err));
	TRY(put_description(product, err));
	TRY(put_status(product, root, err));
	TRY(put_tags(product, err));
	TRY(put_attributes(product, err));
	return put_details(product, root, err);
}

static enum status
put_option_values(struct product *product, struct item_node *map, const char **sku,
	struct err *err)
{
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		const char *name = text_of(&product->shop, name_column(i));
		const char *value = text_of(&product->shop, values_column(i));

		if (!name[0] || !value[0])
			continue;
		if (csv_child(map, name))
			return fail_at(err, product->shop.file->name,
				product->shop.row->place.line, 1,
				"the attribute '%s' is there twice", name);
		TRY(csv_shop_put(
			&product->shop, map, name, values_column(i), value, err));
		TRY(arena_format(
			product->shop.tree.arena, sku, err, "%s-%s", *sku, value));
	}
	return ST_OK;
}

/* One without a SKU shows its product's there; here it gets one of its own, of that
 * and its values. */
static enum status
put_variation(struct product *product, struct item_node *list, struct err *err)
{
	struct csv_origin origin = { NULL, &product->shop.row->cells[0], NULL };
	const char *own = text_of(&product->shop, WOO_SKU);
	const char *sku = product->handle;
	struct item_node *map;

	TRY(csv_add(&product->shop.tree, list, ITEM_MAP, &origin, &map, err));
	TRY(put_option_values(product, map, &sku, err));
	if (own[0] && strcmp(own, product->handle) != 0)
		sku = own;
	origin.key = "sku";
	TRY(csv_add_text(&product->shop.tree, map, &origin, sku, err));
	TRY(put_status(product, map, err));
	TRY(put_stock(product, map, err));
	return put_details(product, map, err);
}

static enum status
put_variations(struct product *product, struct err *err)
{
	struct csv_origin origin = { "variants", &product->shop.row->cells[0], NULL };
	struct item_node *list;
	size_t i;

	TRY(csv_add(
		&product->shop.tree, product->root, ITEM_LIST, &origin, &list, err));
	for (i = 1; i < product->rows->count; i++) {
		product->shop.row = &product->rows->rows[i];
		TRY(put_variation(product, list, err));
	}
	return ST_OK;
}

/* The SKU, or "woo-" and the ID. */
static enum status
find_name(const struct csv_shop *shop, const char **name, struct err *err)
{
	*name = text_of(shop, WOO_SKU);
	if ((*name)[0])
		return ST_OK;
	if (csv_shop_cell(shop, WOO_ID))
		return arena_format(
			shop->tree.arena, name, err, "woo-%s", text_of(shop, WOO_ID));
	return fail_at(err, shop->file->name, shop->row->place.line, 1,
		"a product with neither SKU nor ID");
}

static enum status
check_type(const struct product *product, struct err *err)
{
	const struct csv_shop *shop = &product->shop;
	const struct csv_cell *type = csv_shop_cell(shop, WOO_TYPE);
	const struct csv_cell *parent = csv_shop_cell(shop, WOO_PARENT);

	if (!type)
		return fail_at(err, shop->file->name, shop->row->place.line, 1,
			"a product without a type");
	if (woo_is(product->woo, shop->row, "variation"))
		return fail_at(err, shop->file->name,
			parent ? parent->line : type->line,
			parent ? parent->column : type->column,
			"a variation of '%s', which the file does not have as a "
			"variable product",
			parent ? parent->text : "");
	if (woo_is(product->woo, shop->row, "simple") ||
		woo_is(product->woo, shop->row, "variable") ||
		strcmp(type->text, "virtual") == 0 ||
		strcmp(type->text, "downloadable") == 0)
		return ST_OK;
	return fail_at(err, shop->file->name, type->line, type->column,
		"a product of type '%s' cannot be sold here (simple and variable "
		"can)",
		type->text);
}

static enum status
build(const struct csv_file *file, const struct csv_rows *rows, struct arena *arena,
	struct item_node **node, struct err *err)
{
	const struct woo_file *woo = file->state;
	struct product product = {
		.shop = { file, woo->columns, { .file = file, .arena = arena },
			&rows->rows[0] },
		.woo = woo,
		.rows = rows,
	};
	bool variable = woo_is(woo, &rows->rows[0], "variable");
	struct csv_origin origin = { variable ? "product" : "sku",
		&rows->rows[0].cells[0], NULL };

	TRY(check_type(&product, err));
	TRY(find_name(&product.shop, &product.handle, err));
	if (csv_shop_cell(&product.shop, WOO_SKU))
		origin.cell = csv_shop_cell(&product.shop, WOO_SKU);
	TRY(csv_root(&product.shop.tree, origin.cell, &product.root, err));
	TRY(csv_add_text(
		&product.shop.tree, product.root, &origin, product.handle, err));
	find_options(&product);
	TRY(put_product(&product, err));
	*node = product.root;
	if (!variable)
		return put_stock(&product, product.root, err);
	TRY(put_options(&product, err));
	return put_variations(&product, err);
}

static enum status
name_of(const struct csv_file *file, const struct csv_row *row, struct arena *arena,
	struct item_node **node, struct err *err)
{
	const struct woo_file *woo = file->state;
	const struct csv_cell *sku = csv_cell_at(row, woo->columns[WOO_SKU]);
	struct csv_tree tree = { .file = file, .arena = arena };
	struct csv_origin origin = { "sku", sku, NULL };

	if (!sku || sku->size == 0)
		return ST_OK;
	TRY(csv_root(&tree, sku, node, err));
	return csv_add_text(&tree, *node, &origin, sku->text, err);
}

const struct csv_shape csv_shape_woo = {
	.section = "products",
	.recognises = recognises,
	.open = open_products,
	.build = build,
	.others = woo_others,
	.name = name_of,
};

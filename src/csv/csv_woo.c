#include "csv/csv_woo.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "csv/csv_cell.h"

/*
 * WooCommerce's products, as its own exporter writes them: a row for each product,
 * and one for each variation of a variable product.
 */

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

/* What is private or hidden there is not shown here. */
static enum status
put_status(struct woo_item *product, struct item_node *map, struct err *err)
{
	const char *published = woo_text(&product->shop, WOO_PUBLISHED);
	bool hidden = strcmp(woo_text(&product->shop, WOO_VISIBILITY), "hidden") == 0;
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
put_description(struct woo_item *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *first;
	const char *text;

	TRY(woo_html(shop, WOO_SHORT, &first, err));
	TRY(woo_html(shop, WOO_DESCRIPTION, &text, err));
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
put_categories(struct woo_item *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	struct csv_origin origin;
	struct texts texts;
	size_t i;

	if (!csv_shop_cell(shop, WOO_CATEGORIES))
		return ST_OK;
	origin = woo_origin(product, "more_categories", WOO_CATEGORIES);
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
put_brand(struct woo_item *product, struct err *err)
{
	struct texts texts;

	TRY(csv_shop_split(&product->shop, WOO_BRANDS, &texts, err));
	if (texts.count == 0)
		return ST_OK;
	return csv_shop_put(&product->shop, product->root, "brand", WOO_BRANDS,
		texts.items[0], err);
}

static enum status
put_tags(struct woo_item *product, struct err *err)
{
	struct csv_origin origin;
	struct texts texts;

	if (!csv_shop_cell(&product->shop, WOO_TAGS))
		return ST_OK;
	origin = woo_origin(product, "tags", WOO_TAGS);
	TRY(csv_shop_split(&product->shop, WOO_TAGS, &texts, err));
	return csv_shop_put_attribute(
		&product->shop, product->root, &origin, &texts, err);
}

static bool
is_option(const struct woo_item *product, const char *name)
{
	size_t i;

	for (i = 0; i < product->option_count; i++)
		if (strcmp(product->options[i], name) == 0)
			return true;
	return false;
}

/* Those of the product in which its variations do not differ. */
static enum status
put_attributes(struct woo_item *product, struct err *err)
{
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		const char *name = woo_text(&product->shop, woo_name_column(i));
		struct csv_origin origin;
		struct texts texts;

		if (name[0] == '\0' || is_option(product, name) ||
			!csv_shop_cell(&product->shop, woo_values_column(i)))
			continue;
		origin = woo_origin(product, name, woo_values_column(i));
		TRY(csv_shop_split(
			&product->shop, woo_values_column(i), &texts, err));
		TRY(csv_shop_put_attribute(
			&product->shop, product->root, &origin, &texts, err));
	}
	return ST_OK;
}

/* The attributes that a variation has a value of, in the order of the columns. */
static void
find_options(struct woo_item *product)
{
	size_t k;
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		for (k = 1; k < product->rows->count; k++) {
			const char *name;

			product->shop.row = &product->rows->rows[k];
			name = woo_text(&product->shop, woo_name_column(i));
			if (name[0] &&
				csv_shop_cell(&product->shop, woo_values_column(i)) &&
				!is_option(product, name) &&
				product->option_count < WOO_ATTRIBUTES_MAX)
				product->options[product->option_count++] = name;
		}
	}
	product->shop.row = &product->rows->rows[0];
}

static enum status
put_options(struct woo_item *product, struct err *err)
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
put_product(struct woo_item *product, struct err *err)
{
	struct item_node *root = product->root;

	TRY(woo_copy(product, root, "name", WOO_NAME, err));
	TRY(put_brand(product, err));
	TRY(put_categories(product, err));
	TRY(put_description(product, err));
	TRY(put_status(product, root, err));
	TRY(put_tags(product, err));
	TRY(put_attributes(product, err));
	return woo_put_details(product, root, err);
}

static enum status
put_option_values(struct woo_item *product, struct item_node *map, const char **sku,
	struct err *err)
{
	size_t i;

	for (i = 0; i < product->woo->attribute_count; i++) {
		const char *name = woo_text(&product->shop, woo_name_column(i));
		const char *value = woo_text(&product->shop, woo_values_column(i));

		if (!name[0] || !value[0])
			continue;
		if (csv_child(map, name))
			return fail_at(err, product->shop.file->name,
				product->shop.row->place.line, 1,
				"the attribute '%s' is there twice", name);
		TRY(csv_shop_put(
			&product->shop, map, name, woo_values_column(i), value, err));
		TRY(arena_format(
			product->shop.tree.arena, sku, err, "%s-%s", *sku, value));
	}
	return ST_OK;
}

/* One without a SKU shows its product's there; here it gets one of its own, of that
 * and its values. */
static enum status
put_variation(struct woo_item *product, struct item_node *list, struct err *err)
{
	struct csv_origin origin = { NULL, &product->shop.row->cells[0], NULL };
	const char *own = woo_text(&product->shop, WOO_SKU);
	const char *sku = product->handle;
	struct item_node *map;

	TRY(csv_add(&product->shop.tree, list, ITEM_MAP, &origin, &map, err));
	TRY(put_option_values(product, map, &sku, err));
	if (own[0] && strcmp(own, product->handle) != 0)
		sku = own;
	origin.key = "sku";
	TRY(csv_add_text(&product->shop.tree, map, &origin, sku, err));
	TRY(put_status(product, map, err));
	TRY(woo_put_stock(product, map, err));
	return woo_put_details(product, map, err);
}

static enum status
put_variations(struct woo_item *product, struct err *err)
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
	*name = woo_text(shop, WOO_SKU);
	if ((*name)[0])
		return ST_OK;
	if (csv_shop_cell(shop, WOO_ID))
		return arena_format(shop->tree.arena, name, err, "woo-%s",
			woo_text(shop, WOO_ID));
	return fail_at(err, shop->file->name, shop->row->place.line, 1,
		"a product with neither SKU nor ID");
}

static enum status
check_type(const struct woo_item *product, struct err *err)
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
	struct woo_item product = {
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
		return woo_put_stock(&product, product.root, err);
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

#include <string.h>
#include <strings.h>

#include "csv/csv_shop.h"

/*
 * Shopify's products: rows that follow each other with the same handle are one
 * product. Its first row has what is the product's; each row with an option's value,
 * a SKU or a price is a variant, and each may have a further image. Columns are
 * called as in exports until 2024, or as since then.
 */
enum column {
	HANDLE,
	TITLE,
	BODY,
	VENDOR,
	CATEGORY,
	TYPE,
	TAGS,
	PUBLISHED,
	STATUS,
	OPTION_NAME, /* three of each, by turns */
	OPTION_VALUE,
	OPTION_2_NAME,
	OPTION_2_VALUE,
	OPTION_3_NAME,
	OPTION_3_VALUE,
	SKU,
	GRAMS,
	TRACKER,
	QUANTITY,
	POLICY,
	PRICE,
	COMPARE_AT,
	SHIPPING,
	TAXABLE,
	BARCODE,
	IMAGE,
	VARIANT_IMAGE,
	COST,
	COLUMN_COUNT
};
#define OPTION_COUNT 3

static const char *const names[COLUMN_COUNT] = {
	[HANDLE] = "Handle|URL handle",
	[TITLE] = "Title",
	[BODY] = "Body (HTML)|Description",
	[VENDOR] = "Vendor",
	[CATEGORY] = "Product Category",
	[TYPE] = "Type|Custom Product Type",
	[TAGS] = "Tags",
	[PUBLISHED] = "Published|Published on online store",
	[STATUS] = "Status",
	[OPTION_NAME] = "Option1 Name",
	[OPTION_VALUE] = "Option1 Value",
	[OPTION_2_NAME] = "Option2 Name",
	[OPTION_2_VALUE] = "Option2 Value",
	[OPTION_3_NAME] = "Option3 Name",
	[OPTION_3_VALUE] = "Option3 Value",
	[SKU] = "Variant SKU|SKU",
	[GRAMS] = "Variant Grams|Weight value (grams)",
	[TRACKER] = "Variant Inventory Tracker|Inventory tracker",
	[QUANTITY] = "Variant Inventory Qty|Inventory quantity",
	[POLICY] = "Variant Inventory Policy|Continue selling when out of stock",
	[PRICE] = "Variant Price|Price",
	[COMPARE_AT] = "Variant Compare At Price|Compare-at price",
	[SHIPPING] = "Variant Requires Shipping|Requires shipping",
	[TAXABLE] = "Variant Taxable|Charge tax",
	[BARCODE] = "Variant Barcode|Barcode",
	[IMAGE] = "Image Src|Product image URL",
	[VARIANT_IMAGE] = "Variant Image|Variant image URL",
	[COST] = "Cost per item",
};

#define MILLIGRAMS_OF_GRAM 1000

/* A product's name in its files, its options and where its variants go. */
struct product {
	struct csv_shop shop;
	const struct csv_rows *rows;
	struct item_node *root;
	const char *handle;
	const char *options[OPTION_COUNT]; /* "" for none */
};

static bool
recognises(const struct csv_row *header)
{
	bool handle = csv_column(header, "Handle") != CSV_NONE ||
		      csv_column(header, "URL handle") != CSV_NONE;

	return handle && (csv_column(header, "Title") != CSV_NONE ||
				 csv_column(header, "Variant SKU") != CSV_NONE ||
				 csv_column(header, "Variant Price") != CSV_NONE);
}

static enum status
open_products(struct csv_file *file, struct err *err)
{
	size_t *columns;

	TRY(csv_shop_columns(file, names, COLUMN_COUNT, &columns, err));
	file->state = columns;
	return ST_OK;
}

static bool
group(const struct csv_file *file, size_t *column)
{
	const size_t *columns = file->state;

	*column = columns[HANDLE];
	return true;
}

static struct csv_origin
origin_of(const struct product *product, const char *key, enum column which)
{
	size_t column = product->shop.columns[which];

	return (struct csv_origin){ key, csv_cell_at(product->shop.row, column),
		&product->shop.file->header.cells[column] };
}

static bool
is_variant(const struct csv_shop *shop)
{
	return csv_shop_cell(shop, OPTION_VALUE) || csv_shop_cell(shop, SKU) ||
	       csv_shop_cell(shop, PRICE);
}

/* SKUs may be missing there: then it is the handle and the options' values, with
 * "-" between. */
static enum status
put_sku(struct product *product, struct item_node *map, struct err *err)
{
	const struct csv_shop *shop = &product->shop;
	const struct csv_cell *cell = csv_shop_cell(shop, SKU);
	const struct csv_cell *at = csv_shop_cell(shop, HANDLE);
	struct csv_origin origin = { "sku", cell ? cell : at, NULL };
	const char *sku = product->handle;
	size_t i;

	if (cell)
		return csv_add_text(
			&product->shop.tree, map, &origin, cell->text, err);
	for (i = 0; i < OPTION_COUNT; i++) {
		const struct csv_cell *value =
			csv_shop_cell(shop, OPTION_VALUE + 2 * i);

		if (product->options[i][0] && value)
			TRY(arena_format(shop->tree.arena, &sku, err, "%s-%s", sku,
				value->text));
	}
	return csv_add_text(&product->shop.tree, map, &origin, sku, err);
}

/* What it was sold at is the price, and what it is sold at the sale's. */
static enum status
put_prices(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const struct csv_cell *price = csv_shop_cell(shop, PRICE);
	const struct csv_cell *compare_at = csv_shop_cell(shop, COMPARE_AT);

	if (!price)
		return ST_OK;
	if (compare_at && csv_amount_above(compare_at->text, price->text)) {
		TRY(csv_shop_put_amount(shop, map, "price", COMPARE_AT, err));
		return csv_shop_put_amount(shop, map, "sale_price", PRICE, err);
	}
	TRY(csv_shop_put_amount(shop, map, "price", PRICE, err));
	if (!csv_shop_has(shop, COMPARE_AT))
		return ST_OK;
	return csv_shop_put(shop, map, "sale_price", COMPARE_AT, "", err);
}

/* Without a tracker nothing is counted. */
static enum status
put_stock(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const struct csv_cell *policy = csv_shop_cell(shop, POLICY);
	const struct csv_cell *tracker = csv_shop_cell(shop, TRACKER);

	if (csv_shop_has(shop, TRACKER))
		TRY(csv_shop_put(shop, map, "track_stock", TRACKER,
			tracker ? "yes" : "no", err));
	if (tracker || !csv_shop_has(shop, TRACKER))
		TRY(csv_shop_put_count(shop, map, "stock", QUANTITY, err));
	if (policy && strcasecmp(policy->text, "continue") == 0)
		return csv_shop_put(shop, map, "backorder", POLICY, "yes", err);
	if (policy && strcasecmp(policy->text, "deny") == 0)
		return csv_shop_put(shop, map, "backorder", POLICY, "no", err);
	return csv_shop_put_flag(shop, map, "backorder", POLICY, err);
}

/* An apostrophe keeps spreadsheets from taking a barcode for a number. */
static enum status
put_barcode(struct product *product, struct item_node *map, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(&product->shop, BARCODE);

	if (!cell)
		return ST_OK;
	return csv_shop_put(&product->shop, map, "barcode", BARCODE,
		cell->text + (cell->text[0] == '\'' ? 1 : 0), err);
}

static enum status
put_tax(struct product *product, struct item_node *map, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(&product->shop, TAXABLE);

	if (!cell)
		return ST_OK;
	return csv_shop_put(&product->shop, map, "tax_class", TAXABLE,
		strcasecmp(cell->text, "true") == 0 ? "standard" : "", err);
}

static enum status
put_images(struct product *product, struct item_node *map, enum column which,
	struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(&product->shop, which);
	struct csv_origin origin;
	struct texts texts = { NULL, 1 };

	if (!cell)
		return ST_OK;
	origin = origin_of(product, "images", which);
	TRY(ARENA_NEW(product->shop.tree.arena, 1, &texts.items, err));
	texts.items[0] = cell->text;
	return csv_shop_add_list(&product->shop, map, &origin, &texts, err);
}

static enum status
put_details(struct product *product, struct item_node *map, struct err *err)
{
	struct csv_shop *shop = &product->shop;

	TRY(put_sku(product, map, err));
	TRY(put_prices(product, map, err));
	TRY(put_stock(product, map, err));
	TRY(put_barcode(product, map, err));
	TRY(put_tax(product, map, err));
	TRY(csv_shop_put_amount(shop, map, "cost", COST, err));
	TRY(csv_shop_put_weight(shop, map, GRAMS, MILLIGRAMS_OF_GRAM, err));
	TRY(csv_shop_put_flag(shop, map, "needs_shipping", SHIPPING, err));
	return put_images(product, map, VARIANT_IMAGE, err);
}

static enum status
put_category(struct product *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const struct csv_cell *category = csv_shop_cell(shop, CATEGORY);
	const struct csv_cell *type = csv_shop_cell(shop, TYPE);
	struct texts texts = { NULL, 1 };
	struct csv_origin origin;
	const char *path;

	if (!category && !type)
		return ST_OK;
	TRY(csv_shop_category(shop->tree.arena,
		category ? category->text : type->text, &path, err));
	TRY(csv_shop_put(shop, product->root, "category", category ? CATEGORY : TYPE,
		path, err));
	if (!category || !type)
		return ST_OK;
	origin = origin_of(product, "type", TYPE);
	TRY(ARENA_NEW(shop->tree.arena, 1, &texts.items, err));
	texts.items[0] = type->text;
	return csv_shop_put_attribute(shop, product->root, &origin, &texts, err);
}

static enum status
put_tags(struct product *product, struct err *err)
{
	struct csv_origin origin;
	struct texts texts;

	if (!csv_shop_cell(&product->shop, TAGS))
		return ST_OK;
	origin = origin_of(product, "tags", TAGS);
	TRY(csv_shop_split(&product->shop, TAGS, &texts, err));
	return csv_shop_put_attribute(
		&product->shop, product->root, &origin, &texts, err);
}

/* What is not in its online store is not in ours. */
static enum status
put_status(struct product *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const struct csv_cell *status = csv_shop_cell(shop, STATUS);
	const struct csv_cell *published = csv_shop_cell(shop, PUBLISHED);
	bool hidden = published && strcasecmp(published->text, "false") == 0;
	bool active = !status || strcasecmp(status->text, "active") == 0;

	if (hidden && active)
		return csv_shop_put(
			shop, product->root, "status", PUBLISHED, "draft", err);
	if (!status)
		return ST_OK;
	if (strcasecmp(status->text, "unlisted") == 0)
		return csv_shop_put(
			shop, product->root, "status", STATUS, "draft", err);
	return csv_shop_put(shop, product->root, "status", STATUS,
		active                                      ? "active"
		: strcasecmp(status->text, "draft") == 0    ? "draft"
		: strcasecmp(status->text, "archived") == 0 ? "archived"
							    : status->text,
		err);
}

static enum status
put_product(struct product *product, struct err *err)
{
	struct csv_shop *shop = &product->shop;
	const char *text;

	TRY(csv_shop_copy(shop, product->root, "name", TITLE, err));
	TRY(csv_shop_copy(shop, product->root, "brand", VENDOR, err));
	TRY(csv_shop_html(shop, BODY, &text, err));
	if (csv_shop_cell(shop, BODY))
		TRY(csv_shop_put(
			shop, product->root, "description", BODY, text, err));
	TRY(put_category(product, err));
	TRY(put_status(product, err));
	return put_tags(product, err);
}

/* Shopify calls the option of a product that has none "Title". */
static void
find_options(struct product *product)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		const struct csv_cell *name =
			csv_shop_cell(&product->shop, OPTION_NAME + 2 * i);
		const struct csv_cell *value =
			csv_shop_cell(&product->shop, OPTION_VALUE + 2 * i);
		bool none =
			!name || (strcmp(name->text, "Title") == 0 && value &&
					 strcmp(value->text, "Default Title") == 0);

		product->options[i] = none ? "" : name->text;
	}
}

static enum status
put_options(struct product *product, struct err *err)
{
	struct item_node *list = NULL;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		enum column which = OPTION_NAME + 2 * (enum column)i;
		struct csv_origin origin;

		if (!product->options[i][0])
			continue;
		origin = origin_of(product, "options", which);
		if (!list)
			TRY(csv_add(&product->shop.tree, product->root, ITEM_LIST,
				&origin, &list, err));
		origin.key = NULL;
		TRY(csv_add_text(&product->shop.tree, list, &origin,
			product->options[i], err));
	}
	return ST_OK;
}

static enum status
put_variant(struct product *product, struct item_node *list, struct err *err)
{
	struct csv_origin origin = { NULL, &product->shop.row->cells[0], NULL };
	struct item_node *map;
	size_t i;

	TRY(csv_add(&product->shop.tree, list, ITEM_MAP, &origin, &map, err));
	for (i = 0; i < OPTION_COUNT; i++) {
		enum column which = OPTION_VALUE + 2 * (enum column)i;

		if (product->options[i][0])
			TRY(csv_shop_copy(&product->shop, map, product->options[i],
				which, err));
	}
	return put_details(product, map, err);
}

static enum status
put_variants(struct product *product, struct err *err)
{
	struct csv_origin origin = { "variants", &product->shop.row->cells[0], NULL };
	struct item_node *list;
	size_t i;

	TRY(csv_add(
		&product->shop.tree, product->root, ITEM_LIST, &origin, &list, err));
	for (i = 0; i < product->rows->count; i++) {
		product->shop.row = &product->rows->rows[i];
		if (is_variant(&product->shop))
			TRY(put_variant(product, list, err));
	}
	return ST_OK;
}

/* Rows that would be variants, if it were said in what they differ. */
static enum status
check_simple(struct product *product, struct err *err)
{
	const struct csv_row *row;
	size_t i;

	for (i = 1; i < product->rows->count; i++) {
		row = product->shop.row = &product->rows->rows[i];
		if (is_variant(&product->shop))
			return fail_at(err, product->shop.file->name, row->place.line,
				1,
				"a further variant of '%s', which has no option "
				"(Option1 Name)",
				product->handle);
	}
	product->shop.row = &product->rows->rows[0];
	return ST_OK;
}

static enum status
put_all_images(struct product *product, struct err *err)
{
	size_t i;

	for (i = 0; i < product->rows->count; i++) {
		product->shop.row = &product->rows->rows[i];
		TRY(put_images(product, product->root, IMAGE, err));
	}
	product->shop.row = &product->rows->rows[0];
	return ST_OK;
}

static enum status
build(const struct csv_file *file, const struct csv_rows *rows, struct arena *arena,
	struct item_node **node, struct err *err)
{
	const struct csv_row *first = &rows->rows[0];
	struct product product = { .shop = { file, file->state,
					   { .file = file, .arena = arena }, first },
		.rows = rows };
	const struct csv_cell *handle = csv_shop_cell(&product.shop, HANDLE);
	struct csv_origin origin = { "product", handle, NULL };

	if (!handle)
		return fail_at(err, file->name, first->place.line, 1,
			"a product without a handle");
	product.handle = handle->text;
	TRY(csv_root(&product.shop.tree, handle, &product.root, err));
	find_options(&product);
	TRY(put_product(&product, err));
	TRY(put_all_images(&product, err));
	*node = product.root;
	if (!product.options[0][0]) {
		TRY(check_simple(&product, err));
		return put_details(&product, product.root, err);
	}
	TRY(csv_add_text(
		&product.shop.tree, product.root, &origin, product.handle, err));
	TRY(put_options(&product, err));
	return put_variants(&product, err);
}

static enum status
name_of(const struct csv_file *file, const struct csv_row *row, struct arena *arena,
	struct item_node **node, struct err *err)
{
	const size_t *columns = file->state;
	const struct csv_cell *handle = csv_cell_at(row, columns[HANDLE]);
	struct csv_tree tree = { .file = file, .arena = arena };
	struct csv_origin origin = { "product", handle, NULL };

	if (!handle || handle->size == 0)
		return ST_OK;
	TRY(csv_root(&tree, handle, node, err));
	return csv_add_text(&tree, *node, &origin, handle->text, err);
}

const struct csv_shape csv_shape_shopify = {
	.section = "products",
	.recognises = recognises,
	.open = open_products,
	.group = group,
	.build = build,
	.name = name_of,
};

#ifndef SHOP_CSV_CSV_WOO_H
#define SHOP_CSV_CSV_WOO_H

#include "csv/csv_shop.h"

/* The columns of WooCommerce's products that have a meaning here. */
enum woo_column {
	WOO_ID,
	WOO_TYPE,
	WOO_SKU,
	WOO_GTIN,
	WOO_NAME,
	WOO_PUBLISHED,
	WOO_VISIBILITY,
	WOO_SHORT,
	WOO_DESCRIPTION,
	WOO_SALE_FROM,
	WOO_SALE_UNTIL,
	WOO_TAX_STATUS,
	WOO_TAX_CLASS,
	WOO_IN_STOCK,
	WOO_STOCK,
	WOO_LOW_STOCK,
	WOO_BACKORDERS,
	WOO_KILOGRAMS,
	WOO_GRAMS,
	WOO_POUNDS,
	WOO_OUNCES,
	WOO_SALE_PRICE,
	WOO_PRICE,
	WOO_CATEGORIES,
	WOO_TAGS,
	WOO_IMAGES,
	WOO_PARENT,
	WOO_BRANDS,
	WOO_POSITION,
	WOO_COLUMN_COUNT
};

#define WOO_ATTRIBUTES_MAX 100

/* A row elsewhere in the file, by what it is called there. */
struct woo_row {
	uint64_t parent; /* hash of the name of the product that it is a variation of
			  */
	struct csv_place place;
};

struct woo_file {
	size_t *columns; /* behind WOO_COLUMN_COUNT a name and values by turns */
	size_t attribute_count;
	struct woo_row *variations; /* by parent, then by place */
	size_t variation_count;
	uint64_t *parents; /* hashes of the names of products with variations */
	size_t parent_count;
};

/* Notes all variations and their products, in one read of the file. */
enum status woo_survey(struct csv_file *file, struct err *err);

/* As csv_shape's others. */
enum status woo_others(const struct csv_file *file, const struct csv_row *row,
	struct arena *arena, struct csv_places *places, struct err *err);

/* Whether a row's type has a word among others: "variation, virtual". */
bool woo_is(const struct woo_file *woo, const struct csv_row *row, const char *type);

/* A product while it is put together. */
struct woo_item {
	struct csv_shop shop;
	const struct woo_file *woo;
	const struct csv_rows *rows;
	struct item_node *root;
	const char *handle; /* of one with variations */
	/* Attributes in which its variations differ, by name. */
	const char *options[WOO_ATTRIBUTES_MAX];
	size_t option_count;
};

/* A cell's text, without the apostrophe that guards it there as here; "" where there
 * is none. */
const char *woo_text(const struct csv_shop *shop, size_t which);
/* The same of HTML, as plain text. */
enum status woo_html(
	struct csv_shop *shop, size_t which, const char **text, struct err *err);
struct csv_origin woo_origin(
	const struct woo_item *product, const char *key, size_t which);

/* The columns of an attribute's name and values. */
static inline size_t
woo_name_column(size_t attribute)
{
	return WOO_COLUMN_COUNT + 2 * attribute;
}

static inline size_t
woo_values_column(size_t attribute)
{
	return WOO_COLUMN_COUNT + 2 * attribute + 1;
}

/* Add to a product or variation: a key with a cell's text, what both have alike, and
 * what is on hand. */
enum status woo_copy(struct woo_item *product, struct item_node *map, const char *key,
	size_t which, struct err *err);
enum status woo_put_details(
	struct woo_item *product, struct item_node *map, struct err *err);
enum status woo_put_stock(
	struct woo_item *product, struct item_node *map, struct err *err);

#endif

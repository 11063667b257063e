#include "csv/csv_sheet.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct csv_known known[] = {
	{ "product", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "sku", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "name", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "brand", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "category", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "description", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "status", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "options", CSV_BOTH, CSV_OPTIONS, NULL, NULL },
	{ "option.", CSV_LINE, CSV_OPTION, NULL, NULL },
	{ "stock", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "barcode", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "price", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "sale_price", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "sale_from", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "sale_until", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "min_price", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "cost", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "weight_g", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "position", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "low_stock_at", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "needs_shipping", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "track_stock", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "backorder", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "tax_class", CSV_BOTH, CSV_TEXT, NULL, NULL },
	{ "images", CSV_BOTH, CSV_LIST, NULL, NULL },
	{ "synonyms", CSV_BOTH, CSV_LIST, NULL, NULL },
	{ "attributes", CSV_BOTH, CSV_MAP, NULL, NULL },
	{ "attribute.", CSV_BOTH, CSV_ENTRY, "attributes", NULL },
};

static const struct csv_sheet products = { "products", "product", "sku", "variants",
	known, COUNT(known) };

static bool
recognises(const struct csv_row *header)
{
	return csv_sheet_recognises(&products, header);
}

static enum status
open_products(struct csv_file *file, struct err *err)
{
	return csv_sheet_open(&products, file, err);
}

const struct csv_shape csv_shape_products = {
	.section = "products",
	.recognises = recognises,
	.open = open_products,
	.group = csv_sheet_group,
	.build = csv_sheet_build,
	.name = csv_sheet_name,
};

#include "csv/csv_sheet.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Customers and orders of the past, with the names of the file's keys. */
static const struct csv_known customer_columns[] = {
	{ "customer", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "name", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "phone", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "email", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "address", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "country", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "group", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "note", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "disabled", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "registered_at", CSV_ITEM, CSV_TEXT, NULL, NULL },
};

static const struct csv_known order_columns[] = {
	{ "order", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "reference", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "customer", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "state", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "placed_at", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "payment_method", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "country", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "currency", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "total", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "recipient", CSV_ITEM, CSV_TEXT, "name", NULL },
	{ "phone", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "address", CSV_ITEM, CSV_TEXT, NULL, NULL },
	{ "shipping_method", CSV_ITEM, CSV_TEXT, "method", "shipping" },
	{ "shipping_price", CSV_ITEM, CSV_TEXT, "price", "shipping" },
	{ "sku", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "name", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "quantity", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "unit_price", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "discount", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "category", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "brand", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "tax_class", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "tax_rate", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "tax_is_included", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "tax_added", CSV_LINE, CSV_TEXT, NULL, NULL },
	{ "tax_included", CSV_LINE, CSV_TEXT, NULL, NULL },
};

static const struct csv_sheet customers = { "customers", "customer", NULL, NULL,
	customer_columns, COUNT(customer_columns) };
static const struct csv_sheet orders = { "orders", "order", "sku", "lines",
	order_columns, COUNT(order_columns) };

/* Orders have a customer, too. */
static bool
recognises_orders(const struct csv_row *header)
{
	static const struct csv_sheet by_order = { "orders", "order", NULL, NULL,
		order_columns, COUNT(order_columns) };

	return csv_sheet_recognises(&by_order, header);
}

static bool
recognises_customers(const struct csv_row *header)
{
	return csv_sheet_recognises(&customers, header);
}

static enum status
open_orders(struct csv_file *file, struct err *err)
{
	return csv_sheet_open(&orders, file, err);
}

static enum status
open_customers(struct csv_file *file, struct err *err)
{
	return csv_sheet_open(&customers, file, err);
}

const struct csv_shape csv_shape_orders = {
	.section = "orders",
	.recognises = recognises_orders,
	.open = open_orders,
	.group = csv_sheet_group,
	.build = csv_sheet_build,
	.name = csv_sheet_name,
};

const struct csv_shape csv_shape_customers = {
	.section = "customers",
	.recognises = recognises_customers,
	.open = open_customers,
	.group = csv_sheet_group,
	.build = csv_sheet_build,
	.name = csv_sheet_name,
};

#include "catalog/product.h"

static const char *const status_names[] = { "active", "draft", "archived", NULL };
const char *const answer_names[] = { "", "yes", "no", NULL };

static const struct field attribute_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct attribute, name) },
	{ FIELD(2, FIELD_TEXTS, struct attribute, values) },
};

const struct record_type attribute_record = { .name = "attribute",
	RECORD_FIELDS(struct attribute, attribute_fields) };

static const struct field option_value_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct option_value, name) },
	{ FIELD(2, FIELD_TEXT, struct option_value, value) },
};

const struct record_type option_value_record = { .name = "option",
	RECORD_FIELDS(struct option_value, option_value_fields) };

/* The names are the catalogue file's keys (shop-catalog(5)), in the order in which an
 * export writes them. */
static const struct field details_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct details, barcode) },
	{ FIELD(2, FIELD_MONEY, struct details, price) },
	{ FIELD(3, FIELD_MONEY, struct details, sale_price) },
	{ FIELD(4, FIELD_TIME, struct details, sale_from) },
	{ FIELD(5, FIELD_TIME, struct details, sale_until) },
	{ FIELD(6, FIELD_MONEY, struct details, min_price) },
	{ FIELD(7, FIELD_MONEY, struct details, cost) },
	{ FIELD(8, FIELD_OPTIONAL, struct details, weight_g) },
	{ FIELD(9, FIELD_OPTIONAL, struct details, position) },
	{ FIELD(10, FIELD_OPTIONAL, struct details, low_stock_at) },
	{ FIELD(11, FIELD_CHOICE, struct details, needs_shipping),
		.choices = answer_names },
	{ FIELD(12, FIELD_CHOICE, struct details, track_stock),
		.choices = answer_names },
	{ FIELD(13, FIELD_CHOICE, struct details, backorder),
		.choices = answer_names },
	{ FIELD(14, FIELD_TEXT, struct details, tax_class) },
	{ FIELD(15, FIELD_TEXTS, struct details, images) },
	{ FIELD(16, FIELD_TEXTS, struct details, synonyms) },
	{ FIELD(17, FIELD_MAP, struct details, attributes),
		.record = &attribute_record },
};

const struct record_type details_record = { .name = "product's details",
	RECORD_FIELDS(struct details, details_fields) };

static const struct field variant_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct variant, sku) },
	{ FIELD(2, FIELD_CHOICE, struct variant, status), .choices = status_names },
	{ FIELD(3, FIELD_MAP, struct variant, options),
		.record = &option_value_record },
	{ FIELD(4, FIELD_RECORD, struct variant, details),
		.record = &details_record },
	{ FIELD(5, FIELD_MONEY, struct variant, current_price),
		.flags = FIELD_HIDDEN },
};

const struct record_type variant_record = { .name = "variant",
	RECORD_FIELDS(struct variant, variant_fields) };

static const struct field product_fields[] = {
	{ FIELD(1, FIELD_ID, struct product, id), .flags = FIELD_HIDDEN },
	{ FIELD(2, FIELD_TEXT, struct product, handle) },
	{ FIELD(3, FIELD_TEXT, struct product, name) },
	{ FIELD(4, FIELD_TEXT, struct product, brand) },
	{ FIELD(5, FIELD_TEXT, struct product, category) },
	{ FIELD(6, FIELD_TEXT, struct product, description) },
	{ FIELD(7, FIELD_CHOICE, struct product, status), .choices = status_names },
	{ FIELD(8, FIELD_TEXTS, struct product, options) },
	{ FIELD(9, FIELD_RECORD, struct product, details),
		.record = &details_record },
	{ FIELD(10, FIELD_RECORDS, struct product, variants),
		.record = &variant_record },
	{ FIELD(11, FIELD_TIME, struct product, created_at), .flags = FIELD_HIDDEN },
	{ FIELD(12, FIELD_TIME, struct product, changed_at), .flags = FIELD_HIDDEN },
};

const struct record_type product_record = { .name = "product",
	RECORD_FIELDS(struct product, product_fields) };

#include "catalog/product.h"

#include "base/clock.h"

/* Where the numbers of details, and those of an only variant, go on behind a record's
 * own, and stay below 64, so that a field's tag is a byte. */
#define DETAILS_INSIDE 16
#define VARIANT_INSIDE 48

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
	{ FIELD(4, FIELD_RECORD, struct variant, details), .record = &details_record,
		.inside = DETAILS_INSIDE },
	{ FIELD(5, FIELD_MONEY, struct variant, current_price),
		.flags = FIELD_HIDDEN },
};

const struct record_type variant_record = { .name = "variant",
	.size = sizeof(struct variant),
	.fields = variant_fields,
	.field_count = sizeof(variant_fields) / sizeof(variant_fields[0]),
	.schema = 2 };

static const struct field product_fields[] = {
	{ FIELD(1, FIELD_ID, struct product, id), .flags = FIELD_HIDDEN },
	{ FIELD(2, FIELD_TEXT, struct product, handle) },
	{ FIELD(3, FIELD_TEXT, struct product, name) },
	{ FIELD(4, FIELD_TEXT, struct product, brand) },
	{ FIELD(5, FIELD_TEXT, struct product, category) },
	{ FIELD(6, FIELD_TEXT, struct product, description) },
	{ FIELD(7, FIELD_CHOICE, struct product, status), .choices = status_names },
	{ FIELD(8, FIELD_TEXTS, struct product, options) },
	{ FIELD(9, FIELD_RECORD, struct product, details), .record = &details_record,
		.inside = DETAILS_INSIDE },
	{ FIELD(10, FIELD_RECORDS, struct product, variants),
		.record = &variant_record, .inside = VARIANT_INSIDE },
	{ FIELD(11, FIELD_TIME, struct product, created_at), .flags = FIELD_HIDDEN },
	{ FIELD(12, FIELD_TIME, struct product, changed_at), .flags = FIELD_HIDDEN },
	{ FIELD(13, FIELD_ID, struct product, made), .flags = FIELD_HIDDEN },
};

const struct record_type product_record = { .name = "product",
	.size = sizeof(struct product),
	.fields = product_fields,
	.field_count = sizeof(product_fields) / sizeof(product_fields[0]),
	.schema = 2 };

/* Seconds since 2020 are four bytes where microseconds since 1970 are eight. */
#define MADE_BEGIN (INT64_C(1577836800) * SECOND)

static void
make_small(const struct product *product, struct product *small)
{
	int64_t since = product->created_at - MADE_BEGIN;

	*small = *product;
	small->id = 0;
	if (product->changed_at != product->created_at)
		return;
	small->changed_at = 0;
	if (since <= 0 || since % SECOND != 0)
		return;
	small->made = (uint64_t)(since / SECOND);
	small->created_at = 0;
}

enum status
product_encode(const struct product *product, struct buffer *buffer, struct err *err)
{
	struct product small;

	make_small(product, &small);
	return record_encode(&product_record, &small, buffer, err);
}

/* What was stored in full is read so. */
enum status
product_decode(uint64_t id, struct bytes value, struct arena *arena,
	struct product *product, struct err *err)
{
	struct product read;

	TRY(record_decode(&product_record, value, arena, &read, err));
	if (read.made > INT32_MAX)
		return fail(err, ST_CORRUPT, "a stored product is damaged");
	read.id = id;
	if (read.made > 0)
		read.created_at = MADE_BEGIN + (int64_t)read.made * SECOND;
	read.made = 0;
	if (read.changed_at == 0)
		read.changed_at = read.created_at;
	*product = read;
	return ST_OK;
}

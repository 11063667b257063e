#include "cmd/product_view.h"

#include "catalog/level.h"
#include "catalog/reprice.h"

static const char *const status_names[] = { "active", "draft", "archived", NULL };

static const struct field variant_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct product_view_variant, sku) },
	{ FIELD(2, FIELD_MONEY, struct product_view_variant, price) },
	{ FIELD(3, FIELD_MONEY, struct product_view_variant, sale_price),
		.flags = FIELD_SPARSE },
	{ FIELD(8, FIELD_TIME, struct product_view_variant, sale_since),
		.flags = FIELD_SPARSE },
	{ FIELD(9, FIELD_TIME, struct product_view_variant, sale_until),
		.flags = FIELD_SPARSE },
	{ FIELD(10, FIELD_MONEY, struct product_view_variant, lowest_price),
		.flags = FIELD_SPARSE },
	{ FIELD(4, FIELD_OPTIONAL, struct product_view_variant, available) },
	{ FIELD(5, FIELD_MAP, struct product_view_variant, attributes),
		.record = &attribute_record },
	{ FIELD(6, FIELD_TEXT, struct product_view_variant, barcode) },
	{ FIELD(7, FIELD_CHOICE, struct product_view_variant, status),
		.choices = status_names, .flags = FIELD_SPARSE },
};

static const struct record_type variant_view_record = { .name = "variant",
	RECORD_FIELDS(struct product_view_variant, variant_fields) };

static const struct field view_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct product_view, product) },
	{ FIELD(2, FIELD_TEXT, struct product_view, name) },
	{ FIELD(3, FIELD_TEXT, struct product_view, brand) },
	{ FIELD(4, FIELD_TEXT, struct product_view, category) },
	{ FIELD(5, FIELD_TEXT, struct product_view, description) },
	{ FIELD(6, FIELD_CHOICE, struct product_view, status),
		.choices = status_names },
	{ FIELD(7, FIELD_TEXT, struct product_view, currency), .flags = FIELD_WIDE },
	{ FIELD(8, FIELD_TEXTS, struct product_view, options) },
	{ FIELD(9, FIELD_MAP, struct product_view, attributes),
		.record = &attribute_record },
	{ FIELD(10, FIELD_RECORDS, struct product_view, variants),
		.record = &variant_view_record },
	{ FIELD(11, FIELD_RECORDS, struct product_view, changes),
		.record = &change_record, .flags = FIELD_SPARSE },
};

/* Changes come last, and only from what changes something. */
#define VIEW_FIELD_COUNT (sizeof(view_fields) / sizeof(view_fields[0]) - 1)

const struct record_type product_view_record = { .name = "product",
	.size = sizeof(struct product_view),
	.fields = view_fields,
	.field_count = VIEW_FIELD_COUNT,
	.schema = 1 };

const struct record_type product_changed_record = { .name = "changed product",
	RECORD_FIELDS(struct product_view, view_fields) };

enum status
product_view_find(struct txn *txn, const char *name, struct product *product,
	size_t *variant, struct err *err)
{
	bool found;

	TRY(product_by_handle(txn, name, product, &found, err));
	if (!found)
		return product_find(txn, name, product, variant, err);
	*variant = SIZE_MAX;
	return ST_OK;
}

/* A product on its way to be shown. */
struct viewing {
	struct txn *txn;
	const struct product *product;
	struct list sales;
	bool has_times;
};

static enum status
fill_variant(struct viewing *viewing, size_t index,
	struct product_view_variant *shown, struct err *err)
{
	struct txn *txn = viewing->txn;
	const struct product *product = viewing->product;
	const struct variant *variant = product_variant(product, index);
	struct shown_price price;
	struct details details;
	struct list own;
	struct level level;

	TRY(product_details(product, index, txn_arena(txn), &details, err));
	TRY(level_get(txn, variant->sku, &level, err));
	TRY(product_own_attributes(product, index, txn_arena(txn), &own, err));
	TRY(price_show(txn, product, index, &viewing->sales, &price, err));
	*shown = (struct product_view_variant){ .sku = variant->sku,
		.price = price.price,
		.sale_price = price.sale_price,
		.sale_since = price.sale_since,
		.sale_until = price.sale_until,
		.lowest_price = price.lowest_price,
		.available = level_available(&level, &details),
		.attributes = own,
		.barcode = details.barcode,
		.status = variant->status };
	viewing->has_times |= price.sale_since != 0 || price.sale_until != 0;
	if (shown->available == LEVEL_UNLIMITED)
		shown->available = NUMBER_NONE;
	return ST_OK;
}

static enum status
fill_variants(struct viewing *viewing, struct list *list, struct err *err)
{
	const struct product *product = viewing->product;
	struct txn *txn = viewing->txn;
	struct product_view_variant *shown;
	size_t i;

	TRY(sales_read(txn, &viewing->sales, err));
	TRY(ARENA_NEW(txn_arena(txn), product->variants.count, &shown, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(fill_variant(viewing, i, &shown[i], err));
	*list = (struct list){ shown, product->variants.count };
	return ST_OK;
}

enum status
product_view_read(const struct context *context, struct txn *txn,
	const struct product *product, struct product_view *view, struct err *err)
{
	struct viewing viewing = { .txn = txn, .product = product };
	struct list variants;

	TRY(fill_variants(&viewing, &variants, err));
	*view = (struct product_view){ .product = product_subject(product),
		.name = product->name,
		.brand = product->brand,
		.category = product->category,
		.description = product->description,
		.status = product->status,
		.currency = context->currency,
		.options = product->options,
		.attributes = product->details.attributes,
		.variants = variants,
		.changes = view->changes,
		.has_times = viewing.has_times };
	return ST_OK;
}

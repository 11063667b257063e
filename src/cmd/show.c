#include "account/role.h"
#include "catalog/level.h"
#include "cmd/context.h"

struct show_input {
	const char *name;
};

static const struct param params[] = {
	{ .name = "SKU|PRODUCT",
		.kind = KIND_SKU,
		.flags = PARAM_OPERAND | PARAM_REQUIRED,
		.offset = PARAM_MEMBER(struct show_input, const char *, name),
		.given_offset = SIZE_MAX,
		.help = "a SKU, a barcode or a product's handle" },
};

struct shown_variant {
	const char *sku;
	int64_t price;
	int64_t sale_price;
	int64_t available;
	struct list attributes;
	const char *barcode;
};

static const struct field shown_variant_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_variant, sku) },
	{ FIELD(2, FIELD_MONEY, struct shown_variant, price) },
	{ FIELD(3, FIELD_MONEY, struct shown_variant, sale_price),
		.flags = FIELD_SPARSE },
	{ FIELD(4, FIELD_OPTIONAL, struct shown_variant, available) },
	{ FIELD(5, FIELD_MAP, struct shown_variant, attributes),
		.record = &attribute_record },
	{ FIELD(6, FIELD_TEXT, struct shown_variant, barcode) },
};
static const struct record_type shown_variant_record = { .name = "variant",
	RECORD_FIELDS(struct shown_variant, shown_variant_fields) };

struct shown_product {
	const char *product;
	const char *name;
	const char *brand;
	const char *category;
	const char *description;
	int status;
	const char *currency;
	struct texts options;
	struct list attributes;
	struct list variants;
};

static const char *const status_names[] = { "active", "draft", "archived", NULL };

static const struct field shown_product_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_product, product) },
	{ FIELD(2, FIELD_TEXT, struct shown_product, name) },
	{ FIELD(3, FIELD_TEXT, struct shown_product, brand) },
	{ FIELD(4, FIELD_TEXT, struct shown_product, category) },
	{ FIELD(5, FIELD_TEXT, struct shown_product, description) },
	{ FIELD(6, FIELD_CHOICE, struct shown_product, status),
		.choices = status_names },
	{ FIELD(7, FIELD_TEXT, struct shown_product, currency), .flags = FIELD_WIDE },
	{ FIELD(8, FIELD_TEXTS, struct shown_product, options) },
	{ FIELD(9, FIELD_MAP, struct shown_product, attributes),
		.record = &attribute_record },
	{ FIELD(10, FIELD_RECORDS, struct shown_product, variants),
		.record = &shown_variant_record },
};
static const struct record_type shown_product_record = { .name = "product",
	RECORD_FIELDS(struct shown_product, shown_product_fields) };

struct show {
	const char *name;
	const char *currency;
	struct shown_product shown;
};

static enum status
fill_variant(struct txn *txn, const struct product *product, size_t index,
	struct shown_variant *shown, struct err *err)
{
	const struct variant *variant = product_variant(product, index);
	struct details details;
	struct list own;
	struct level level;

	TRY(product_details(product, index, txn_arena(txn), &details, err));
	TRY(level_get(txn, variant->sku, &level, err));
	TRY(product_own_attributes(product, index, txn_arena(txn), &own, err));
	*shown = (struct shown_variant){ variant->sku, details.price,
		details.sale_price, level_available(&level, &details), own,
		details.barcode };
	if (shown->available == LEVEL_UNLIMITED)
		shown->available = NUMBER_NONE;
	return ST_OK;
}

static enum status
fill_variants(struct txn *txn, const struct product *product, struct list *list,
	struct err *err)
{
	struct shown_variant *shown;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), product->variants.count, &shown, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(fill_variant(txn, product, i, &shown[i], err));
	*list = (struct list){ shown, product->variants.count };
	return ST_OK;
}

static enum status
find_shown(
	struct txn *txn, const char *name, struct product *product, struct err *err)
{
	size_t variant;
	bool found;

	TRY(product_by_handle(txn, name, product, &found, err));
	return found ? ST_OK : product_find(txn, name, product, &variant, err);
}

static enum status
read_product(struct txn *txn, void *arg, struct err *err)
{
	struct show *show = arg;
	struct shown_product *shown = &show->shown;
	struct product product;

	TRY(find_shown(txn, show->name, &product, err));
	*shown = (struct shown_product){ .product = product_subject(&product),
		.name = product.name,
		.brand = product.brand,
		.category = product.category,
		.description = product.description,
		.status = product.status,
		.currency = show->currency,
		.options = product.options,
		.attributes = product.details.attributes };
	return fill_variants(txn, &product, &shown->variants, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct show_input *input = arg;
	struct show show = { .name = input->name, .currency = context->currency };

	TRY(context_read(context, read_product, &show, err));
	return output_record(
		context->output, &shown_product_record, &show.shown, err);
}

static const char *const examples[] = { "shop show TS-S-RED",
	"shop show tshirt-basic --json", NULL };

const struct command command_show = {
	.path = "show",
	.summary = "show everything about a product",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct show_input),
	.access = ACCESS_READ,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.result = &shown_product_record,
};

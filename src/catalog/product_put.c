#include <string.h>

#include "catalog/catalog.h"
#include "catalog/category.h"
#include "catalog/document.h"
#include "catalog/level.h"
#include "catalog/price.h"
#include "catalog/staged.h"

static const char *
option_of(const struct variant *variant, const char *name)
{
	const struct option_value *options = variant->options.items;
	size_t i;

	for (i = 0; i < variant->options.count; i++)
		if (strcmp(options[i].name, name) == 0)
			return options[i].value;
	return NULL;
}

static enum status
check_options(
	const struct product *product, const struct variant *variant, struct err *err)
{
	size_t i;

	for (i = 0; i < product->options.count; i++)
		if (!option_of(variant, product->options.items[i]))
			return fail(err, ST_BAD_DATA,
				"'%s' has no %s, which is an option of '%s'",
				variant->sku, product->options.items[i],
				product->handle);
	if (variant->options.count > product->options.count)
		return fail(err, ST_BAD_DATA,
			"'%s' has an option that '%s' does not have", variant->sku,
			product->handle);
	return ST_OK;
}

static bool
same_options(const struct product *product, const struct variant *a,
	const struct variant *b)
{
	size_t i;

	for (i = 0; i < product->options.count; i++) {
		const char *name = product->options.items[i];

		if (strcmp(option_of(a, name), option_of(b, name)) != 0)
			return false;
	}
	return true;
}

/* Products have few variants as a rule; VARIANTS_MAX bounds the pairs. */
static enum status
check_pair(const struct product *product, const struct variant *a,
	const struct variant *b, struct err *err)
{
	if (strcmp(a->sku, b->sku) == 0)
		return fail(err, ST_BAD_DATA, "the SKU '%s' is there twice", a->sku);
	if (same_options(product, a, b))
		return fail(err, ST_BAD_DATA, "'%s' and '%s' have the same options",
			a->sku, b->sku);
	return ST_OK;
}

static enum status
check_variants(const struct product *product, struct err *err)
{
	size_t i;
	size_t j;

	if (product->variants.count == 0)
		return fail(err, ST_BAD_DATA, "'%s' has no variant", product->handle);
	if (product->variants.count > VARIANTS_MAX)
		return fail(err, ST_BAD_DATA, "'%s' has more than %d variants",
			product->handle, VARIANTS_MAX);
	for (i = 0; i < product->variants.count; i++)
		TRY(check_options(product, product_variant(product, i), err));
	for (i = 1; i < product->variants.count; i++)
		for (j = 0; j < i; j++)
			TRY(check_pair(product, product_variant(product, j),
				product_variant(product, i), err));
	return ST_OK;
}

static enum status
check_product(const struct product *product, struct err *err)
{
	const char *fault;

	if (product->name[0] == '\0')
		return fail(err, ST_BAD_DATA, "a product needs a name");
	fault = product->category[0] ? category_fault(product->category) : NULL;
	if (fault)
		return fail(err, ST_BAD_DATA, "category '%s' %s", product->category,
			fault);
	fault = product->handle[0] ? sku_fault(product->handle) : NULL;
	if (fault)
		return fail(
			err, ST_BAD_DATA, "product '%s' %s", product->handle, fault);
	if (product_is_simple(product) && product->variants.count > 1)
		return fail(err, ST_BAD_DATA,
			"only a product with a handle has variants");
	return check_variants(product, err);
}

static enum status
name_taken(enum table table, const char *name, struct err *err)
{
	return fail(err, ST_EXISTS, "%s '%s' belongs to another product",
		table == TABLE_SKU ? "SKU" : "handle", name);
}

/* A row of SKU or HANDLE that leads to a product; another product's is in the way. */
static enum status
claim(struct catalog *catalog, enum table table, const char *name, uint64_t id,
	struct err *err)
{
	struct bytes value;
	uint8_t stored[8];
	struct key key;
	bool found = false;

	key_set_text(&key, name);
	if (!catalog->load)
		TRY(txn_get(
			catalog->txn, table, key_bytes(&key), &value, &found, err));
	if (found && value.size == 8 && get_u64(value.data) == id)
		return ST_OK;
	if (found)
		return name_taken(table, name, err);
	put_u64(stored, id);
	return catalog_add_row(
		catalog, table, key_bytes(&key), (struct bytes){ stored, 8 }, err);
}

/* That a name is free, or the product's own. */
static enum status
check_claim(struct txn *txn, enum table table, const char *name, uint64_t id,
	struct err *err)
{
	struct bytes value;
	struct key key;
	bool found;

	key_set_text(&key, name);
	TRY(txn_get(txn, table, key_bytes(&key), &value, &found, err));
	if (!found || (value.size == 8 && get_u64(value.data) == id))
		return ST_OK;
	return name_taken(table, name, err);
}

enum status
product_check(struct txn *txn, const struct product *old, const struct product *now,
	struct err *err)
{
	uint64_t id = old ? old->id : 0;
	size_t i;

	TRY(check_product(now, err));
	if (!product_is_simple(now))
		TRY(check_claim(txn, TABLE_HANDLE, now->handle, id, err));
	for (i = 0; i < now->variants.count; i++)
		TRY(check_claim(
			txn, TABLE_SKU, product_variant(now, i)->sku, id, err));
	return ST_OK;
}

static enum status
unclaim(struct catalog *catalog, enum table table, const char *name, struct err *err)
{
	struct key key = key_text(name);
	bool found;

	return txn_delete(catalog->txn, table, key_bytes(&key), &found, err);
}

static const struct variant *
variant_of(const struct product *product, const char *sku)
{
	size_t i;

	for (i = 0; product && i < product->variants.count; i++)
		if (strcmp(product_variant(product, i)->sku, sku) == 0)
			return product_variant(product, i);
	return NULL;
}

const char *
barcode_of(const struct product *product, const struct variant *variant)
{
	return variant->details.barcode[0] ? variant->details.barcode
					   : product->details.barcode;
}

static enum status
put_codes(struct catalog *catalog, const struct product *old,
	const struct product *now, const struct variant *variant, struct err *err)
{
	const struct variant *before = variant_of(old, variant->sku);
	const char *barcode = barcode_of(now, variant);

	if (before && strcmp(barcode_of(old, before), barcode) == 0)
		return ST_OK;
	if (before)
		TRY(code_delete(
			catalog->txn, before->sku, barcode_of(old, before), err));
	return code_put(catalog, variant->sku, barcode, err);
}

static enum status
drop_variant(struct catalog *catalog, const struct product *product,
	const struct variant *variant, struct err *err)
{
	TRY(code_delete(
		catalog->txn, variant->sku, barcode_of(product, variant), err));
	TRY(past_price_delete(catalog->txn, variant->sku, err));
	return unclaim(catalog, TABLE_SKU, variant->sku, err);
}

static enum status
put_names(struct catalog *catalog, const struct product *old,
	const struct product *now, struct err *err)
{
	bool handle_is_new = !old || strcmp(old->handle, now->handle) != 0;
	size_t i;

	if (!product_is_simple(now) && handle_is_new)
		TRY(claim(catalog, TABLE_HANDLE, now->handle, now->id, err));
	for (i = 0; i < now->variants.count; i++) {
		const struct variant *variant = product_variant(now, i);

		if (!variant_of(old, variant->sku))
			TRY(claim(catalog, TABLE_SKU, variant->sku, now->id, err));
		TRY(put_codes(catalog, old, now, variant, err));
	}
	for (i = 0; old && i < old->variants.count; i++) {
		const struct variant *variant = product_variant(old, i);

		if (!variant_of(now, variant->sku))
			TRY(drop_variant(catalog, old, variant, err));
	}
	return ST_OK;
}

/* Called with the levels as they are: those of a new product's SKUs are 0, or were
 * stored before. */
static enum status
put_index(struct catalog *catalog, const struct index_group *before,
	const struct product *now, struct err *err)
{
	struct index_writer *writer;
	struct index_group after;

	if (catalog->records)
		return ST_OK;
	TRY(catalog_writer(catalog, &writer, err));
	TRY(document_group(catalog->txn, &catalog->rules, now, &after, err));
	return index_change(writer,
		before && before->document_count > 0 ? before : NULL,
		after.document_count > 0 ? &after : NULL, err);
}

enum status
product_store(struct catalog *catalog, const struct product *product, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct buffer buffer = { .arena = arena };
	struct key key;

	key_set_u64(&key, product->id);
	TRY(stage_note(catalog->txn, product->id, err));
	TRY(product_encode(product, &buffer, err));
	TRY(txn_put(catalog->txn, TABLE_PRODUCT, key_bytes(&key),
		buffer_bytes(&buffer), err));
	arena_rewind(arena, mark);
	return ST_OK;
}

bool
product_is_same(const struct product *old, const struct product *now)
{
	return record_equal(&product_record, old, now);
}

static void
note_last(struct catalog *catalog, const struct product *product)
{
	const char *sku = product_variant(product, 0)->sku;

	if (product->variants.count > 1)
		return;
	memcpy(catalog->last.sku, sku, strlen(sku) + 1);
	level_find_place(product, 0, &catalog->last.place);
}

enum status
product_replace(struct catalog *catalog, const struct product *old,
	const struct product *now, struct err *err)
{
	struct index_group before;
	bool indexed = old && !catalog->records;

	catalog->last.sku[0] = '\0';
	if (indexed)
		TRY(document_group(catalog->txn, &catalog->rules, old, &before, err));
	TRY(put_names(catalog, old, now, err));
	TRY(category_ensure(catalog, now->category, err));
	TRY(product_store(catalog, now, err));
	TRY(put_index(catalog, indexed ? &before : NULL, now, err));
	note_last(catalog, now);
	return ST_OK;
}

enum status
product_put(struct catalog *catalog, const struct product *old, struct product *now,
	struct err *err)
{
	struct prices prices = { NULL, 0, INT64_MAX };

	TRY(check_product(now, err));
	if (old && product_is_same(old, now))
		return ST_OK;
	if (old)
		TRY(prices_read(catalog, old, &prices, err));
	else
		TRY(catalog_next_id(catalog, &now->id, err));
	now->changed_at = catalog_moment(catalog);
	if (!old)
		now->created_at = now->changed_at;
	TRY(prices_put(catalog, &prices, now, err));
	return product_replace(catalog, old, now, err);
}

static enum status
take_out_of_index(
	struct catalog *catalog, const struct index_group *before, struct err *err)
{
	struct index_writer *writer;

	if (catalog->records || before->document_count == 0)
		return ST_OK;
	TRY(catalog_writer(catalog, &writer, err));
	return index_change(writer, before, NULL, err);
}

enum status
product_remove(
	struct catalog *catalog, const struct product *product, struct err *err)
{
	struct key key = key_u64(product->id);
	struct index_group before;
	bool found;
	size_t i;

	catalog->last.sku[0] = '\0';
	TRY(document_group(catalog->txn, &catalog->rules, product, &before, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(drop_variant(catalog, product, product_variant(product, i), err));
	if (!product_is_simple(product))
		TRY(unclaim(catalog, TABLE_HANDLE, product->handle, err));
	TRY(price_forget_due(catalog, product, err));
	TRY(txn_delete(catalog->txn, TABLE_PRODUCT, key_bytes(&key), &found, err));
	TRY(stage_note(catalog->txn, product->id, err));
	return take_out_of_index(catalog, &before, err);
}

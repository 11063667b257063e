#include "catalog/product.h"

#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"

const char *
sku_fault(const char *sku)
{
	size_t size = strlen(sku);
	size_t offset;
	const char *reason;

	if (size == 0)
		return "is empty";
	if (size > SKU_SIZE_MAX)
		return "is longer than 64 bytes";
	if (sku[0] == ' ' || sku[size - 1] == ' ')
		return "begins or ends with a blank";
	if (text_find_forbidden(sku, size, "", &offset, &reason))
		return "holds a control character or invalid UTF-8";
	return NULL;
}

enum status
product_by_id(struct txn *txn, uint64_t id, struct product *product, bool *found,
	struct err *err)
{
	return product_by_id_in(txn, id, txn_arena(txn), product, found, err);
}

enum status
product_by_id_in(struct txn *txn, uint64_t id, struct arena *arena,
	struct product *product, bool *found, struct err *err)
{
	struct key key = key_u64(id);
	struct bytes value;

	TRY(txn_get(txn, TABLE_PRODUCT, key_bytes(&key), &value, found, err));
	if (!*found)
		return ST_OK;
	return product_decode(id, value, arena, product, err);
}

/* A row that names a product which is not there is damage, not absence. */
static enum status
product_named(struct txn *txn, struct bytes value, const char *name,
	struct product *product, struct err *err)
{
	bool found;

	if (value.size != 8)
		return fail(err, ST_CORRUPT, "the row of '%s' is damaged", name);
	TRY(product_by_id(txn, get_u64(value.data), product, &found, err));
	if (!found)
		return fail(err, ST_CORRUPT, "'%s' names a product that is not there",
			name);
	return ST_OK;
}

static bool
variant_index(const struct product *product, const char *sku, size_t *index)
{
	size_t i;

	for (i = 0; i < product->variants.count; i++) {
		if (strcmp(product_variant(product, i)->sku, sku) == 0) {
			*index = i;
			return true;
		}
	}
	return false;
}

static enum status
find_row(struct txn *txn, enum table table, const char *name, struct bytes *value,
	bool *found, struct err *err)
{
	struct key key;

	*found = false;
	if (name[0] == '\0' || strlen(name) > SKU_SIZE_MAX)
		return ST_OK;
	key_set_text(&key, name);
	return txn_get(txn, table, key_bytes(&key), value, found, err);
}

enum status
product_by_sku(struct txn *txn, const char *sku, struct product *product,
	size_t *variant, bool *found, struct err *err)
{
	struct bytes value;

	TRY(find_row(txn, TABLE_SKU, sku, &value, found, err));
	if (!*found)
		return ST_OK;
	TRY(product_named(txn, value, sku, product, err));
	if (!variant_index(product, sku, variant))
		return fail(
			err, ST_CORRUPT, "the product of '%s' has no such SKU", sku);
	return ST_OK;
}

enum status
product_by_handle(struct txn *txn, const char *handle, struct product *product,
	bool *found, struct err *err)
{
	struct bytes value;

	TRY(find_row(txn, TABLE_HANDLE, handle, &value, found, err));
	return *found ? product_named(txn, value, handle, product, err) : ST_OK;
}

/* Names what the person may have meant. */
static enum status
not_found(struct txn *txn, const char *sku, struct err *err)
{
	const char *other;
	struct product product;
	bool found;

	TRY(sku_differing_in_case(txn, sku, &other, err));
	if (other)
		return fail(err, ST_NOT_FOUND, "no SKU '%s' (did you mean '%s'?)",
			sku, other);
	TRY(product_by_handle(txn, sku, &product, &found, err));
	if (found)
		return fail(err, ST_NOT_FOUND,
			"'%s' has variants: name one by its SKU (see 'shop show %s')",
			sku, sku);
	return fail(err, ST_NOT_FOUND,
		"no SKU or barcode '%s' (find one with 'shop search')", sku);
}

enum status
product_find(struct txn *txn, const char *code, struct product *product,
	size_t *variant, struct err *err)
{
	const char *sku;
	bool found;

	TRY(product_by_sku(txn, code, product, variant, &found, err));
	if (found)
		return ST_OK;
	TRY(code_find_barcode(txn, code, &sku, err));
	if (!sku)
		return not_found(txn, code, err);
	TRY(product_by_sku(txn, sku, product, variant, &found, err));
	return found ? ST_OK : not_found(txn, code, err);
}

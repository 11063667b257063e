#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"

/*
 * Table CODE, key: the folded code (its first 200 bytes), NUL, 'S' or 'B', the SKU;
 * no value. SKUs that differ only in case, and barcodes, are found by a prefix.
 */
#define FOLDED_SIZE_MAX 200

enum code_kind {
	CODE_SKU = 'S',
	CODE_BARCODE = 'B',
};

/* What the rows of both kinds begin with. */
static enum status
both_prefix(struct arena *arena, const char *code, struct key *key, struct err *err)
{
	const char *folded;
	size_t size;

	TRY(text_fold_case(arena, code, strlen(code), &folded, err));
	size = strlen(folded);
	key->size = size < FOLDED_SIZE_MAX ? size : FOLDED_SIZE_MAX;
	memcpy(key->data, folded, key->size);
	key_add_u8(key, 0);
	return ST_OK;
}

static enum status
code_prefix(struct txn *txn, const char *code, enum code_kind kind, struct key *key,
	struct err *err)
{
	TRY(both_prefix(txn_arena(txn), code, key, err));
	key_add_u8(key, (uint8_t)kind);
	return ST_OK;
}

static enum status
put_row(struct catalog *catalog, const char *code, enum code_kind kind,
	const char *sku, struct err *err)
{
	struct key key;

	TRY(code_prefix(catalog->txn, code, kind, &key, err));
	key_add_text(&key, sku);
	return catalog_add_row(
		catalog, TABLE_CODE, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

static enum status
delete_row(struct txn *txn, const char *code, enum code_kind kind, const char *sku,
	struct err *err)
{
	struct key key;
	bool found;

	TRY(code_prefix(txn, code, kind, &key, err));
	key_add_text(&key, sku);
	return txn_delete(txn, TABLE_CODE, key_bytes(&key), &found, err);
}

static enum status
make_key(struct arena *arena, const char *code, enum code_kind kind, const char *sku,
	struct key *key, struct err *err)
{
	TRY(both_prefix(arena, code, key, err));
	key_add_u8(key, (uint8_t)kind);
	key_add_text(key, sku);
	return ST_OK;
}

enum status
code_keys(struct arena *arena, const char *sku, const char *barcode,
	struct key keys[2], size_t *count, struct err *err)
{
	TRY(make_key(arena, sku, CODE_SKU, sku, &keys[0], err));
	*count = 1;
	if (barcode[0] == '\0')
		return ST_OK;
	*count = 2;
	return make_key(arena, barcode, CODE_BARCODE, sku, &keys[1], err);
}

enum status
code_put(struct catalog *catalog, const char *sku, const char *barcode,
	struct err *err)
{
	TRY(put_row(catalog, sku, CODE_SKU, sku, err));
	return barcode[0] ? put_row(catalog, barcode, CODE_BARCODE, sku, err) : ST_OK;
}

enum status
code_delete(struct txn *txn, const char *sku, const char *barcode, struct err *err)
{
	TRY(delete_row(txn, sku, CODE_SKU, sku, err));
	return barcode[0] ? delete_row(txn, barcode, CODE_BARCODE, sku, err) : ST_OK;
}

static enum status
has_row(struct txn *txn, const char *code, enum code_kind kind, const char *sku,
	bool *found, struct err *err)
{
	struct bytes value;
	struct key key;

	TRY(code_prefix(txn, code, kind, &key, err));
	key_add_text(&key, sku);
	return txn_get(txn, TABLE_CODE, key_bytes(&key), &value, found, err);
}

enum status
code_prove(struct txn *txn, const char *sku, const char *barcode, bool *whole,
	struct err *err)
{
	TRY(has_row(txn, sku, CODE_SKU, sku, whole, err));
	if (!*whole || !barcode[0])
		return ST_OK;
	return has_row(txn, barcode, CODE_BARCODE, sku, whole, err);
}

/* The SKU that a row's key ends with. */
static enum status
row_sku(struct txn *txn, struct bytes key, size_t prefix_size, const char **sku,
	struct err *err)
{
	return arena_copy(txn_arena(txn), (const char *)key.data + prefix_size,
		key.size - prefix_size, sku, err);
}

enum status
code_find_skus(struct txn *txn, const char *code, size_t limit, struct texts *skus,
	struct err *err)
{
	struct key prefix;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	*skus = (struct texts){ NULL, 0 };
	TRY(both_prefix(txn_arena(txn), code, &prefix, err));
	TRY(scan_open_prefix(txn, TABLE_CODE, key_bytes(&prefix), false, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found)
		TRY(ARENA_NEW(txn_arena(txn), limit, &skus->items, err));
	while (found && skus->count < limit) {
		TRY(row_sku(
			txn, key, prefix.size + 1, &skus->items[skus->count++], err));
		TRY(scan_next(scan, &key, &value, &found, err));
	}
	scan_close(scan);
	return ST_OK;
}

enum status
code_find_barcode(
	struct txn *txn, const char *barcode, const char **sku, struct err *err)
{
	struct key prefix;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	const char *only = NULL;
	bool found;

	*sku = NULL;
	if (barcode[0] == '\0')
		return ST_OK;
	TRY(code_prefix(txn, barcode, CODE_BARCODE, &prefix, err));
	TRY(scan_open_prefix(txn, TABLE_CODE, key_bytes(&prefix), false, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found)
		TRY(row_sku(txn, key, prefix.size, &only, err));
	if (found)
		TRY(scan_next(scan, &key, &value, &found, err));
	scan_close(scan);
	*sku = found ? NULL : only;
	return ST_OK;
}

enum status
sku_differing_in_case(
	struct txn *txn, const char *sku, const char **other, struct err *err)
{
	struct key prefix;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	*other = NULL;
	TRY(code_prefix(txn, sku, CODE_SKU, &prefix, err));
	TRY(scan_open_prefix(txn, TABLE_CODE, key_bytes(&prefix), false, &scan, err));
	for (;;) {
		const char *candidate;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(row_sku(txn, key, prefix.size, &candidate, err));
		if (strcmp(candidate, sku) != 0) {
			*other = candidate;
			break;
		}
	}
	scan_close(scan);
	return ST_OK;
}

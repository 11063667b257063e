#include "catalog/level.h"

#include "catalog/catalog.h"
#include "catalog/document.h"

static const struct field level_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct level, on_hand) },
	{ FIELD(2, FIELD_COUNT, struct level, held) },
	{ FIELD(3, FIELD_ID, struct level, movements) },
};

const struct record_type level_record = { .name = "stock level",
	RECORD_FIELDS(struct level, level_fields) };

static const struct stored level_stored = { TABLE_LEVEL, &level_record };

enum status
level_get(struct txn *txn, const char *sku, struct level *level, struct err *err)
{
	struct key key = key_text(sku);
	struct level read = { 0, 0, 0 };
	bool found;

	TRY(txn_get_record(txn, &level_stored, key_bytes(&key), &read, &found, err));
	*level = read;
	return ST_OK;
}

int64_t
level_available(const struct level *level, const struct details *details)
{
	int64_t available = level->on_hand - level->held;

	if (details->track_stock == ANSWER_NO || details->backorder == ANSWER_YES)
		return LEVEL_UNLIMITED;
	return available > 0 ? available : 0;
}

static enum status
index_availability(struct catalog *catalog, const struct product *product,
	size_t variant, const struct level *level, struct err *err)
{
	struct index_number number = { .group = product->id,
		.field = DOCUMENT_AVAILABLE };
	struct index_writer *writer;
	struct details details;

	if (!document_member(product, variant, &number.member))
		return ST_OK;
	TRY(product_details(
		product, variant, txn_arena(catalog->txn), &details, err));
	number.number = level_available(level, &details);
	TRY(catalog_writer(catalog, &writer, err));
	return index_set_number(writer, &number, err);
}

static enum status
drop_movements(struct txn *txn, const char *sku, struct err *err)
{
	struct key prefix = key_text(sku);
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	key_add_u8(&prefix, 0);
	TRY(scan_open_prefix(
		txn, TABLE_MOVEMENT, key_bytes(&prefix), false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_MOVEMENT, key, &found, err));
	}
}

enum status
level_drop(struct catalog *catalog, const char *sku, struct err *err)
{
	struct key key = key_text(sku);
	bool found;

	TRY(txn_delete(catalog->txn, TABLE_LEVEL, key_bytes(&key), &found, err));
	return drop_movements(catalog->txn, sku, err);
}

enum status
level_put(struct catalog *catalog, const char *sku, const struct level *level,
	struct err *err)
{
	struct key key = key_text(sku);
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_sku(catalog->txn, sku, &product, &variant, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "no SKU '%s'", sku);
	TRY(txn_put_record(catalog->txn, &level_stored, key_bytes(&key), level, err));
	return index_availability(catalog, &product, variant, level, err);
}

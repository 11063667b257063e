#include "catalog/level.h"

#include <string.h>

#include "catalog/catalog.h"
#include "catalog/counted.h"
#include "catalog/document.h"
#include "store/stage.h"

static const struct field level_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct level, on_hand) },
	{ FIELD(2, FIELD_COUNT, struct level, held) },
	{ FIELD(3, FIELD_ID, struct level, movements) },
};

const struct record_type level_record = { .name = "stock level",
	RECORD_FIELDS(struct level, level_fields) };

static const struct stored level_stored = { TABLE_LEVEL, &level_record };

enum status
level_get_stored(
	struct txn *txn, const char *sku, struct level *level, struct err *err)
{
	struct level read = { 0, 0, 0 };
	struct key key;
	bool found;

	key_set_text(&key, sku);
	TRY(txn_get_record(txn, &level_stored, key_bytes(&key), &read, &found, err));
	*level = read;
	return ST_OK;
}

void
level_add_counts(struct level *level, const struct counted *counted)
{
	const struct count *counts = counted->counts.items;

	if (counted->counts.count > 0)
		level->on_hand = counts[counted->counts.count - 1].on_hand;
	level->movements += counted->counts.count;
}

enum status
level_get(struct txn *txn, const char *sku, struct level *level, struct err *err)
{
	struct counted counted;
	struct level read;

	TRY(level_get_stored(txn, sku, &read, err));
	TRY(counted_get(txn, sku, &counted, err));
	level_add_counts(&read, &counted);
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

void
level_find_place(
	const struct product *product, size_t variant, struct level_place *place)
{
	const struct details *own = &product_variant(product, variant)->details;
	const struct details *shared = &product->details;

	*place = (struct level_place){ .product = product->id };
	place->found = document_member(product, variant, &place->member);
	place->track_stock =
		own->track_stock ? own->track_stock : shared->track_stock;
	place->backorder = own->backorder ? own->backorder : shared->backorder;
}

static enum status
index_availability(struct catalog *catalog, const struct level_place *place,
	const struct level *level, struct err *err)
{
	struct details details = { .track_stock = place->track_stock,
		.backorder = place->backorder };
	struct index_number number = { .group = place->product,
		.member = place->member,
		.field = DOCUMENT_AVAILABLE,
		.number = level_available(level, &details) };
	struct index_writer *writer;

	if (!place->found)
		return ST_OK;
	TRY(catalog_writer(catalog, &writer, err));
	return index_set_number(writer, &number, err);
}

static enum status
find_place(struct catalog *catalog, const char *sku, struct level_place *place,
	struct err *err)
{
	struct product product;
	size_t variant;
	bool found;

	if (strcmp(catalog->last.sku, sku) == 0) {
		*place = catalog->last.place;
		return ST_OK;
	}
	TRY(product_by_sku(catalog->txn, sku, &product, &variant, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "no SKU '%s'", sku);
	level_find_place(&product, variant, place);
	return ST_OK;
}

enum status
level_put(struct catalog *catalog, const char *sku, const struct level *level,
	struct err *err)
{
	struct key key = key_text(sku);
	struct level_place place;

	TRY(find_place(catalog, sku, &place, err));
	TRY(txn_put_record(catalog->txn, &level_stored, key_bytes(&key), level, err));
	TRY(stage_note(catalog->txn, place.product, err));
	return index_availability(catalog, &place, level, err);
}

enum status
level_index(struct catalog *catalog, const char *sku, const struct level *level,
	struct err *err)
{
	struct level_place place;

	TRY(find_place(catalog, sku, &place, err));
	return index_availability(catalog, &place, level, err);
}

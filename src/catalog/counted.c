#include "catalog/counted.h"

#include "catalog/catalog.h"
#include "catalog/level.h"
#include "catalog/staged.h"

/*
 * TABLE_COUNTED, key: SKU; for each count the import's number and the pieces, both
 * varints. Key: NUL, import's number u64; the record of its counting.
 */
static const struct field counting_fields[] = {
	{ FIELD(1, FIELD_TIME, struct counting, at) },
	{ FIELD(2, FIELD_TEXT, struct counting, actor_kind) },
	{ FIELD(3, FIELD_ID, struct counting, actor_id) },
};

static const struct record_type counting_record = { .name = "counting",
	RECORD_FIELDS(struct counting, counting_fields) };

static const struct stored counting_stored = { TABLE_COUNTED, &counting_record };

static struct key
counting_key(uint64_t import)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, 0);
	key_add_u64(&key, import);
	return key;
}

enum status
counting_get(
	struct txn *txn, uint64_t import, struct counting *counting, struct err *err)
{
	struct key key = counting_key(import);
	bool found;

	TRY(txn_get_record(
		txn, &counting_stored, key_bytes(&key), counting, &found, err));
	if (!found)
		return fail(err, ST_CORRUPT,
			"the time at which import %llu counted is not there",
			(unsigned long long)import);
	return ST_OK;
}

enum status
stock_counts_taken(struct txn *txn, uint64_t import, struct err *err)
{
	struct key key = counting_key(import);
	struct actor actor = txn_actor(txn);
	struct counting counting = { txn_now(txn), actor.kind, actor.id };

	return txn_put_record(txn, &counting_stored, key_bytes(&key), &counting, err);
}

/* A count takes two bytes at least. */
static enum status
decode_counts(struct txn *txn, const char *sku, struct bytes value,
	struct list *counts, struct err *err)
{
	struct reader reader = reader_of(value);
	struct list read = { NULL, 0 };
	struct count *items;
	uint64_t on_hand;

	TRY(ARENA_NEW(txn_arena(txn), value.size / 2 + 1, &items, err));
	while (reader.left > 0) {
		struct count *count = &items[read.count++];

		if (!read_varint(&reader, &count->import) ||
			!read_varint(&reader, &on_hand) ||
			on_hand >= (uint64_t)LEVEL_UNLIMITED)
			return fail(err, ST_CORRUPT,
				"what imports counted of '%s' is damaged", sku);
		count->on_hand = (int64_t)on_hand;
	}
	read.items = items;
	*counts = read;
	return ST_OK;
}

enum status
counted_get(
	struct txn *txn, const char *sku, struct counted *counted, struct err *err)
{
	struct bytes value;
	struct key key;
	bool found;

	key_set_text(&key, sku);
	TRY(txn_get(txn, TABLE_COUNTED, key_bytes(&key), &value, &found, err));
	if (found)
		return decode_counts(txn, sku, value, &counted->counts, err);
	*counted = (struct counted){ { NULL, 0 } };
	return ST_OK;
}

enum status
counted_delete(struct txn *txn, const char *sku, struct err *err)
{
	struct key key = key_text(sku);
	bool found;

	return txn_delete(txn, TABLE_COUNTED, key_bytes(&key), &found, err);
}

/* What is known of a SKU that is counted. */
struct counting_of {
	struct level level;
	struct counted counted;
};

static enum status
append_count(struct buffer *buffer, const struct count *count, struct err *err)
{
	TRY(buffer_append_varint(buffer, count->import, err));
	return buffer_append_varint(buffer, (uint64_t)count->on_hand, err);
}

/* What is at once in the store, for who warns that orders are short, and what is not:
 * most are of SKUs that nobody ordered. */
static enum status
put_row(struct catalog *catalog, bool soon, const struct key *key,
	const struct buffer *buffer, struct err *err)
{
	if (soon)
		return txn_put(catalog->txn, TABLE_COUNTED, key_bytes(key),
			buffer_bytes(buffer), err);
	return catalog_add_row(
		catalog, TABLE_COUNTED, key_bytes(key), buffer_bytes(buffer), err);
}

/* One that an import takes again is the same one. */
static enum status
put_counts(struct catalog *catalog, const char *sku, const struct counting_of *of,
	const struct count *now, struct err *err)
{
	const struct counted *before = &of->counted;
	struct buffer buffer = { .arena = txn_arena(catalog->txn) };
	const struct count *counts = before->counts.items;
	struct key key;
	size_t i;

	key_set_text(&key, sku);
	for (i = 0; i < before->counts.count; i++)
		if (counts[i].import != now->import)
			TRY(append_count(&buffer, &counts[i], err));
	TRY(append_count(&buffer, now, err));
	return put_row(catalog, before->counts.count > 0 || of->level.held > 0, &key,
		&buffer, err);
}

enum status
stock_count_staged(struct catalog *catalog, uint64_t import, const char *sku,
	int64_t on_hand, struct err *err)
{
	struct count now = { import, on_hand };
	struct counting_of of;

	TRY(level_get_stored(catalog->txn, sku, &of.level, err));
	TRY(counted_get(catalog->txn, sku, &of.counted, err));
	level_add_counts(&of.level, &of.counted);
	if (of.level.on_hand == on_hand)
		return ST_OK;
	TRY(put_counts(catalog, sku, &of, &now, err));
	of.level.on_hand = on_hand;
	return catalog->records ? ST_OK : level_index(catalog, sku, &of.level, err);
}

enum status
counted_scan_open(struct txn *txn, struct scan **scan, struct err *err)
{
	static const uint8_t first[] = { 1 };
	struct scan_range range = { .from = { first, sizeof(first) } };

	return scan_open(txn, TABLE_COUNTED, range, scan, err);
}

enum status
counted_next(struct txn *txn, struct scan *scan, const char **sku, struct err *err)
{
	struct bytes key;
	struct bytes value;
	bool found;

	*sku = NULL;
	TRY(scan_next(scan, &key, &value, &found, err));
	if (!found)
		return ST_OK;
	return arena_copy(txn_arena(txn), (const char *)key.data, key.size, sku, err);
}

enum status
counted_next_on_hand(struct scan *scan, struct bytes *sku, int64_t *on_hand,
	bool *found, struct err *err)
{
	struct reader reader;
	struct bytes value;
	uint64_t import;
	uint64_t last = 0;

	TRY(scan_next(scan, sku, &value, found, err));
	if (!*found)
		return ST_OK;
	for (reader = reader_of(value); reader.left > 0;)
		if (!read_varint(&reader, &import) || !read_varint(&reader, &last) ||
			last >= (uint64_t)LEVEL_UNLIMITED)
			return fail(err, ST_CORRUPT,
				"what imports counted of '%.*s' is damaged",
				(int)sku->size, (const char *)sku->data);
	*on_hand = (int64_t)last;
	return ST_OK;
}

#include "catalog/levels.h"

#include <string.h>

#include "catalog/counted.h"
#include "catalog/level.h"

/* Rows that are read in one transaction. */
#define ROWS_MAX 65536

struct reading {
	struct levels *levels;
	struct key next; /* where the next slice begins */
	bool more;
};

static uint64_t
hash_of(struct bytes sku)
{
	uint64_t hash = checksum(sku, 0);

	return hash > 0 ? hash : 1;
}

static struct level_slot *
find_slot(const struct levels *levels, uint64_t hash)
{
	for (size_t at = (size_t)hash;; at++) {
		struct level_slot *slot = &levels->slots[at & (levels->size - 1)];

		if (slot->hash == 0 || slot->hash == hash)
			return slot;
	}
}

int64_t
levels_find(const struct levels *levels, const char *sku)
{
	const struct level_slot *slot;

	if (levels->size == 0)
		return 0;
	slot = find_slot(levels, hash_of(bytes_of_text(sku)));
	return slot->hash > 0 ? slot->left : 0;
}

static enum status
take_slots(struct levels *levels, struct err *err)
{
	return arena_take_table(&levels->arena, levels->size, sizeof(*levels->slots),
		&levels->slots, err);
}

static enum status
grow(struct levels *levels, struct err *err)
{
	struct levels grown = { .arena = levels->arena, .size = 2 * levels->size };
	enum status status = take_slots(&grown, err);

	levels->arena = grown.arena;
	TRY(status);
	grown.count = levels->count;
	for (size_t i = 0; i < levels->size; i++)
		if (levels->slots[i].hash > 0)
			*find_slot(&grown, levels->slots[i].hash) = levels->slots[i];
	*levels = grown;
	return ST_OK;
}

static enum status
put(struct levels *levels, uint64_t hash, int64_t left, struct err *err)
{
	struct level_slot *slot = find_slot(levels, hash);

	levels->count += slot->hash == 0;
	*slot = (struct level_slot){ hash, left };
	return levels->count < levels->size / 8 * 7 ? ST_OK : grow(levels, err);
}

static enum status
make_room(struct txn *txn, void *arg, struct err *err)
{
	struct levels *levels = arg;
	struct table_stat level;
	struct table_stat counted;

	TRY(txn_table_stat(txn, TABLE_LEVEL, &level, err));
	TRY(txn_table_stat(txn, TABLE_COUNTED, &counted, err));
	arena_free(&levels->arena);
	levels->count = 0;
	for (levels->size = 1024;
		levels->size / 4 * 3 < level.entries + counted.entries;)
		levels->size *= 2;
	return take_slots(levels, err);
}

static void
go_on_behind(struct reading *reading, struct bytes sku)
{
	reading->next.size = sku.size;
	memcpy(reading->next.data, sku.data, sku.size);
	key_add_u8(&reading->next, 0);
}

static enum status
open_scan(struct txn *txn, struct reading *reading, enum table table,
	struct scan **scan, struct err *err)
{
	struct scan_range range = { .from = key_bytes(&reading->next) };

	reading->more = true;
	return scan_open(txn, table, range, scan, err);
}

static enum status
read_levels(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark;
	struct bytes value;
	struct bytes sku;
	struct scan *scan;

	TRY(open_scan(txn, reading, TABLE_LEVEL, &scan, err));
	mark = arena_mark(arena);
	for (size_t i = 0; i < ROWS_MAX; i++) {
		struct level level;

		TRY(scan_next(scan, &sku, &value, &reading->more, err));
		if (!reading->more)
			break;
		TRY(record_decode(&level_record, value, arena, &level, err));
		TRY(put(reading->levels, hash_of(sku), level.on_hand - level.held,
			err));
		go_on_behind(reading, sku);
		arena_rewind(arena, mark);
	}
	scan_close(scan);
	return ST_OK;
}

/* A count is what is on hand, of which some may be held. */
static enum status
put_count(struct txn *txn, struct reading *reading, struct bytes sku, int64_t on_hand,
	struct err *err)
{
	uint64_t hash = hash_of(sku);
	struct level level = { 0, 0, 0 };
	const char *text;

	if (find_slot(reading->levels, hash)->hash > 0) {
		TRY(arena_copy(txn_arena(txn), (const char *)sku.data, sku.size,
			&text, err));
		TRY(level_get_stored(txn, text, &level, err));
	}
	return put(reading->levels, hash, on_hand - level.held, err);
}

static enum status
read_counts(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark;
	struct bytes sku;
	struct scan *scan;
	int64_t on_hand;

	if (reading->next.size == 0)
		key_add_u8(&reading->next, 1);
	TRY(open_scan(txn, reading, TABLE_COUNTED, &scan, err));
	mark = arena_mark(arena);
	for (size_t i = 0; i < ROWS_MAX; i++) {
		TRY(counted_next_on_hand(scan, &sku, &on_hand, &reading->more, err));
		if (!reading->more)
			break;
		TRY(put_count(txn, reading, sku, on_hand, err));
		go_on_behind(reading, sku);
		arena_rewind(arena, mark);
	}
	scan_close(scan);
	return ST_OK;
}

static enum status
read_all(struct stage *stage, struct levels *levels, struct err *err)
{
	struct reading reading = { .levels = levels, .more = true };

	TRY(stage_read(stage, make_room, levels, err));
	while (reading.more)
		TRY(stage_read(stage, read_levels, &reading, err));
	reading = (struct reading){ .levels = levels, .more = true };
	while (reading.more)
		TRY(stage_read(stage, read_counts, &reading, err));
	return ST_OK;
}

enum status
levels_read(struct stage *stage, struct levels *levels, struct err *err)
{
	*levels = (struct levels){ .size = 0 };
	return read_all(stage, levels, err);
}

void
levels_free(struct levels *levels)
{
	arena_free(&levels->arena);
}

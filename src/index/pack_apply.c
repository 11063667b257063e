#include "index/pack.h"

#include <string.h>

#include "index/layout.h"
#include "index/pack_block.h"

#define ENTRY_OVERHEAD 4

/* Entries that wait to become blocks: their bytes one behind the other in content,
 * their places in places. */
struct place {
	size_t at;
	size_t key_size;
	size_t value_size;
	size_t cost;
};

struct packer {
	struct txn *txn;
	enum table table;
	pack_put_fn *put;
	void *put_arg;
	struct arena *arena;
	struct buffer content;
	struct buffer block;
	struct place *places;
	size_t count;
	size_t capacity;
	size_t cost;
	/* The block that is being replaced, copied, and where the next begins. */
	struct buffer old_key;
	struct buffer old;
	struct buffer next_key;
	bool has_old;
	bool has_next;
	bool old_kept;
};

static struct bytes
place_key(const struct packer *packer, size_t index)
{
	const struct place *place = &packer->places[index];

	return (struct bytes){ packer->content.data + place->at, place->key_size };
}

static size_t
shared_size(struct bytes a, struct bytes b)
{
	size_t size = 0;

	while (size < a.size && size < b.size && a.data[size] == b.data[size])
		size++;
	return size;
}

static enum status
append_entry(struct packer *packer, size_t index, size_t shared, struct err *err)
{
	const struct place *place = &packer->places[index];
	const uint8_t *entry = packer->content.data + place->at;
	size_t rest = place->key_size - shared;

	TRY(buffer_append_varint(&packer->block, shared, err));
	TRY(buffer_append_varint(&packer->block, rest, err));
	TRY(buffer_append_varint(&packer->block, place->value_size, err));
	TRY(buffer_append(&packer->block, entry + shared, rest, err));
	return buffer_append(
		&packer->block, entry + place->key_size, place->value_size, err);
}

/* Drops the first count entries. */
static void
drop_front(struct packer *packer, size_t count)
{
	size_t gone = count < packer->count ? packer->places[count].at
					    : packer->content.size;

	for (size_t i = 0; i < count; i++)
		packer->cost -= packer->places[i].cost;
	packer->count -= count;
	packer->content.size -= gone;
	memmove(packer->content.data, packer->content.data + gone,
		packer->content.size);
	memmove(packer->places, packer->places + count,
		packer->count * sizeof(*packer->places));
	for (size_t i = 0; i < packer->count; i++)
		packer->places[i].at -= gone;
}

static enum status
emit(struct packer *packer, size_t count, struct err *err)
{
	struct bytes first = place_key(packer, 0);

	packer->block.size = 0;
	for (size_t i = 0; i < count; i++) {
		size_t shared = i == 0 ? 0
				       : shared_size(place_key(packer, i - 1),
						 place_key(packer, i));

		TRY(append_entry(packer, i, shared, err));
	}
	if (packer->has_old && bytes_equal(first, buffer_bytes(&packer->old_key)))
		packer->old_kept = true;
	TRY(packer->put(packer->put_arg, first, buffer_bytes(&packer->block), err));
	drop_front(packer, count);
	return ST_OK;
}

/* How many entries from the front fill a block of this size; at least one. */
static size_t
count_within(const struct packer *packer, size_t size)
{
	size_t count = 0;
	size_t cost = 0;

	while (count < packer->count && cost + packer->places[count].cost <= size)
		cost += packer->places[count++].cost;
	return count > 0 ? count : 1;
}

static enum status
reserve_place(struct packer *packer, struct err *err)
{
	struct place *places;

	if (packer->count < packer->capacity)
		return ST_OK;
	packer->capacity = packer->capacity ? packer->capacity * 2 : 256;
	TRY(ARENA_NEW(packer->arena, packer->capacity, &places, err));
	if (packer->count > 0)
		memcpy(places, packer->places, packer->count * sizeof(*places));
	packer->places = places;
	return ST_OK;
}

/* Takes the entry whose bytes were appended to content from at on. Blocks go out
 * once there is enough for two, so that the last two can share evenly. */
static enum status
add_entry(struct packer *packer, size_t at, size_t key_size, struct err *err)
{
	struct place place = { at, key_size, packer->content.size - at - key_size,
		0 };
	struct bytes key = { packer->content.data + at, key_size };
	size_t shared = 0;

	TRY(reserve_place(packer, err));
	if (packer->count > 0)
		shared = shared_size(place_key(packer, packer->count - 1), key);
	place.cost = key_size - shared + place.value_size + ENTRY_OVERHEAD;
	packer->places[packer->count++] = place;
	packer->cost += place.cost;
	while (packer->cost > 2 * PACK_SIZE && packer->count > 1)
		TRY(emit(packer, count_within(packer, PACK_SIZE), err));
	return ST_OK;
}

static enum status
emit_rest(struct packer *packer, struct err *err)
{
	while (packer->cost > PACK_SIZE && packer->count > 1)
		TRY(emit(packer, count_within(packer, packer->cost / 2 + 1), err));
	if (packer->count > 0)
		TRY(emit(packer, packer->count, err));
	if (packer->has_old && !packer->old_kept) {
		bool found;

		TRY(txn_delete(packer->txn, packer->table,
			buffer_bytes(&packer->old_key), &found, err));
	}
	return ST_OK;
}

static enum status
copy_bytes(struct bytes from, struct buffer *to, struct err *err)
{
	to->size = 0;
	return buffer_append(to, from.data, from.size, err);
}

/* Loads the block where key belongs: what lies before the first block belongs into
 * the first. */
static enum status
load_block(struct packer *packer, struct bytes key, struct err *err)
{
	struct scan_range range = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;
	struct block block;
	struct bytes next_key;
	struct bytes next;

	packer->old_kept = false;
	packer->has_old = false;
	TRY(block_find(packer->txn, packer->table, key, &block, err));
	if (block.found)
		range.from = block.key;
	TRY(scan_open(packer->txn, packer->table, range, &scan, err));
	TRY(scan_next(scan, &next_key, &next, &packer->has_old, err));
	if (packer->has_old) {
		TRY(copy_bytes(next_key, &packer->old_key, err));
		TRY(copy_bytes(next, &packer->old, err));
		TRY(scan_next(scan, &next_key, &next, &packer->has_next, err));
	} else {
		packer->has_next = false;
	}
	if (packer->has_next)
		TRY(copy_bytes(next_key, &packer->next_key, err));
	scan_close(scan);
	return ST_OK;
}

static enum status
apply_edit(struct packer *packer, const struct pack_edits *edits, size_t index,
	const struct bytes *old, struct err *err)
{
	struct bytes key = edits->key(edits->arg, index);
	size_t at = packer->content.size;
	bool keep = false;

	invariant(key.size > 0 && key.size <= PACK_KEY_MAX);
	TRY(buffer_append(&packer->content, key.data, key.size, err));
	TRY(edits->edit(edits->arg, index, old, &packer->content, &keep, err));
	if (keep)
		return add_entry(packer, at, key.size, err);
	packer->content.size = at;
	return ST_OK;
}

static enum status
keep_entry(
	struct packer *packer, struct bytes key, struct bytes value, struct err *err)
{
	size_t at = packer->content.size;

	TRY(buffer_append(&packer->content, key.data, key.size, err));
	TRY(buffer_append(&packer->content, value.data, value.size, err));
	return add_entry(packer, at, key.size, err);
}

/* Brings the edits from *index on that belong into the loaded block together with
 * its entries. */
static enum status
merge_block(struct packer *packer, const struct pack_edits *edits, size_t *index,
	struct err *err)
{
	uint8_t at[PACK_KEY_MAX];
	struct bytes key = { at, 0 };
	struct bytes value;
	struct reader block = reader_of(packer->has_old ? buffer_bytes(&packer->old)
							: (struct bytes){ NULL, 0 });
	bool has_entry = false;

	for (;;) {
		bool has_edit = *index < edits->count &&
				(!packer->has_next ||
					bytes_compare(edits->key(edits->arg, *index),
						buffer_bytes(&packer->next_key)) < 0);
		int order;

		if (!has_entry && block.left > 0) {
			if (!block_read(&block, at, &key.size, &value))
				return block_damaged(packer->table, err);
			has_entry = true;
		}
		if (!has_entry && !has_edit)
			return ST_OK;
		order = !has_entry ? 1
			: !has_edit
				? -1
				: bytes_compare(key, edits->key(edits->arg, *index));
		if (order < 0) {
			TRY(keep_entry(packer, key, value, err));
			has_entry = false;
			continue;
		}
		TRY(apply_edit(
			packer, edits, (*index)++, order == 0 ? &value : NULL, err));
		if (order == 0)
			has_entry = false;
	}
}

static enum status
reserve_all(struct packer *packer, struct err *err)
{
	TRY(buffer_reserve(&packer->content, 8 * PACK_SIZE, err));
	TRY(buffer_reserve(&packer->block, 4 * PACK_SIZE, err));
	return reserve_place(packer, err);
}

static enum status
apply(struct packer *packer, const struct pack_edits *edits, struct err *err)
{
	size_t index = 0;

	while (index < edits->count) {
		TRY(reserve_all(packer, err));
		TRY(load_block(packer, edits->key(edits->arg, index), err));
		TRY(merge_block(packer, edits, &index, err));
		TRY(emit_rest(packer, err));
	}
	return ST_OK;
}

static enum status
put_in_table(void *arg, struct bytes key, struct bytes block, struct err *err)
{
	const struct packer *packer = arg;

	return txn_put(packer->txn, packer->table, key, block, err);
}

enum status
pack_apply(struct txn *txn, enum table table, const struct pack_edits *edits,
	struct err *err)
{
	struct arena arena = { NULL };
	struct packer packer = { .txn = txn,
		.table = table,
		.arena = &arena,
		.content = { .arena = &arena },
		.block = { .arena = &arena },
		.old_key = { .arena = &arena },
		.old = { .arena = &arena },
		.next_key = { .arena = &arena },
		.put = put_in_table,
		.put_arg = &packer };
	enum status status = apply(&packer, edits, err);

	arena_free(&arena);
	return status;
}

struct pack_stream {
	struct packer packer;
};

enum status
pack_stream_open(struct arena *arena, pack_put_fn *put, void *arg,
	struct pack_stream **stream, struct err *err)
{
	struct pack_stream *opened;

	TRY(ARENA_NEW(arena, 1, &opened, err));
	opened->packer = (struct packer){ .arena = arena,
		.content = { .arena = arena },
		.block = { .arena = arena },
		.put = put,
		.put_arg = arg };
	TRY(reserve_all(&opened->packer, err));
	*stream = opened;
	return ST_OK;
}

enum status
pack_stream_add(struct pack_stream *stream, struct bytes key, struct bytes value,
	struct err *err)
{
	invariant(key.size > 0 && key.size <= PACK_KEY_MAX);
	return keep_entry(&stream->packer, key, value, err);
}

enum status
pack_stream_end(struct pack_stream *stream, struct err *err)
{
	return emit_rest(&stream->packer, err);
}

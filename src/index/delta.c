#include "index/delta.h"

#include "index/fetch.h"
#include "index/terms.h"

#define KEY_SIZE 4
#define ROW_HEADER 2

struct delta_entry {
	uint64_t hash;
	uint32_t next; /* of its chain, plus 1; 0: the last */
	struct delta_patch patch;
};

bool
delta_row_read(struct bytes key, struct bytes value, struct delta_row *row)
{
	struct reader reader = reader_of(value);
	struct bytes count;
	struct bytes hashes;
	struct bytes impacts;

	if (key.size != KEY_SIZE || !read_bytes(&reader, ROW_HEADER, &count))
		return false;
	row->document = get_u32(key.data);
	row->count = load_u16(count.data);
	if (!read_bytes(&reader, 8 * (size_t)row->count, &hashes) ||
		!read_bytes(&reader, row->count, &impacts))
		return false;
	row->hashes = hashes.data;
	row->impacts = impacts.data;
	row->keys = reader;
	return true;
}

bool
delta_row_next(struct delta_row *row, struct bytes *key)
{
	uint64_t size;

	return read_varint(&row->keys, &size) &&
	       read_bytes(&row->keys, (size_t)size, key) && size > 0 &&
	       size <= TERM_KEY_MAX;
}

/* Rows come with documents falling, so that each chain has them rising. */
static void
add_row(struct delta *delta, const struct delta_row *row, uint32_t *used)
{
	for (uint32_t i = 0; i < row->count; i++) {
		uint64_t hash = load_u64(row->hashes + 8 * i);
		uint32_t *head = &delta->heads[hash & delta->head_mask];

		delta->entries[*used] = (struct delta_entry){ hash, *head,
			{ row->document, row->impacts[i] } };
		*head = ++*used;
	}
}

static enum status
add_rows(struct delta *delta, struct txn *txn, uint32_t most, struct err *err)
{
	struct scan_range all = { .backward = true };
	uint32_t used = 0;
	struct scan *scan;

	TRY(scan_open(txn, TABLE_DELTA, all, &scan, err));
	for (;;) {
		struct delta_row row;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(fetch_next(txn, scan, &key, &value, &found, err));
		if (!found)
			break;
		if (!delta_row_read(key, value, &row) || row.count > most - used)
			return fail_index(err);
		add_row(delta, &row, &used);
	}
	scan_close(scan);
	return ST_OK;
}

enum status
delta_open(struct txn *txn, const struct meta *meta, struct arena *arena,
	struct delta *delta, struct err *err)
{
	struct delta opened = { .arena = arena };
	size_t heads = 64;

	if (meta->delta_documents > 0) {
		while (heads < meta->delta_entries)
			heads *= 2;
		opened.head_mask = heads - 1;
		TRY(ARENA_NEW(arena, heads, &opened.heads, err));
		TRY(arena_take_raw(arena,
			meta->delta_entries * sizeof(*opened.entries) + 1,
			&opened.entries, err));
		TRY(add_rows(&opened, txn, meta->delta_entries, err));
	}
	*delta = opened;
	return ST_OK;
}

enum status
delta_find(const struct delta *delta, uint64_t hash,
	const struct delta_patch **patches, size_t *count, struct err *err)
{
	struct delta_patch *found;
	size_t most = 0;
	uint32_t at = 0;

	*count = 0;
	if (delta->heads)
		at = delta->heads[hash & delta->head_mask];
	for (uint32_t i = at; i != 0; i = delta->entries[i - 1].next)
		most += delta->entries[i - 1].hash == hash;
	if (most == 0)
		return ST_OK;
	TRY(ARENA_NEW(delta->arena, most, &found, err));
	for (; at != 0; at = delta->entries[at - 1].next)
		if (delta->entries[at - 1].hash == hash)
			found[(*count)++] = delta->entries[at - 1].patch;
	*patches = found;
	return ST_OK;
}

enum status
delta_form(const struct delta *delta, struct bytes key, struct form *form,
	struct err *err)
{
	const struct delta_patch *patches;
	size_t count;

	if (!delta->heads)
		return ST_OK;
	TRY(delta_find(delta, term_hash(key), &patches, &count, err));
	for (size_t i = 0; i < count; i++)
		form->count += patches[i].impact == 1 ? 1 : UINT32_MAX;
	return ST_OK;
}

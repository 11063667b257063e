#include "index/pack.h"

#include <string.h>

#include "index/fetch.h"
#include "index/pack_block.h"

enum status
block_damaged(enum table table, struct err *err)
{
	return fail(err, ST_CORRUPT,
		"the search index is damaged in its table '%s' (admin reindex)",
		table_infos[table].name);
}

bool
block_read(struct reader *block, uint8_t *key, size_t *key_size, struct bytes *value)
{
	uint64_t shared;
	uint64_t rest;
	uint64_t size;
	struct bytes bytes;

	if (!read_varint(block, &shared) || !read_varint(block, &rest) ||
		!read_varint(block, &size))
		return false;
	if (shared > *key_size || rest > PACK_KEY_MAX - shared ||
		!read_bytes(block, (size_t)rest, &bytes))
		return false;
	if (rest > 0)
		memcpy(key + shared, bytes.data, (size_t)rest);
	*key_size = (size_t)(shared + rest);
	return read_bytes(block, (size_t)size, value);
}

enum status
block_find(struct txn *txn, enum table table, struct bytes key, struct block *block,
	struct err *err)
{
	uint8_t behind[PACK_KEY_MAX + 1];
	struct scan_range range = { .until = { behind, key.size + 1 },
		.backward = true };
	struct scan *scan;
	enum status status;

	invariant(key.size > 0 && key.size <= PACK_KEY_MAX);
	memcpy(behind, key.data, key.size);
	behind[key.size] = 0;
	TRY(scan_open(txn, table, range, &scan, err));
	status =
		fetch_next(txn, scan, &block->key, &block->value, &block->found, err);
	scan_close(scan);
	return status;
}

enum status
pack_get(struct txn *txn, enum table table, struct bytes key, struct bytes *value,
	bool *found, struct err *err)
{
	uint8_t at[PACK_KEY_MAX];
	size_t at_size = 0;
	struct block block;
	struct bytes entry;
	struct reader reader;

	TRY(block_find(txn, table, key, &block, err));
	*found = false;
	if (!block.found)
		return ST_OK;
	reader = reader_of(block.value);
	while (reader.left > 0) {
		int order;

		if (!block_read(&reader, at, &at_size, &entry))
			return block_damaged(table, err);
		order = bytes_compare((struct bytes){ at, at_size }, key);
		if (order > 0)
			return ST_OK;
		if (order == 0) {
			*value = entry;
			*found = true;
			return ST_OK;
		}
	}
	return ST_OK;
}

enum status
pack_scan_open(struct txn *txn, enum table table, struct bytes from,
	struct bytes until, struct pack_scan *scan, struct err *err)
{
	struct scan_range range = { .from = from, .until = until };
	struct block block = { .found = false };

	invariant(from.size <= PACK_KEY_MAX && until.size <= PACK_KEY_MAX);
	memset(scan, 0, sizeof(*scan));
	scan->txn = txn;
	scan->table = table;
	if (from.size > 0) {
		TRY(block_find(txn, table, from, &block, err));
		memcpy(scan->from, from.data, from.size);
		scan->from_size = from.size;
	}
	if (until.size > 0) {
		memcpy(scan->until, until.data, until.size);
		scan->until_size = until.size;
	}
	if (block.found)
		range.from = block.key;
	return scan_open(txn, table, range, &scan->blocks, err);
}

enum status
pack_scan_open_prefix(struct txn *txn, enum table table, struct bytes prefix,
	struct pack_scan *scan, struct err *err)
{
	uint8_t until[PACK_KEY_MAX];
	size_t size = prefix.size;

	memcpy(until, prefix.data, size);
	while (size > 0 && until[size - 1] == 0xFF)
		size--;
	if (size > 0)
		until[size - 1]++;
	return pack_scan_open(
		txn, table, prefix, (struct bytes){ until, size }, scan, err);
}

/* The next entry of the blocks, whatever its key. */
static enum status
step(struct pack_scan *scan, struct bytes *value, bool *found, struct err *err)
{
	struct bytes block_key;
	struct bytes block;

	*found = true;
	if (scan->block.left == 0) {
		TRY(fetch_next(
			scan->txn, scan->blocks, &block_key, &block, found, err));
		if (!*found)
			return ST_OK;
		scan->block = reader_of(block);
		scan->key_size = 0;
	}
	if (!block_read(&scan->block, scan->key, &scan->key_size, value))
		return block_damaged(scan->table, err);
	return ST_OK;
}

enum status
pack_scan_next(struct pack_scan *scan, struct bytes *key, struct bytes *value,
	bool *found, struct err *err)
{
	struct bytes from = { scan->from, scan->from_size };
	struct bytes until = { scan->until, scan->until_size };

	do {
		TRY(step(scan, value, found, err));
		*key = (struct bytes){ scan->key, scan->key_size };
	} while (*found && from.size > 0 && bytes_compare(*key, from) < 0);
	scan->from_size = 0;
	if (*found && until.size > 0 && bytes_compare(*key, until) >= 0)
		*found = false;
	return ST_OK;
}

void
pack_scan_close(struct pack_scan *scan)
{
	scan_close(scan->blocks);
}

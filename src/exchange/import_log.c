#include <string.h>

#include "exchange/import_parts.h"

/*
 * TABLE_IMPORT, key: import number u64, part u32 from 0. The parts put together are
 * lines of subject and "new", or of subject, kind, field, old and new text, separated
 * by tabs; tab, newline, return and backslash within a text are \t, \n, \r and \\.
 * Number 0 has no list: its part 0 is the number, u64, of the staged import that
 * writes its list at the moment, or that ended without an end.
 */
#define FORGET_PARTS 16

static struct key
part_key(uint64_t import, uint32_t part)
{
	struct key key = key_u64(import);

	key_add_u32(&key, part);
	return key;
}

static enum status
note_staged(struct txn *txn, uint64_t import, struct err *err)
{
	struct key key = part_key(0, 0);
	uint8_t stored[8];

	put_u64(stored, import);
	return txn_put(txn, TABLE_IMPORT, key_bytes(&key),
		(struct bytes){ stored, sizeof(stored) }, err);
}

static enum status
forget_staged(struct txn *txn, struct err *err)
{
	struct key key = part_key(0, 0);
	bool found;

	return txn_delete(txn, TABLE_IMPORT, key_bytes(&key), &found, err);
}

/* 0 where there is none. */
static enum status
find_staged(struct txn *txn, uint64_t *import, struct err *err)
{
	struct key key = part_key(0, 0);
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_IMPORT, key_bytes(&key), &value, &found, err));
	*import = found && value.size == 8 ? get_u64(value.data) : 0;
	return ST_OK;
}

enum status
import_log_open(struct import_log *log, struct txn *txn, struct arena *arena,
	bool staged, struct err *err)
{
	log->txn = txn;
	log->part = 0;
	log->size = 0;
	log->staged = staged;
	TRY(sequence_next(txn, "import", &log->import, err));
	if (staged)
		TRY(note_staged(txn, log->import, err));
	TRY(crypto_hash_begin(&log->hash, (struct bytes){ NULL, 0 }, err));
	return arena_take(arena, IMPORT_PART_SIZE, 1, &log->data, err);
}

enum status
import_log_forget(struct txn *txn, bool *more, struct err *err)
{
	struct key keys[FORGET_PARTS];
	struct key prefix;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	uint64_t import;
	size_t count = 0;
	bool found;

	TRY(find_staged(txn, &import, err));
	*more = import != 0;
	if (!*more)
		return ST_OK;
	prefix = key_u64(import);
	TRY(scan_open_prefix(
		txn, TABLE_IMPORT, key_bytes(&prefix), false, &scan, err));
	while (count < FORGET_PARTS) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		keys[count].size = key.size;
		memcpy(keys[count++].data, key.data, key.size);
	}
	scan_close(scan);
	*more = count == FORGET_PARTS;
	while (count-- > 0)
		TRY(txn_delete(
			txn, TABLE_IMPORT, key_bytes(&keys[count]), &found, err));
	return *more ? ST_OK : forget_staged(txn, err);
}

static enum status
put_part(struct import_log *log, struct err *err)
{
	struct bytes part = { log->data, log->size };
	struct key key = part_key(log->import, log->part);

	if (part.size == 0)
		return ST_OK;
	log->part++;
	crypto_hash_add(&log->hash, part);
	log->size = 0;
	return txn_put(log->txn, TABLE_IMPORT, key_bytes(&key), part, err);
}

static enum status
add(struct import_log *log, const char *text, size_t size, struct err *err)
{
	while (size > 0) {
		size_t room = IMPORT_PART_SIZE - log->size;
		size_t some = size < room ? size : room;

		memcpy(log->data + log->size, text, some);
		log->size += some;
		text += some;
		size -= some;
		if (log->size == IMPORT_PART_SIZE)
			TRY(put_part(log, err));
	}
	return ST_OK;
}

static enum status
add_text(struct import_log *log, const char *text, char end, struct err *err)
{
	static const char special[] = "\t\n\r\\";
	static const char letters[] = "tnr\\";

	for (;;) {
		size_t plain = strcspn(text, special);
		char escape[2] = "\\";

		TRY(add(log, text, plain, err));
		text += plain;
		if (!*text)
			return add(log, &end, 1, err);
		escape[1] = letters[strchr(special, *text) - special];
		TRY(add(log, escape, sizeof(escape), err));
		text++;
	}
}

enum status
import_log_new(struct import_log *log, const char *subject, struct err *err)
{
	if (!log->txn)
		return ST_OK;
	TRY(add_text(log, subject, '\t', err));
	return add(log, "new\n", 4, err);
}

enum status
import_log_add(
	struct import_log *log, const struct import_change *change, struct err *err)
{
	if (!log->txn)
		return ST_OK;
	TRY(add_text(log, change->sku, '\t', err));
	TRY(add_text(log, change->kind, '\t', err));
	TRY(add_text(log, change->field, '\t', err));
	TRY(add_text(log, change->old, '\t', err));
	return add_text(log, change->new, '\n', err);
}

enum status
import_log_flush(struct import_log *log, struct err *err)
{
	return log->txn ? put_part(log, err) : ST_OK;
}

enum status
import_log_close(struct import_log *log, uint8_t hash[HASH_SIZE], struct err *err)
{
	TRY(put_part(log, err));
	if (log->staged)
		TRY(forget_staged(log->txn, err));
	crypto_hash_end(&log->hash, hash);
	return ST_OK;
}

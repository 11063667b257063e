#include <stdlib.h>
#include <string.h>

#include "exchange/import_parts.h"
#include "store/event.h"

/*
 * TABLE_IMPORT, key: event number u64, part u32 from 0. The parts put together are
 * lines of subject, kind, field, old and new text, separated by tabs; tab, newline,
 * return and backslash within a text are \t, \n, \r and \\.
 */

/* The event is appended last, when its counts and hashes are known; nothing else of
 * an import appends one. */
static enum status
next_event(struct txn *txn, uint64_t *number, struct err *err)
{
	const char *head;

	TRY(event_head(txn, &head, err));
	*number = strtoull(head, NULL, 10) + 1;
	return ST_OK;
}

enum status
import_log_open(struct import_log *log, struct txn *txn, struct err *err)
{
	log->txn = txn;
	log->part = 0;
	log->size = 0;
	TRY(next_event(txn, &log->event, err));
	TRY(crypto_hash_begin(&log->hash, (struct bytes){ NULL, 0 }, err));
	return arena_take(txn_arena(txn), IMPORT_PART_SIZE, 1, &log->data, err);
}

static enum status
put_part(struct import_log *log, struct err *err)
{
	struct bytes part = { log->data, log->size };
	struct key key = key_u64(log->event);

	if (part.size == 0)
		return ST_OK;
	key_add_u32(&key, log->part++);
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
import_log_add(
	struct import_log *log, const struct import_change *change, struct err *err)
{
	TRY(add_text(log, change->sku, '\t', err));
	TRY(add_text(log, change->kind, '\t', err));
	TRY(add_text(log, change->field, '\t', err));
	TRY(add_text(log, change->old, '\t', err));
	return add_text(log, change->new, '\n', err);
}

enum status
import_log_close(struct import_log *log, uint8_t hash[HASH_SIZE], struct err *err)
{
	TRY(put_part(log, err));
	crypto_hash_end(&log->hash, hash);
	return ST_OK;
}

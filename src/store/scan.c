#include <string.h>

#include "store/private.h"

struct scan {
	struct txn *txn;
	struct scan *next; /* in the transaction's list of open or idle ones */
	struct scan *previous;
	struct engine_cursor *cursor;
	enum table table;
	bool backward;
	bool started;
	bool done;
	uint64_t writes; /* the transaction's, when the cursor was last moved */
	struct key from;
	struct key until;
	struct key at; /* where the cursor is; kept in writing transactions only */
};

static void
key_copy(struct key *key, struct bytes bytes)
{
	invariant(bytes.size <= sizeof(key->data));
	key->size = bytes.size;
	if (bytes.size > 0)
		memcpy(key->data, bytes.data, bytes.size);
}

static void
list_add(struct scan **list, struct scan *scan)
{
	scan->previous = NULL;
	scan->next = *list;
	if (scan->next)
		scan->next->previous = scan;
	*list = scan;
}

static void
list_remove(struct scan **list, struct scan *scan)
{
	if (scan->next)
		scan->next->previous = scan->previous;
	if (scan->previous)
		scan->previous->next = scan->next;
	else
		*list = scan->next;
}

enum status
scan_open(struct txn *txn, enum table table, struct scan_range range,
	struct scan **scan, struct err *err)
{
	struct engine_cursor *cursor;
	struct scan *opened;

	if (!txn->idle) {
		TRY(ARENA_NEW(&txn->store->memory, 1, &opened, err));
		list_add(&txn->idle, opened);
	}
	TRY(txn->type->cursor_open(
		txn->engine, table_used(txn, table), &cursor, err));
	opened = txn->idle;
	list_remove(&txn->idle, opened);
	list_add(&txn->open, opened);
	opened->txn = txn;
	opened->cursor = cursor;
	opened->table = table;
	opened->backward = range.backward;
	opened->started = false;
	opened->done = false;
	key_copy(&opened->from, range.from);
	key_copy(&opened->until, range.until);
	*scan = opened;
	return ST_OK;
}

enum status
scan_open_prefix(struct txn *txn, enum table table, struct bytes prefix,
	bool backward, struct scan **scan, struct err *err)
{
	struct scan_range range = { .from = prefix, .backward = backward };
	struct key end;

	key_end_of_prefix(prefix, &end);
	range.until = key_bytes(&end);
	return scan_open(txn, table, range, scan, err);
}

static enum status
seek_first(struct scan *scan, bool *found, struct err *err)
{
	const struct engine_type *type = scan->txn->type;

	scan->started = true;
	if (scan->backward)
		return type->cursor_seek_before(
			scan->cursor, key_bytes(&scan->until), found, err);
	return type->cursor_seek(scan->cursor, key_bytes(&scan->from), found, err);
}

/* After a write the engine's cursor may be anywhere: look for the place again, and
 * pass the entry that was handed out last if it is still there. */
static enum status
seek_again(struct scan *scan, bool *found, struct err *err)
{
	const struct engine_type *type = scan->txn->type;
	struct bytes at = key_bytes(&scan->at);
	struct bytes key;
	struct bytes value;
	bool there;

	if (scan->backward)
		return type->cursor_seek_before(scan->cursor, at, found, err);
	TRY(type->cursor_seek(scan->cursor, at, &there, err));
	if (there) {
		type->cursor_entry(scan->cursor, &key, &value);
		if (bytes_equal(key, at))
			return type->cursor_step(scan->cursor, false, found, err);
	}
	*found = there;
	return ST_OK;
}

static enum status
move(struct scan *scan, bool *found, struct err *err)
{
	if (!scan->started)
		return seek_first(scan, found, err);
	if (scan->writes != scan->txn->writes)
		return seek_again(scan, found, err);
	return scan->txn->type->cursor_step(scan->cursor, scan->backward, found, err);
}

static bool
is_past_end(const struct scan *scan, struct bytes key)
{
	if (scan->backward)
		return bytes_compare(key, key_bytes(&scan->from)) < 0;
	return scan->until.size > 0 &&
	       bytes_compare(key, key_bytes(&scan->until)) >= 0;
}

static enum status
step(struct scan *scan, struct bytes *key, struct bytes *stored, bool *found,
	struct err *err)
{
	bool there = false;

	if (!scan->done)
		TRY(move(scan, &there, err));
	scan->writes = scan->txn->writes;
	if (there) {
		scan->txn->type->cursor_entry(scan->cursor, key, stored);
		there = !is_past_end(scan, *key);
	}
	if (there && scan->txn->job->write)
		key_copy(&scan->at, *key);
	scan->done = !there;
	*found = there;
	return ST_OK;
}

enum status
scan_next(struct scan *scan, struct bytes *key, struct bytes *value, bool *found,
	struct err *err)
{
	struct bytes name;
	struct bytes stored;

	TRY(step(scan, &name, &stored, found, err));
	if (!*found)
		return ST_OK;
	*key = name;
	return value_check(scan->table, name, stored, value, err);
}

enum status
scan_peek(struct scan *scan, struct bytes *key, struct bytes *value, bool *found,
	struct err *err)
{
	struct bytes name;
	struct bytes stored;

	invariant(table_infos[scan->table].derived);
	TRY(step(scan, &name, &stored, found, err));
	if (!*found)
		return ST_OK;
	*key = name;
	return value_peek(scan->table, name, stored, value, err);
}

void
scan_close(struct scan *scan)
{
	struct txn *txn = scan->txn;

	txn->type->cursor_close(scan->cursor);
	list_remove(&txn->open, scan);
	list_add(&txn->idle, scan);
}

void
scan_close_all(struct txn *txn)
{
	while (txn->open)
		scan_close(txn->open);
}

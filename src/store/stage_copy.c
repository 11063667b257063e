#include <string.h>

#include "store/stage_private.h"

#define CHECK_EVERY 16

/* How far it came: all before table, and of table what is up to key. */
struct place {
	size_t table;
	struct key key;
};

struct copying {
	const enum table *tables;
	size_t count;
	struct place done; /* and committed */
	struct place now;
};

/* The set in use is only read here, so what lies in it stays where it is while the
 * other one is written to. Values are taken over with their sums: what is damaged
 * stays so, and is found by whoever reads it. */
static enum status
copy_entry(struct txn *txn, struct copying *copying, struct engine_cursor *cursor,
	struct err *err)
{
	enum table table = copying->tables[copying->now.table];
	struct key *place = &copying->now.key;
	struct bytes key;
	struct bytes value;
	uint8_t *room;

	txn->type->cursor_entry(cursor, &key, &value);
	TRY(txn->type->append(txn->engine, table_in_set(txn, table, SET_STAGED), key,
		value.size, &room, err));
	memcpy(room, value.data, value.size);
	slice_count(txn->job->slice, table, room, value.size);
	invariant(key.size <= sizeof(place->data));
	place->size = key.size;
	memcpy(place->data, key.data, key.size);
	return ST_OK;
}

/* The first entry behind what was copied before. */
static enum status
seek(const struct txn *txn, const struct copying *copying,
	struct engine_cursor *cursor, bool *found, struct err *err)
{
	struct bytes last = key_bytes(&copying->now.key);
	struct bytes key;
	struct bytes value;

	TRY(txn->type->cursor_seek(cursor, last, found, err));
	if (!*found || last.size == 0)
		return ST_OK;
	txn->type->cursor_entry(cursor, &key, &value);
	if (!bytes_equal(key, last))
		return ST_OK;
	return txn->type->cursor_step(cursor, false, found, err);
}

static enum status
copy_table(struct txn *txn, struct copying *copying, bool *over, struct err *err)
{
	enum table table = copying->tables[copying->now.table];
	struct engine_cursor *cursor;
	uint64_t count = 0;
	bool found;

	TRY(txn->type->cursor_open(
		txn->engine, table_in_set(txn, table, SET_IN_USE), &cursor, err));
	TRY(seek(txn, copying, cursor, &found, err));
	*over = false;
	while (found && !*over) {
		TRY(copy_entry(txn, copying, cursor, err));
		TRY(txn->type->cursor_step(cursor, false, &found, err));
		*over = ++count % CHECK_EVERY == 0 && stage_slice_over(txn);
	}
	txn->type->cursor_close(cursor);
	if (!found) {
		copying->now.table++;
		copying->now.key.size = 0;
	}
	return ST_OK;
}

static enum status
copy_some(struct txn *txn, void *arg, struct err *err)
{
	struct copying *copying = arg;
	bool over = false;

	copying->now = copying->done;
	while (copying->now.table < copying->count && !over)
		TRY(copy_table(txn, copying, &over, err));
	return ST_OK;
}

enum status
stage_copy(
	struct stage *stage, const enum table *tables, size_t count, struct err *err)
{
	struct copying copying = { .tables = tables, .count = count };

	while (copying.done.table < count) {
		TRY(stage_write(stage, copy_some, &copying, err));
		copying.done = copying.now;
	}
	return ST_OK;
}

#include "base/process.h"
#include "store/stage_private.h"

/*
 * Entries are taken from a table's end, one by one: a leaf that is taken from at its
 * end is written once and given back, with the pages of its large values. A million
 * products take a third of a second so, and one transaction for a whole table would
 * be as long as the table is large.
 */
#define CHECK_EVERY 16

struct clearing {
	bool left; /* something is */
};

static bool
is_cleared(int table)
{
	return table_infos[table].twice || table == TABLE_NOTE;
}

static enum status
count_left(struct txn *txn, void *arg, struct err *err)
{
	struct clearing *clearing = arg;
	struct engine_stat stat;
	int i;

	clearing->left = txn->sets.staged;
	for (i = 0; i < TABLE_COUNT && !clearing->left; i++) {
		if (!is_cleared(i))
			continue;
		TRY(txn->type->stat(txn->engine,
			table_in_set(txn, (enum table)i, SET_STAGED), &stat, err));
		clearing->left = stat.entries > 0;
	}
	return ST_OK;
}

static enum status
clear_table(struct txn *txn, unsigned table, bool *empty, struct err *err)
{
	const struct engine_type *type = txn->type;
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	uint64_t count = 0;
	bool found;

	TRY(type->cursor_open(txn->engine, table, &cursor, err));
	TRY(type->cursor_seek_before(cursor, none, &found, err));
	while (found && (++count % CHECK_EVERY != 0 || !stage_slice_over(txn))) {
		type->cursor_entry(cursor, &key, &value);
		TRY(type->delete (txn->engine, table, key, &found, err));
		TRY(type->cursor_seek_before(cursor, none, &found, err));
	}
	type->cursor_close(cursor);
	*empty = !found;
	return ST_OK;
}

static enum status
clear_some(struct txn *txn, void *arg, struct err *err)
{
	struct clearing *clearing = arg;
	bool empty = true;
	int i;

	if (txn->sets.staged)
		TRY(sets_write(
			txn, (struct sets){ .second = txn->sets.second }, err));
	for (i = 0; i < TABLE_COUNT && empty; i++)
		if (is_cleared(i))
			TRY(clear_table(txn,
				table_in_set(txn, (enum table)i, SET_STAGED), &empty,
				err));
	clearing->left = !empty;
	return ST_OK;
}

enum status
stage_clear(struct stage *stage, bool first, struct err *err)
{
	struct clearing clearing = { .left = true };
	struct job look = { .fn = count_left, .arg = &clearing };

	if (first)
		TRY(store_run(stage->store, stage->arena, &look, err));
	while (clearing.left) {
		TRY(stage_slice(stage, clear_some, &clearing, err));
		if (clearing.left)
			TRY(signal_check(err));
	}
	return ST_OK;
}

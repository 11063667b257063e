#include "base/process.h"
#include "store/stage_private.h"

/* Entries that are taken out between two looks at the clock. */
#define TAKE_COUNT 64

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
	do
		TRY(txn->type->clear(txn->engine, table, TAKE_COUNT, empty, err));
	while (!*empty && !stage_slice_over(txn));
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
	for (i = 0; i < TABLE_COUNT && empty; i++) {
		if (!is_cleared(i))
			continue;
		TRY(clear_table(txn, table_in_set(txn, (enum table)i, SET_STAGED),
			&empty, err));
		empty = empty && (i + 1 == TABLE_COUNT || !stage_slice_over(txn));
	}
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

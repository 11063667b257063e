#include "store/engine_lmdb.h"

#include <errno.h>
#include <stdlib.h>

#include "store/lmdb_files.h"

static enum status
answer(int rc, bool *found, struct err *err)
{
	if (rc != MDB_SUCCESS && rc != MDB_NOTFOUND)
		return lmdb_refuse(rc, err);
	*found = rc == MDB_SUCCESS;
	return ST_OK;
}

/* Another process has put in more than fits our map. LMDB makes it as large as the
 * data at least. */
static int
follow_map(struct engine *engine)
{
	MDB_envinfo info;

	mdb_env_info(engine->env, &info);
	return mdb_env_set_mapsize(engine->env, 2 * info.me_mapsize);
}

static enum status
lmdb_begin(
	struct engine *engine, bool write, struct engine_txn **txn, struct err *err)
{
	struct engine_txn *begun = &engine->txn;
	unsigned flags = write ? 0 : MDB_RDONLY;
	int dead;
	int rc;

	invariant(!begun->txn);
	*begun = (struct engine_txn){ .engine = engine, .write = write };
	rc = mdb_txn_begin(engine->env, NULL, flags, &begun->txn);
	if (rc == MDB_READERS_FULL && mdb_reader_check(engine->env, &dead) == 0)
		rc = mdb_txn_begin(engine->env, NULL, flags, &begun->txn);
	if (rc == MDB_MAP_RESIZED && follow_map(engine) == MDB_SUCCESS)
		rc = mdb_txn_begin(engine->env, NULL, flags, &begun->txn);
	if (rc != MDB_SUCCESS)
		return lmdb_refuse(rc, err);
	*txn = begun;
	return ST_OK;
}

static void
lmdb_cursor_close(struct engine_cursor *cursor)
{
	struct engine_cursor **link = &cursor->txn->cursors;

	while (*link != cursor)
		link = &(*link)->next;
	*link = cursor->next;
	mdb_cursor_close(cursor->cursor);
	free(cursor);
}

static void
close_cursors(struct engine_txn *txn)
{
	while (txn->cursors)
		lmdb_cursor_close(txn->cursors);
}

static void
forget_handles(struct engine_txn *txn)
{
	unsigned i;

	for (i = 0; i < ENGINE_TABLES; i++)
		if (txn->opened[i])
			txn->engine->open[i] = false;
}

/* A transaction that only read is committed, too: that keeps its handles. */
static void
lmdb_abort(struct engine_txn *txn)
{
	close_cursors(txn);
	if (!txn->write) {
		mdb_txn_commit(txn->txn);
	} else {
		mdb_txn_abort(txn->txn);
		forget_handles(txn);
	}
	txn->txn = NULL;
}

/* LMDB wants no more of an environment whose last step of a commit did not succeed,
 * and only then. */
static bool
is_in_doubt(struct engine *engine)
{
	MDB_txn *probe;
	int rc = mdb_txn_begin(engine->env, NULL, 0, &probe);

	if (rc == MDB_SUCCESS)
		mdb_txn_abort(probe);
	return rc == MDB_PANIC;
}

static enum status
lmdb_commit(struct engine_txn *txn, bool *retry, struct err *err)
{
	struct engine *engine = txn->engine;
	bool in_doubt;
	int rc;

	*retry = false;
	close_cursors(txn);
	rc = mdb_txn_commit(txn->txn);
	txn->txn = NULL;
	if (rc == MDB_SUCCESS)
		return ST_OK;
	forget_handles(txn);
	in_doubt = is_in_doubt(engine);
	if (rc == EIO && !in_doubt && lmdb_files_disk_full(engine->gate))
		rc = ENOSPC;
	if (rc == EIO || in_doubt)
		return lmdb_files_in_doubt(rc, err);
	return lmdb_refuse(rc, err);
}

/* MDB_NOTFOUND for a table that nobody has put anything into: LMDB compares its name
 * with all that there are, which is done once in a transaction. */
static int
use_table(struct engine_txn *txn, unsigned table, bool create, MDB_dbi *handle)
{
	struct engine *engine = txn->engine;
	int rc;

	invariant(table < ENGINE_TABLES);
	if (txn->missing[table] && !create)
		return MDB_NOTFOUND;
	if (!engine->open[table]) {
		rc = mdb_dbi_open(txn->txn, engine_table_name(table),
			create ? MDB_CREATE : 0, &engine->tables[table]);
		txn->missing[table] = rc == MDB_NOTFOUND;
		if (rc != MDB_SUCCESS)
			return rc;
		engine->open[table] = true;
		txn->opened[table] = true;
	}
	*handle = engine->tables[table];
	return MDB_SUCCESS;
}

/* LMDB does not write to what it takes. */
static MDB_val
value_of(struct bytes bytes)
{
	return (MDB_val){ bytes.size, (void *)(uintptr_t)bytes.data };
}

static struct bytes
bytes_of(MDB_val value)
{
	return (struct bytes){ value.mv_data, value.mv_size };
}

static enum status
lmdb_get(struct engine_txn *txn, unsigned table, struct bytes key,
	struct bytes *value, bool *found, struct err *err)
{
	MDB_val wanted = value_of(key);
	MDB_val data;
	MDB_dbi handle;
	int rc = use_table(txn, table, false, &handle);

	if (rc == MDB_SUCCESS)
		rc = mdb_get(txn->txn, handle, &wanted, &data);
	if (rc == MDB_SUCCESS)
		*value = bytes_of(data);
	return answer(rc, found, err);
}

static int
put(struct engine_txn *txn, unsigned table, struct bytes key, unsigned flags,
	MDB_val *data)
{
	MDB_val wanted = value_of(key);
	MDB_dbi handle;
	int rc = use_table(txn, table, true, &handle);

	invariant(key.size > 0 && key.size <= ENGINE_KEY_MAX);
	if (rc == MDB_SUCCESS)
		rc = mdb_put(txn->txn, handle, &wanted, data, MDB_RESERVE | flags);
	return rc;
}

/* Putting at the end packs pages full and saves a search. Whether it is the end is
 * tried till the first time that it is not. */
static enum status
lmdb_reserve(struct engine_txn *txn, unsigned table, struct bytes key, size_t size,
	uint8_t **value, struct err *err)
{
	MDB_val data = { size, NULL };
	int rc = MDB_KEYEXIST;

	if (!txn->unordered[table])
		rc = put(txn, table, key, MDB_APPEND, &data);
	if (rc == MDB_KEYEXIST) {
		txn->unordered[table] = true;
		data = (MDB_val){ size, NULL };
		rc = put(txn, table, key, 0, &data);
	}
	if (rc != MDB_SUCCESS)
		return lmdb_refuse(rc, err);
	*value = data.mv_data;
	return ST_OK;
}

static enum status
lmdb_append(struct engine_txn *txn, unsigned table, struct bytes key, size_t size,
	uint8_t **value, struct err *err)
{
	MDB_val data = { size, NULL };
	int rc = put(txn, table, key, MDB_APPEND, &data);

	if (rc == MDB_KEYEXIST)
		return engine_refuse_order(table, err);
	if (rc != MDB_SUCCESS)
		return lmdb_refuse(rc, err);
	*value = data.mv_data;
	return ST_OK;
}

static enum status
lmdb_delete(struct engine_txn *txn, unsigned table, struct bytes key, bool *found,
	struct err *err)
{
	MDB_val wanted = value_of(key);
	MDB_dbi handle;
	int rc = use_table(txn, table, false, &handle);

	if (rc == MDB_SUCCESS)
		rc = mdb_del(txn->txn, handle, &wanted, NULL);
	return answer(rc, found, err);
}

/* Takes the last entries out: a leaf that is taken from at its end is written once,
 * and given back with the pages of its large values. */
static int
delete_last(struct engine_txn *txn, MDB_dbi table, uint64_t count)
{
	MDB_cursor *cursor;
	MDB_val key;
	MDB_val value;
	int rc = mdb_cursor_open(txn->txn, table, &cursor);

	if (rc != MDB_SUCCESS)
		return rc;
	while (rc == MDB_SUCCESS && count-- > 0) {
		rc = mdb_cursor_get(cursor, &key, &value, MDB_LAST);
		if (rc == MDB_SUCCESS)
			rc = mdb_cursor_del(cursor, 0);
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? MDB_SUCCESS : rc;
}

/* Where no value has pages of its own, LMDB drops a table without looking at its
 * leaves: 12,000 of them in a millisecond. */
#define DROP_LEAVES_MAX 65536

static enum status
lmdb_clear(struct engine_txn *txn, unsigned table, uint64_t count, bool *empty,
	struct err *err)
{
	MDB_stat stat = { 0 };
	MDB_dbi handle;
	int rc = use_table(txn, table, false, &handle);

	if (rc == MDB_NOTFOUND) {
		*empty = true;
		return ST_OK;
	}
	if (rc == MDB_SUCCESS)
		rc = mdb_stat(txn->txn, handle, &stat);
	if (rc == MDB_SUCCESS && stat.ms_overflow_pages == 0 &&
		stat.ms_leaf_pages <= DROP_LEAVES_MAX)
		rc = mdb_drop(txn->txn, handle, 0);
	else if (rc == MDB_SUCCESS)
		rc = delete_last(txn, handle, count);
	if (rc == MDB_SUCCESS)
		rc = mdb_stat(txn->txn, handle, &stat);
	if (rc != MDB_SUCCESS)
		return lmdb_refuse(rc, err);
	*empty = stat.ms_entries == 0;
	return ST_OK;
}

static enum status
lmdb_cursor_open(struct engine_txn *txn, unsigned table,
	struct engine_cursor **cursor, struct err *err)
{
	struct engine_cursor *opened = calloc(1, sizeof(*opened));

	if (!opened)
		return fail_memory(err);
	opened->txn = txn;
	opened->table = table;
	opened->next = txn->cursors;
	txn->cursors = opened;
	*cursor = opened;
	return ST_OK;
}

/* The table may come to be after its cursor. */
static int
cursor_get(struct engine_cursor *cursor, MDB_cursor_op op)
{
	MDB_dbi handle;
	int rc = MDB_SUCCESS;

	if (!cursor->cursor)
		rc = use_table(cursor->txn, cursor->table, false, &handle);
	if (!cursor->cursor && rc == MDB_SUCCESS)
		rc = mdb_cursor_open(cursor->txn->txn, handle, &cursor->cursor);
	if (rc != MDB_SUCCESS)
		return rc;
	return mdb_cursor_get(cursor->cursor, &cursor->key, &cursor->value, op);
}

static enum status
lmdb_cursor_seek(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	cursor->key = value_of(key);
	return answer(cursor_get(cursor, key.size == 0 ? MDB_FIRST : MDB_SET_RANGE),
		found, err);
}

static enum status
lmdb_cursor_seek_before(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	int rc = MDB_NOTFOUND;

	cursor->key = value_of(key);
	if (key.size > 0)
		rc = cursor_get(cursor, MDB_SET_RANGE);
	if (rc == MDB_SUCCESS)
		rc = cursor_get(cursor, MDB_PREV);
	else if (rc == MDB_NOTFOUND)
		rc = cursor_get(cursor, MDB_LAST);
	return answer(rc, found, err);
}

static enum status
lmdb_cursor_step(
	struct engine_cursor *cursor, bool backward, bool *found, struct err *err)
{
	return answer(cursor_get(cursor, backward ? MDB_PREV : MDB_NEXT), found, err);
}

static void
lmdb_cursor_entry(
	const struct engine_cursor *cursor, struct bytes *key, struct bytes *value)
{
	*key = bytes_of(cursor->key);
	*value = bytes_of(cursor->value);
}

static enum status
lmdb_stat(struct engine_txn *txn, unsigned table, struct engine_stat *stat,
	struct err *err)
{
	MDB_stat counted = { 0 };
	MDB_dbi handle;
	int rc = use_table(txn, table, false, &handle);

	if (rc == MDB_SUCCESS)
		rc = mdb_stat(txn->txn, handle, &counted);
	if (rc != MDB_SUCCESS && rc != MDB_NOTFOUND)
		return lmdb_refuse(rc, err);
	stat->entries = counted.ms_entries;
	stat->bytes = (counted.ms_branch_pages + counted.ms_leaf_pages +
			      counted.ms_overflow_pages) *
		      counted.ms_psize;
	return ST_OK;
}

/* Pages of the file that were read count as this process's memory for as long as they
 * are mapped. They stay in the system's cache. */
static void
lmdb_forget(struct engine *engine)
{
	int file;

	if (mdb_env_get_fd(engine->env, &file) == 0)
		lmdb_files_forget(file);
}

/* What LMDB writes itself it would make with a mode of its own, and in pages that are
 * free, too. An errno is from writing: reading is through the map. */
static enum status
lmdb_copy(struct engine *engine, int fd, const char *what, struct err *err)
{
	int rc = mdb_env_copyfd2(engine->env, fd, MDB_CP_COMPACT);

	if (rc == MDB_SUCCESS)
		return ST_OK;
	if (rc > 0)
		return fail_errno(err, ST_IO, rc, "cannot write to '%s'", what);
	return lmdb_refuse(rc, err);
}

const struct engine_type engine_lmdb = {
	.name = "LMDB",
	.open = lmdb_open,
	.close = lmdb_close,
	.begin = lmdb_begin,
	.commit = lmdb_commit,
	.abort = lmdb_abort,
	.get = lmdb_get,
	.will_need = lmdb_files_will_need,
	.forget = lmdb_forget,
	.reserve = lmdb_reserve,
	.append = lmdb_append,
	.delete = lmdb_delete,
	.clear = lmdb_clear,
	.cursor_open = lmdb_cursor_open,
	.cursor_close = lmdb_cursor_close,
	.cursor_seek = lmdb_cursor_seek,
	.cursor_seek_before = lmdb_cursor_seek_before,
	.cursor_step = lmdb_cursor_step,
	.cursor_entry = lmdb_cursor_entry,
	.stat = lmdb_stat,
	.copy = lmdb_copy,
};

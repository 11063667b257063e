#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <lmdb.h>

#include "base/file.h"
#include "store/engine.h"
#include "store/lmdb_files.h"

struct engine_cursor {
	struct engine_txn *txn;
	MDB_cursor *cursor; /* NULL as long as the table is missing */
	unsigned table;
	MDB_val key;
	MDB_val value;
	struct engine_cursor *next;
};

struct engine_txn {
	struct engine *engine;
	MDB_txn *txn; /* NULL between transactions */
	bool write;
	/* Handles that this transaction opened: they go with it if it is aborted. */
	bool opened[ENGINE_TABLES];
	/* Tables in which something was put elsewhere than at the end. */
	bool unordered[ENGINE_TABLES];
	struct engine_cursor *cursors;
};

struct engine {
	MDB_env *env;
	int gate; /* -1 on a read-only file system */
	bool open[ENGINE_TABLES];
	MDB_dbi tables[ENGINE_TABLES];
	struct engine_txn txn; /* one at a time */
};

/* Everything that LMDB refuses is said here. Nothing has been changed by then,
 * except where commit says otherwise. */
static enum status
refuse(int rc, struct err *err)
{
	switch (rc) {
	case MDB_MAP_FULL:
	case MDB_MAP_RESIZED:
		return fail(err, ST_SYSTEM,
			"the shop's data needs more address space than this process "
			"may use; nothing was changed (raise 'ulimit -v')");
	case MDB_READERS_FULL:
		return fail(err, ST_BUSY,
			"the shop is busy; too many commands are reading it (try "
			"again)");
	case MDB_TXN_FULL:
		return fail(err, ST_REFUSED,
			"too much to change at once; nothing was changed");
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_INVALID:
	case MDB_VERSION_MISMATCH:
	case MDB_INCOMPATIBLE:
		return fail(err, ST_CORRUPT,
			"the shop's data is damaged: %s (restore the last backup)",
			mdb_strerror(rc));
	default:
		break;
	}
	if (rc > 0)
		return lmdb_files_refuse(rc, err);
	return fail(
		err, ST_IO, "the shop's data cannot be used: %s", mdb_strerror(rc));
}

static enum status
answer(int rc, bool *found, struct err *err)
{
	if (rc != MDB_SUCCESS && rc != MDB_NOTFOUND)
		return refuse(rc, err);
	*found = rc == MDB_SUCCESS;
	return ST_OK;
}

/* LMDB calls this for pages that it cannot make sense of, and ends the process by a
 * signal if it comes back. */
static void
end_on_damage(MDB_env *env, const char *message)
{
	(void)env;
	lmdb_files_end_on_damage(message);
}

static int
open_env(struct engine *engine, const struct engine_location *location, size_t size)
{
	/* Without NOTLS a thread keeps its place in the reader table. */
	unsigned flags = MDB_NORDAHEAD | MDB_NOTLS;
	int rc = mdb_env_create(&engine->env);

	if (rc != MDB_SUCCESS)
		return rc;
	if (location->mode == ENGINE_READ)
		flags |= MDB_RDONLY;
	mdb_env_set_assert(engine->env, end_on_damage);
	mdb_env_set_maxdbs(engine->env, TABLE_COUNT + TABLE_TWICE_COUNT);
	mdb_env_set_maxreaders(engine->env, LMDB_READERS);
	rc = mdb_env_set_mapsize(engine->env, size);
	if (rc == MDB_SUCCESS)
		rc = mdb_env_open(engine->env, location->folder, flags, 0600);
	if (rc != MDB_SUCCESS) {
		mdb_env_close(engine->env);
		engine->env = NULL;
	}
	return rc;
}

static enum status
open_env_that_fits(struct engine *engine, const struct engine_location *location,
	size_t size, struct err *err)
{
	int rc = open_env(engine, location, size);

	if (rc == ENOMEM)
		size = lmdb_files_map_limit(size);
	for (; rc == ENOMEM && size >= LMDB_MAP_MIN; size /= 2)
		rc = open_env(engine, location, size);
	return rc == MDB_SUCCESS ? ST_OK : refuse(rc, err);
}

/* Counts the free pages from first to last. */
static int
count_free_pages(MDB_txn *txn, uint64_t first, uint64_t last, uint64_t *count)
{
	MDB_cursor *cursor;
	MDB_val key;
	MDB_val list;
	int rc = mdb_cursor_open(txn, 0, &cursor);

	*count = 0;
	if (rc != MDB_SUCCESS)
		return rc;
	while ((rc = mdb_cursor_get(cursor, &key, &list, MDB_NEXT)) == MDB_SUCCESS) {
		/* A list is its length and as many page numbers. */
		const size_t *pages = list.mv_data;
		size_t i;

		for (i = 1; i <= pages[0]; i++)
			*count += pages[i] >= first && pages[i] <= last;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? MDB_SUCCESS : rc;
}

/*
 * LMDB does not write pages that a transaction took at the end of the file and gave
 * back, so a file may end early, but only where nothing is. The last page is asked
 * for before the transaction begins and the size after it, so that what others
 * commit meanwhile is not taken for damage.
 */
static enum status
check_end(struct engine *engine, const char *folder, uint32_t page_size,
	struct err *err)
{
	MDB_envinfo info;
	MDB_txn *txn;
	struct stat file = { 0 };
	uint64_t first;
	uint64_t free_pages;
	int fd;
	int rc;

	mdb_env_info(engine->env, &info);
	rc = mdb_txn_begin(engine->env, NULL, MDB_RDONLY, &txn);
	if (rc != MDB_SUCCESS)
		return refuse(rc, err);
	mdb_env_get_fd(engine->env, &fd);
	fstat(fd, &file);
	first = (uint64_t)file.st_size / page_size;
	rc = count_free_pages(txn, first, info.me_last_pgno, &free_pages);
	mdb_txn_abort(txn);
	if (rc != MDB_SUCCESS)
		return refuse(rc, err);
	if (first + free_pages > info.me_last_pgno)
		return ST_OK;
	return lmdb_files_cut_off(
		folder, info.me_last_pgno + 1 - first - free_pages, err);
}

/* A name in the main table is a table of ours: data was made before. */
static enum status
check_new(struct engine *engine, const char *folder, struct err *err)
{
	MDB_stat main_table;
	int rc = mdb_env_stat(engine->env, &main_table);

	if (rc != MDB_SUCCESS)
		return refuse(rc, err);
	if (main_table.ms_entries > 0)
		return engine_refuse_second(folder, err);
	return folder_sync(folder, err);
}

static enum status
open_inside_gate(struct engine *engine, const struct engine_location *location,
	const struct lmdb_data *data, struct err *err)
{
	int dead;

	if (!data->read_only)
		TRY(lmdb_files_prepare_lock(location->folder, data, err));
	TRY(open_env_that_fits(engine, location, data->map_size, err));
	mdb_reader_check(engine->env, &dead);
	if (data->ends_early)
		TRY(check_end(engine, location->folder, data->page_size, err));
	if (location->mode == ENGINE_CREATE)
		TRY(check_new(engine, location->folder, err));
	return ST_OK;
}

static void
lmdb_close(struct engine *engine)
{
	if (engine->env) {
		lmdb_files_enter_gate_again(engine->gate);
		mdb_env_close(engine->env);
	}
	lmdb_files_close_gate(engine->gate);
	free(engine);
}

static enum status
open_with(struct engine *engine, const struct engine_location *location,
	struct err *err)
{
	struct lmdb_data data;
	enum status status;

	if (location->mode == ENGINE_CREATE)
		TRY(lmdb_files_make(location, err));
	TRY(lmdb_files_look(location, &data, err));
	TRY(lmdb_files_enter_gate(location->folder, &data, &engine->gate, err));
	status = open_inside_gate(engine, location, &data, err);
	lmdb_files_leave_gate(engine->gate);
	return status;
}

static enum status
lmdb_open(const struct engine_location *location, struct engine **engine,
	struct err *err)
{
	struct engine *made = calloc(1, sizeof(*made));
	enum status status;

	if (!made)
		return fail_memory(err);
	made->gate = -1;
	status = open_with(made, location, err);
	if (status == ST_OK)
		*engine = made;
	else
		lmdb_close(made);
	return status;
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
		return refuse(rc, err);
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
	return refuse(rc, err);
}

/* MDB_NOTFOUND for a table that nobody has put anything into. */
static int
use_table(struct engine_txn *txn, unsigned table, bool create, MDB_dbi *handle)
{
	struct engine *engine = txn->engine;
	int rc;

	invariant(table < ENGINE_TABLES);
	if (!engine->open[table]) {
		rc = mdb_dbi_open(txn->txn, engine_table_name(table),
			create ? MDB_CREATE : 0, &engine->tables[table]);
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
		return refuse(rc, err);
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
		return refuse(rc, err);
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
		return refuse(rc, err);
	stat->entries = counted.ms_entries;
	stat->bytes = (counted.ms_branch_pages + counted.ms_leaf_pages +
			      counted.ms_overflow_pages) *
		      counted.ms_psize;
	return ST_OK;
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
	.reserve = lmdb_reserve,
	.append = lmdb_append,
	.delete = lmdb_delete,
	.cursor_open = lmdb_cursor_open,
	.cursor_close = lmdb_cursor_close,
	.cursor_seek = lmdb_cursor_seek,
	.cursor_seek_before = lmdb_cursor_seek_before,
	.cursor_step = lmdb_cursor_step,
	.cursor_entry = lmdb_cursor_entry,
	.stat = lmdb_stat,
};

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "store/engine_lmdb.h"
#include "store/lmdb_files.h"

enum status
lmdb_refuse(int rc, struct err *err)
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
	/* Nobody else has it, and beside it there is no place for a lock. */
	if (location->file)
		flags |= MDB_NOSUBDIR | MDB_NOLOCK;
	mdb_env_set_assert(engine->env, end_on_damage);
	mdb_env_set_maxdbs(engine->env, TABLE_COUNT + TABLE_TWICE_COUNT);
	mdb_env_set_maxreaders(engine->env, LMDB_READERS);
	rc = mdb_env_set_mapsize(engine->env, size);
	if (rc == MDB_SUCCESS)
		rc = mdb_env_open(engine->env,
			location->file ? location->file : location->folder, flags,
			0600);
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
	return rc == MDB_SUCCESS ? ST_OK : lmdb_refuse(rc, err);
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
		return lmdb_refuse(rc, err);
	mdb_env_get_fd(engine->env, &fd);
	fstat(fd, &file);
	first = (uint64_t)file.st_size / page_size;
	rc = count_free_pages(txn, first, info.me_last_pgno, &free_pages);
	mdb_txn_abort(txn);
	if (rc != MDB_SUCCESS)
		return lmdb_refuse(rc, err);
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
		return lmdb_refuse(rc, err);
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

void
lmdb_close(struct engine *engine)
{
	if (engine->env) {
		lmdb_files_enter_gate_again(engine->gate);
		mdb_env_close(engine->env);
	}
	lmdb_files_close_gate(engine->gate);
	free(engine);
}

/* A copy is whole: nothing was taken at its end and given back. */
static enum status
open_file(struct engine *engine, const struct engine_location *location,
	struct err *err)
{
	struct lmdb_data data;

	TRY(lmdb_files_look(location, &data, err));
	return open_env_that_fits(engine, location, data.map_size, err);
}

static enum status
open_with(struct engine *engine, const struct engine_location *location,
	struct err *err)
{
	struct lmdb_data data;
	enum status status;

	if (location->file)
		return open_file(engine, location, err);
	if (location->mode == ENGINE_CREATE)
		TRY(lmdb_files_make(location, err));
	TRY(lmdb_files_look(location, &data, err));
	TRY(lmdb_files_enter_gate(location->folder, &data, &engine->gate, err));
	status = open_inside_gate(engine, location, &data, err);
	lmdb_files_leave_gate(engine->gate);
	return status;
}

enum status
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

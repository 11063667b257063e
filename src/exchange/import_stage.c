#include "catalog/stage_index.h"
#include "catalog/staged.h"
#include "exchange/import_parts.h"
#include "store/load.h"

/*
 * The staged set begins as a copy of the products' records in use. Changed rows go to
 * it in slices, records alone; the search index is built when all are there.
 */

/* A slice of work in the staged set. Rows that were read are gone: it cannot run
 * again, and no engine of ours asks for it. */
struct slice {
	struct import *import;
	enum status (*work)(struct import *import, struct err *err);
	bool begun;
};

static enum status
work_in(struct import *import, const struct slice *slice, struct err *err)
{
	enum status status;

	TRY(catalog_open_records(import->txn, import->load, &import->catalog, err));
	status = slice->work(import, err);
	if (status != ST_OK)
		return status;
	status = catalog_close(import->catalog, err);
	import->catalog = NULL;
	return status;
}

static enum status
run_slice(struct txn *txn, void *arg, struct err *err)
{
	struct slice *slice = arg;
	struct import *import = slice->import;
	enum status status;

	if (slice->begun)
		return fail(err, ST_BUSY,
			"the import was interrupted by the store (run it again)");
	slice->begun = true;
	import->txn = txn;
	import->log.txn = txn;
	import->mode = IMPORT_STAGE;
	import->telling = TELL_ALL;
	status = work_in(import, slice, err);
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	import->log.txn = NULL;
	return status;
}

static enum status
write_slice(struct import *import,
	enum status (*work)(struct import *import, struct err *err), struct err *err)
{
	struct slice slice = { import, work, false };

	return stage_write(import->stage, run_slice, &slice, err);
}

enum status
import_stage_rows(struct import *import, struct err *err)
{
	return write_slice(import, import_read, err);
}

/* What an import before this one left when it died. */
static enum status
forget_list(struct txn *txn, void *arg, struct err *err)
{
	return import_log_forget(txn, arg, err);
}

static enum status
forget_lists(struct import *import, struct err *err)
{
	bool more = true;

	while (more)
		TRY(stage_write(import->stage, forget_list, &more, err));
	return ST_OK;
}

static enum status
open_log(struct import *import, struct err *err)
{
	TRY(staged_sales_begin(import->txn, &import->sales, err));
	return import_log_open(
		&import->log, import->txn, &import->rows.arena, true, err);
}

/* Some of the rows that the survey remembered. */
static enum status
take_remembered(struct import *import, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct arena_mark mark = arena_mark(arena);

	while (import->remembered < import->changed.count &&
		!stage_slice_over(import->txn)) {
		uint32_t number = import->changed.items[import->remembered++];

		arena_rewind(arena, mark);
		TRY(import_take_again(import, number, err));
	}
	return ST_OK;
}

enum status
import_stage_begin(struct import *import, struct err *err)
{
	TRY(forget_lists(import, err));
	TRY(load_open(LOAD_MEMORY, &import->load, err));
	TRY(stage_copy(import->stage, staged_tables, STAGED_TABLES, err));
	TRY(write_slice(import, open_log, err));
	import->staged = true;
	while (import->remembered < import->changed.count)
		TRY(write_slice(import, take_remembered, err));
	return ST_OK;
}

enum status
import_stage_missing(struct import *import, struct err *err)
{
	while (import->missing.archived < import_missing_count(import))
		TRY(write_slice(import, import_missing_archive_some, err));
	return ST_OK;
}

static enum status
flush_log(struct import *import, struct err *err)
{
	return import_log_flush(&import->log, err);
}

enum status
import_stage_end(struct import *import, struct err *err)
{
	struct load *load = import->load;
	enum status status;
	uint64_t products;

	TRY(write_slice(import, flush_log, err));
	import->load = NULL;
	status = catalog_stage_index(import->stage, load, NULL, &products, err);
	load_close(load);
	return status;
}

void
import_stage_abandon(struct import *import, enum status status)
{
	struct err ignored;

	if (status != ST_OK && import->staged)
		(void)(forget_lists(import, &ignored) == ST_OK);
	load_close(import->load);
	import->load = NULL;
	stage_close(import->stage);
	import->stage = NULL;
}

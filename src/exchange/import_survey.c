#include "exchange/import_parts.h"
#include "exchange/import_people.h"

/*
 * A file above IMPORT_SMALL is read once, and each of its products compared with what
 * is stored, in short transactions that only read. What would change is remembered.
 * As soon as that is more than one transaction could store while others wait, it goes
 * to the staged set, and the rest of the file with it. Sections other than products
 * wait for the last transaction; what is wrong with them is found by a rehearsal.
 */

static enum status
survey_rows(struct txn *txn, void *arg, struct err *err)
{
	struct import *import = arg;
	enum status status;

	import->txn = txn;
	import->mode = IMPORT_SURVEY;
	import->log.txn = NULL;
	TRY(catalog_open(txn, &import->catalog, err));
	status = import_read(import, err);
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	return status;
}

/* Reads to the end of the file. What is refused for certain is only read on for its
 * errors. */
static enum status
read_all(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	while (!import->ended) {
		bool refused = import_is_refused(import);

		if (import->staged && !refused)
			TRY(import_stage_rows(import, err));
		else
			TRY(store_read(request->store, request->arena, survey_rows,
				import, err));
		store_forget(request->store);
		if (import->changed.count > IMPORT_DIRECT && !import->staged &&
			!import_is_refused(import))
			TRY(import_stage_begin(import, err));
	}
	return ST_OK;
}

/* Taken back at its end by who runs it, or by being refused here. */
static enum status
try_others(struct txn *txn, void *arg, struct err *err)
{
	struct import *import = arg;
	enum status status;

	import->txn = txn;
	import->mode = IMPORT_APPLY;
	import_seen_free(&import->seen);
	TRY(catalog_open(txn, &import->catalog, err));
	import->rehearsing = true;
	status = import_take_list(import, &import->others, err);
	if (status == ST_OK && !import_is_refused(import))
		status = import_documents_end(import, err);
	import->rehearsing = false;
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	return status;
}

/* A dry run tells of them here; otherwise the last transaction does. */
static enum status
rehearse_others(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;
	enum status status;

	if (import->others.count == 0)
		return ST_OK;
	import->telling = request->dry_run ? TELL_ALL : TELL_NONE;
	import_notes_widen(import);
	status = store_rehearse(
		request->store, request->arena, try_others, import, err);
	import_notes_sort(import);
	return status;
}

static enum status
list_missing(struct txn *txn, void *arg, struct err *err)
{
	struct import *import = arg;
	enum status status;

	import->txn = txn;
	import->slice_rows = 0;
	TRY(catalog_open(txn, &import->catalog, err));
	status = import_missing_archive_some(import, err);
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	return status;
}

/* A dry run lists what is too much, too. */
static enum status
list_all_missing(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	while (import->missing.archived < import_missing_count(import))
		TRY(store_read(
			request->store, request->arena, list_missing, import, err));
	return import_missing_check(import, err);
}

static enum status
find_missing(struct import *import, struct err *err)
{
	import->mode = IMPORT_SURVEY;
	TRY(import_missing_find(import, err));
	if (import->request->dry_run)
		return list_all_missing(import, err);
	TRY(import_missing_check(import, err));
	if (!import->staged &&
		import->changed.count + import_missing_count(import) > IMPORT_DIRECT)
		TRY(import_stage_begin(import, err));
	return import->staged ? import_stage_missing(import, err) : ST_OK;
}

static enum status
finish(struct import *import, struct err *err)
{
	TRY(rehearse_others(import, err));
	if (import_is_refused(import))
		return import_refuse(import, err);
	TRY(find_missing(import, err));
	if (import->request->dry_run)
		return ST_OK;
	if (import->staged)
		TRY(import_stage_end(import, err));
	return import_settle(import, err);
}

static enum status
run(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	TRY(import_begin(import, err));
	import->mode = IMPORT_SURVEY;
	TRY(import_scope_check(import, err));
	import->telling = request->dry_run ? TELL_ALL : TELL_UNCHANGED;
	if (!request->dry_run)
		TRY(stage_open(request->store, request->arena, &import->stage, err));
	TRY(read_all(import, err));
	return finish(import, err);
}

enum status
import_survey(struct import *import, struct err *err)
{
	enum status status = run(import, err);

	catalog_abandon(import->catalog);
	import->catalog = NULL;
	import_stage_abandon(import, status);
	return status;
}

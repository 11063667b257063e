#include <stdlib.h>

#include "base/process.h"
#include "catalog/staged.h"
#include "exchange/import_parts.h"

/*
 * The end of an import that is not small. While it ran others may have changed
 * products: these were noted, and are looked at once more, so that the import comes
 * after all of them. A staged set takes them over as they are in use, and the file's
 * rows of them once more.
 */

/* Notes that one transaction takes in; as few are left to the last one. */
#define NOTES_MAX 64

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t first = *(const uint32_t *)a;
	uint32_t second = *(const uint32_t *)b;

	return (first > second) - (first < second);
}

/* In the file's order, each once. */
static void
sort_rows(struct import_list *list)
{
	size_t count = 0;
	size_t i;

	if (list->count > 0)
		qsort(list->items, list->count, sizeof(*list->items),
			compare_numbers);
	for (i = 0; i < list->count; i++)
		if (count == 0 || list->items[count - 1] != list->items[i])
			list->items[count++] = list->items[i];
	list->count = count;
}

static enum status
add_named(struct import *import, enum import_name_kind kind, const char *text,
	struct import_list *list, struct err *err)
{
	struct import_name name = { kind, text, IMPORT_NO_ROW };
	uint32_t row;

	TRY(import_names_find(
		&import->names, &name, false, txn_arena(import->txn), &row, err));
	return row == IMPORT_NO_ROW ? ST_OK : import_list_add(list, row, err);
}

/* The rows that speak of any of the names. */
static enum status
add_rows_of(struct import *import, const struct texts *names,
	struct import_list *list, struct err *err)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		TRY(add_named(import, NAME_SKU, names->items[i], list, err));
		TRY(add_named(import, NAME_HANDLE, names->items[i], list, err));
	}
	return ST_OK;
}

/* A transaction may run more than once, and each time from here. */
struct settling {
	struct import *import;
	enum status (*work)(struct settling *settling, struct err *err);
	struct import_result result;
	struct import_log log;
	struct import_rejects rejects;
	struct import_list rows; /* to be taken in again */
	uint64_t ids[NOTES_MAX]; /* noted */
	size_t notes;
	bool named;
};

static void
begin_again(struct settling *settling, struct txn *txn)
{
	struct import *import = settling->import;

	*import->result = settling->result;
	import->log = settling->log;
	import->log.txn = txn;
	import->rejects = settling->rejects;
	import->txn = txn;
	settling->rows.count = 0;
	settling->named = false;
	import_seen_free(&import->seen);
}

static enum status
run(struct txn *txn, void *arg, struct err *err)
{
	struct settling *settling = arg;
	struct import *import = settling->import;
	enum status status;

	begin_again(settling, txn);
	status = settling->work(settling, err);
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	import->log.txn = NULL;
	return status;
}

/* What is known of a product that somebody else took out is its number alone. */
static enum status
add_rows_by_id(struct settling *settling, uint64_t id, struct err *err)
{
	struct import *import = settling->import;
	uint32_t row = 0;

	for (; import_rows_find(&import->rows, id, &row); row++)
		TRY(import_list_add(&settling->rows, row, err));
	return ST_OK;
}

/* Takes over what was noted, as it is in use, into the staged set. What was taken out
 * between the reading of its row and the copy is in neither. */
static enum status
carry_notes(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	const uint64_t *ids = settling->ids;
	struct texts names;
	size_t i;

	TRY(stage_take_notes(
		import->txn, settling->ids, NOTES_MAX, &settling->notes, err));
	for (i = 0; i < settling->notes; i++) {
		TRY(catalog_carry(import->catalog, ids[i], &names, err));
		if (names.count == 0)
			TRY(add_rows_by_id(settling, ids[i], err));
		TRY(add_rows_of(import, &names, &settling->rows, err));
	}
	return ST_OK;
}

/* What was noted and is in no row may be missing. */
static enum status
take_rows(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	size_t i;

	sort_rows(&settling->rows);
	import->mode = IMPORT_STAGE;
	import->telling = TELL_NONE;
	TRY(import_take_list(import, &settling->rows, err));
	for (i = 0; i < settling->notes; i++)
		TRY(import_missing_archive(import, settling->ids[i], err));
	return ST_OK;
}

/* A row may fail for now, because what it needs is noted behind what it is about: the
 * last transaction takes it in once more. */
static enum status
round_of_notes(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	struct catalog *catalog;
	enum status status;

	TRY(catalog_open(import->txn, &import->catalog, err));
	TRY(carry_notes(settling, err));
	import->tentative = true;
	status = take_rows(settling, err);
	import->tentative = false;
	TRY(status);
	catalog = import->catalog;
	import->catalog = NULL;
	return catalog_close(catalog, err);
}

static enum status
take_others(struct import *import, struct err *err)
{
	import->mode = IMPORT_APPLY;
	import->telling = TELL_ALL;
	TRY(import_take_list(import, &import->others, err));
	return import_is_refused(import) ? import_refuse(import, err) : ST_OK;
}

static enum status
take_deferred(struct settling *settling, struct err *err)
{
	const struct import_list *deferred = &settling->import->deferred;
	size_t i;

	for (i = 0; i < deferred->count; i++)
		TRY(import_list_add(&settling->rows, deferred->items[i], err));
	return take_rows(settling, err);
}

/* Where too many notes came meanwhile, there is another round before. */
static enum status
name_staged(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;

	txn_use_set(import->txn, SET_STAGED);
	TRY(catalog_open(import->txn, &import->catalog, err));
	TRY(carry_notes(settling, err));
	if (settling->notes == NOTES_MAX)
		return fail(err, ST_BUSY, "too many changes beside the import");
	TRY(catalog_carry_categories(import->catalog, err));
	TRY(staged_sales_settle(import->catalog, &import->sales, err));
	TRY(take_deferred(settling, err));
	/* An order among the others may hold what was counted. */
	TRY(stock_counts_taken(import->txn, import->log.import, err));
	TRY(take_others(import, err));
	TRY(import_end(import, err));
	settling->named = true;
	return stage_name(import->txn, err);
}

static struct settling
settling_of(struct import *import,
	enum status (*work)(struct settling *settling, struct err *err))
{
	return (struct settling){ .import = import,
		.work = work,
		.result = *import->result,
		.log = import->log,
		.rejects = import->rejects };
}

/* Rounds until few notes are left. */
static enum status
take_notes(struct import *import, struct err *err)
{
	struct settling settling = settling_of(import, round_of_notes);
	enum status status = ST_OK;

	do {
		status = stage_write(import->stage, run, &settling, err);
	} while (status == ST_OK && settling.notes == NOTES_MAX);
	import_list_free(&settling.rows);
	return status;
}

static enum status
settle_staged(struct import *import, struct err *err)
{
	struct settling settling = settling_of(import, name_staged);
	enum status status;

	do {
		TRY(take_notes(import, err));
		status = stage_settle(import->stage, run, &settling, err);
	} while (status == ST_BUSY && settling.notes == NOTES_MAX);
	import_list_free(&settling.rows);
	return status;
}

static enum status
add_rows_of_product(struct settling *settling, uint64_t id, struct err *err)
{
	struct import *import = settling->import;
	struct product product;
	bool found;
	size_t i;

	TRY(add_rows_by_id(settling, id, err));
	TRY(product_by_id(import->txn, id, &product, &found, err));
	if (!found)
		return ST_OK;
	TRY(add_named(import, NAME_HANDLE, product.handle, &settling->rows, err));
	for (i = 0; i < product.variants.count; i++)
		TRY(add_named(import, NAME_SKU, product_variant(&product, i)->sku,
			&settling->rows, err));
	return ST_OK;
}

static enum status
find_noted(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	const uint64_t *ids = settling->ids;
	size_t count;
	size_t i;

	do {
		TRY(stage_take_notes(
			import->txn, settling->ids, NOTES_MAX, &count, err));
		for (i = 0; i < count; i++) {
			TRY(add_rows_of_product(settling, ids[i], err));
			TRY(import_missing_archive(import, ids[i], err));
		}
	} while (count == NOTES_MAX);
	return ST_OK;
}

/* What stayed as it is when it was read is counted anew. */
static enum status
find_changed(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	size_t i;

	TRY(find_noted(settling, err));
	sort_rows(&settling->rows);
	for (i = 0; i < settling->rows.count; i++) {
		uint32_t row = settling->rows.items[i];

		if (!import_rows_is(&import->rows, row, ROW_CHANGES | ROW_REJECTED))
			import->result->unchanged--;
	}
	for (i = 0; i < import->changed.count; i++)
		TRY(import_list_add(&settling->rows, import->changed.items[i], err));
	sort_rows(&settling->rows);
	return ST_OK;
}

static enum status
apply_directly(struct settling *settling, struct err *err)
{
	struct import *import = settling->import;
	const struct import_request *request = import->request;

	if (request->on_restart)
		TRY(request->on_restart(request->arg, err));
	TRY(import_log_open(
		&import->log, import->txn, txn_arena(import->txn), false, err));
	TRY(catalog_open(import->txn, &import->catalog, err));
	import->mode = IMPORT_APPLY;
	import->telling = TELL_ALL;
	TRY(find_changed(settling, err));
	TRY(import_take_list(import, &settling->rows, err));
	import->missing.archived = 0;
	TRY(import_missing_archive_some(import, err));
	TRY(take_others(import, err));
	return import_end(import, err);
}

static enum status
settle_directly(struct import *import, struct err *err)
{
	struct settling settling = settling_of(import, apply_directly);
	enum status status = stage_settle(import->stage, run, &settling, err);

	import_list_free(&settling.rows);
	return status;
}

enum status
import_settle(struct import *import, struct err *err)
{
	stage_wait(GATE_NOTES);
	TRY(signal_check(err));
	return import->staged ? settle_staged(import, err)
			      : settle_directly(import, err);
}

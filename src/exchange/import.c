#include "exchange/import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/process.h"
#include "base/text.h"
#include "csv/csv_items.h"
#include "exchange/import_parts.h"
#include "exchange/import_people.h"
#include "exchange/items_open.h"
#include "pricing/rule.h"
#include "store/event.h"

#define PROGRESS_ROWS 64
/* Rows of one reading transaction, and how often a writing one asks for the time. */
#define SURVEY_ROWS 512
#define STAGE_ROWS 16

/* Whom to name where a row could not be read whole. */
static const char *
subject_of(const struct item *item)
{
	static const char *const keys[] = { "sku", "product", "order", "customer" };
	const struct item_node *node = item->node;
	const struct item_node *name = NULL;
	size_t i;

	for (i = 0; node && i < RULE_KIND_COUNT; i++)
		if (strcmp(item->section, rule_types[i].section) == 0)
			name = import_key(node, rule_types[i].name_key);
	for (i = 0; node && !name && i < sizeof(keys) / sizeof(keys[0]); i++)
		name = import_key(node, keys[i]);
	return name && name->kind == ITEM_TEXT && !sku_fault(name->text) ? name->text
									 : "";
}

static const struct {
	const char *name;
	enum status (*import)(struct import_row *row, struct err *err);
} sections[] = {
	{ "products", import_product },
	{ "categories", import_category },
	{ "tax", import_tax },
	{ "shipping", import_shipping },
	{ "sales", import_sale },
	{ "promotions", import_promotion },
	{ "synonyms", import_synonym },
	{ "customers", import_customer },
	{ "orders", import_order },
};
#define SECTION_COUNT (sizeof(sections) / sizeof(sections[0]))

static enum status
unknown_section(const char *name, struct err *err)
{
	const char *names[SECTION_COUNT + 1] = { NULL };
	const char *nearest;
	size_t i;

	for (i = 0; i < SECTION_COUNT; i++)
		names[i] = sections[i].name;
	nearest = text_nearest(name, names);
	if (nearest)
		return fail(err, ST_BAD_DATA,
			"unknown section '%s' (did you mean '%s'?)", name, nearest);
	return fail(err, ST_BAD_DATA,
		"unknown section '%s' (known are products, categories, tax, "
		"shipping, sales, promotions, synonyms, customers and orders)",
		name);
}

static struct import_place
place_of(const struct item *item)
{
	return (struct import_place){ item->place.line, item->place.column };
}

/* Said once for all items of the section; each of them is rejected. */
static enum status
refuse_section(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	const struct item_node *node = row->item->node;

	if (row->item->is_section)
		return import_check(row, unknown_section(row->item->section, err),
			place_of(row->item), err);
	if (import->refused_line == node->key_line &&
		import->refused_column == node->key_column) {
		row->errors++;
		return ST_OK;
	}
	import->refused_line = node->key_line;
	import->refused_column = node->key_column;
	return import_check(row, unknown_section(row->item->section, err),
		import_at_key(node), err);
}

static enum status
import_item(struct import_row *row, struct err *err)
{
	size_t i;

	for (i = 0; i < SECTION_COUNT; i++)
		if (strcmp(row->item->section, sections[i].name) == 0)
			return sections[i].import(row, err);
	return refuse_section(row, err);
}

/* All but products wait until the products are there, in the order of the file: an
 * open order may stand before what it waits for. */
static bool
waits(const struct import *import, const struct item *item)
{
	size_t i;

	if (import->mode == IMPORT_APPLY && import->again)
		return false;
	for (i = 1; i < SECTION_COUNT; i++)
		if (strcmp(item->section, sections[i].name) == 0)
			return true;
	return false;
}

static enum status
look_at(struct import_row *row, enum status read, struct err *err)
{
	struct import_place place = { err->line, err->column };

	if (read == ST_OK && waits(row->import, row->item))
		return import_list_add(&row->import->others, row->number, err);
	if (read == ST_OK)
		return import_item(row, err);
	row->sku = subject_of(row->item);
	return import_check(row, read, place, err);
}

/* read is what reading the item came to, described in err. */
static enum status
take_item(struct import_row *row, enum status read, struct err *err)
{
	struct import *import = row->import;

	TRY(look_at(row, read, err));
	if (row->errors == 0)
		return ST_OK;
	if (import->tentative)
		return import_list_add(&import->deferred, row->number, err);
	import->result->rejected++;
	import_rows_mark(&import->rows, row->number, ROW_REJECTED);
	if (import->request->archive_missing)
		TRY(import_note_rejected(row, err));
	return import_rejects_item(&import->rejects, row->item, err);
}

enum status
import_take_again(struct import *import, uint32_t number, struct err *err)
{
	struct item_place place = import_rows_place(&import->rows, number);
	struct item item = { .section = "" };
	struct import_row row = { import, &item, "", 0, number };
	enum status status;

	status = item_reader_again(
		import->reader, &place, txn_arena(import->txn), &item, err);
	if (status != ST_OK && status != ST_BAD_DATA)
		return status;
	import->again = true;
	status = take_item(&row, status, err);
	import->again = false;
	return status;
}

enum status
import_take_list(
	struct import *import, const struct import_list *list, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct arena_mark mark = arena_mark(arena);
	size_t i;

	for (i = 0; i < list->count; i++) {
		arena_rewind(arena, mark);
		if (import_rows_is(&import->rows, list->items[i], ROW_REJECTED))
			continue;
		TRY(signal_check(err));
		TRY(import_take_again(import, list->items[i], err));
	}
	arena_rewind(arena, mark);
	return ST_OK;
}

/* Nothing behind the place can be read. */
static enum status
note_broken(struct import *import, enum status status, struct err *err)
{
	struct import_row none = { import, NULL, "", 0, IMPORT_NO_ROW };

	if (status != ST_BAD_DATA)
		return status;
	import->broken = true;
	import->rejects.fd = -1;
	return import_check(
		&none, status, (struct import_place){ err->line, err->column }, err);
}

/* Now and then; true where somebody wants all this to end. */
static enum status
show_progress(const struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	if (import->rows.count % PROGRESS_ROWS != 0)
		return ST_OK;
	if (request->on_progress)
		request->on_progress(request->arg, import->rows.count,
			item_reader_position(import->reader));
	return signal_check(err);
}

bool
import_is_slice_over(struct import *import)
{
	switch (import->mode) {
	case IMPORT_APPLY:
		return false;
	case IMPORT_SURVEY:
		return ++import->slice_rows > SURVEY_ROWS ||
		       (import->changed.count > IMPORT_DIRECT &&
			       !import_is_refused(import));
	case IMPORT_STAGE:
		return ++import->slice_rows % STAGE_ROWS == 0 &&
		       stage_slice_over(import->txn);
	}
	return true;
}

static bool
is_known(const char *section)
{
	for (size_t i = 0; i < SECTION_COUNT; i++)
		if (strcmp(section, sections[i].name) == 0)
			return true;
	return false;
}

static enum status
read_next(struct import *import, struct err *err)
{
	struct item item;
	struct import_row row = { import, &item, "", 0, 0 };
	enum status status;
	bool recoverable;
	bool found;

	status = item_reader_next(import->reader, &item, &found, &recoverable, err);
	import->ended = status == ST_OK ? !found : !recoverable;
	if (import->ended)
		return status == ST_OK ? ST_OK : note_broken(import, status, err);
	if (item.is_section && is_known(item.section))
		return ST_OK;
	TRY(import_rows_add(&import->rows, &item.place, &row.number, err));
	TRY(take_item(&row, status, err));
	return show_progress(import, err);
}

enum status
import_read(struct import *import, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct arena_mark mark = arena_mark(arena);
	enum status status = ST_OK;

	import->slice_rows = 0;
	while (status == ST_OK && !import->ended && !import_is_slice_over(import)) {
		arena_rewind(arena, mark);
		status = read_next(import, err);
	}
	return status;
}

bool
import_is_refused(const struct import *import)
{
	return import->broken ||
	       (import->result->rejected > 0 && !import->request->keep_going);
}

enum status
import_refuse(const struct import *import, struct err *err)
{
	const struct import_result *result = import->result;
	const struct import_error *only = result->errors.items;
	const char *unread =
		import->broken ? "the file cannot be read to its end, " : "";
	char rows[40] = "";

	if (result->rejected > 0)
		snprintf(rows, sizeof(rows), "%" PRId64 " row%s rejected, ",
			result->rejected, result->rejected == 1 ? "" : "s");
	if (result->error_count > 1)
		return fail(
			err, ST_BAD_DATA, "%s%snothing was imported", rows, unread);
	return fail_at(err, only->file, (uint64_t)only->line, (uint64_t)only->column,
		"%s%s%.800s (%snothing was imported)", only->sku,
		only->sku[0] ? ": " : "", only->message, rows);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static enum status
append_event(struct import *import, const uint8_t file[HASH_SIZE], struct err *err)
{
	const struct import_result *result = import->result;
	struct event event = { .subject_kind = "import",
		.subject = base_name(import->request->path),
		.kind = "imported" };
	char file_text[2 * HASH_SIZE + 1];
	char list_text[2 * HASH_SIZE + 1];
	uint8_t list[HASH_SIZE];

	TRY(import_log_close(&import->log, list, err));
	hex_encode((struct bytes){ file, HASH_SIZE }, file_text);
	hex_encode((struct bytes){ list, HASH_SIZE }, list_text);
	TRY(arena_format(txn_arena(import->txn), &event.note, err,
		"%" PRId64 " new, %" PRId64 " changed, %" PRId64
		" unchanged, %" PRId64
		" rejected; BLAKE2b of the file %s, of the changes %s (list %" PRIu64
		")",
		result->new_count, result->changed, result->unchanged,
		result->rejected, file_text, list_text, import->log.import));
	return event_append(import->txn, &event, err);
}

enum status
import_end(struct import *import, struct err *err)
{
	struct catalog *catalog = import->catalog;
	uint8_t hash[HASH_SIZE];

	import->catalog = NULL;
	TRY(catalog_close(catalog, err));
	TRY(import_documents_end(import, err));
	TRY(item_reader_hash(import->reader, hash, err));
	return append_event(import, hash, err);
}

static void
forget(struct import *import)
{
	item_reader_close(import->reader);
	import->reader = NULL;
	import_rows_free(&import->rows);
	import_names_free(&import->names);
	import_seen_free(&import->seen);
	import_list_free(&import->changed);
	import_list_free(&import->others);
	import_list_free(&import->deferred);
	arena_free(&import->missing.arena);
}

enum status
import_begin(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	forget(import);
	import->ended = false;
	import->broken = false;
	import->refused_line = 0;
	import->is_nameless = false;
	*import->result = (struct import_result){ 0 };
	import_notes_clear(import);
	TRY(import_rejects_open(
		&import->rejects, request->rejects_fd, request->fd, err));
	TRY(items_open(request->fd, request->path, &import->reader, err));
	if (csv_items_is(import->reader))
		import->rejects.csv = import->reader;
	return ST_OK;
}

/* A dry run lists what is too much, too. */
static enum status
archive_missing(struct import *import, struct err *err)
{
	bool dry_run = import->request->dry_run;

	TRY(import_missing_find(import, err));
	if (!dry_run)
		TRY(import_missing_check(import, err));
	TRY(import_missing_archive_some(import, err));
	return dry_run ? import_missing_check(import, err) : ST_OK;
}

static enum status
take_others(struct import *import, struct err *err)
{
	enum status status;

	import_notes_widen(import);
	status = import_take_list(import, &import->others, err);
	import_notes_sort(import);
	return status;
}

static enum status
apply_file(struct import *import, struct err *err)
{
	TRY(import_begin(import, err));
	TRY(import_scope_check(import, err));
	TRY(import_log_open(
		&import->log, import->txn, txn_arena(import->txn), false, err));
	TRY(catalog_open(import->txn, &import->catalog, err));
	TRY(import_read(import, err));
	TRY(take_others(import, err));
	if (import_is_refused(import))
		return import_refuse(import, err);
	TRY(archive_missing(import, err));
	return import_end(import, err);
}

/* It may be run again: what the last run told is forgotten. */
static enum status
apply(struct txn *txn, void *arg, struct err *err)
{
	struct import *import = arg;
	enum status status = ST_OK;

	import->txn = txn;
	if (import->request->on_restart)
		status = import->request->on_restart(import->request->arg, err);
	if (status == ST_OK)
		status = apply_file(import, err);
	catalog_abandon(import->catalog);
	import->catalog = NULL;
	import->log.txn = NULL;
	return status;
}

static bool
is_small(const struct import_request *request)
{
	struct stat stat;

	return fstat(request->fd, &stat) != 0 ||
	       (uint64_t)stat.st_size <= IMPORT_SMALL;
}

enum status
import_run(const struct import_request *request, struct import_result *result,
	struct err *err)
{
	struct import import = { .request = request, .result = result };
	enum status status;

	*result = (struct import_result){ 0 };
	TRY(import_notes_open(&import, err));
	if (is_small(request))
		status = request->write(request->arg, apply, &import, err);
	else
		status = import_survey(&import, err);
	forget(&import);
	return status;
}

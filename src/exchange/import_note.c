#include <stdio.h>
#include <string.h>

#include "exchange/import_parts.h"

/* Errors and warnings, kept where rows come and go. */

static const struct field error_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct import_error, file) },
	{ FIELD(2, FIELD_COUNT, struct import_error, line) },
	{ FIELD(3, FIELD_COUNT, struct import_error, column) },
	{ FIELD(4, FIELD_TEXT, struct import_error, sku) },
	{ FIELD(5, FIELD_TEXT, struct import_error, message) },
};

const struct record_type import_error_record = { .name = "import error",
	RECORD_FIELDS(struct import_error, error_fields) };

static const struct field change_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct import_change, sku) },
	{ FIELD(2, FIELD_TEXT, struct import_change, kind) },
	{ FIELD(3, FIELD_TEXT, struct import_change, field) },
	{ FIELD(4, FIELD_TEXT, struct import_change, old) },
	{ FIELD(5, FIELD_TEXT, struct import_change, new) },
};

const struct record_type import_change_record = { .name = "import change",
	RECORD_FIELDS(struct import_change, change_fields) };

/* The texts of an error: their memory is taken before the first row. */
#define NOTES_MAX ((size_t)2 * IMPORT_ERRORS_MAX)
struct import_note {
	uint32_t row;
	char sku[CATEGORY_SIZE_MAX + 1];
	char message[ERR_MESSAGE_MAX];
};

static enum status
notes_open(struct import *import, struct import_notes *notes, struct err *err)
{
	struct arena *arena = import->request->arena;

	TRY(ARENA_NEW(arena, NOTES_MAX, &notes->items, err));
	return ARENA_NEW(arena, NOTES_MAX, &notes->texts, err);
}

enum status
import_notes_open(struct import *import, struct err *err)
{
	TRY(notes_open(import, &import->errors, err));
	TRY(notes_open(import, &import->warnings, err));
	import_notes_clear(import);
	return ST_OK;
}

static void
clear(struct import_notes *notes, struct list *list)
{
	*list = (struct list){ notes->items, 0 };
	notes->used = 0;
	notes->max = IMPORT_ERRORS_MAX;
}

void
import_notes_clear(struct import *import)
{
	clear(&import->errors, &import->result->errors);
	clear(&import->warnings, &import->result->warnings);
}

void
import_notes_widen(struct import *import)
{
	import->errors.max = import->result->errors.count + IMPORT_ERRORS_MAX;
}

static uint32_t
row_of(const struct import_error *error)
{
	const struct import_note *note =
		(const void *)(error->message -
			       offsetof(struct import_note, message));

	return note->row;
}

void
import_notes_sort(struct import *import)
{
	struct list *list = &import->result->errors;
	struct import_error *items = import->errors.items;
	size_t i;
	size_t to;

	for (i = 1; i < list->count; i++) {
		struct import_error error = items[i];

		for (to = i; to > 0 && row_of(&items[to - 1]) > row_of(&error); to--)
			items[to] = items[to - 1];
		items[to] = error;
	}
	if (list->count > IMPORT_ERRORS_MAX)
		list->count = IMPORT_ERRORS_MAX;
	import->errors.max = IMPORT_ERRORS_MAX;
}

static void
keep(struct import_notes *notes, struct list *list, const struct import_error *error,
	uint32_t row)
{
	struct import_note *text;

	if (list->count >= notes->max || notes->used == NOTES_MAX)
		return;
	text = &notes->texts[notes->used++];
	text->row = row;
	snprintf(text->sku, sizeof(text->sku), "%s", error->sku);
	snprintf(text->message, sizeof(text->message), "%s", error->message);
	notes->items[list->count++] = (struct import_error){ error->file, error->line,
		error->column, text->sku, text->message };
}

struct import_place
import_at(const struct item_node *node)
{
	return (struct import_place){ node->line, node->column };
}

struct import_place
import_at_key(const struct item_node *node)
{
	return (struct import_place){ node->key_line, node->key_column };
}

static struct import_error
error_of(const struct import_row *row, const char *sku, struct import_place place,
	const char *message)
{
	return (struct import_error){ row->import->request->path, (int64_t)place.line,
		(int64_t)place.column, sku, message };
}

static bool
is_fault_of_row(enum status status)
{
	return status == ST_BAD_DATA || status == ST_NOT_FOUND ||
	       status == ST_EXISTS || status == ST_REFUSED;
}

enum status
import_check(struct import_row *row, enum status status, struct import_place place,
	struct err *err)
{
	struct import *import = row->import;
	struct import_error error;

	if (!is_fault_of_row(status))
		return status;
	row->errors++;
	if (import->tentative)
		return ST_OK;
	error = error_of(row, row->sku, place, err->message);
	import->result->error_count++;
	keep(&import->errors, &import->result->errors, &error, row->number);
	return import_rejects_comment(
		&import->rejects, row->item, &error, txn_arena(import->txn), err);
}

void
import_warn(struct import_row *row, const char *sku, struct import_place place,
	const char *message)
{
	struct import *import = row->import;
	struct import_error warning = error_of(row, sku, place, message);

	if (import->telling == TELL_NONE)
		return;
	import->result->warning_count++;
	keep(&import->warnings, &import->result->warnings, &warning, row->number);
}

void
import_count(const struct import *import, int64_t *count)
{
	if (import->telling == TELL_ALL)
		++*count;
}

enum status
import_tell(
	struct import *import, const struct import_change *change, struct err *err)
{
	const struct import_request *request = import->request;

	if (import->telling == TELL_NONE)
		return ST_OK;
	if (change->field[0])
		TRY(import_log_add(&import->log, change, err));
	if (!request->on_change)
		return ST_OK;
	return request->on_change(request->arg, change, err);
}

enum status
import_tell_changes(struct import *import, const struct list *changes,
	const char *subject, bool known, struct err *err)
{
	struct import_change told = { subject, "unchanged", "", "", "" };
	const struct change *items = changes->items;
	size_t i;

	if (changes->count == 0) {
		import_count(import, &import->result->unchanged);
		return import_tell(import, &told, err);
	}
	import_count(import,
		known ? &import->result->changed : &import->result->new_count);
	told.kind = known ? "changed" : "new";
	for (i = 0; i < changes->count; i++) {
		told.field = items[i].field;
		told.old = items[i].old;
		told.new = items[i].new;
		TRY(import_tell(import, &told, err));
	}
	return ST_OK;
}

enum status
import_tell_record(struct import *import, const struct record_pair *pair,
	const char *subject, bool known, struct err *err)
{
	struct list changes;

	TRY(record_diff(pair, (struct record_style){ 0 }, txn_arena(import->txn),
		&changes, err));
	return import_tell_changes(import, &changes, subject, known, err);
}

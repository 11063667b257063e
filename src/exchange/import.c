#include "exchange/import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "exchange/import_parts.h"
#include "exchange/import_people.h"
#include "pricing/rule.h"
#include "store/event.h"

#define PROGRESS_ROWS 64

static enum status
rewind_file(const struct import_request *request, struct err *err)
{
	if (lseek(request->fd, 0, SEEK_SET) != 0)
		return fail_errno(err, ST_NO_INPUT, errno,
			"cannot read '%s' from its beginning", request->path);
	return ST_OK;
}

/* Whom to name where a row could not be read whole. */
static const char *
subject_of(const struct item *item)
{
	const struct item_node *node = item->node;
	const struct item_node *name = NULL;
	size_t i;

	for (i = 0; node && i < RULE_KIND_COUNT; i++)
		if (strcmp(item->section, rule_types[i].section) == 0)
			name = import_key(node, rule_types[i].name_key);
	if (!name && node)
		name = import_key(node, "sku");
	if (!name && node)
		name = import_key(node, "product");
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

/* Said once for all items of the section; each of them is rejected. */
static enum status
refuse_section(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	const struct item_node *node = row->item->node;

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

/* read is what reading the item came to, described in err. */
static enum status
take_item(struct import *import, const struct item *item, enum status read,
	struct err *err)
{
	struct import_row row = { import, item, "", 0 };

	import->rows++;
	if (read == ST_OK) {
		TRY(import_item(&row, err));
	} else {
		row.sku = subject_of(item);
		TRY(import_check(&row, read,
			(struct import_place){ err->line, err->column }, err));
	}
	if (row.errors == 0)
		return ST_OK;
	import->result->rejected++;
	return import_rejects_item(&import->rejects, item, err);
}

/* Nothing behind the place can be read. */
static enum status
note_broken(struct import *import, enum status status, struct err *err)
{
	struct import_row none = { import, NULL, "", 0 };

	if (status != ST_BAD_DATA)
		return status;
	import->broken = true;
	import->rejects.fd = -1;
	return import_check(
		&none, status, (struct import_place){ err->line, err->column }, err);
}

static void
show_progress(const struct import *import)
{
	const struct import_request *request = import->request;

	if (request->on_progress && import->rows % PROGRESS_ROWS == 0)
		request->on_progress(request->arg, import->rows,
			yaml_ahead_position(import->reader));
}

static enum status
read_items(struct import *import, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct arena_mark mark = arena_mark(arena);
	struct item item;
	enum status status;
	bool recoverable;
	bool found;

	for (;;) {
		arena_rewind(arena, mark);
		status = yaml_ahead_next(
			import->reader, &item, &found, &recoverable, err);
		if (status != ST_OK && !recoverable)
			return note_broken(import, status, err);
		if (status == ST_OK && !found)
			return ST_OK;
		TRY(take_item(import, &item, status, err));
		show_progress(import);
	}
}

/* "3 rows rejected, nothing was imported"; where there is one error alone, that. */
static enum status
refuse(const struct import *import, struct err *err)
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
		" rejected; BLAKE2b of the file %s, of the changes %s",
		result->new_count, result->changed, result->unchanged,
		result->rejected, file_text, list_text));
	TRY(event_append(import->txn, &event, err));
	invariant(event.number == import->log.event);
	return ST_OK;
}

static enum status
run(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;
	uint8_t hash[HASH_SIZE];

	TRY(rewind_file(request, err));
	TRY(yaml_ahead_open(request->fd, request->path, &import->reader, err));
	TRY(import_rejects_open(
		&import->rejects, request->rejects_fd, request->fd, err));
	TRY(import_notes_open(import, err));
	TRY(import_log_open(&import->log, import->txn, err));
	TRY(catalog_open(import->txn, &import->catalog, err));
	TRY(read_items(import, err));
	if (import->broken || (import->result->rejected > 0 && !request->keep_going))
		return refuse(import, err);
	TRY(catalog_close(import->catalog, err));
	TRY(yaml_ahead_hash(import->reader, hash, err));
	return append_event(import, hash, err);
}

enum status
import_run(struct txn *txn, const struct import_request *request,
	struct import_result *result, struct err *err)
{
	struct import import = { .txn = txn, .request = request, .result = result };
	enum status status;

	*result = (struct import_result){ 0 };
	status = run(&import, err);
	catalog_abandon(import.catalog);
	yaml_ahead_close(import.reader);
	import_seen_free(&import.seen);
	return status;
}

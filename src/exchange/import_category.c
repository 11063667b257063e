#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "catalog/category.h"
#include "exchange/import_parts.h"

#define POSITION_MAX 999999999
#define LANGUAGE_SIZE_MAX 35
#define LANGUAGES_MAX 100

/* Letters, digits and hyphens, as BCP 47 (RFC 5646) has them. */
static bool
is_language(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	size_t size = strlen(text);

	return size >= 2 && size <= LANGUAGE_SIZE_MAX &&
	       strspn(text, letters) == size && text[0] != '-';
}

static enum status
check_name(const struct item_node *node, struct err *err)
{
	const char *reason;
	size_t offset;

	if (!is_language(node->key))
		return fail(err, ST_BAD_DATA,
			"'%s' is not a language such as de or pt-BR", node->key);
	if (node->kind != ITEM_TEXT && node->kind != ITEM_NULL)
		return fail(err, ST_BAD_DATA, "name is %s where a text is meant",
			import_kind(node));
	if (node->kind == ITEM_NULL)
		return ST_OK;
	if (node->size > NAME_SIZE_MAX)
		return fail(err, ST_BAD_DATA, "name is longer than %d bytes (%zu)",
			NAME_SIZE_MAX, node->size);
	if (text_find_forbidden(node->text, node->size, "", &offset, &reason))
		return fail(err, ST_BAD_DATA,
			"name holds a forbidden character at byte %zu: %s",
			offset + 1, reason);
	return ST_OK;
}

/* The names by language, with one set, or taken out where it has no text. */
static enum status
set_name(struct arena *arena, const struct item_node *node, struct list *names,
	struct err *err)
{
	const struct category_name *old = names->items;
	struct category_name *items;
	size_t count = 0;
	size_t i = 0;

	TRY(ARENA_NEW(arena, names->count + 1, &items, err));
	while (i < names->count && strcmp(old[i].language, node->key) < 0)
		items[count++] = old[i++];
	if (i < names->count && strcmp(old[i].language, node->key) == 0)
		i++;
	if (node->size > 0)
		items[count++] = (struct category_name){ node->key, node->text };
	while (i < names->count)
		items[count++] = old[i++];
	if (count > LANGUAGES_MAX)
		return fail(err, ST_BAD_DATA, "there are more than %d names",
			LANGUAGES_MAX);
	*names = (struct list){ items, count };
	return ST_OK;
}

static enum status
set_names(struct import_row *row, struct category *category,
	const struct item_node *map, struct err *err)
{
	struct arena *arena = txn_arena(row->import->txn);
	const struct item_node *node;
	enum status status;

	if (map->kind == ITEM_NULL) {
		category->names = (struct list){ NULL, 0 };
		return ST_OK;
	}
	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"name is %s where a map of languages is meant, such "
				"as { de: T-Shirts }",
				import_kind(map)),
			import_at(map), err);
	for (node = map->first; node; node = node->next) {
		status = check_name(node, err);
		if (status == ST_OK)
			status = set_name(arena, node, &category->names, err);
		TRY(import_check(row, status, import_at(node), err));
	}
	return ST_OK;
}

static enum status
set_needs_shipping(struct import_row *row, struct category *category,
	const struct item_node *node, struct err *err)
{
	const struct field *field = record_field(&category_record, node->key);
	enum status status;

	if (import_is_none(node)) {
		category->needs_shipping = ANSWER_NONE;
		return ST_OK;
	}
	status = node->kind == ITEM_TEXT
			 ? edit_choice(
				   field, node->text, &category->needs_shipping, err)
			 : fail(err, ST_BAD_DATA,
				   "needs_shipping is %s where yes or no is meant",
				   import_kind(node));
	return import_check(row, status, import_at(node), err);
}

static enum status
unknown_key(struct import_row *row, const struct item_node *node, struct err *err)
{
	static const char *const keys[] = { "category", "position", "name",
		"needs_shipping", NULL };
	const char *nearest = text_nearest(node->key, keys);
	enum status status;

	status = nearest ? fail(err, ST_BAD_DATA,
				   "unknown key '%s' (did you mean '%s'?)", node->key,
				   nearest)
			 : fail(err, ST_BAD_DATA,
				   "unknown key '%s' (a category has category, "
				   "position, name and needs_shipping)",
				   node->key);
	return import_check(row, status, import_at_key(node), err);
}

static enum status
set_key(struct import_row *row, struct category *category,
	const struct item_node *node, struct err *err)
{
	static const struct import_limits limits = { POSITION_MAX, NUMBER_NONE };

	if (strcmp(node->key, "category") == 0)
		return ST_OK;
	if (strcmp(node->key, "position") == 0)
		return import_number(row, node, &limits, &category->position, err);
	if (strcmp(node->key, "name") == 0)
		return set_names(row, category, node, err);
	if (strcmp(node->key, "needs_shipping") == 0)
		return set_needs_shipping(row, category, node, err);
	return unknown_key(row, node, err);
}

/* A valid path that the file did not have before; row->errors tells. */
static enum status
take_path(struct import_row *row, const struct item_node *node, struct err *err)
{
	const char *path;
	const char *fault;
	uint64_t line = node->line;
	bool is_new = true;

	TRY(import_text(row, node, &path, err));
	if (!path)
		return ST_OK;
	fault = category_fault(path);
	if (fault)
		return import_check(row,
			fail(err, ST_BAD_DATA, "category '%s' %s", path, fault),
			import_at(node), err);
	row->sku = path;
	TRY(import_seen_add(
		&row->import->seen, SEEN_CATEGORY, path, &line, &is_new, err));
	if (is_new)
		return ST_OK;
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"category '%s' is there twice, first on line %" PRIu64, path,
			line),
		import_at(node), err);
}

static enum status
find_path(struct import_row *row, struct err *err)
{
	const struct item_node *map = row->item->node;
	const struct item_node *path = import_key(map, "category");
	enum status status;

	if (path)
		return take_path(row, path, err);
	status = map->kind == ITEM_MAP
			 ? fail(err, ST_BAD_DATA,
				   "a category needs its path ('category:')")
			 : fail(err, ST_BAD_DATA, "a category is a map, not %s",
				   import_kind(map));
	return import_check(row, status, import_at(map), err);
}

enum status
import_category(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	const struct item_node *node;
	struct record_pair pair;
	struct category stored;
	struct category now;
	bool found;

	TRY(find_path(row, err));
	if (row->errors > 0)
		return ST_OK;
	record_init(&category_record, &stored);
	TRY(category_get(import->txn, row->sku, &stored, &found, err));
	now = stored;
	now.path = row->sku;
	for (node = row->item->node->first; node; node = node->next)
		TRY(set_key(row, &now, node, err));
	if (row->errors > 0)
		return ST_OK;
	TRY(category_put(import->txn, &now, err));
	pair = (struct record_pair){ &category_record, &stored, &now, "" };
	return import_tell_record(
		import, &pair, now.path, found && !category_is_silent(&stored), err);
}

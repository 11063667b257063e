#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "exchange/import_parts.h"

#define NUMBER_DIGITS_MAX 15

const char *
import_kind(const struct item_node *node)
{
	static const char *const names[] = {
		[ITEM_NULL] = "null",
		[ITEM_TEXT] = "a text",
		[ITEM_LIST] = "a list",
		[ITEM_MAP] = "a map",
	};

	return names[node->kind];
}

const struct item_node *
import_key(const struct item_node *map, const char *key)
{
	const struct item_node *node = map->kind == ITEM_MAP ? map->first : NULL;

	while (node && strcmp(node->key, key) != 0)
		node = node->next;
	return node;
}

const struct edit_key *
import_find_key(const struct import_row *row, const struct item_node *node)
{
	struct edit_keys *keys = &row->import->keys;

	if (!keys->made)
		edit_keys_make(keys);
	return edit_keys_find(keys, node->key, node->key_size);
}

bool
import_is_none(const struct item_node *node)
{
	return node->kind == ITEM_NULL ||
	       (node->kind == ITEM_TEXT && node->size == 0);
}

enum status
import_text(struct import_row *row, const struct item_node *node, const char **text,
	struct err *err)
{
	enum status status;

	*text = NULL;
	if (import_is_none(node)) {
		status = fail(err, ST_BAD_DATA, "%s has no value", node->key);
	} else if (node->kind != ITEM_TEXT) {
		status = fail(err, ST_BAD_DATA, "%s is %s where a text is meant",
			node->key, import_kind(node));
	} else {
		*text = node->text;
		return ST_OK;
	}
	return import_check(row, status, import_at(node), err);
}

static enum status
parse_number(
	const struct item_node *node, int64_t max, int64_t *number, struct err *err)
{
	size_t digits;
	int64_t parsed;

	if (node->kind != ITEM_TEXT)
		return fail(err, ST_BAD_DATA,
			"%s is %s where a whole number is meant", node->key,
			import_kind(node));
	digits = strspn(node->text, "0123456789");
	if (node->text[0] == '-' && node->size > 1 &&
		strspn(node->text + 1, "0123456789") == node->size - 1)
		return fail(err, ST_BAD_DATA, "%s '%s' is below zero", node->key,
			node->text);
	if (digits != node->size)
		return fail(err, ST_BAD_DATA, "%s '%s' is not a whole number",
			node->key, node->text);
	parsed = digits <= NUMBER_DIGITS_MAX ? strtoll(node->text, NULL, 10) : max;
	if (digits > NUMBER_DIGITS_MAX || parsed > max)
		return fail(err, ST_BAD_DATA, "%s '%s' is above %" PRId64, node->key,
			node->text, max);
	*number = parsed;
	return ST_OK;
}

enum status
import_number(struct import_row *row, const struct item_node *node,
	const struct import_limits *limits, int64_t *number, struct err *err)
{
	if (import_is_none(node)) {
		*number = limits->none;
		return ST_OK;
	}
	return import_check(row, parse_number(node, limits->max, number, err),
		import_at(node), err);
}

/* The first item of a list that is neither text nor null. */
static const struct item_node *
find_odd_item(const struct item_node *list)
{
	const struct item_node *item = list->first;

	while (item && (item->kind == ITEM_TEXT || item->kind == ITEM_NULL))
		item = item->next;
	return item;
}

static size_t
count_texts(const struct item_node *list)
{
	const struct item_node *item;
	size_t count = 0;

	for (item = list->first; item; item = item->next)
		if (item->kind == ITEM_TEXT)
			count++;
	return count;
}

/* The texts of a node that is a text, a list of texts or null. */
static enum status
take_texts(struct arena *arena, const struct item_node *node, struct texts *texts,
	struct err *err)
{
	const struct item_node *item = node->kind == ITEM_LIST ? node->first : node;
	size_t count = node->kind == ITEM_LIST ? count_texts(node) : 1;

	*texts = (struct texts){ NULL, 0 };
	TRY(ARENA_NEW(arena, count, &texts->items, err));
	for (; item && texts->count < count;
		item = node->kind == ITEM_LIST ? item->next : NULL)
		if (item->kind == ITEM_TEXT)
			texts->items[texts->count++] = item->text;
	return ST_OK;
}

/* Refuses what is no text, and a list where only one text may be. */
static enum status
check_shape(struct import_row *row, const struct item_node *node, bool may_be_list,
	struct err *err)
{
	const struct item_node *odd = node;
	const char *meant = may_be_list ? "a text or a list of texts" : "one value";
	enum status status;

	if (node->kind == ITEM_LIST && may_be_list)
		odd = find_odd_item(node);
	else if (node->kind == ITEM_TEXT || node->kind == ITEM_NULL)
		return ST_OK;
	if (!odd)
		return ST_OK;
	status = odd == node ? fail(err, ST_BAD_DATA, "%s is %s where %s is meant",
				       node->key, import_kind(node), meant)
			     : fail(err, ST_BAD_DATA,
				       "%s has %s in its list where a text is meant",
				       node->key, import_kind(odd));
	return import_check(row, status, import_at(odd), err);
}

enum status
import_texts(struct import_row *row, const struct item_node *node, bool may_be_list,
	struct texts *texts, struct err *err)
{
	size_t errors = row->errors;

	TRY(check_shape(row, node, may_be_list, err));
	if (row->errors > errors)
		return ST_OK;
	return take_texts(txn_arena(row->import->txn), node, texts, err);
}

/* Keys that are not fields of the record tables. */
static const char *const other_keys[] = { "sku", "product", "stock", "attributes",
	"variants" };
#define OTHER_COUNT (sizeof(other_keys) / sizeof(other_keys[0]))

static size_t
count_names(const char *const *names)
{
	size_t count = 0;

	while (names[count])
		count++;
	return count;
}

/* Every key that may stand in a product, or in one of its variants. */
static enum status
all_keys(const struct edit *edit, const char ***out, struct err *err)
{
	const struct texts *options = &edit->product->options;
	const char *const *keys;
	const char **all;
	size_t count;
	size_t i;

	TRY(edit_keys(edit->target, edit->arena, &keys, err));
	count = count_names(keys);
	TRY(ARENA_NEW(
		edit->arena, count + OTHER_COUNT + options->count + 1, &all, err));
	memcpy(all, keys, count * sizeof(*all));
	for (i = 0; i < OTHER_COUNT; i++)
		if (edit->target == EDIT_PRODUCT ||
			(strcmp(other_keys[i], "product") != 0 &&
				strcmp(other_keys[i], "variants") != 0))
			all[count++] = other_keys[i];
	for (i = 0; edit->target == EDIT_VARIANT && i < options->count; i++)
		all[count++] = options->items[i];
	*out = all;
	return ST_OK;
}

static bool
is_product_key(const struct edit *edit, const char *key)
{
	return edit->target == EDIT_VARIANT && edit_has_key(EDIT_PRODUCT, key);
}

static enum status
unknown_key(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err)
{
	const char **keys;
	const char *nearest;
	enum status status;

	TRY(all_keys(edit, &keys, err));
	nearest = text_nearest(node->key, keys);
	if (is_product_key(edit, node->key))
		status = fail(err, ST_BAD_DATA,
			"'%s' is a key of the product, not of a variant", node->key);
	else if (nearest)
		status = fail(err, ST_BAD_DATA,
			"unknown key '%s' (did you mean '%s'?)", node->key, nearest);
	else
		status = fail(err, ST_BAD_DATA,
			"unknown key '%s' (see shop-catalog(5))", node->key);
	return import_check(row, status, import_at_key(node), err);
}

enum status
import_set(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err)
{
	const struct edit_key *key = import_find_key(row, node);
	const struct field *field = key ? key->fields[edit->target] : NULL;
	size_t errors = row->errors;
	struct texts texts;

	if (!field)
		return unknown_key(row, edit, node, err);
	TRY(import_texts(row, node, field->type == FIELD_TEXTS, &texts, err));
	if (row->errors > errors)
		return ST_OK;
	return import_check(
		row, edit_set_key(edit, key, &texts, err), import_at(node), err);
}

/* Reads and checks one; *attribute is left alone where it is refused. */
static enum status
read_attribute(struct import_row *row, struct arena *arena,
	const struct item_node *node, struct attribute *attribute, struct err *err)
{
	size_t errors = row->errors;
	struct attribute read = { .name = node->key };

	TRY(check_shape(row, node, true, err));
	if (row->errors > errors)
		return ST_OK;
	TRY(take_texts(arena, node, &read.values, err));
	TRY(import_check(row, edit_check_attribute(read.name, &read.values, err),
		import_at(node), err));
	*attribute = read;
	return ST_OK;
}

static enum status
read_attributes(struct import_row *row, const struct edit *edit,
	const struct item_node *map, struct err *err)
{
	const struct item_node *node;
	struct attribute *attributes;
	size_t errors = row->errors;
	size_t count = 0;

	for (node = map->first; node; node = node->next)
		count++;
	TRY(ARENA_NEW(edit->arena, count, &attributes, err));
	count = 0;
	for (node = map->first; node; node = node->next)
		TRY(read_attribute(
			row, edit->arena, node, &attributes[count++], err));
	if (row->errors > errors)
		return ST_OK;
	return import_check(row, edit_set_attributes(edit, attributes, count, err),
		import_at(map), err);
}

enum status
import_set_attributes(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err)
{
	if (import_is_none(node)) {
		edit_clear_attributes(edit);
		return ST_OK;
	}
	if (node->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"attributes is %s where a map is meant, such as "
				"{ color: red }",
				import_kind(node)),
			import_at(node), err);
	return read_attributes(row, edit, node, err);
}

enum status
import_set_option(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err)
{
	const char *text;

	TRY(import_text(row, node, &text, err));
	if (!text)
		return ST_OK;
	return import_check(row, edit_set_option(edit, node->key, text, err),
		import_at(node), err);
}

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "catalog/synonym.h"
#include "exchange/import_parts.h"

/* How many texts are looked at before a rule is refused for having too many. */
#define TEXTS_READ_MAX (2 * SYNONYM_TEXTS_MAX)

/* A text of a rule; *text stays where it is refused. */
static enum status
read_one(struct import_row *row, const struct item_node *node, const char *key,
	const char **text, struct err *err)
{
	enum status status;

	if (node->kind != ITEM_TEXT)
		status = fail(err, ST_BAD_DATA, "%s has %s where a text is meant",
			key, import_kind(node));
	else
		status = synonym_check_text(row->import->catalog, node->text, err);
	if (status == ST_OK)
		*text = node->text;
	return import_check(row, status, import_at(node), err);
}

/* A text, or a list of them. */
static enum status
read_texts(struct import_row *row, const struct item_node *node, struct texts *texts,
	struct err *err)
{
	const struct item_node *item = node->kind == ITEM_LIST ? node->first : node;

	TRY(ARENA_NEW(
		txn_arena(row->import->txn), TEXTS_READ_MAX, &texts->items, err));
	while (item && texts->count < TEXTS_READ_MAX) {
		TRY(read_one(
			row, item, node->key, &texts->items[texts->count++], err));
		item = node->kind == ITEM_LIST ? item->next : NULL;
	}
	return ST_OK;
}

static enum status
unknown_key(struct import_row *row, const struct item_node *node, struct err *err)
{
	static const char *const keys[] = { "both", "from", "to", NULL };
	const char *nearest = text_nearest(node->key, keys);
	enum status status;

	status = nearest ? fail(err, ST_BAD_DATA,
				   "unknown key '%s' (did you mean '%s'?)", node->key,
				   nearest)
			 : fail(err, ST_BAD_DATA,
				   "unknown key '%s' (a synonym has both, or from "
				   "and to)",
				   node->key);
	return import_check(row, status, import_at_key(node), err);
}

static enum status
read_key(struct import_row *row, const struct item_node *node, struct synonym *rule,
	struct err *err)
{
	if (strcmp(node->key, "both") == 0)
		return read_texts(row, node, &rule->both, err);
	if (strcmp(node->key, "to") == 0)
		return read_texts(row, node, &rule->to, err);
	if (strcmp(node->key, "from") == 0)
		return read_one(row, node, node->key, &rule->from, err);
	return unknown_key(row, node, err);
}

static enum status
read_rule(struct import_row *row, struct synonym *rule, struct err *err)
{
	const struct item_node *map = row->item->node;
	const struct item_node *node;

	record_init(&synonym_record, rule);
	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"a synonym is a map such as { both: [laptop, "
				"notebook] }, not %s",
				import_kind(map)),
			import_at(map), err);
	for (node = map->first; node; node = node->next)
		TRY(read_key(row, node, rule, err));
	return ST_OK;
}

static enum status
check_new(struct import_row *row, const struct synonym *rule, struct err *err)
{
	const struct item_node *map = row->item->node;
	uint64_t line = map->line;
	const char *name;
	bool is_new;

	if (!rule->from[0] && rule->both.count < 2)
		return ST_OK; /* which is refused for that */
	TRY(synonym_identity(row->import->catalog, rule, &name, err));
	TRY(import_seen_add(
		&row->import->seen, SEEN_SYNONYM, name, &line, &is_new, err));
	if (is_new)
		return ST_OK;
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"the synonym is there twice, first on line %" PRIu64, line),
		import_at(map), err);
}

/* Its number is the shop's own, and nothing that a file says. */
static enum status
tell(struct import *import, const struct synonym_put *put, struct err *err)
{
	struct record_pair pair = { &synonym_record, &put->now, &put->now, "" };
	bool known = put->said || put->replaced.count > 0;
	struct synonym none;

	record_init(&synonym_record, &none);
	none.number = put->now.number;
	if (!known)
		pair.old = &none;
	else if (!put->said)
		pair.old = put->replaced.items;
	return import_tell_record(
		import, &pair, synonym_subject(&put->now), known, err);
}

enum status
import_synonym(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	struct synonym_put put;
	struct synonym rule;

	TRY(read_rule(row, &rule, err));
	if (row->errors > 0)
		return ST_OK;
	row->sku = synonym_subject(&rule);
	TRY(check_new(row, &rule, err));
	if (row->errors > 0)
		return ST_OK;
	TRY(import_check(row, synonym_put(import->catalog, &rule, false, &put, err),
		import_at(row->item->node), err));
	return row->errors > 0 ? ST_OK : tell(import, &put, err);
}

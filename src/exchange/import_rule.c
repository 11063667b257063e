#include <inttypes.h>
#include <string.h>

#include "catalog/catalog.h"
#include "catalog/reprice.h"
#include "exchange/import_parts.h"
#include "pricing/rule_edit.h"

/* A rule of prices, as it was stored and as the row wants it. */
union any_rule {
	struct tax_rate tax;
	struct shipping_method shipping;
	struct sale sale;
	struct promotion promotion;
};

struct wanted_rule {
	struct import_row *row;
	enum rule_kind kind;
	union any_rule stored;
	bool found;
	union any_rule now;
	struct rule_edit edit; /* of now */
};

/* What the rows of a section have in common: naming are the keys that make up the
 * name, of which the first required ones must be there. */
static const struct {
	enum import_seen_kind seen;
	const char *naming[4];
	size_t required;
	const char *example;
} sections[RULE_KIND_COUNT] = {
	[RULE_TAX] = { SEEN_TAX, { "class", "zone", "from", NULL }, 2,
		"{ class: standard, zone: DE, rate: \"19\" }" },
	[RULE_SHIPPING] = { SEEN_SHIPPING, { "method", NULL }, 1,
		"{ method: parcel, price: \"4.90\" }" },
	[RULE_SALE] = { SEEN_SALE, { "sale", NULL }, 1,
		"{ sale: winter, off: 30% }" },
	[RULE_PROMOTION] = { SEEN_PROMOTION, { "promotion", NULL }, 1,
		"{ promotion: summer, do: [{ off: 10%, from: order }] }" },
};

/* A key where a value goes: of the rule, or of its last action. */
struct slot {
	const char *key;
	enum rule_shape shape;
	enum status (*set)(const struct rule_edit *edit,
		const struct rule_value *value, struct err *err);
};

static bool
is_none(const struct item_node *node)
{
	return node->kind == ITEM_NULL ||
	       (node->kind == ITEM_TEXT && node->size == 0);
}

static enum status
refuse_shape(struct import_row *row, const struct item_node *node, const char *meant,
	struct err *err)
{
	return import_check(row,
		fail(err, ST_BAD_DATA, "%s is %s where %s is meant", node->key,
			import_kind(node), meant),
		import_at(node), err);
}

static enum status
set_value(struct wanted_rule *wanted, const struct slot *slot,
	const struct item_node *node, struct err *err)
{
	struct import_row *row = wanted->row;
	struct rule_value value = { .key = slot->key };
	size_t errors = row->errors;

	if (slot->shape == RULE_UNKNOWN)
		return import_check(row, slot->set(&wanted->edit, &value, err),
			import_at_key(node), err);
	if (slot->shape == RULE_MAP && !is_none(node))
		return refuse_shape(row, node, "a map", err);
	if (slot->shape == RULE_ACTIONS && !is_none(node))
		return refuse_shape(row, node, "a list of maps", err);
	TRY(import_texts(row, node, slot->shape == RULE_MANY, &value.texts, err));
	if (row->errors > errors)
		return ST_OK;
	value.clears = value.texts.count == 0;
	return import_check(
		row, slot->set(&wanted->edit, &value, err), import_at(node), err);
}

static enum status
set_action(struct wanted_rule *wanted, const struct item_node *map, struct err *err)
{
	struct import_row *row = wanted->row;
	const struct item_node *node;
	size_t errors = row->errors;

	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"do has %s in its list where a map is meant, such as "
				"{ off: 10%%, from: order }",
				import_kind(map)),
			import_at(map), err);
	TRY(import_check(
		row, rule_add_action(&wanted->edit, err), import_at(map), err));
	if (row->errors > errors)
		return ST_OK;
	for (node = map->first; node; node = node->next) {
		struct slot slot = { node->key, rule_action_shape(node->key),
			rule_set_action };

		TRY(set_value(wanted, &slot, node, err));
	}
	return ST_OK;
}

/* All that a promotion does, in place of what it did. */
static enum status
set_actions(struct wanted_rule *wanted, const struct item_node *list, struct err *err)
{
	const struct item_node *node;

	TRY(rule_clear_actions(&wanted->edit, err));
	for (node = list->first; node; node = node->next)
		TRY(set_action(wanted, node, err));
	return ST_OK;
}

static bool
is_naming(enum rule_kind kind, const char *key)
{
	const char *const *name = sections[kind].naming;

	while (*name && strcmp(*name, key) != 0)
		name++;
	return *name != NULL;
}

/* A map within the rule while it is walked. */
#define MAPS_MAX 3
struct map_level {
	const struct item_node *next;
	const char *key; /* NULL: the rule itself */
};

static enum status
slot_of(struct wanted_rule *wanted, const struct map_level *level,
	const struct item_node *node, struct slot *slot, struct err *err)
{
	slot->set = rule_set;
	slot->key = node->key;
	if (level->key)
		TRY(arena_format(wanted->edit.arena, &slot->key, err, "%s.%s",
			level->key, node->key));
	slot->shape = rule_shape(wanted->kind, slot->key);
	return ST_OK;
}

/* How a rule's keys are put together is not how they are written. */
static bool
is_put_together(const struct slot *slot, const struct map_level *level)
{
	return slot->shape != RULE_UNKNOWN &&
	       strchr(level->key ? slot->key + strlen(level->key) + 1 : slot->key,
		       '.') &&
	       (!level->key || strcmp(level->key, "when.category_total") != 0);
}

static enum status
take_key(struct wanted_rule *wanted, const struct map_level *level,
	const struct item_node *node, struct slot *slot, struct err *err)
{
	TRY(slot_of(wanted, level, node, slot, err));
	if (is_put_together(slot, level))
		return import_check(wanted->row,
			fail(err, ST_BAD_DATA,
				"unknown key '%s' (what stands before the point is a "
				"map)",
				node->key),
			import_at_key(node), err);
	if (!level->key && is_naming(wanted->kind, node->key))
		return ST_OK;
	if (slot->shape == RULE_MAP && node->kind == ITEM_MAP)
		return ST_OK;
	if (slot->shape == RULE_ACTIONS && node->kind == ITEM_LIST)
		return set_actions(wanted, node, err);
	return set_value(wanted, slot, node, err);
}

static enum status
set_keys(struct wanted_rule *wanted, struct err *err)
{
	struct map_level levels[MAPS_MAX] = {
		{ wanted->row->item->node->first, NULL },
	};
	size_t depth = 1;

	while (depth > 0) {
		struct map_level *level = &levels[depth - 1];
		const struct item_node *node = level->next;
		struct slot slot;

		if (!node) {
			depth--;
			continue;
		}
		level->next = node->next;
		TRY(take_key(wanted, level, node, &slot, err));
		if (slot.shape == RULE_MAP && node->kind == ITEM_MAP) {
			invariant(depth < MAPS_MAX);
			levels[depth++] = (struct map_level){ node->first, slot.key };
		}
	}
	return ST_OK;
}

static enum status
set_name(struct wanted_rule *wanted, struct err *err)
{
	const struct item_node *map = wanted->row->item->node;
	const char *const *keys = sections[wanted->kind].naming;
	size_t i;

	for (i = 0; keys[i]; i++) {
		const struct item_node *node = import_key(map, keys[i]);
		struct slot slot = { keys[i], RULE_ONE, rule_set };

		if (node && (i >= sections[wanted->kind].required || !is_none(node)))
			TRY(set_value(wanted, &slot, node, err));
		else if (i < sections[wanted->kind].required)
			TRY(import_check(wanted->row,
				fail(err, ST_BAD_DATA, "a %s needs its %s ('%s:')",
					rule_types[wanted->kind].noun, keys[i],
					keys[i]),
				import_at(node ? node : map), err));
	}
	return ST_OK;
}

static enum status
check_new(struct wanted_rule *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	const struct rule_type *type = &rule_types[wanted->kind];
	const struct item_node *node = import_key(row->item->node, type->name_key);
	uint64_t line = node->line;
	bool is_new;

	TRY(import_seen_add(&row->import->seen, sections[wanted->kind].seen, row->sku,
		&line, &is_new, err));
	if (is_new)
		return ST_OK;
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"%s '%s' is there twice, first on line %" PRIu64, type->noun,
			row->sku, line),
		import_at(node), err);
}

/* Finds the rule that the row is about. */
static enum status
take_name(struct wanted_rule *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	size_t errors = row->errors;

	record_init(rule_types[wanted->kind].record, &wanted->stored);
	record_init(rule_types[wanted->kind].record, &wanted->now);
	TRY(set_name(wanted, err));
	if (row->errors > errors)
		return ST_OK;
	TRY(rule_name(
		wanted->kind, &wanted->now, wanted->edit.arena, &row->sku, err));
	TRY(check_new(wanted, err));
	TRY(rule_find(row->import->txn, wanted->kind, row->sku, &wanted->stored,
		&wanted->found, err));
	if (wanted->found)
		wanted->now = wanted->stored;
	return ST_OK;
}

static enum status
put(struct wanted_rule *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct import *import = row->import;

	TRY(import_check(row, rule_put(import->txn, wanted->kind, &wanted->now, err),
		import_at(row->item->node), err));
	if (row->errors > 0 || wanted->kind != RULE_SALE)
		return ST_OK;
	return catalog_sale_changed(import->catalog,
		wanted->found ? &wanted->stored.sale : NULL, &wanted->now.sale, err);
}

static enum status
finish(struct wanted_rule *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct rule_edit old = wanted->edit;
	struct list changes;

	old.rule = &wanted->stored;
	TRY(rule_changes(wanted->found ? &old : NULL, &wanted->edit, &changes, err));
	if (changes.count > 0)
		TRY(put(wanted, err));
	if (row->errors > 0)
		return ST_OK;
	return import_tell_changes(
		row->import, &changes, row->sku, wanted->found, err);
}

static enum status
import_rule(struct import_row *row, enum rule_kind kind, struct err *err)
{
	const struct item_node *map = row->item->node;
	struct wanted_rule wanted = { .row = row, .kind = kind };

	wanted.edit = (struct rule_edit){ kind, &wanted.now,
		catalog_decimals(row->import->catalog), txn_arena(row->import->txn) };
	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA, "a %s is a map such as %s, not %s",
				rule_types[kind].noun, sections[kind].example,
				import_kind(map)),
			import_at(map), err);
	TRY(take_name(&wanted, err));
	TRY(set_keys(&wanted, err));
	return row->errors > 0 ? ST_OK : finish(&wanted, err);
}

enum status
import_tax(struct import_row *row, struct err *err)
{
	return import_rule(row, RULE_TAX, err);
}

enum status
import_shipping(struct import_row *row, struct err *err)
{
	return import_rule(row, RULE_SHIPPING, err);
}

enum status
import_sale(struct import_row *row, struct err *err)
{
	return import_rule(row, RULE_SALE, err);
}

enum status
import_promotion(struct import_row *row, struct err *err)
{
	return import_rule(row, RULE_PROMOTION, err);
}

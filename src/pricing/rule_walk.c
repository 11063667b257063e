#include <string.h>

#include "pricing/rule_key.h"

struct walk {
	const struct rule_edit *edit;
	rule_part_fn *fn;
	void *arg;
	const char *map; /* the map that the parts lie in, NULL: none */
};

static enum status
say(const struct walk *walk, enum rule_part_kind kind, const char *key,
	struct err *err)
{
	struct rule_part part = { .kind = kind, .key = key };

	return walk->fn(walk->arg, &part, err);
}

static enum rule_text_kind
text_kind(enum rule_value_kind kind)
{
	switch (kind) {
	case VALUE_COUNT:
	case VALUE_ORDINAL:
	case VALUE_PRIORITY:
		return RULE_NUMBER;
	case VALUE_FLAG:
		return RULE_FLAG;
	case VALUE_FROM:
	case VALUE_UNTIL:
		return RULE_DATE;
	default:
		return RULE_TEXT;
	}
}

static enum status
leave_map(struct walk *walk, struct err *err)
{
	if (!walk->map)
		return ST_OK;
	walk->map = NULL;
	return say(walk, RULE_PART_MAP_END, NULL, err);
}

/* The map that a key lies in begins where it has not yet; *name is the key within. */
static enum status
enter_map(struct walk *walk, const char *key, const char **name, struct err *err)
{
	const char *point = strchr(key, '.');
	const char *map;

	*name = point ? point + 1 : key;
	if (walk->map && rule_key_below(key, walk->map))
		return ST_OK;
	TRY(leave_map(walk, err));
	if (!point)
		return ST_OK;
	TRY(arena_copy(walk->edit->arena, key, (size_t)(point - key), &map, err));
	walk->map = map;
	return say(walk, RULE_PART_MAP_BEGIN, map, err);
}

static enum status
walk_texts(struct walk *walk, const struct rule_key *key, const void *record,
	struct err *err)
{
	struct rule_part part = { .kind = RULE_PART_TEXTS };

	memcpy(&part.texts, rule_key_at(key, record), sizeof(part.texts));
	if (part.texts.count == 0)
		return ST_OK;
	TRY(enter_map(walk, key->key, &part.key, err));
	return walk->fn(walk->arg, &part, err);
}

static enum status
walk_text(struct walk *walk, const struct rule_key *key, const void *record,
	struct err *err)
{
	struct rule_part part = { .kind = RULE_PART_TEXT,
		.text_kind = text_kind(key->kind) };

	TRY(rule_key_text(walk->edit, key, record, &part.text, err));
	if (part.text[0] == '\0')
		return ST_OK;
	TRY(enter_map(walk, key->key, &part.key, err));
	return walk->fn(walk->arg, &part, err);
}

static enum status
total_text(const struct rule_edit *edit, const struct category_total *total,
	const char **text, struct err *err)
{
	struct rule_range range = { total->min, total->max };

	return rule_range_text(edit, VALUE_MONEY_RANGE, &range, text, err);
}

static enum status
walk_totals(struct walk *walk, const struct rule_key *key, const void *record,
	struct err *err)
{
	const struct list *list = rule_key_at(key, record);
	const struct category_total *items = list->items;
	struct rule_part part = { .kind = RULE_PART_TEXT };
	const char *name;
	size_t i;

	if (list->count == 0)
		return ST_OK;
	TRY(enter_map(walk, key->key, &name, err));
	TRY(say(walk, RULE_PART_MAP_BEGIN, name, err));
	for (i = 0; i < list->count; i++) {
		part.key = items[i].category;
		TRY(total_text(walk->edit, &items[i], &part.text, err));
		TRY(walk->fn(walk->arg, &part, err));
	}
	return say(walk, RULE_PART_MAP_END, NULL, err);
}

static enum status
walk_value(struct walk *walk, const struct rule_key *key, const void *record,
	struct err *err)
{
	switch (key->kind) {
	case VALUE_MAP:
	case VALUE_ACTIONS:
		return ST_OK;
	case VALUE_TEXTS:
	case VALUE_COUNTRIES:
		return walk_texts(walk, key, record, err);
	case VALUE_TOTALS:
		return walk_totals(walk, key, record, err);
	default:
		return walk_text(walk, key, record, err);
	}
}

static enum status
walk_keys(struct walk *walk, const struct rule_keys *keys, const void *record,
	struct err *err)
{
	size_t i;

	for (i = 0; i < keys->count; i++)
		TRY(walk_value(walk, &keys->keys[i], record, err));
	return leave_map(walk, err);
}

static enum status
walk_actions(struct walk *walk, const struct promotion *promotion, struct err *err)
{
	const struct promotion_action *items = promotion->actions.items;
	size_t i;

	if (promotion->actions.count == 0)
		return ST_OK;
	TRY(say(walk, RULE_PART_LIST_BEGIN, "do", err));
	for (i = 0; i < promotion->actions.count; i++) {
		TRY(say(walk, RULE_PART_MAP_BEGIN, NULL, err));
		TRY(walk_keys(walk, &rule_action_keys, &items[i], err));
		TRY(say(walk, RULE_PART_MAP_END, NULL, err));
	}
	return say(walk, RULE_PART_LIST_END, NULL, err);
}

enum status
rule_walk(const struct rule_edit *edit, rule_part_fn *fn, void *arg, struct err *err)
{
	struct walk walk = { edit, fn, arg, NULL };

	TRY(walk_keys(&walk, &rule_keys[edit->kind], edit->rule, err));
	if (edit->kind != RULE_PROMOTION)
		return ST_OK;
	return walk_actions(&walk, edit->rule, err);
}

#include "pricing/rule_edit.h"

#include <string.h>

#include "pricing/rule_key.h"
#include "pricing/rule_parts.h"

/* The totals with one of them set, or where it says nothing taken out. */
static enum status
put_total(const struct rule_edit *edit, struct list *totals,
	const struct category_total *total, struct err *err)
{
	const struct category_total *old = totals->items;
	struct category_total *items;
	size_t count = 0;
	size_t i = 0;

	TRY(ARENA_NEW(edit->arena, totals->count + 1, &items, err));
	while (i < totals->count && strcmp(old[i].category, total->category) < 0)
		items[count++] = old[i++];
	if (i < totals->count && strcmp(old[i].category, total->category) == 0)
		i++;
	if (total->min != NUMBER_NONE || total->max != NUMBER_NONE)
		items[count++] = *total;
	while (i < totals->count)
		items[count++] = old[i++];
	*totals = (struct list){ items, count };
	return ST_OK;
}

static enum status
set_total(const struct rule_edit *edit, const struct rule_value *value,
	const char *category, struct list *totals, struct err *err)
{
	const struct rule_key key = { .key = value->key, .kind = VALUE_MONEY_RANGE };
	struct rule_range range = { NUMBER_NONE, NUMBER_NONE };
	struct category_total total;

	if (!value->clears && value->texts.count > 0 && value->texts.items[0][0])
		TRY(rule_value_set(edit, &key, &value->texts, &range, err));
	TRY(rule_check_path("category", category, err));
	TRY(arena_text(edit->arena, category, &total.category, err));
	total.min = range.min;
	total.max = range.max;
	return put_total(edit, totals, &total, err);
}

static void
clear_map(const struct rule_keys *keys, const char *map, void *record)
{
	size_t i;

	for (i = 0; i < keys->count; i++)
		if (rule_key_below(keys->keys[i].key, map))
			rule_value_clear(&keys->keys[i],
				(unsigned char *)record + keys->keys[i].offset);
}

static enum status
set_key(const struct rule_edit *edit, const struct rule_keys *keys,
	const struct rule_value *value, void *record, struct err *err)
{
	const struct rule_key *key = rule_key_find(keys, value->key);
	const struct texts *texts = &value->texts;
	void *at;

	if (!key)
		return rule_key_unknown(keys, value->key, edit->arena, err);
	at = (unsigned char *)record + key->offset;
	if (key->kind == VALUE_TOTALS && strcmp(key->key, value->key) != 0)
		return set_total(
			edit, value, rule_key_below(value->key, key->key), at, err);
	if (value->clears || texts->count == 0 ||
		(texts->count == 1 && texts->items[0][0] == '\0')) {
		if (key->kind == VALUE_MAP)
			clear_map(keys, key->key, record);
		else
			rule_value_clear(key, at);
		return ST_OK;
	}
	return rule_value_set(edit, key, texts, at, err);
}

enum status
rule_set(
	const struct rule_edit *edit, const struct rule_value *value, struct err *err)
{
	return set_key(edit, &rule_keys[edit->kind], value, edit->rule, err);
}

enum status
rule_clear_actions(const struct rule_edit *edit, struct err *err)
{
	struct promotion *promotion = edit->rule;

	(void)err;
	invariant(edit->kind == RULE_PROMOTION);
	promotion->actions = (struct list){ NULL, 0 };
	return ST_OK;
}

/* The actions in memory of their own, with room for more: those of another promotion
 * stay as they are. */
static enum status
own_actions(const struct rule_edit *edit, size_t more, struct err *err)
{
	struct promotion *promotion = edit->rule;
	struct list *list = &promotion->actions;
	struct promotion_action *items;

	TRY(ARENA_NEW(edit->arena, list->count + more, &items, err));
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
	return ST_OK;
}

enum status
rule_add_action(const struct rule_edit *edit, struct err *err)
{
	struct promotion *promotion = edit->rule;
	struct promotion_action *items;

	invariant(edit->kind == RULE_PROMOTION);
	if (promotion->actions.count >= PROMOTION_ACTIONS_MAX)
		return fail(err, ST_BAD_DATA, "a promotion does more than %d things",
			PROMOTION_ACTIONS_MAX);
	TRY(own_actions(edit, 1, err));
	items = promotion->actions.items;
	record_init(&promotion_action_record, &items[promotion->actions.count++]);
	return ST_OK;
}

enum status
rule_set_action(
	const struct rule_edit *edit, const struct rule_value *value, struct err *err)
{
	struct promotion *promotion = edit->rule;
	struct promotion_action *items;

	invariant(edit->kind == RULE_PROMOTION && promotion->actions.count > 0);
	TRY(own_actions(edit, 0, err));
	items = promotion->actions.items;
	return set_key(edit, &rule_action_keys, value,
		&items[promotion->actions.count - 1], err);
}

static enum rule_shape
shape_of(const struct rule_keys *keys, const char *name)
{
	const struct rule_key *key = rule_key_find(keys, name);

	if (!key)
		return RULE_UNKNOWN;
	switch (key->kind) {
	case VALUE_TEXTS:
	case VALUE_COUNTRIES:
		return RULE_MANY;
	case VALUE_MAP:
		return RULE_MAP;
	case VALUE_TOTALS:
		return strcmp(key->key, name) == 0 ? RULE_MAP : RULE_ONE;
	case VALUE_ACTIONS:
		return RULE_ACTIONS;
	default:
		return RULE_ONE;
	}
}

enum rule_shape
rule_shape(enum rule_kind kind, const char *key)
{
	return shape_of(&rule_keys[kind], key);
}

enum rule_shape
rule_action_shape(const char *key)
{
	return shape_of(&rule_action_keys, key);
}

bool
rule_takes_list(enum rule_kind kind, const char *key)
{
	return rule_shape(kind, key) == RULE_MANY;
}

#include <string.h>

#include "pricing/rule_key.h"

/* Rules are compared by what they say, key by key. */
struct compare {
	const struct rule_edit *old; /* NULL: none */
	const struct rule_edit *now;
	struct arena *arena;
	struct change *items;
	size_t count;
	size_t capacity;
};

static enum status
add(struct compare *compare, const char *key, const char *old, const char *now,
	struct err *err)
{
	struct change *items;

	if (strcmp(old, now) == 0)
		return ST_OK;
	if (compare->count == compare->capacity) {
		compare->capacity = compare->capacity ? compare->capacity * 2 : 16;
		TRY(ARENA_NEW(compare->arena, compare->capacity, &items, err));
		if (compare->count > 0)
			memcpy(items, compare->items,
				compare->count * sizeof(*items));
		compare->items = items;
	}
	compare->items[compare->count++] = (struct change){ key, old, now };
	return ST_OK;
}

static enum status
value_text(const struct rule_edit *edit, const struct rule_key *key,
	const char **text, struct err *err)
{
	*text = "";
	return edit ? rule_key_text(edit, key, edit->rule, text, err) : ST_OK;
}

static enum status
compare_value(struct compare *compare, const struct rule_key *key, struct err *err)
{
	const char *old;
	const char *now;

	TRY(value_text(compare->old, key, &old, err));
	TRY(value_text(compare->now, key, &now, err));
	return add(compare, key->key, old, now, err);
}

static const struct list *
totals_of(const struct rule_edit *edit, const struct rule_key *key)
{
	static const struct list none = { NULL, 0 };

	return edit ? rule_key_at(key, edit->rule) : &none;
}

static enum status
total_text(const struct rule_edit *edit, const struct category_total *total,
	const char **text, struct err *err)
{
	struct rule_range range = { NUMBER_NONE, NUMBER_NONE };

	if (total)
		range = (struct rule_range){ total->min, total->max };
	*text = "";
	return edit ? rule_range_text(edit, VALUE_MONEY_RANGE, &range, text, err)
		    : ST_OK;
}

static enum status
compare_total(struct compare *compare, const struct rule_key *key,
	const struct category_total *old, const struct category_total *now,
	struct err *err)
{
	const char *old_text;
	const char *now_text;
	const char *name;

	TRY(total_text(compare->old, old, &old_text, err));
	TRY(total_text(compare->now, now, &now_text, err));
	TRY(arena_format(compare->arena, &name, err, "%s.%s", key->key,
		(old ? old : now)->category));
	return add(compare, name, old_text, now_text, err);
}

/* Both lists are in order of categories. */
static enum status
compare_totals(struct compare *compare, const struct rule_key *key, struct err *err)
{
	const struct list *old = totals_of(compare->old, key);
	const struct list *now = totals_of(compare->now, key);
	const struct category_total *a = old->items;
	const struct category_total *b = now->items;
	size_t i = 0;
	size_t j = 0;

	while (i < old->count || j < now->count) {
		int order = i == old->count   ? 1
			    : j == now->count ? -1
					      : strcmp(a[i].category, b[j].category);

		TRY(compare_total(compare, key, order <= 0 ? &a[i] : NULL,
			order >= 0 ? &b[j] : NULL, err));
		i += order <= 0;
		j += order >= 0;
	}
	return ST_OK;
}

static enum status
append_action(const struct rule_edit *edit, const struct promotion_action *action,
	struct buffer *buffer, struct err *err)
{
	size_t i;

	for (i = 0; i < rule_action_keys.count; i++) {
		const struct rule_key *key = &rule_action_keys.keys[i];
		const char *text;

		TRY(rule_key_text(edit, key, action, &text, err));
		if (text[0] == '\0')
			continue;
		if (i > 0)
			TRY(buffer_append_text(buffer, " ", err));
		TRY(buffer_append_text(buffer, key->key, err));
		TRY(buffer_append_text(buffer, "=", err));
		TRY(buffer_append_text(buffer, text, err));
	}
	return ST_OK;
}

static enum status
actions_text(const struct rule_edit *edit, const char **text, struct err *err)
{
	const struct promotion *promotion = edit ? edit->rule : NULL;
	const struct promotion_action *items;
	struct buffer buffer = { .arena = edit ? edit->arena : NULL };
	size_t i;

	*text = "";
	if (!edit)
		return ST_OK;
	items = promotion->actions.items;
	for (i = 0; i < promotion->actions.count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&buffer, "; ", err));
		TRY(append_action(edit, &items[i], &buffer, err));
	}
	TRY(buffer_append(&buffer, "", 1, err));
	*text = (const char *)buffer.data;
	return ST_OK;
}

static enum status
compare_actions(struct compare *compare, const struct rule_key *key, struct err *err)
{
	const char *old;
	const char *now;

	TRY(actions_text(compare->old, &old, err));
	TRY(actions_text(compare->now, &now, err));
	return add(compare, key->key, old, now, err);
}

static enum status
compare_key(struct compare *compare, const struct rule_key *key, struct err *err)
{
	switch (key->kind) {
	case VALUE_MAP:
		return ST_OK;
	case VALUE_TOTALS:
		return compare_totals(compare, key, err);
	case VALUE_ACTIONS:
		return compare_actions(compare, key, err);
	default:
		return compare_value(compare, key, err);
	}
}

enum status
rule_changes(const struct rule_edit *old, const struct rule_edit *now,
	struct list *changes, struct err *err)
{
	const struct rule_edit *any = now ? now : old;
	const struct rule_keys *keys = &rule_keys[any->kind];
	struct compare compare = { .old = old, .now = now, .arena = any->arena };
	size_t i;

	for (i = 0; i < keys->count; i++)
		TRY(compare_key(&compare, &keys->keys[i], err));
	*changes = (struct list){ compare.items, compare.count };
	return ST_OK;
}

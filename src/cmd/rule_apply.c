#include "cmd/rule_apply.h"

#include <string.h>

static const char *const yes = "true";
static const char *const no = "false";

bool
rule_input_changes(enum rule_kind kind, const struct rule_input *input)
{
	const struct rule_fields *fields = &rule_fields[kind];
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (fields->items[i].said != SAID_NAME &&
			rule_input_says(input, &fields->items[i]))
			return true;
	return false;
}

static struct rule_value
value_of(const char *key, struct texts texts)
{
	return (struct rule_value){ key, texts,
		texts.count == 1 && texts.items[0][0] == '\0' };
}

/* CATEGORY=RANGE; a category may have a = in it, a range has none. */
static enum status
set_total(const struct rule_edit *edit, const struct rule_field *field,
	const char *text, struct err *err)
{
	const char *equals = strrchr(text, '=');
	struct rule_value value;
	const char *range;
	const char *key;

	if (!equals || equals == text)
		return fail(err, ST_USAGE,
			"--category-total '%s' is not a category and a range, such "
			"as Clothing=20..",
			text);
	TRY(arena_format(edit->arena, &key, err, "%s.%.*s", field->key,
		(int)(equals - text), text));
	range = equals + 1;
	value = value_of(key, (struct texts){ &range, 1 });
	return rule_set(edit, &value, err);
}

static enum status
set_totals(const struct rule_edit *edit, const struct rule_field *field,
	const struct texts *totals, struct err *err)
{
	size_t i;

	for (i = 0; i < totals->count; i++)
		TRY(set_total(edit, field, totals->items[i], err));
	return ST_OK;
}

/* Cuts the next of a text's parts off, which have commas between; \, is a comma that
 * belongs to the part. */
static char *
next_part(char **at)
{
	char *part = *at;
	char *to = part;
	char *from = part;

	while (*from && *from != ',') {
		if (from[0] == '\\' && (from[1] == ',' || from[1] == '\\'))
			from++;
		*to++ = *from++;
	}
	*at = *from ? from + 1 : NULL;
	*to = '\0';
	return part;
}

static enum status
split_action(
	struct arena *arena, const char *text, struct pairs *pairs, struct err *err)
{
	size_t size = strlen(text);
	char *at;

	TRY(arena_take(arena, size + 1, 1, &at, err));
	memcpy(at, text, size + 1);
	TRY(ARENA_NEW(arena, size + 1, &pairs->items, err));
	pairs->count = 0;
	while (at) {
		char *name = next_part(&at);
		char *equals = strchr(name, '=');

		pairs->items[pairs->count++] =
			(struct pair){ name, equals ? equals + 1 : yes };
		if (equals)
			*equals = '\0';
	}
	return ST_OK;
}

static bool
named_before(const struct pairs *pairs, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (strcmp(pairs->items[i].name, pairs->items[index].name) == 0)
			return true;
	return false;
}

/* Sets a key of the last action to all values that are said of it. */
static enum status
set_pair(const struct rule_edit *edit, const struct pairs *pairs, size_t index,
	struct err *err)
{
	const char *name = pairs->items[index].name;
	struct texts texts = { NULL, 0 };
	struct rule_value value;
	size_t i;

	if (named_before(pairs, index))
		return ST_OK;
	TRY(ARENA_NEW(edit->arena, pairs->count, &texts.items, err));
	for (i = index; i < pairs->count; i++)
		if (strcmp(pairs->items[i].name, name) == 0)
			texts.items[texts.count++] = pairs->items[i].value;
	value = value_of(name, texts);
	return rule_set_action(edit, &value, err);
}

static enum status
add_action(const struct rule_edit *edit, const char *text, struct err *err)
{
	struct pairs pairs;
	size_t i;

	TRY(split_action(edit->arena, text, &pairs, err));
	TRY(rule_add_action(edit, err));
	for (i = 0; i < pairs.count; i++)
		TRY(set_pair(edit, &pairs, i, err));
	return ST_OK;
}

static enum status
set_actions(
	const struct rule_edit *edit, const struct texts *actions, struct err *err)
{
	size_t i;

	TRY(rule_clear_actions(edit, err));
	for (i = 0; i < actions->count; i++)
		TRY(add_action(edit, actions->items[i], err));
	return ST_OK;
}

static enum status
set_field(const struct rule_edit *edit, const struct rule_input *input,
	const struct rule_field *field, struct err *err)
{
	const char *flag =
		field->said == SAID_NO || field->said == ACTION_NO ? no : yes;
	struct texts flags = { &flag, 1 };
	struct rule_value value = value_of(field->key, flags);
	const char *one;
	struct texts texts;

	switch (field->said) {
	case SAID_YES:
	case SAID_NO:
		return rule_set(edit, &value, err);
	case ACTION_YES:
	case ACTION_NO:
		return rule_set_action(edit, &value, err);
	default:
		break;
	}
	texts = rule_input_texts(input, field, &one);
	value = value_of(field->key, texts);
	switch (field->said) {
	case SAID_TOTALS:
		return set_totals(edit, field, &texts, err);
	case ACTION_WHOLE:
		return set_actions(edit, &texts, err);
	case ACTION_TEXT:
	case ACTION_TEXTS:
		return rule_set_action(edit, &value, err);
	default:
		return rule_set(edit, &value, err);
	}
}

static bool
says_any(const struct rule_input *input, enum rule_kind kind, enum rule_said from,
	enum rule_said to)
{
	const struct rule_fields *fields = &rule_fields[kind];
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (fields->items[i].said >= from && fields->items[i].said <= to &&
			rule_input_says(input, &fields->items[i]))
			return true;
	return false;
}

/* The file's words for it would be of no help. */
static enum status
check_off(enum rule_kind kind, const struct rule_input *input, struct err *err)
{
	if (kind == RULE_PROMOTION && !input->off && input->actions.count == 0)
		return fail(err, ST_USAGE,
			"what does it take off? give --off, such as --off 10%%, or "
			"--do for each of several things");
	return ST_OK;
}

/* Makes sure that there is one action where one is spoken of. */
static enum status
prepare_action(
	const struct rule_edit *edit, const struct rule_input *input, struct err *err)
{
	const struct promotion *promotion = edit->rule;

	if (edit->kind != RULE_PROMOTION ||
		!says_any(input, edit->kind, ACTION_TEXT, ACTION_NO))
		return ST_OK;
	if (input->actions.count > 0)
		return fail(err, ST_USAGE,
			"--do says all that is done: --off, --skip-on-sale and "
			"--off-... do not go with it");
	if (promotion->actions.count > 1)
		return fail(err, ST_USAGE,
			"promotion '%s' does %zu things: say them all anew with --do",
			promotion->promotion, promotion->actions.count);
	return promotion->actions.count == 0 ? rule_add_action(edit, err) : ST_OK;
}

/* A flag and its opposite. */
static enum status
check_flags(const struct rule_input *input, struct err *err)
{
	const struct {
		const char *name;
		bool yes;
		bool no;
	} flags[] = { { "included", input->included, input->no_included },
		{ "exclusive", input->exclusive, input->no_exclusive },
		{ "skip-on-sale", input->skip_on_sale, input->no_skip_on_sale } };
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].yes && flags[i].no)
			return fail(err, ST_USAGE, "either --%s or --no-%s",
				flags[i].name, flags[i].name);
	return ST_OK;
}

static enum status
apply(const struct rule_edit *edit, const struct rule_input *input, bool is_new,
	struct err *err)
{
	const struct rule_fields *fields = &rule_fields[edit->kind];
	size_t i;

	TRY(check_flags(input, err));
	if (is_new)
		TRY(check_off(edit->kind, input, err));
	TRY(prepare_action(edit, input, err));
	for (i = 0; i < fields->count; i++) {
		const struct rule_field *field = &fields->items[i];

		if (field->said == SAID_NAME && !is_new)
			continue;
		if (rule_input_says(input, field))
			TRY(set_field(edit, input, field, err));
	}
	return ST_OK;
}

enum status
rule_apply(const struct rule_edit *edit, const struct rule_input *input, bool is_new,
	struct err *err)
{
	enum status status = apply(edit, input, is_new, err);

	if (status != ST_BAD_DATA && status != ST_NOT_FOUND)
		return status;
	err->status = ST_USAGE;
	return ST_USAGE;
}

#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "base/entry.h"
#include "base/money.h"
#include "pricing/percent.h"
#include "pricing/rule_key.h"
#include "pricing/rule_parts.h"

#define TEXTS_MAX RULE_PRODUCTS_MAX

static enum status
check_text(
	enum rule_value_kind kind, const char *key, const char *text, struct err *err)
{
	if (kind == VALUE_PATH)
		return rule_check_path(key, text, err);
	if (kind == VALUE_CLASS)
		return rule_check_class(key, text, err);
	return rule_check_text(key, text,
		kind == VALUE_BRAND ? RULE_BRAND_SIZE_MAX : RULE_NAME_SIZE_MAX, err);
}

static enum status
set_text(const struct rule_edit *edit, const char *text, void *at, struct err *err)
{
	const char *copy;

	TRY(arena_text(edit->arena, text, &copy, err));
	memcpy(at, &copy, sizeof(copy));
	return ST_OK;
}

static enum status
set_zone(const struct rule_edit *edit, const char *key, const char *text, void *at,
	struct err *err)
{
	char code[COUNTRY_CODE_MAX];

	if (country_find(text, code))
		return set_text(edit, code, at, err);
	if (strcmp(text, "*") == 0)
		return set_text(edit, text, at, err);
	return fail(err, ST_BAD_DATA,
		"%s '%s' is neither a country (ISO 3166-1, such as DE) nor * for all "
		"others",
		key, text);
}

static enum status
read_percent(const char *key, const char *text, int64_t *percent, struct err *err)
{
	const char *reason;

	if (!percent_parse(text, percent, &reason))
		return fail(err, ST_BAD_DATA, "%s '%s' is not a percentage: %s", key,
			text, reason);
	return ST_OK;
}

static enum status
set_off(const struct rule_edit *edit, const char *key, const char *text, void *at,
	struct err *err)
{
	struct off off = { NUMBER_NONE, NUMBER_NONE };
	size_t size = strlen(text);

	if (text[size - 1] == '%')
		TRY(read_percent(key, text, &off.percent, err));
	else
		TRY(entry_money(key, text, edit->decimals, &off.amount, err));
	if (off.percent > PERCENT_WHOLE)
		return fail(err, ST_BAD_DATA,
			"%s '%s' is above 100%%: no more can be taken off", key,
			text);
	memcpy(at, &off, sizeof(off));
	return ST_OK;
}

static enum status
set_priority(const char *key, const char *text, void *at, struct err *err)
{
	const char *digits = text + (text[0] == '-');
	size_t size = strspn(digits, "0123456789");
	int64_t number = size <= 9 ? strtoll(text, NULL, 10) : INT64_MAX;

	if (size == 0 || digits[size] || number > RULE_PRIORITY_MAX ||
		number < -RULE_PRIORITY_MAX)
		return fail(err, ST_BAD_DATA,
			"%s '%s' is not a whole number from -%d to %d", key, text,
			RULE_PRIORITY_MAX, RULE_PRIORITY_MAX);
	memcpy(at, &number, sizeof(number));
	return ST_OK;
}

static enum status
set_ordinal(const char *key, const char *text, void *at, struct err *err)
{
	int64_t number;

	TRY(entry_count(key, text, &number, err));
	if (number == 0)
		return fail(
			err, ST_BAD_DATA, "%s '%s' does not count from 1", key, text);
	memcpy(at, &number, sizeof(number));
	return ST_OK;
}

static enum status
set_choice(const char *key, const char *text, void *at, struct err *err)
{
	int i;

	for (i = 0; promotion_from_names[i]; i++)
		if (strcmp(promotion_from_names[i], text) == 0) {
			memcpy(at, &i, sizeof(i));
			return ST_OK;
		}
	return fail(err, ST_BAD_DATA, "%s '%s' is not one of order, unit, shipping",
		key, text);
}

static enum status
read_end(const struct rule_edit *edit, const struct rule_key *key, const char *text,
	int64_t *end, struct err *err)
{
	if (text[0] == '\0')
		return ST_OK;
	if (key->kind == VALUE_COUNT_RANGE)
		return entry_count(key->key, text, end, err);
	return entry_money(key->key, text, edit->decimals, end, err);
}

static enum status
set_range(const struct rule_edit *edit, const struct rule_key *key, const char *text,
	void *at, struct err *err)
{
	struct rule_range range = { NUMBER_NONE, NUMBER_NONE };
	const char *points = strstr(text, "..");
	const char *from;

	if (!points || text[2] == '\0')
		return fail(err, ST_BAD_DATA,
			"%s '%s' is not a range (50.., ..50 or 10..50)", key->key,
			text);
	TRY(arena_copy(edit->arena, text, (size_t)(points - text), &from, err));
	TRY(read_end(edit, key, from, &range.min, err));
	TRY(read_end(edit, key, points + 2, &range.max, err));
	if (range.min != NUMBER_NONE && range.max != NUMBER_NONE &&
		range.max < range.min)
		return fail(err, ST_BAD_DATA, "%s '%s' ends below its beginning",
			key->key, text);
	memcpy(at, &range, sizeof(range));
	return ST_OK;
}

static int
compare_texts(const void *a, const void *b)
{
	const char *const *x = a;
	const char *const *y = b;

	return strcmp(*x, *y);
}

/* In order, each once, so that the same rule is stored as the same bytes. */
static void
arrange(struct texts *texts)
{
	size_t count = 0;
	size_t i;

	if (texts->count > 1)
		qsort(texts->items, texts->count, sizeof(*texts->items),
			compare_texts);
	for (i = 0; i < texts->count; i++)
		if (count == 0 || strcmp(texts->items[count - 1], texts->items[i]))
			texts->items[count++] = texts->items[i];
	texts->count = count;
}

static enum status
add_text(const struct rule_edit *edit, const struct rule_key *key, const char *text,
	struct texts *texts, struct err *err)
{
	char code[COUNTRY_CODE_MAX];

	if (text[0] == '\0')
		return ST_OK;
	if (key->kind != VALUE_COUNTRIES) {
		TRY(check_text(VALUE_NAME, key->key, text, err));
		return set_text(edit, text, &texts->items[texts->count++], err);
	}
	if (!country_find(text, code))
		return fail(err, ST_BAD_DATA,
			"%s has '%s', which is no country (ISO 3166-1, such as DE)",
			key->key, text);
	return set_text(edit, code, &texts->items[texts->count++], err);
}

static enum status
set_texts(const struct rule_edit *edit, const struct rule_key *key,
	const struct texts *given, void *at, struct err *err)
{
	struct texts texts = { NULL, 0 };
	size_t i;

	if (given->count > TEXTS_MAX)
		return fail(err, ST_BAD_DATA, "%s has more than %d values", key->key,
			TEXTS_MAX);
	TRY(ARENA_NEW(edit->arena, given->count, &texts.items, err));
	for (i = 0; i < given->count; i++)
		TRY(add_text(edit, key, given->items[i], &texts, err));
	arrange(&texts);
	memcpy(at, &texts, sizeof(texts));
	return ST_OK;
}

enum status
rule_value_set(const struct rule_edit *edit, const struct rule_key *key,
	const struct texts *texts, void *at, struct err *err)
{
	const char *text = texts->items[0];

	if (key->kind == VALUE_TEXTS || key->kind == VALUE_COUNTRIES)
		return set_texts(edit, key, texts, at, err);
	if (texts->count > 1)
		return fail(err, ST_BAD_DATA, "%s takes one value", key->key);
	switch (key->kind) {
	case VALUE_NAME:
	case VALUE_BRAND:
	case VALUE_PATH:
	case VALUE_CLASS:
		TRY(check_text(key->kind, key->key, text, err));
		return set_text(edit, text, at, err);
	case VALUE_ZONE:
		return set_zone(edit, key->key, text, at, err);
	case VALUE_MONEY:
		return entry_money(key->key, text, edit->decimals, at, err);
	case VALUE_PERCENT:
		return read_percent(key->key, text, at, err);
	case VALUE_OFF:
		return set_off(edit, key->key, text, at, err);
	case VALUE_COUNT:
		return entry_count(key->key, text, at, err);
	case VALUE_ORDINAL:
		return set_ordinal(key->key, text, at, err);
	case VALUE_PRIORITY:
		return set_priority(key->key, text, at, err);
	case VALUE_FLAG:
		return entry_flag(key->key, text, at, err);
	case VALUE_FROM:
	case VALUE_UNTIL:
		return entry_date(key->key, text, key->kind == VALUE_UNTIL, at, err);
	case VALUE_CHOICE:
		return set_choice(key->key, text, at, err);
	case VALUE_MONEY_RANGE:
	case VALUE_COUNT_RANGE:
		return set_range(edit, key, text, at, err);
	case VALUE_ACTIONS:
		return fail(err, ST_BAD_DATA,
			"%s is a list of maps, such as { off: 10%%, from: order }",
			key->key);
	default:
		return fail(err, ST_BAD_DATA, "%s is a map, such as %s", key->key,
			key->example);
	}
}

void
rule_value_clear(const struct rule_key *key, void *at)
{
	static const struct rule_range no_range = { NUMBER_NONE, NUMBER_NONE };
	static const char *const empty = "";

	switch (key->kind) {
	case VALUE_NAME:
	case VALUE_BRAND:
	case VALUE_PATH:
	case VALUE_CLASS:
	case VALUE_ZONE:
		memcpy(at, &empty, sizeof(empty));
		break;
	case VALUE_OFF:
	case VALUE_MONEY_RANGE:
	case VALUE_COUNT_RANGE:
		memcpy(at, &no_range, sizeof(no_range));
		break;
	case VALUE_MONEY:
	case VALUE_PERCENT:
	case VALUE_COUNT:
	case VALUE_ORDINAL:
		memcpy(at, &no_range.min, sizeof(no_range.min));
		break;
	case VALUE_FLAG:
		memset(at, 0, sizeof(bool));
		break;
	case VALUE_CHOICE:
		memset(at, 0, sizeof(int));
		break;
	case VALUE_PRIORITY:
	case VALUE_FROM:
	case VALUE_UNTIL:
		memset(at, 0, sizeof(int64_t));
		break;
	case VALUE_TEXTS:
	case VALUE_COUNTRIES:
		memset(at, 0, sizeof(struct texts));
		break;
	case VALUE_TOTALS:
	case VALUE_ACTIONS:
		memset(at, 0, sizeof(struct list));
		break;
	case VALUE_MAP:
		break;
	}
}

_Static_assert(sizeof(struct off) == sizeof(struct rule_range),
	"what is taken off is cleared as a range is");

#include "store/setting_check.h"

#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"

#define DIGITS_MAX 15

bool
setting_parse_count(const char *text, int64_t *value)
{
	size_t size = strlen(text);
	int64_t number = 0;
	size_t i;

	if (size == 0 || size > DIGITS_MAX)
		return false;
	for (i = 0; i < size; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (text[i] - '0');
	}
	*value = number;
	return true;
}

static enum status
refuse(const struct setting *setting, const char *text, const char *wanted,
	struct err *err)
{
	return fail(err, ST_USAGE, "'%s' is not a value of '%s': %s", text,
		setting->name, wanted);
}

static enum status
check_currency(const struct setting *setting, const char *text, struct arena *arena,
	const char **checked, struct err *err)
{
	struct currency currency;

	if (!currency_find(text, &currency))
		return refuse(setting, text,
			"a currency is three letters of ISO 4217, such as EUR", err);
	return arena_text(arena, currency.code, checked, err);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static enum status
check_country(const struct setting *setting, const char *text, struct arena *arena,
	const char **checked, struct err *err)
{
	char code[3] = "";
	size_t size = strlen(text);

	if (size != 0 && (size != 2 || !is_letter(text[0]) || !is_letter(text[1])))
		return refuse(setting, text,
			"a country is two letters of ISO 3166-1, such as DE, or "
			"nothing",
			err);
	if (size == 2) {
		code[0] = (char)(text[0] & ~0x20);
		code[1] = (char)(text[1] & ~0x20);
	}
	return arena_text(arena, code, checked, err);
}

static enum status
check_choice(const struct setting *setting, const char *text, struct arena *arena,
	const char **checked, struct err *err)
{
	const char *nearest;
	size_t i;

	for (i = 0; setting->choices[i]; i++)
		if (strcmp(setting->choices[i], text) == 0)
			return arena_text(arena, text, checked, err);
	nearest = text_nearest(text, setting->choices);
	if (nearest)
		return fail(err, ST_USAGE,
			"'%s' is not a value of '%s' (did you mean '%s'?)", text,
			setting->name, nearest);
	return refuse(
		setting, text, "'shop admin config list' shows the choices", err);
}

static enum status
check_texts(const struct setting *setting, const char *text, struct err *err)
{
	const char *at = text;

	while (*text != '\0') {
		size_t size = strcspn(at, ",");

		if (strspn(at, " ") >= size)
			return refuse(setting, text,
				"names with a comma between them, none empty", err);
		if (at[size] == '\0')
			break;
		at += size + 1;
	}
	return ST_OK;
}

static enum status
check_text(const struct setting *setting, const char *text, struct err *err)
{
	const char *reason;
	size_t offset;

	if (strlen(text) > SETTING_SIZE_MAX)
		return fail(err, ST_USAGE, "'%s' takes at most %d bytes",
			setting->name, SETTING_SIZE_MAX);
	if (text_find_forbidden(text, strlen(text), "", &offset, &reason))
		return fail(err, ST_USAGE, "the value of '%s' has %s in it",
			setting->name, reason);
	return ST_OK;
}

enum status
setting_check(const struct setting *setting, const char *text, struct arena *arena,
	const char **checked, struct err *err)
{
	int64_t number;

	TRY(check_text(setting, text, err));
	switch (setting->type) {
	case SETTING_CURRENCY:
		return check_currency(setting, text, arena, checked, err);
	case SETTING_COUNTRY:
		return check_country(setting, text, arena, checked, err);
	case SETTING_CHOICE:
		return check_choice(setting, text, arena, checked, err);
	case SETTING_COUNT:
		if (!setting_parse_count(text, &number))
			return refuse(
				setting, text, "a whole number, 0 or more", err);
		break;
	case SETTING_DURATION:
		if (!setting_parse_count(text, &number) ||
			number > SETTING_MINUTES_MAX)
			return refuse(
				setting, text, "a whole number of minutes", err);
		break;
	case SETTING_SECONDS:
		if (!setting_parse_count(text, &number) || number < 1 ||
			number > SETTING_SECONDS_MAX)
			return refuse(setting, text,
				"a whole number of seconds from 1 to 3600", err);
		break;
	case SETTING_PERCENT:
		if (!setting_parse_count(text, &number) || number > 100)
			return refuse(
				setting, text, "a whole number from 0 to 100", err);
		break;
	case SETTING_BOOL:
		if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
			return refuse(setting, text, "yes or no", err);
		break;
	case SETTING_TEXTS:
		TRY(check_texts(setting, text, err));
		break;
	case SETTING_ZONE:
		TRY(zone_use(text, err));
		break;
	case SETTING_TEXT:
		break;
	}
	return arena_text(arena, text, checked, err);
}

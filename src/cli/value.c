#include <string.h>

#include "base/clock.h"
#include "base/period.h"
#include "base/text.h"
#include "cli/kind.h"
#include "cli/parse.h"

/* Reading one value of each kind. */

static enum status
refuse(const struct param *param, const char *text, struct err *err)
{
	return fail(err, ST_USAGE, "'%s' is not %s", excerpt_of(text).text,
		kind_info(param->kind)->expected);
}

static enum status
refuse_because(const struct param *param, const char *text, const char *reason,
	struct err *err)
{
	return fail(err, ST_USAGE, "'%s' is not %s: %s", excerpt_of(text).text,
		kind_info(param->kind)->expected, reason);
}

static size_t
count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

/* What every text must be: well-formed, and without control characters but those
 * allowed. */
static enum status
check_text(const char *text, const char *allowed, struct err *err)
{
	size_t offset;
	const char *reason;

	if (!text_find_forbidden(text, strlen(text), allowed, &offset, &reason))
		return ST_OK;
	return fail(err, ST_USAGE, "'%s' has %s at byte %zu, which is not allowed",
		excerpt_of(text).text, reason, offset + 1);
}

static enum status
check_line(const char *text, struct err *err)
{
	size_t characters = count_characters(text);

	if (!*text)
		return fail(err, ST_USAGE, "an empty text is not allowed");
	if (characters > TEXT_CHARACTERS_MAX)
		return fail(err, ST_USAGE,
			"'%s' has %zu characters, of which %d are allowed",
			excerpt_of(text).text, characters, TEXT_CHARACTERS_MAX);
	return check_text(text, "", err);
}

static enum status
read_line(const char *text, struct arena *arena, const char **line, struct err *err)
{
	TRY(check_line(text, err));
	return arena_text(arena, text, line, err);
}

/* A line whose size in bytes has a limit of its own. */
static enum status
read_short_line(const char *text, size_t size_max, struct arena *arena,
	const char **line, struct err *err)
{
	size_t size = strlen(text);

	if (size > size_max)
		return fail(err, ST_USAGE,
			"'%s' has %zu bytes, of which %zu are allowed",
			excerpt_of(text).text, size, size_max);
	return read_line(text, arena, line, err);
}

static enum status
read_lines(const char *text, struct arena *arena, const char **lines, struct err *err)
{
	size_t size = strlen(text);

	if (size > LINES_SIZE_MAX)
		return fail(err, ST_USAGE,
			"'%s' has %zu bytes, of which %d are allowed",
			excerpt_of(text).text, size, LINES_SIZE_MAX);
	TRY(check_text(text, "\n\t", err));
	return arena_text(arena, text, lines, err);
}

static enum status
read_money(const struct param *param, const char *text, struct decimal *amount,
	struct err *err)
{
	struct decimal decimal;
	const char *reason;

	if (!decimal_parse(text, &decimal, &reason))
		return refuse_because(param, text, reason, err);
	if (decimal.digits < 0)
		return refuse_because(param, text, "it is below zero", err);
	*amount = decimal;
	return ST_OK;
}

static bool
read_digits(const char *text, uint64_t max, uint64_t *number)
{
	uint64_t value = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(
				value, (uint64_t)(*text - '0'), &value) ||
			value > max)
			return false;
	}
	*number = value;
	return true;
}

static enum status
read_count(
	const struct param *param, const char *text, int64_t *count, struct err *err)
{
	uint64_t number;

	if (!read_digits(text, COUNT_MAX, &number))
		return refuse(param, text, err);
	*count = (int64_t)number;
	return ST_OK;
}

static enum status
read_order(
	const struct param *param, const char *text, uint64_t *order, struct err *err)
{
	uint64_t number;

	if (!read_digits(text, UINT64_MAX, &number) || number == 0)
		return refuse(param, text, err);
	*order = number;
	return ST_OK;
}

static enum status
read_seconds(
	const struct param *param, const char *text, int64_t *time, struct err *err)
{
	struct decimal decimal;
	const char *reason;
	int64_t microseconds;

	if (!decimal_parse(text, &decimal, &reason))
		return refuse_because(param, text, reason, err);
	microseconds = decimal.digits;
	for (unsigned i = decimal.decimals; i < 6; i++)
		if (__builtin_mul_overflow(microseconds, 10, &microseconds))
			return refuse_because(param, text, "it is too long", err);
	if (microseconds < 0 || microseconds > SECONDS_MAX * SECOND)
		return refuse_because(param, text,
			microseconds < 0 ? "it is below zero" : "it is too long",
			err);
	*time = microseconds;
	return ST_OK;
}

/* Fractions of one size, so that the whole needs no more digits. */
static int64_t
millionths(struct decimal decimal, int64_t *whole)
{
	int64_t unit = 1;
	int64_t fraction;

	for (unsigned i = 0; i < decimal.decimals; i++)
		unit *= 10;
	*whole = decimal.digits / unit;
	fraction = decimal.digits % unit;
	for (unsigned i = decimal.decimals; i < 6; i++)
		fraction *= 10;
	return fraction;
}

static bool
decimal_above(struct decimal a, struct decimal b)
{
	int64_t whole_a;
	int64_t whole_b;
	int64_t fraction_a = millionths(a, &whole_a);
	int64_t fraction_b = millionths(b, &whole_b);

	return whole_a != whole_b ? whole_a > whole_b : fraction_a > fraction_b;
}

static enum status
read_side(const struct param *param, const char *text, const char *side,
	struct decimal *decimal, struct err *err)
{
	const char *reason;

	if (!decimal_parse(side, decimal, &reason))
		return refuse_because(param, text, reason, err);
	return ST_OK;
}

static enum status
read_range(const struct param *param, const char *text, struct arena *arena,
	struct range *out, struct err *err)
{
	const char *dots = strstr(text, "..");
	struct range range = { .has_min = true, .has_max = true };
	const char *min;

	if (!dots) {
		TRY(read_side(param, text, text, &range.min, err));
		range.max = range.min;
		*out = range;
		return ST_OK;
	}
	range.has_min = dots > text;
	range.has_max = dots[2] != '\0';
	if (!range.has_min && !range.has_max)
		return refuse_because(param, text, "both sides are open", err);
	TRY(arena_copy(arena, text, (size_t)(dots - text), &min, err));
	if (range.has_min)
		TRY(read_side(param, text, min, &range.min, err));
	if (range.has_max)
		TRY(read_side(param, text, dots + 2, &range.max, err));
	if (range.has_min && range.has_max && decimal_above(range.min, range.max))
		return refuse_because(param, text, "it ends before it begins", err);
	*out = range;
	return ST_OK;
}

static enum status
read_period(const struct param *param, const char *text, struct arena *arena,
	const char **period, struct err *err)
{
	if (!period_is_valid(text))
		return refuse(param, text, err);
	return arena_text(arena, text, period, err);
}

static enum status
refuse_choice(const struct param *param, const char *text, struct err *err)
{
	char list[ERR_MESSAGE_MAX / 2] = "";
	size_t used = 0;
	const char *nearest = strlen(text) < EXCERPT_SIZE
				      ? text_nearest(text, param->choices)
				      : NULL;

	for (size_t i = 0; param->choices[i]; i++) {
		size_t size = strlen(param->choices[i]);

		if (used + size + sizeof(", ...") > sizeof(list)) {
			memcpy(list + used, ", ...", sizeof(", ..."));
			break;
		}
		if (i > 0) {
			memcpy(list + used, ", ", 2);
			used += 2;
		}
		memcpy(list + used, param->choices[i], size + 1);
		used += size;
	}
	if (nearest)
		return fail(err, ST_USAGE,
			"'%s' is not one of %s (did you mean '%s'?)",
			excerpt_of(text).text, list, nearest);
	return fail(
		err, ST_USAGE, "'%s' is not one of %s", excerpt_of(text).text, list);
}

static enum status
read_choice(const struct param *param, const char *text, int *choice, struct err *err)
{
	invariant(param->choices);
	for (int i = 0; param->choices[i]; i++) {
		if (strcmp(param->choices[i], text) == 0) {
			*choice = i;
			return ST_OK;
		}
	}
	return refuse_choice(param, text, err);
}

static size_t
count_commas(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == ',';
	return count;
}

static enum status
read_words(const struct param *param, const char *text, struct arena *arena,
	struct words *out, struct err *err)
{
	struct words words = { NULL, 0 };
	const char *at = text;
	int choice;

	TRY(ARENA_NEW(arena, count_commas(text) + 1, &words.items, err));
	for (;;) {
		size_t size = strcspn(at, ",");
		const char **word = &words.items[words.count++];

		TRY(arena_copy(arena, at, size, word, err));
		TRY(check_line(*word, err));
		if (param->kind == KIND_CHOICES)
			TRY(read_choice(param, *word, &choice, err));
		if (!at[size])
			break;
		at += size + 1;
	}
	*out = words;
	return ST_OK;
}

static enum status
read_pair(const struct param *param, const char *text, struct arena *arena,
	struct pair *out, struct err *err)
{
	const char *equals = strchr(text, '=');
	struct pair pair;

	if (!equals)
		return refuse_because(param, text, "it has no '='", err);
	TRY(arena_copy(arena, text, (size_t)(equals - text), &pair.name, err));
	if (!*pair.name)
		return refuse_because(param, text, "the name is empty", err);
	TRY(check_line(pair.name, err));
	TRY(read_lines(equals + 1, arena, &pair.value, err));
	*out = pair;
	return ST_OK;
}

static enum status
read_path(const char *text, struct arena *arena, const char **path, struct err *err)
{
	if (!*text)
		return fail(err, ST_USAGE, "an empty name of a file is not allowed");
	if (strlen(text) > PATH_SIZE_MAX)
		return fail(err, ST_USAGE, "'%s' is longer than any file's name",
			excerpt_of(text).text);
	return arena_text(arena, text, path, err);
}

static enum status
read_setting(const struct param *param, const char *text, struct arena *arena,
	const char **setting, struct err *err)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t size = strspn(text, allowed);

	if (size == 0 || text[size] || size > SETTING_SIZE_MAX)
		return refuse(param, text, err);
	return arena_text(arena, text, setting, err);
}

static enum status
read_currency(const struct param *param, const char *text, struct arena *arena,
	const char **code, struct err *err)
{
	struct currency currency;

	if (strlen(text) != 3 || !currency_find(text, &currency))
		return refuse(param, text, err);
	return arena_text(arena, currency.code, code, err);
}

static char
upper(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

static enum status
read_country(const struct param *param, const char *text, const char **country,
	struct err *err)
{
	for (size_t i = 0; strlen(text) == 2 && country_codes[i]; i++) {
		if (country_codes[i][0] == upper(text[0]) &&
			country_codes[i][1] == upper(text[1])) {
			*country = country_codes[i];
			return ST_OK;
		}
	}
	return refuse(param, text, err);
}

/* Kinds whose member is a const char *. */
static enum status
read_text_kind(const struct param *param, const char *text, struct arena *arena,
	const char **member, struct err *err)
{
	if (!*text && param->flags & PARAM_CLEARABLE)
		return arena_text(arena, text, member, err);
	switch (param->kind) {
	case KIND_LINES:
		return read_lines(text, arena, member, err);
	case KIND_SKU:
		return read_short_line(text, SKU_SIZE_MAX, arena, member, err);
	case KIND_CUSTOMER:
		return read_short_line(text, CUSTOMER_SIZE_MAX, arena, member, err);
	case KIND_PERIOD:
		return read_period(param, text, arena, member, err);
	case KIND_PATH:
		return read_path(text, arena, member, err);
	case KIND_SETTING:
		return read_setting(param, text, arena, member, err);
	case KIND_CURRENCY:
		return read_currency(param, text, arena, member, err);
	case KIND_COUNTRY:
		return read_country(param, text, member, err);
	default:
		return read_line(text, arena, member, err);
	}
}

enum status
parse_value(const struct param *param, const char *text, struct arena *arena,
	void *member, struct err *err)
{
	switch (param->kind) {
	case KIND_FLAG:
		*(bool *)member = true;
		return ST_OK;
	case KIND_MONEY:
		return read_money(param, text, member, err);
	case KIND_COUNT:
		return read_count(param, text, member, err);
	case KIND_RANGE:
		return read_range(param, text, arena, member, err);
	case KIND_CHOICE:
		return read_choice(param, text, member, err);
	case KIND_CHOICES:
	case KIND_WORDS:
		return read_words(param, text, arena, member, err);
	case KIND_PAIR:
		return read_pair(param, text, arena, member, err);
	case KIND_ORDER:
		return read_order(param, text, member, err);
	case KIND_SECONDS:
		return read_seconds(param, text, member, err);
	default:
		return read_text_kind(param, text, arena, member, err);
	}
}

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "pricing/percent.h"
#include "pricing/rule_key.h"

static enum status
off_text(const struct rule_edit *edit, const struct off *off, const char **text,
	struct err *err)
{
	char digits[MONEY_TEXT_MAX];

	if (off->percent == NUMBER_NONE) {
		money_format(off->amount, edit->decimals, digits);
		return arena_text(edit->arena, digits, text, err);
	}
	percent_format(off->percent, digits);
	return arena_format(edit->arena, text, err, "%s%%", digits);
}

_Static_assert(MONEY_TEXT_MAX >= PERCENT_TEXT_MAX, "one place for both");

static enum status
number_text(const struct rule_edit *edit, enum rule_value_kind kind, int64_t number,
	const char **text, struct err *err)
{
	char digits[MONEY_TEXT_MAX] = "";

	if (number != NUMBER_NONE &&
		(kind == VALUE_COUNT_RANGE || kind == VALUE_COUNT ||
			kind == VALUE_ORDINAL || kind == VALUE_PRIORITY))
		return arena_format(edit->arena, text, err, "%" PRId64, number);
	if (kind == VALUE_PERCENT)
		percent_format(number, digits);
	else
		money_format(number, edit->decimals, digits);
	return arena_text(edit->arena, digits, text, err);
}

enum status
rule_range_text(const struct rule_edit *edit, enum rule_value_kind kind,
	const struct rule_range *range, const char **text, struct err *err)
{
	const char *min;
	const char *max;

	if (range->min == NUMBER_NONE && range->max == NUMBER_NONE) {
		*text = "";
		return ST_OK;
	}
	TRY(number_text(edit, kind, range->min, &min, err));
	TRY(number_text(edit, kind, range->max, &max, err));
	return arena_format(edit->arena, text, err, "%s..%s", min, max);
}

static enum status
texts_text(const struct rule_edit *edit, const struct texts *texts, const char **text,
	struct err *err)
{
	struct buffer buffer = { .arena = edit->arena };
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&buffer, ", ", err));
		TRY(buffer_append_text(&buffer, texts->items[i], err));
	}
	TRY(buffer_append(&buffer, "", 1, err));
	*text = (const char *)buffer.data;
	return ST_OK;
}

static enum status
date_text(const struct rule_edit *edit, bool is_end, int64_t moment,
	const char **text, struct err *err)
{
	char date[TIME_TEXT_MAX];

	date_format(moment, is_end, date);
	return arena_text(edit->arena, date, text, err);
}

/* Of one number: of that kind 0 is the default of a priority alone. */
static enum status
plain_text(const struct rule_edit *edit, const struct rule_key *key, int64_t number,
	const char **text, struct err *err)
{
	if (key->kind == VALUE_PRIORITY && number == 0) {
		*text = "";
		return ST_OK;
	}
	if (key->kind == VALUE_FROM || key->kind == VALUE_UNTIL)
		return date_text(edit, key->kind == VALUE_UNTIL, number, text, err);
	return number_text(edit, key->kind, number, text, err);
}

enum status
rule_key_text(const struct rule_edit *edit, const struct rule_key *key,
	const void *record, const char **text, struct err *err)
{
	const void *at = rule_key_at(key, record);
	int64_t number;
	int choice;

	switch (key->kind) {
	case VALUE_NAME:
	case VALUE_BRAND:
	case VALUE_PATH:
	case VALUE_CLASS:
	case VALUE_ZONE:
		memcpy(text, at, sizeof(*text));
		return ST_OK;
	case VALUE_OFF:
		return off_text(edit, at, text, err);
	case VALUE_FLAG:
		*text = *(const bool *)at ? "true" : key->always ? "false" : "";
		return ST_OK;
	case VALUE_CHOICE:
		memcpy(&choice, at, sizeof(choice));
		*text = promotion_from_names[choice];
		return ST_OK;
	case VALUE_MONEY_RANGE:
	case VALUE_COUNT_RANGE:
		return rule_range_text(edit, key->kind, at, text, err);
	case VALUE_TEXTS:
	case VALUE_COUNTRIES:
		return texts_text(edit, at, text, err);
	default:
		memcpy(&number, at, sizeof(number));
		return plain_text(edit, key, number, text, err);
	}
}

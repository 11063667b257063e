#include "base/entry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

enum status
entry_text(const char *key, const char *text, size_t size_max, bool lines,
	struct err *err)
{
	size_t size = strlen(text);
	const char *reason;
	size_t offset;

	if (size > size_max)
		return fail(err, ST_BAD_DATA, "%s is longer than %zu bytes (%zu)",
			key, size_max, size);
	if (text_find_forbidden(text, size, lines ? "\n\t" : "", &offset, &reason))
		return fail(err, ST_BAD_DATA,
			"%s holds a forbidden character at byte %zu: %s", key,
			offset + 1, reason);
	return ST_OK;
}

enum status
entry_money(const char *key, const char *text, unsigned decimals, int64_t *minor,
	struct err *err)
{
	struct decimal decimal;
	const char *reason;

	if (!decimal_parse(text, &decimal, &reason))
		return fail(err, ST_BAD_DATA, "%s '%s' is not an amount: %s", key,
			text, reason);
	if (decimal.digits < 0)
		return fail(err, ST_BAD_DATA, "%s '%s' is below zero", key, text);
	if (decimal_to_minor(decimal, decimals, minor))
		return ST_OK;
	if (decimal.decimals > decimals)
		return fail(err, ST_BAD_DATA,
			"%s '%s' has more decimals than the shop's currency has (%u)",
			key, text, decimals);
	return fail(err, ST_BAD_DATA, "%s '%s' is too large", key, text);
}

enum status
entry_count(const char *key, const char *text, int64_t *count, struct err *err)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || text[digits] != '\0' || digits > 9)
		return fail(err, ST_BAD_DATA,
			"%s '%s' is not a whole number from 0 to 999999999", key,
			text);
	*count = strtoll(text, NULL, 10);
	return ST_OK;
}

enum status
entry_date(const char *key, const char *text, bool is_end, int64_t *moment,
	struct err *err)
{
	if (!date_parse(text, is_end, moment))
		return fail(err, ST_BAD_DATA,
			"%s '%s' is not a date (2026-12-31 or 2026-12-31T18:00)", key,
			text);
	return ST_OK;
}

bool
entry_answer(const char *text, bool *yes)
{
	*yes = strcasecmp(text, "yes") == 0 || strcasecmp(text, "true") == 0;
	return *yes || strcasecmp(text, "no") == 0 || strcasecmp(text, "false") == 0;
}

enum status
entry_flag(const char *key, const char *text, bool *flag, struct err *err)
{
	bool yes;

	if (!entry_answer(text, &yes))
		return fail(
			err, ST_BAD_DATA, "%s '%s' is not one of yes, no", key, text);
	*flag = yes;
	return ST_OK;
}

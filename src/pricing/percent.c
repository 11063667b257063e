#include "pricing/percent.h"

#include <string.h>

#include "base/money.h"
#include "base/record.h"

#define PERCENT_DECIMALS 6

bool
percent_parse(const char *text, int64_t *percent, const char **reason)
{
	size_t size = strlen(text);
	char digits[MONEY_TEXT_MAX];
	struct decimal decimal;
	int64_t parsed;

	if (size > 0 && text[size - 1] == '%')
		size--;
	if (size >= sizeof(digits)) {
		*reason = "it is too long";
		return false;
	}
	memcpy(digits, text, size);
	digits[size] = '\0';
	if (!decimal_parse(digits, &decimal, reason))
		return false;
	if (digits[0] == '-') {
		*reason = "it is below zero";
		return false;
	}
	if (!decimal_to_minor(decimal, PERCENT_DECIMALS, &parsed) ||
		parsed > PERCENT_MAX) {
		*reason = "it is above 1000";
		return false;
	}
	*percent = parsed;
	return true;
}

void
percent_format(int64_t percent, char text[PERCENT_TEXT_MAX])
{
	char whole[MONEY_TEXT_MAX];
	size_t size;

	money_format(percent, PERCENT_DECIMALS, whole);
	size = strlen(whole);
	while (size > 0 && whole[size - 1] == '0')
		size--;
	if (size > 0 && whole[size - 1] == '.')
		size--;
	invariant(size < PERCENT_TEXT_MAX);
	memcpy(text, whole, size);
	text[size] = '\0';
}

bool
percent_of(int64_t amount, int64_t percent, int64_t *part)
{
	return money_scale(amount, percent, PERCENT_WHOLE, part);
}

bool
percent_included(int64_t amount, int64_t percent, int64_t *part)
{
	invariant(percent >= 0 && percent <= PERCENT_MAX);
	return money_scale(amount, percent, PERCENT_WHOLE + percent, part);
}

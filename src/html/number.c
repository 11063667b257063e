#include "html/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/record.h"

void
number_format(int64_t value, unsigned decimals, char text[NUMBER_TEXT_MAX])
{
	char plain[MONEY_TEXT_MAX];
	const char *from = plain;
	char *to = text;
	size_t digits;

	money_format(value, decimals, plain);
	if (*from == '-')
		*to++ = *from++;
	for (digits = strcspn(from, "."); digits > 0; digits--) {
		*to++ = *from++;
		if (digits > 1 && digits % 3 == 1)
			*to++ = ',';
	}
	snprintf(to, NUMBER_TEXT_MAX - (size_t)(to - text), "%s", from);
}

void
number_format_short(int64_t value, unsigned decimals, char text[NUMBER_TEXT_MAX])
{
	static const char *const units[] = { "k", "M", "bn", "tn" };
	int64_t size = value < 0 ? -value : value;
	int64_t unit = 1;
	int64_t tenths;
	size_t i;

	for (i = 0; i < decimals; i++)
		unit *= 10;
	if (size < 1000 * unit) {
		number_format(value, decimals, text);
		if (value % unit == 0 && decimals > 0)
			*strchr(text, '.') = '\0';
		return;
	}
	for (i = 0, unit *= 1000; i < 3 && size / unit >= 1000; i++)
		unit *= 1000;
	tenths = size / unit * 10 + size % unit / (unit / 10);
	if (tenths % 10 == 0)
		snprintf(text, NUMBER_TEXT_MAX, "%s%" PRId64 "%s",
			value < 0 ? "-" : "", tenths / 10, units[i]);
	else
		snprintf(text, NUMBER_TEXT_MAX, "%s%" PRId64 ".%d%s",
			value < 0 ? "-" : "", tenths / 10, (int)(tenths % 10),
			units[i]);
}

bool
number_format_change(
	int64_t value, int64_t before, char text[NUMBER_TEXT_MAX], bool *less)
{
	int64_t more;
	int64_t change;

	if (value == NUMBER_NONE || before == NUMBER_NONE || before <= 0)
		return false;
	if (!money_subtract(value, before, &more) ||
		!money_scale(more, 1000, before, &change))
		return false;
	*less = change < 0;
	number_format(change < 0 ? -change : change, 1, text);
	return true;
}

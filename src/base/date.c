#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/period.h"

#define DAY_TEXT_SIZE (sizeof("2026-12-31") - 1)

bool
date_parse(const char *text, bool is_end, int64_t *moment)
{
	struct period day;
	int64_t start;

	/* A period may be other words of the same length. */
	if (!time_parse(text, &start))
		return false;
	*moment = start;
	if (is_end && strlen(text) == DAY_TEXT_SIZE && period_parse(text, 0, &day))
		*moment = day.until;
	return true;
}

void
date_format_exact(int64_t moment, char text[TIME_TEXT_MAX])
{
	static const size_t seconds_end = sizeof("2026-11-23T13:11:55") - 1;
	int64_t fraction = (moment % SECOND + SECOND) % SECOND;
	char whole[TIME_TEXT_MAX];
	int written;

	time_format(moment, text);
	if (fraction == 0 || strlen(text) < seconds_end)
		return;
	memcpy(whole, text, sizeof(whole));
	written = snprintf(text, TIME_TEXT_MAX, "%.*s.%06" PRId64 "%.6s",
		(int)seconds_end, whole, fraction, whole + seconds_end);
	invariant(written < TIME_TEXT_MAX);
}

void
date_format(int64_t moment, bool is_end, char text[TIME_TEXT_MAX])
{
	char day[16];
	int64_t same;

	date_format_exact(moment, text);
	if (text[0] == '\0')
		return;
	day_format(day_of(is_end ? moment - 1 : moment), day);
	if (strlen(day) == DAY_TEXT_SIZE && date_parse(day, is_end, &same) &&
		same == moment)
		memcpy(text, day, sizeof(day));
}

#include "base/period.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"

#define DAY_SECONDS ((int64_t)24 * 60 * 60)

/* Numbers of civil days, first <= day < end; open sides are the ends of int64_t. */
struct days {
	int64_t first;
	int64_t end;
};

enum unit {
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
};

static const struct {
	const char *text;
	enum unit unit;
	int back;
} relative_forms[] = {
	{ "today", UNIT_DAY, 0 },
	{ "yesterday", UNIT_DAY, 1 },
	{ "this week", UNIT_WEEK, 0 },
	{ "last week", UNIT_WEEK, 1 },
	{ "this month", UNIT_MONTH, 0 },
	{ "last month", UNIT_MONTH, 1 },
	{ "this quarter", UNIT_QUARTER, 0 },
	{ "last quarter", UNIT_QUARTER, 1 },
	{ "this year", UNIT_YEAR, 0 },
	{ "last year", UNIT_YEAR, 1 },
};

static struct days
months(int year, int month, int count)
{
	return (struct days){ civil_day(year, month, 1),
		civil_day(year, month + count, 1) };
}

/* The Monday on or before a day; 1970-01-01 was a Thursday. */
static int64_t
monday(int64_t day)
{
	return day - ((day + 3) % 7 + 7) % 7;
}

/* ISO 8601: the first week of a year is the one with its fourth of January. */
static int64_t
week_one(int year)
{
	return monday(civil_day(year, 1, 4));
}

static struct days
unit_days(enum unit unit, int back, const struct civil *now)
{
	int64_t day = civil_day(now->year, now->month, now->day);
	int64_t week = monday(day) - back * 7;

	switch (unit) {
	case UNIT_DAY:
		return (struct days){ day - back, day - back + 1 };
	case UNIT_WEEK:
		return (struct days){ week, week + 7 };
	case UNIT_MONTH:
		return months(now->year, now->month - back, 1);
	case UNIT_QUARTER:
		return months(now->year, (now->month - 1) / 3 * 3 + 1 - 3 * back, 3);
	case UNIT_YEAR:
		break;
	}
	return months(now->year - back, 1, 12);
}

static bool
parse_relative(const char *text, const struct civil *now, struct days *days)
{
	size_t count = sizeof(relative_forms) / sizeof(relative_forms[0]);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, relative_forms[i].text) != 0)
			continue;
		*days = unit_days(
			relative_forms[i].unit, relative_forms[i].back, now);
		return true;
	}
	return false;
}

static bool
parse_quarter(const char *at, const char *end, int year, struct days *days)
{
	int quarter;

	if (!text_read_digits(&at, 1, &quarter) || at != end || quarter < 1 ||
		quarter > 4)
		return false;
	*days = months(year, quarter * 3 - 2, 3);
	return true;
}

static bool
parse_week(const char *at, const char *end, int year, struct days *days)
{
	int64_t first;
	int week;

	if (!text_read_digits(&at, 2, &week) || at != end || week < 1)
		return false;
	first = week_one(year) + (week - 1) * 7;
	if (first >= week_one(year + 1))
		return false;
	*days = (struct days){ first, first + 7 };
	return true;
}

static bool
parse_month_or_day(const char *at, const char *end, int year, struct days *days)
{
	int month;
	int day;

	if (!text_read_digits(&at, 2, &month) || !civil_is_day(year, month, 1))
		return false;
	if (at == end) {
		*days = months(year, month, 1);
		return true;
	}
	if (*at++ != '-' || !text_read_digits(&at, 2, &day) || at != end ||
		!civil_is_day(year, month, day))
		return false;
	*days = (struct days){ civil_day(year, month, day),
		civil_day(year, month, day + 1) };
	return true;
}

/* A dated form that ends at end, where a NUL or a point stands. */
static bool
parse_dated(const char *at, const char *end, struct days *days)
{
	int year;

	if (!text_read_digits(&at, 4, &year))
		return false;
	if (at == end) {
		*days = months(year, 1, 12);
		return true;
	}
	if (*at++ != '-')
		return false;
	if (*at == 'Q')
		return parse_quarter(at + 1, end, year, days);
	if (*at == 'W')
		return parse_week(at + 1, end, year, days);
	return parse_month_or_day(at, end, year, days);
}

/* A..B, where two points stand at points. A range that ends before it begins is
 * none. */
static bool
parse_range(const char *text, const char *points, struct days *days)
{
	struct days from = { INT64_MIN, INT64_MIN };
	struct days to = { INT64_MAX, INT64_MAX };
	const char *rest = points + 2;

	if (points != text && !parse_dated(text, points, &from))
		return false;
	if (*rest && !parse_dated(rest, rest + strlen(rest), &to))
		return false;
	if (from.first >= to.end)
		return false;
	*days = (struct days){ from.first, to.end };
	return true;
}

static bool
parse_days(const char *text, const struct civil *now, struct days *days)
{
	const char *points = strstr(text, "..");

	if (points)
		return parse_range(text, points, days);
	return parse_relative(text, now, days) ||
	       parse_dated(text, text + strlen(text), days);
}

/* Four digits of a year stay far inside int32_t; the open ends do not. */
static int64_t
moment_of(int64_t day)
{
	if (day == INT64_MIN || day == INT64_MAX)
		return day;
	return day_start((int32_t)day);
}

bool
period_parse(const char *text, int64_t now, struct period *period)
{
	struct civil civil = civil_of(now);
	struct days days;

	if (!parse_days(text, &civil, &days))
		return false;
	*period = (struct period){ moment_of(days.first), moment_of(days.end) };
	return true;
}

bool
period_is_valid(const char *text)
{
	static const struct civil any = { .year = 1970, .month = 1, .day = 1 };
	struct days days;

	return parse_days(text, &any, &days);
}

int32_t
day_of(int64_t time)
{
	struct civil civil = civil_of(time);

	return (int32_t)civil_day(civil.year, civil.month, civil.day);
}

void
day_format(int32_t day, char text[16])
{
	time_t seconds = (time_t)(day * DAY_SECONDS);
	struct tm tm = { 0 };
	int written = 0;

	text[0] = '\0';
	if (gmtime_r(&seconds, &tm))
		written = snprintf(text, 16, "%04d-%02d-%02d", tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday);
	invariant(written < 16);
}

int64_t
day_start(int32_t day)
{
	/* Far behind the end of time, like the day before it. */
	if (day == INT32_MAX)
		day--;
	return time_of_day_start(1970, 1, 1 + day);
}

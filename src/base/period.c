#include "base/period.h"

#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"

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

static int32_t
day_number(int64_t day)
{
	if (day == INT64_MIN)
		return INT32_MIN;
	return day == INT64_MAX ? INT32_MAX : (int32_t)day;
}

bool
period_parse_days(const char *text, int64_t now, int32_t *first, int32_t *end)
{
	struct civil civil = civil_of(now);
	struct days days;

	if (!parse_days(text, &civil, &days))
		return false;
	*first = day_number(days.first);
	*end = day_number(days.end);
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

/* Howard Hinnant's way: years begin in March, so that the leap day is their last. */
static struct civil
civil_date(int32_t day)
{
	int64_t since = (int64_t)day + 719468;
	int64_t era = (since >= 0 ? since : since - 146096) / 146097;
	int64_t of_era = since - era * 146097;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t march_month = (5 * of_year + 2) / 153;

	return (struct civil){
		.year = (int)(year + era * 400 + (march_month >= 10)),
		.month = (int)(march_month < 10 ? march_month + 3 : march_month - 9),
		.day = (int)(of_year - (153 * march_month + 2) / 5 + 1),
	};
}

static int32_t
civil_number(int year, int month, int day)
{
	return (int32_t)civil_day(year, month, day);
}

static char *
put_two(char *at, int value)
{
	*at++ = (char)('0' + value / 10);
	*at++ = (char)('0' + value % 10);
	return at;
}

/* Four digits, or all that it has. */
static char *
put_year(char *at, int year)
{
	char digits[24];
	char *end = digits + sizeof(digits);
	char *begin;

	if (year >= 0 && year <= 9999)
		return put_two(put_two(at, year / 100), year % 100);
	if (year < 0)
		*at++ = '-';
	begin = digits_before(end, (uint64_t)(year < 0 ? -year : year));
	while (end - begin < 4)
		*--begin = '0';
	memcpy(at, begin, (size_t)(end - begin));
	return at + (end - begin);
}

void
day_format(int32_t day, char text[16])
{
	struct civil date = civil_date(day);
	char *at = put_year(text, date.year);

	*at++ = '-';
	at = put_two(at, date.month);
	*at++ = '-';
	at = put_two(at, date.day);
	*at = '\0';
}

int32_t
day_unit_start(int32_t day, enum day_unit unit)
{
	struct civil date;

	if (unit == DAY_UNIT_DAY)
		return day;
	if (unit == DAY_UNIT_WEEK)
		return (int32_t)monday(day);
	date = civil_date(day);
	if (unit == DAY_UNIT_MONTH)
		return civil_number(date.year, date.month, 1);
	if (unit == DAY_UNIT_QUARTER)
		return civil_number(date.year, (date.month - 1) / 3 * 3 + 1, 1);
	return civil_number(date.year, 1, 1);
}

int32_t
day_unit_move(int32_t first, enum day_unit unit, int count)
{
	int32_t start = day_unit_start(first, unit);

	switch (unit) {
	case DAY_UNIT_DAY:
		return start + count;
	case DAY_UNIT_WEEK:
		return start + count * 7;
	case DAY_UNIT_MONTH:
		return day_move_months(start, count);
	case DAY_UNIT_QUARTER:
		return day_move_months(start, count * 3);
	case DAY_UNIT_YEAR:
		break;
	}
	return day_move_months(start, count * 12);
}

int32_t
day_move_months(int32_t day, int months)
{
	struct civil date = civil_date(day);
	int32_t moved = civil_number(date.year, date.month + months, date.day);
	int32_t next = civil_number(date.year, date.month + months + 1, 1);

	return moved < next ? moved : next;
}

/* A week is of the year that its Thursday lies in. */
static char *
put_week(char *at, int32_t day)
{
	int64_t first = monday(day);
	int year = civil_date((int32_t)first + 3).year;

	at = put_year(at, year);
	*at++ = '-';
	*at++ = 'W';
	return put_two(at, (int)((first - week_one(year)) / 7 + 1));
}

void
day_unit_format(int32_t day, enum day_unit unit, char text[16])
{
	struct civil date;
	char *at;

	if (unit == DAY_UNIT_DAY) {
		day_format(day, text);
		return;
	}
	if (unit == DAY_UNIT_WEEK) {
		*put_week(text, day) = '\0';
		return;
	}
	date = civil_date(day);
	at = put_year(text, date.year);
	if (unit == DAY_UNIT_QUARTER) {
		*at++ = '-';
		*at++ = 'Q';
		*at++ = (char)('0' + (date.month + 2) / 3);
	} else if (unit == DAY_UNIT_MONTH) {
		*at++ = '-';
		at = put_two(at, date.month);
	}
	*at = '\0';
}

int64_t
day_start(int32_t day)
{
	/* Far behind the end of time, like the day before it. */
	if (day == INT32_MAX)
		day--;
	return time_of_day_start(1970, 1, 1 + day);
}

#include "base/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

#define ZONES "/usr/share/zoneinfo/"
#define ZONE_NAME_MAX 64
#define ZONE_CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"

/* The C library keeps the zone in force in TZ. The doubled slash tells a zone put
 * there by zone_use from one that the environment brought; an absolute path keeps
 * TZDIR out of it. UTC is written so that it needs no file. */
#define TZ_PREFIX ":" ZONES "/"
#define TZ_UTC "UTC0"

#define DAY_SECONDS ((int64_t)24 * 60 * 60)
/* Seconds that can be had in microseconds, with room for any offset. */
#define SECONDS_MAX (INT64_MAX / SECOND - 4 * DAY_SECONDS)

static int64_t
microseconds(clockid_t clock)
{
	struct timespec time = { 0 };
	int result = clock_gettime(clock, &time);

	invariant(result == 0);
	return (int64_t)time.tv_sec * SECOND + time.tv_nsec / 1000;
}

#ifdef SHOP_TESTING
static int64_t
test_now(const char *text)
{
	const char *digits = text + (*text == '-');
	int64_t time = 0;
	bool is_time;

	if (*digits && digits[strspn(digits, "0123456789")] == '\0')
		return strtoll(text, NULL, 10) * SECOND;
	is_time = time_parse(text, &time);
	invariant(is_time);
	return time;
}
#endif

int64_t
clock_now(void)
{
#ifdef SHOP_TESTING
	const char *set = getenv("SHOP_TEST_NOW");

	if (set && *set)
		return test_now(set);
#endif
	return microseconds(CLOCK_REALTIME);
}

int64_t
clock_monotonic(void)
{
	return microseconds(CLOCK_MONOTONIC);
}

/* The zones in "right/" count leap seconds and would move every time. */
static bool
zone_exists(const char *name)
{
	size_t size = strlen(name);
	char path[sizeof(ZONES) + ZONE_NAME_MAX];
	char magic[4] = "";
	int file;
	bool whole;

	if (size == 0 || size > ZONE_NAME_MAX || name[0] == '/' ||
		strspn(name, ZONE_CHARACTERS) != size ||
		strncmp(name, "right/", 6) == 0)
		return false;
	snprintf(path, sizeof(path), ZONES "%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	whole = read(file, magic, sizeof(magic)) == (ssize_t)sizeof(magic);
	close(file);
	return whole && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

enum status
zone_use(const char *name, struct err *err)
{
	char value[sizeof(TZ_PREFIX) + ZONE_NAME_MAX] = TZ_UTC;

	if (strcmp(name, "UTC") != 0) {
		if (!zone_exists(name))
			return fail(err, ST_CONFIG,
				"this system has no time zone '%s' (zones are named "
				"like Europe/Berlin and come with tzdata)",
				name);
		snprintf(value, sizeof(value), TZ_PREFIX "%s", name);
	}
	if (setenv("TZ", value, 1) != 0)
		return fail_memory(err);
	tzset();
	return ST_OK;
}

static void
zone_ensure(void)
{
	const char *set = getenv("TZ");

	if (set && (strcmp(set, TZ_UTC) == 0 ||
			   strncmp(set, TZ_PREFIX, sizeof(TZ_PREFIX) - 1) == 0))
		return;
	if (setenv("TZ", TZ_UTC, 1) == 0)
		tzset();
}

bool
zone_is(const char *name)
{
	const char *set;

	zone_ensure();
	set = getenv("TZ");
	if (!set || strcmp(set, TZ_UTC) == 0)
		return strcmp(name, "UTC") == 0;
	return strcmp(set + sizeof(TZ_PREFIX) - 1, name) == 0;
}

/* The first line of /etc/timezone. */
static bool
zone_of_file(char *name, size_t size)
{
	int file = open("/etc/timezone", O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (file < 0)
		return false;
	got = read(file, name, size - 1);
	close(file);
	if (got <= 0)
		return false;
	name[got] = '\0';
	name[strcspn(name, " \t\r\n")] = '\0';
	return zone_exists(name);
}

static bool
zone_of_link(char *name, size_t size)
{
	char target[256];
	ssize_t got = readlink("/etc/localtime", target, sizeof(target) - 1);
	const char *zone;

	if (got <= 0)
		return false;
	target[got] = '\0';
	zone = strstr(target, "/zoneinfo/");
	if (!zone || !zone_exists(zone + strlen("/zoneinfo/")))
		return false;
	return snprintf(name, size, "%s", zone + strlen("/zoneinfo/")) < (int)size;
}

void
zone_system(char *name, size_t size)
{
	char found[ZONE_NAME_MAX + 2];

	if (!zone_of_file(found, sizeof(found)) &&
		!zone_of_link(found, sizeof(found)))
		snprintf(found, sizeof(found), "UTC");
	snprintf(name, size, "%s", found);
}

static int64_t
floor_divide(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

static struct tm
local(int64_t seconds)
{
	time_t time = (time_t)seconds;
	struct tm tm = { 0 };
	const struct tm *done;

	zone_ensure();
	done = localtime_r(&time, &tm);
	invariant(done != NULL);
	return tm;
}

/* What a clock on the wall shows, as if it were seconds since 1970. */
static int64_t
wall_at(int64_t seconds)
{
	return seconds + local(seconds).tm_gmtoff;
}

struct civil
civil_of(int64_t time)
{
	struct tm tm = local(floor_divide(time, SECOND));

	return (struct civil){
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
		.offset = (int)tm.tm_gmtoff,
	};
}

/* Years begin in March here, so that a leap day is the last of its year and months
 * before it have the same lengths always: 153 days in five of them. */
int64_t
civil_day(int year, int month, int day)
{
	int64_t months = (int64_t)year * 12 + month - 3;
	int64_t march_year = floor_divide(months, 12);
	int64_t month_days = ((months - march_year * 12) * 153 + 2) / 5;
	int64_t leap_days = floor_divide(march_year, 4) -
			    floor_divide(march_year, 100) +
			    floor_divide(march_year, 400);

	/* 1970-01-01 is 719468 days after the first of March of year 0. */
	return march_year * 365 + leap_days + month_days + day - 1 - 719468;
}

bool
civil_is_day(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       civil_day(year, month, day) < civil_day(year, month + 1, 1);
}

/* The first moment at which the wall shows this or, where it is skipped, something
 * later. Not by mktime, which guesses from earlier calls where a wall time comes
 * twice. The zone's offset is taken to change at most once within the two days. */
static int64_t
first_moment(int64_t wall)
{
	int64_t before = wall - local(wall - DAY_SECONDS).tm_gmtoff;
	int64_t after = wall - local(wall + DAY_SECONDS).tm_gmtoff;

	if (wall_at(before) == wall)
		return before;
	if (wall_at(after) == wall)
		return after;
	/* Skipped: after lies before the change now, and before behind it. */
	while (before - after > 1) {
		int64_t middle = after + (before - after) / 2;

		if (wall_at(middle) < wall)
			after = middle;
		else
			before = middle;
	}
	return before;
}

int64_t
time_of_day_start(int year, int month, int day)
{
	int64_t wall = civil_day(year, month, day) * DAY_SECONDS;

	if (wall > SECONDS_MAX)
		return INT64_MAX;
	if (wall < -SECONDS_MAX)
		return INT64_MIN;
	return first_moment(wall) * SECOND;
}

void
time_format(int64_t time, char text[TIME_TEXT_MAX])
{
	int64_t seconds = floor_divide(time, SECOND);
	long minutes = local(seconds).tm_gmtoff / 60;
	/* ISO 8601 has no seconds in an offset; local mean times do. */
	time_t wall = (time_t)(seconds + minutes * 60);
	struct tm tm = { 0 };
	int written;

	text[0] = '\0';
	if (time == 0 || !gmtime_r(&wall, &tm))
		return;
	written = snprintf(text, TIME_TEXT_MAX,
		"%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld", tm.tm_year + 1900,
		tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		minutes < 0 ? '-' : '+', labs(minutes) / 60, labs(minutes) % 60);
	invariant(written < TIME_TEXT_MAX);
}

void
time_format_short(int64_t time, char text[TIME_TEXT_MAX])
{
	struct civil civil = civil_of(time);
	int written = 0;

	text[0] = '\0';
	if (time != 0)
		written = snprintf(text, TIME_TEXT_MAX, "%04d-%02d-%02d %02d:%02d",
			civil.year, civil.month, civil.day, civil.hour, civil.minute);
	invariant(written < TIME_TEXT_MAX);
}

static bool
skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool
read_date(const char **at, struct civil *civil)
{
	return text_read_digits(at, 4, &civil->year) && skip(at, '-') &&
	       text_read_digits(at, 2, &civil->month) && skip(at, '-') &&
	       text_read_digits(at, 2, &civil->day) &&
	       civil_is_day(civil->year, civil->month, civil->day);
}

/* Up to six decimals of a second, as microseconds. */
static bool
read_fraction(const char **at, int *fraction)
{
	int unit = (int)SECOND;
	int digit;

	*fraction = 0;
	while (unit > 1 && text_read_digits(at, 1, &digit)) {
		unit /= 10;
		*fraction += digit * unit;
	}
	return unit < SECOND;
}

static bool
read_hours(const char **at, struct civil *civil, int *fraction)
{
	*fraction = 0;
	if (!text_read_digits(at, 2, &civil->hour) || !skip(at, ':') ||
		!text_read_digits(at, 2, &civil->minute))
		return false;
	if (skip(at, ':')) {
		if (!text_read_digits(at, 2, &civil->second))
			return false;
		if (skip(at, '.') && !read_fraction(at, fraction))
			return false;
	}
	return civil->hour < 24 && civil->minute < 60 && civil->second < 60;
}

/* Z or +HH:MM; *zoned is false where there is neither. */
static bool
read_offset(const char **at, int *offset, bool *zoned)
{
	int sign = **at == '-' ? -60 : 60;
	int hours;
	int minutes;

	*offset = 0;
	*zoned = **at != '\0';
	if (!*zoned || skip(at, 'Z'))
		return true;
	if (!skip(at, '+') && !skip(at, '-'))
		return false;
	if (!text_read_digits(at, 2, &hours) || !skip(at, ':') ||
		!text_read_digits(at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = sign * (hours * 60 + minutes);
	return true;
}

bool
time_parse(const char *text, int64_t *time)
{
	struct civil civil = { 0 };
	const char *at = text;
	int fraction;
	bool zoned;
	int64_t wall;
	int64_t seconds;

	if (!read_date(&at, &civil))
		return false;
	if (*at == '\0') {
		*time = time_of_day_start(civil.year, civil.month, civil.day);
		return true;
	}
	if (!skip(&at, 'T') || !read_hours(&at, &civil, &fraction) ||
		!read_offset(&at, &civil.offset, &zoned) || *at != '\0')
		return false;
	wall = civil_day(civil.year, civil.month, civil.day) * DAY_SECONDS +
	       civil.hour * 3600 + civil.minute * 60 + civil.second;
	seconds = zoned ? wall - civil.offset : first_moment(wall);
	/* Skipped when the clocks went forward. */
	if (!zoned && wall_at(seconds) != wall)
		return false;
	*time = seconds * SECOND + fraction;
	return true;
}

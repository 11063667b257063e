#ifndef SHOP_BASE_CLOCK_H
#define SHOP_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define SECOND ((int64_t)1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* Now, in microseconds since 1970 UTC. A test build (SHOP_TESTING) reads
 * SHOP_TEST_NOW, seconds or an ISO 8601 time, instead where it is set. */
int64_t clock_now(void);

/* Microseconds of a clock that only goes forward, for deadlines and durations. */
int64_t clock_monotonic(void);

/* Puts a time zone of the IANA database in force for this process ("Europe/Berlin",
 * "UTC"). Until it is called, UTC is. Refused with ST_CONFIG if the system has no
 * such zone. */
enum status zone_use(const char *name, struct err *err);
/* Whether it is in force. */
bool zone_is(const char *name);
/* The system's own zone: /etc/timezone, else the target of /etc/localtime, else
 * "UTC". */
void zone_system(char *name, size_t size);

/* A day in the zone in force, and a moment's parts. */
struct civil {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
	int hour;
	int minute;
	int second;
	int offset; /* seconds east of UTC */
};

struct civil civil_of(int64_t time);
/* Days from 1970-01-01 to a day; months and days beyond their range carry over. */
int64_t civil_day(int year, int month, int day);
/* True if the calendar has such a day. */
bool civil_is_day(int year, int month, int day);
/* The first moment of a day in the zone in force; months and days beyond their
 * range carry over. Where clocks skip midnight, or the whole day, the moment after;
 * where midnight comes twice, the first. INT64_MIN or INT64_MAX where it is out of
 * range. */
int64_t time_of_day_start(int year, int month, int day);

#define TIME_TEXT_MAX 40

/* ISO 8601 with offset, to the second: 2026-11-23T13:11:55+01:00. A time of 0 gives
 * "". */
void time_format(int64_t time, char text[TIME_TEXT_MAX]);
/* For people: 2026-11-23 13:11. */
void time_format_short(int64_t time, char text[TIME_TEXT_MAX]);
/* Reads YYYY-MM-DD (the day's start) or YYYY-MM-DDTHH:MM[:SS[.ffffff]] with Z, an
 * offset or the zone in force; false where it is no such time, as where the zone's
 * clocks skip it. A time that comes twice is the first. */
bool time_parse(const char *text, int64_t *time);

#endif

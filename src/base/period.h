#ifndef SHOP_BASE_PERIOD_H
#define SHOP_BASE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

/* A half-open stretch of time, from <= t < until, microseconds UTC. */
struct period {
	int64_t from;
	int64_t until;
};

/*
 * Reads a period in the zone in force, as seen from now: today, yesterday,
 * this|last week|month|quarter|year, YYYY, YYYY-MM, YYYY-Qn, YYYY-Www (ISO 8601),
 * YYYY-MM-DD, and A..B of two of the dated forms, where B's last moment is included
 * and either side may be left out (an open side is INT64_MIN or INT64_MAX). False
 * where it is none of these.
 */
bool period_parse(const char *text, int64_t now, struct period *period);

/* As period_parse, as numbers of whole days (see below), *first <= day < *end; an
 * open side is INT32_MIN or INT32_MAX. */
bool period_parse_days(const char *text, int64_t now, int32_t *first, int32_t *end);

/* As period_parse, for syntax alone: the zone does not matter. */
bool period_is_valid(const char *text);

/* Days since 1970-01-01 of the civil day in the zone in force that a time falls on;
 * and the day as YYYY-MM-DD. */
int32_t day_of(int64_t time);
void day_format(int32_t day, char text[16]);
/* Days as people count them together; weeks are those of ISO 8601. */
enum day_unit {
	DAY_UNIT_DAY,
	DAY_UNIT_WEEK,
	DAY_UNIT_MONTH,
	DAY_UNIT_QUARTER,
	DAY_UNIT_YEAR,
};
/* The first day of the unit that a day lies in, and of the one count units later, or
 * earlier where count is below zero. */
int32_t day_unit_start(int32_t day, enum day_unit unit);
int32_t day_unit_move(int32_t first, enum day_unit unit, int count);
/* "2026-11-23", "2026-W48", "2026-11", "2026-Q4", "2026": as period_parse reads it.
 */
void day_unit_format(int32_t day, enum day_unit unit, char text[16]);
/* The same date so many months later, or earlier; where that month is too short, the
 * first day behind it. */
int32_t day_move_months(int32_t day, int months);

/* The first moment of a numbered day in the zone in force. */
int64_t day_start(int32_t day);

#endif

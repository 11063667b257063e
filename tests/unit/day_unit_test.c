#include "unit.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/period.h"

/* After four hundred years the calendar begins anew. */
#define FIRST_YEAR 1850
#define LAST_YEAR 2250

static int32_t
date(int year, int month, int day)
{
	return (int32_t)civil_day(year, month, day);
}

static void
expect_text(int32_t day, enum day_unit unit, const char *expected)
{
	char text[16];

	day_unit_format(day, unit, text);
	assert_string_equal(text, expected);
}

static void
units_are_named_as_periods_are(void **state)
{
	int32_t day = date(2026, 11, 23);

	(void)state;
	expect_text(day, DAY_UNIT_DAY, "2026-11-23");
	expect_text(day, DAY_UNIT_WEEK, "2026-W48");
	expect_text(day, DAY_UNIT_MONTH, "2026-11");
	expect_text(day, DAY_UNIT_QUARTER, "2026-Q4");
	expect_text(day, DAY_UNIT_YEAR, "2026");
}

static void
a_week_is_of_the_year_of_its_thursday(void **state)
{
	(void)state;
	expect_text(date(2026, 12, 28), DAY_UNIT_WEEK, "2026-W53");
	expect_text(date(2027, 1, 3), DAY_UNIT_WEEK, "2026-W53");
	expect_text(date(2027, 1, 4), DAY_UNIT_WEEK, "2027-W01");
	expect_text(date(2024, 12, 29), DAY_UNIT_WEEK, "2024-W52");
	expect_text(date(2024, 12, 30), DAY_UNIT_WEEK, "2025-W01");
	expect_text(date(2021, 1, 3), DAY_UNIT_WEEK, "2020-W53");
	expect_text(date(1970, 1, 1), DAY_UNIT_WEEK, "1970-W01");
	expect_text(date(1969, 12, 28), DAY_UNIT_WEEK, "1969-W52");
}

/* What a day's unit is called is read as a period that begins where the unit does,
 * has the day in it, and ends where the next one begins. */
static void
expect_agreement(int32_t day, enum day_unit unit)
{
	int32_t start = day_unit_start(day, unit);
	int32_t next = day_unit_move(day, unit, 1);
	int32_t first;
	int32_t end;
	char text[16];

	day_unit_format(day, unit, text);
	assert_true(period_parse_days(text, 0, &first, &end));
	if (first != start || end != next || day < start || day >= next)
		print_error("'%s' of day %d\n", text, (int)day);
	assert_int_equal(first, start);
	assert_int_equal(end, next);
	assert_in_range(day - start, 0, next - start - 1);
	assert_int_equal(day_unit_move(next, unit, -1), start);
}

static void
every_day_of_four_centuries_is_in_its_units(void **state)
{
	int32_t end = date(LAST_YEAR, 1, 1);

	(void)state;
	for (int32_t day = date(FIRST_YEAR, 1, 1); day < end; day++)
		for (int unit = DAY_UNIT_DAY; unit <= DAY_UNIT_YEAR; unit++)
			expect_agreement(day, (enum day_unit)unit);
}

static void
expect_date(int year, int month, int day)
{
	char expected[40];
	char text[16];

	snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, day);
	day_format(date(year, month, day), text);
	assert_string_equal(text, expected);
}

static void
every_date_of_four_centuries_is_written_as_it_is(void **state)
{
	(void)state;
	for (int year = FIRST_YEAR; year < LAST_YEAR; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; civil_is_day(year, month, day); day++)
				expect_date(year, month, day);
}

static void
units_are_moved_over_ends_of_years(void **state)
{
	(void)state;
	assert_int_equal(
		day_unit_move(date(2026, 12, 31), DAY_UNIT_DAY, 1), date(2027, 1, 1));
	assert_int_equal(day_unit_move(date(2026, 12, 31), DAY_UNIT_WEEK, 1),
		date(2027, 1, 4));
	assert_int_equal(day_unit_move(date(2026, 12, 31), DAY_UNIT_MONTH, 2),
		date(2027, 2, 1));
	assert_int_equal(day_unit_move(date(2027, 1, 15), DAY_UNIT_QUARTER, -1),
		date(2026, 10, 1));
	assert_int_equal(day_unit_move(date(2028, 2, 29), DAY_UNIT_YEAR, -4),
		date(2024, 1, 1));
}

static void
a_date_that_a_month_does_not_have_is_the_first_behind_it(void **state)
{
	(void)state;
	assert_int_equal(day_move_months(date(2026, 10, 30), 1), date(2026, 11, 30));
	assert_int_equal(day_move_months(date(2026, 10, 31), 1), date(2026, 12, 1));
	assert_int_equal(day_move_months(date(2026, 3, 31), -1), date(2026, 3, 1));
	assert_int_equal(day_move_months(date(2028, 2, 29), -12), date(2027, 3, 1));
	assert_int_equal(day_move_months(date(2028, 2, 29), 48), date(2032, 2, 29));
	assert_int_equal(day_move_months(date(2026, 1, 15), -13), date(2024, 12, 15));
}

static void
expect_days(const char *text, int64_t now, int32_t first, int32_t end)
{
	int32_t from = 1;
	int32_t until = 2;

	assert_true(period_parse_days(text, now, &from, &until));
	assert_int_equal(from, first);
	assert_int_equal(until, end);
}

static void
a_period_has_whole_days(void **state)
{
	int32_t from = 1;
	int32_t until = 2;

	(void)state;
	expect_days("2026-11", 0, date(2026, 11, 1), date(2026, 12, 1));
	expect_days("2026-11-23..", 0, date(2026, 11, 23), INT32_MAX);
	expect_days("..2026-11-23", 0, INT32_MIN, date(2026, 11, 24));
	expect_days("today", 0, date(1970, 1, 1), date(1970, 1, 2));
	assert_false(period_parse_days("2026-13", 0, &from, &until));
	assert_int_equal(from, 1);
	assert_int_equal(until, 2);
}

/* Samoa had no 30 December 2011, and its today is elsewhere's yesterday. */
static void
a_period_has_the_day_that_a_zone_left_out(void **state)
{
	int64_t now = 0;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(zone_use("Pacific/Apia", &err), ST_OK);
	expect_days("2011-12-30", 0, date(2011, 12, 30), date(2011, 12, 31));
	assert_true(time_parse("2011-12-30T09:59:59Z", &now));
	expect_days("today", now, date(2011, 12, 29), date(2011, 12, 30));
	expect_days("today", now + SECOND, date(2011, 12, 31), date(2012, 1, 1));
	assert_int_equal(zone_use("UTC", &err), ST_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_are_named_as_periods_are),
		cmocka_unit_test(a_week_is_of_the_year_of_its_thursday),
		cmocka_unit_test(every_day_of_four_centuries_is_in_its_units),
		cmocka_unit_test(every_date_of_four_centuries_is_written_as_it_is),
		cmocka_unit_test(units_are_moved_over_ends_of_years),
		cmocka_unit_test(
			a_date_that_a_month_does_not_have_is_the_first_behind_it),
		cmocka_unit_test(a_period_has_whole_days),
		cmocka_unit_test(a_period_has_the_day_that_a_zone_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

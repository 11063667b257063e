#include "unit.h"

#include <string.h>

#include "base/clock.h"
#include "base/period.h"

static void
use(const char *zone)
{
	struct err err = { 0 };

	assert_int_equal(zone_use(zone, &err), ST_OK);
}

static int64_t
moment(const char *text)
{
	int64_t time = 0;

	assert_true(time_parse(text, &time));
	return time;
}

/* A period, as seen from now, goes from a moment up to another. */
static void
expect_seen(const char *text, const char *now, const char *from, const char *until)
{
	struct period period = { 1, 2 };

	assert_true(period_parse(text, moment(now), &period));
	assert_true(period_is_valid(text));
	if (period.from != moment(from) || period.until != moment(until))
		print_error("'%s' seen from %s\n", text, now);
	assert_int_equal(period.from, moment(from));
	assert_int_equal(period.until, moment(until));
}

static void
expect(const char *text, const char *from, const char *until)
{
	expect_seen(text, "2026-11-23T13:00", from, until);
}

static void
dated_forms_cover_what_they_name(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect("2026", "2026-01-01", "2027-01-01");
	expect("2026-11", "2026-11-01", "2026-12-01");
	expect("2026-12", "2026-12-01", "2027-01-01");
	expect("2028-02", "2028-02-01", "2028-03-01");
	expect("2026-11-23", "2026-11-23", "2026-11-24");
	expect("2026-12-31", "2026-12-31", "2027-01-01");
	expect("2028-02-29", "2028-02-29", "2028-03-01");
	expect("1969", "1969-01-01", "1970-01-01");
	expect("9999", "9999-01-01", "9999-12-31T23:00:00-00:00");
}

static void
quarters_begin_in_january_april_july_and_october(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect("2026-Q1", "2026-01-01", "2026-04-01");
	expect("2026-Q2", "2026-04-01", "2026-07-01");
	expect("2026-Q3", "2026-07-01", "2026-10-01");
	expect("2026-Q4", "2026-10-01", "2027-01-01");
}

static void
weeks_are_numbered_as_iso_8601_does(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect("2026-W47", "2026-11-16", "2026-11-23");
	expect("2026-W48", "2026-11-23", "2026-11-30");
	expect("2026-W01", "2025-12-29", "2026-01-05");
	expect("2026-W53", "2026-12-28", "2027-01-04");
	expect("2027-W01", "2027-01-04", "2027-01-11");
	expect("2020-W53", "2020-12-28", "2021-01-04");
	expect("2024-W01", "2024-01-01", "2024-01-08");
	expect("2023-W52", "2023-12-25", "2024-01-01");
	expect("1969-W01", "1968-12-30", "1969-01-06");
	assert_false(period_is_valid("2025-W53"));
	assert_false(period_is_valid("2026-W54"));
	assert_false(period_is_valid("2026-W00"));
}

static void
words_are_seen_from_now(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect("today", "2026-11-23", "2026-11-24");
	expect("yesterday", "2026-11-22", "2026-11-23");
	expect("this week", "2026-11-23", "2026-11-30");
	expect("last week", "2026-11-16", "2026-11-23");
	expect("this month", "2026-11-01", "2026-12-01");
	expect("last month", "2026-10-01", "2026-11-01");
	expect("this quarter", "2026-10-01", "2027-01-01");
	expect("last quarter", "2026-07-01", "2026-10-01");
	expect("this year", "2026-01-01", "2027-01-01");
	expect("last year", "2025-01-01", "2026-01-01");
}

static void
words_look_back_over_the_end_of_a_year(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect_seen("yesterday", "2027-01-01T00:00", "2026-12-31", "2027-01-01");
	expect_seen("this week", "2027-01-01T00:00", "2026-12-28", "2027-01-04");
	expect_seen("last week", "2027-01-03T23:59", "2026-12-21", "2026-12-28");
	expect_seen("last month", "2027-01-31T12:00", "2026-12-01", "2027-01-01");
	expect_seen("last quarter", "2027-03-31T12:00", "2026-10-01", "2027-01-01");
	expect_seen("yesterday", "2028-03-01T12:00", "2028-02-29", "2028-03-01");
	expect_seen("last month", "2028-03-31T12:00", "2028-02-01", "2028-03-01");
	expect_seen("this week", "1969-12-30T12:00", "1969-12-29", "1970-01-05");
}

static void
words_follow_the_zone_in_force(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect_seen("today", "2026-11-22T23:30Z", "2026-11-23", "2026-11-24");
	use("America/Sao_Paulo");
	expect_seen("today", "2026-11-23T01:30Z", "2026-11-22", "2026-11-23");
	use("Pacific/Kiritimati");
	expect_seen("this year", "2026-12-31T10:00Z", "2027-01-01", "2028-01-01");
}

static void
the_last_day_of_a_range_is_in_it(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect("2026-11-01..2026-11-15", "2026-11-01", "2026-11-16");
	expect("2026-11-23..2026-11-23", "2026-11-23", "2026-11-24");
	expect("2025..2026", "2025-01-01", "2027-01-01");
	expect("2026-10..2026-11", "2026-10-01", "2026-12-01");
	expect("2026-Q1..2026-W47", "2026-01-01", "2026-11-23");
	expect("2026-11..2026", "2026-11-01", "2027-01-01");
}

static void
a_range_may_be_open(void **state)
{
	struct period period;

	(void)state;
	use("Europe/Berlin");
	assert_true(period_parse("2026-11..", 0, &period));
	assert_int_equal(period.from, moment("2026-11-01"));
	assert_int_equal(period.until, INT64_MAX);
	assert_true(period_parse("..2026-11-15", 0, &period));
	assert_int_equal(period.from, INT64_MIN);
	assert_int_equal(period.until, moment("2026-11-16"));
	assert_true(period_parse("..", 0, &period));
	assert_int_equal(period.from, INT64_MIN);
	assert_int_equal(period.until, INT64_MAX);
}

static void
what_is_no_period_is_refused(void **state)
{
	static const char *const bad[] = { "", " ", "Today", "today ", "this  week",
		"this", "week", "tomorrow", "next week", "last day", "202", "20266",
		"2026-", "2026-1", "2026-00", "2026-13", "2026-111", "2026-11-",
		"2026-11-1", "2026-11-00", "2026-11-31", "2026-02-29", "2026-11-231",
		"2026-Q0", "2026-Q5", "2026-Q", "2026-Q11", "2026-q1", "2026-W1",
		"2026-w01", "2026-W011", "-2026", "+2026", "2026...2027",
		"2026..2027..2028", "2026.2027", "today..2026", "2026..today",
		"2027..2026", "2026-11-02..2026-11-01", "...", "2026.. ", "2026..x",
		"2026-11-23T12:00", NULL };
	struct period period = { 1, 2 };

	(void)state;
	for (size_t i = 0; bad[i]; i++) {
		if (period_is_valid(bad[i]))
			print_error("'%s'\n", bad[i]);
		assert_false(period_is_valid(bad[i]));
		assert_false(period_parse(bad[i], 0, &period));
	}
	assert_int_equal(period.from, 1);
	assert_int_equal(period.until, 2);
}

static int64_t
hours_of(const char *text)
{
	struct period period;

	assert_true(period_parse(text, 0, &period));
	return (period.until - period.from) / HOUR;
}

static void
days_on_which_clocks_change_have_their_true_length(void **state)
{
	(void)state;
	use("Europe/Berlin");
	assert_int_equal(hours_of("2026-03-28"), 24);
	assert_int_equal(hours_of("2026-03-29"), 23);
	assert_int_equal(hours_of("2026-10-25"), 25);
	assert_int_equal(hours_of("2026-W13"), 7 * 24 - 1);
	assert_int_equal(hours_of("2026-10"), 31 * 24 + 1);
	use("America/Sao_Paulo");
	assert_int_equal(hours_of("2018-11-03"), 24);
	assert_int_equal(hours_of("2018-11-04"), 23);
	assert_int_equal(hours_of("2019-02-16"), 25);
	assert_int_equal(hours_of("2019-02-17"), 24);
	use("Pacific/Apia");
	assert_int_equal(hours_of("2011-12-30"), 0);
	assert_int_equal(hours_of("2011-12"), 30 * 24);
}

static void
every_moment_falls_on_the_day_that_begins_before_it(void **state)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin",
		"America/Sao_Paulo", "America/Havana", "Pacific/Apia",
		"Asia/Kathmandu", NULL };

	(void)state;
	for (size_t zone = 0; zones[zone]; zone++) {
		int64_t before = INT64_MIN;

		use(zones[zone]);
		for (int32_t day = 15000; day < 20500; day++) {
			int64_t start = day_start(day);

			assert_true(start >= before);
			before = start;
			if (start == day_start(day + 1))
				continue;
			assert_int_equal(day_of(start), day);
			assert_int_equal(day_of(start - 1) < day, true);
			assert_int_equal(day_of(day_start(day + 1) - 1), day);
		}
	}
}

static void
days_before_1970_are_below_zero(void **state)
{
	(void)state;
	use("UTC");
	assert_int_equal(day_of(0), 0);
	assert_int_equal(day_of(-1), -1);
	assert_int_equal(day_of(-24 * HOUR), -1);
	assert_int_equal(day_of(-24 * HOUR - 1), -2);
	assert_int_equal(day_start(-1), -24 * HOUR);
	use("America/Sao_Paulo");
	assert_int_equal(day_of(0), -1);
}

static void
days_are_written_as_dates(void **state)
{
	char text[16];

	(void)state;
	day_format(0, text);
	assert_string_equal(text, "1970-01-01");
	day_format(-1, text);
	assert_string_equal(text, "1969-12-31");
	day_format(20780, text);
	assert_string_equal(text, "2026-11-23");
	day_format(INT32_MIN, text);
	assert_string_equal(text, "-5877641-06-23");
	assert_int_equal(day_start(INT32_MAX), INT64_MAX);
	assert_int_equal(day_start(INT32_MIN), INT64_MIN);
	assert_true(day_of(INT64_MAX) > 0);
	assert_true(day_of(INT64_MIN) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dated_forms_cover_what_they_name),
		cmocka_unit_test(quarters_begin_in_january_april_july_and_october),
		cmocka_unit_test(weeks_are_numbered_as_iso_8601_does),
		cmocka_unit_test(words_are_seen_from_now),
		cmocka_unit_test(words_look_back_over_the_end_of_a_year),
		cmocka_unit_test(words_follow_the_zone_in_force),
		cmocka_unit_test(the_last_day_of_a_range_is_in_it),
		cmocka_unit_test(a_range_may_be_open),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(days_on_which_clocks_change_have_their_true_length),
		cmocka_unit_test(every_moment_falls_on_the_day_that_begins_before_it),
		cmocka_unit_test(days_before_1970_are_below_zero),
		cmocka_unit_test(days_are_written_as_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

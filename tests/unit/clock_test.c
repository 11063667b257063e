#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static void
use(const char *zone)
{
	struct err err = { 0 };

	assert_int_equal(zone_use(zone, &err), ST_OK);
}

static void
expect_time(const char *text, const char *formatted)
{
	char back[TIME_TEXT_MAX];
	int64_t time = 0;

	assert_true(time_parse(text, &time));
	time_format(time, back);
	assert_string_equal(back, formatted);
}

/* Runs first, while no zone has been chosen. */
static void
until_a_zone_is_chosen_it_is_utc(void **state)
{
	(void)state;
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	assert_int_equal(civil_of(1780000000 * SECOND).offset, 0);
	expect_time("2026-07-01T12:00", "2026-07-01T12:00:00+00:00");
	assert_int_equal(setenv("TZ", ":America/New_York", 1), 0);
	assert_int_equal(civil_of(1780000000 * SECOND).offset, 0);
	assert_int_equal(unsetenv("TZ"), 0);
	assert_int_equal(civil_of(1780000000 * SECOND).offset, 0);
}

static void
only_zones_of_the_system_are_taken(void **state)
{
	static const char *const bad[] = { "", "Mars/Phobos", "/etc/passwd",
		"../../../etc/passwd", "Europe/../Europe/Berlin", "Europe",
		"zone.tab", "leapseconds", "right/Europe/Berlin",
		"/usr/share/zoneinfo/UTC", ":Europe/Berlin", "Europe/Berlin ",
		"CET-1CEST", NULL };
	struct err err = { 0 };

	(void)state;
	use("Europe/Berlin");
	for (size_t i = 0; bad[i]; i++)
		assert_int_equal(zone_use(bad[i], &err), ST_CONFIG);
	assert_int_equal(civil_of(1780000000 * SECOND).offset, 7200);
	assert_int_equal(zone_use("Mars/Phobos", &err), ST_CONFIG);
	assert_string_equal(err.message,
		"this system has no time zone 'Mars/Phobos' (zones are named like "
		"Europe/Berlin and come with tzdata)");
	use("America/Argentina/Buenos_Aires");
	use("Etc/GMT+5");
	assert_int_equal(civil_of(SECOND).offset, -5 * 3600);
	use("UTC");
	assert_int_equal(civil_of(SECOND).offset, 0);
}

static void
another_zone_folder_of_the_environment_is_not_asked(void **state)
{
	(void)state;
	assert_int_equal(setenv("TZDIR", "/nonexistent", 1), 0);
	use("Europe/Berlin");
	assert_int_equal(civil_of(1780000000 * SECOND).offset, 7200);
	assert_int_equal(unsetenv("TZDIR"), 0);
}

static void
the_system_has_a_zone_that_can_be_used(void **state)
{
	char name[80] = "";

	(void)state;
	zone_system(name, sizeof(name));
	assert_true(strlen(name) > 0);
	use(name);
}

static void
a_test_sets_the_clock(void **state)
{
	(void)state;
	use("UTC");
	assert_int_equal(setenv("SHOP_TEST_NOW", "1763903515", 1), 0);
	assert_int_equal(clock_now(), 1763903515 * SECOND);
	assert_int_equal(setenv("SHOP_TEST_NOW", "-1", 1), 0);
	assert_int_equal(clock_now(), -SECOND);
	assert_int_equal(setenv("SHOP_TEST_NOW", "2026-11-23T13:11:55+01:00", 1), 0);
	assert_int_equal(clock_now(), 1795435915 * SECOND);
	assert_int_equal(unsetenv("SHOP_TEST_NOW"), 0);
	assert_true(clock_now() > 1780000000 * SECOND);
}

static void
deadlines_count_forward(void **state)
{
	int64_t before = clock_monotonic();

	(void)state;
	assert_true(before > 0);
	assert_true(clock_monotonic() >= before);
}

static void
times_before_1970_have_their_parts(void **state)
{
	struct civil civil;

	(void)state;
	use("UTC");
	civil = civil_of(-1);
	assert_int_equal(civil.year, 1969);
	assert_int_equal(civil.month, 12);
	assert_int_equal(civil.day, 31);
	assert_int_equal(civil.hour, 23);
	assert_int_equal(civil.minute, 59);
	assert_int_equal(civil.second, 59);
	expect_time("1600-02-29T00:00:00Z", "1600-02-29T00:00:00+00:00");
	expect_time("0001-01-01", "0001-01-01T00:00:00+00:00");
}

static void
times_after_2038_have_their_parts(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect_time("2038-01-19T03:14:08Z", "2038-01-19T04:14:08+01:00");
	expect_time("2100-07-01T12:00:00", "2100-07-01T12:00:00+02:00");
	expect_time("9999-12-31T23:59:59", "9999-12-31T23:59:59+01:00");
}

static void
days_are_counted_as_the_calendar_does(void **state)
{
	int64_t day = civil_day(1599, 12, 31);

	(void)state;
	assert_int_equal(civil_day(1970, 1, 1), 0);
	assert_int_equal(civil_day(2000, 2, 29), 11016);
	assert_int_equal(civil_day(2026, 14, 1), civil_day(2027, 2, 1));
	assert_int_equal(civil_day(2026, 0, 1), civil_day(2025, 12, 1));
	assert_int_equal(civil_day(2026, -11, 0), civil_day(2024, 12, 31));
	use("UTC");
	for (int year = 1600; year < 2401; year++) {
		for (int month = 1; month <= 12; month++) {
			int last = civil_is_day(year, month, 31)   ? 31
				   : civil_is_day(year, month, 30) ? 30
				   : civil_is_day(year, month, 29) ? 29
								   : 28;
			struct civil civil;

			day++;
			assert_int_equal(civil_day(year, month, 1), day);
			civil = civil_of(day * 24 * HOUR);
			assert_int_equal(civil.month, month);
			assert_int_equal(civil.day, 1);
			day += last - 1;
		}
	}
	assert_false(civil_is_day(2026, 2, 29));
	assert_true(civil_is_day(2028, 2, 29));
	assert_false(civil_is_day(1900, 2, 29));
	assert_false(civil_is_day(2026, 13, 1));
	assert_false(civil_is_day(2026, 1, 0));
}

static void
a_day_begins_at_its_first_moment(void **state)
{
	static const struct {
		const char *zone;
		int year, month, day;
		const char *first;
	} cases[] = {
		{ "Europe/Berlin", 2026, 3, 29, "2026-03-29T00:00:00+01:00" },
		{ "Europe/Berlin", 2026, 3, 30, "2026-03-30T00:00:00+02:00" },
		{ "Europe/Berlin", 2026, 10, 25, "2026-10-25T00:00:00+02:00" },
		{ "Europe/Berlin", 2026, 10, 26, "2026-10-26T00:00:00+01:00" },
		/* Midnight was skipped. */
		{ "America/Sao_Paulo", 2018, 11, 4, "2018-11-04T01:00:00-02:00" },
		{ "America/Sao_Paulo", 2018, 11, 3, "2018-11-03T00:00:00-03:00" },
		{ "America/Sao_Paulo", 2018, 11, 5, "2018-11-05T00:00:00-02:00" },
		/* The hour before midnight came twice. */
		{ "America/Sao_Paulo", 2019, 2, 17, "2019-02-17T00:00:00-03:00" },
		{ "America/Sao_Paulo", 2019, 2, 16, "2019-02-16T00:00:00-02:00" },
		/* The hour after midnight comes twice. */
		{ "America/Havana", 2026, 11, 1, "2026-11-01T00:00:00-04:00" },
		{ "America/Havana", 2026, 3, 8, "2026-03-08T01:00:00-04:00" },
		/* The whole day was skipped. */
		{ "Pacific/Apia", 2011, 12, 30, "2011-12-31T00:00:00+14:00" },
		{ "Pacific/Apia", 2011, 12, 31, "2011-12-31T00:00:00+14:00" },
		{ "Pacific/Apia", 2011, 12, 29, "2011-12-29T00:00:00-10:00" },
		{ "Asia/Kathmandu", 2026, 1, 1, "2026-01-01T00:00:00+05:45" },
		/* Months and days beyond their range carry over. */
		{ "Europe/Berlin", 2026, 13, 32, "2027-02-01T00:00:00+01:00" },
		{ "Europe/Berlin", 2026, 0, 0, "2025-11-30T00:00:00+01:00" },
		{ "Europe/Berlin", 1969, 12, 31, "1969-12-31T00:00:00+01:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[TIME_TEXT_MAX];

		use(cases[i].zone);
		time_format(time_of_day_start(
				    cases[i].year, cases[i].month, cases[i].day),
			text);
		assert_string_equal(text, cases[i].first);
	}
}

static void
days_out_of_range_begin_at_the_ends_of_time(void **state)
{
	char text[TIME_TEXT_MAX];

	(void)state;
	assert_int_equal(time_of_day_start(400000, 1, 1), INT64_MAX);
	assert_int_equal(time_of_day_start(-400000, 1, 1), INT64_MIN);
	assert_int_equal(time_of_day_start(INT32_MAX, INT32_MAX, 1), INT64_MAX);
	time_format(INT64_MAX, text);
	assert_string_equal(text, "294247-01-10T05:00:54+01:00");
	time_format(INT64_MIN, text);
	assert_true(strlen(text) > 20);
}

static void
a_time_of_none_is_no_text(void **state)
{
	char text[TIME_TEXT_MAX] = "x";

	(void)state;
	time_format(0, text);
	assert_string_equal(text, "");
	time_format_short(0, text);
	assert_string_equal(text, "");
}

static void
times_are_written_in_the_zone_in_force(void **state)
{
	char text[TIME_TEXT_MAX];

	(void)state;
	use("Europe/Berlin");
	time_format(1795435915 * SECOND + 999999, text);
	assert_string_equal(text, "2026-11-23T13:11:55+01:00");
	time_format_short(1795435915 * SECOND, text);
	assert_string_equal(text, "2026-11-23 13:11");
	use("America/St_Johns");
	time_format(1795435915 * SECOND, text);
	assert_string_equal(text, "2026-11-23T08:41:55-03:30");
	use("UTC");
	time_format(-SECOND, text);
	assert_string_equal(text, "1969-12-31T23:59:59+00:00");
}

static void
local_mean_times_keep_their_moment(void **state)
{
	char text[TIME_TEXT_MAX];
	int64_t time = 0;
	int64_t back = 0;

	(void)state;
	use("Europe/Berlin");
	assert_true(time_parse("1880-05-01T12:00:00Z", &time));
	time_format(time, text);
	assert_true(time_parse(text, &back));
	assert_int_equal(back, time);
}

static void
times_are_read_with_and_without_offset(void **state)
{
	int64_t time = 0;

	(void)state;
	use("Europe/Berlin");
	expect_time("2026-11-23", "2026-11-23T00:00:00+01:00");
	expect_time("2026-11-23T13:11", "2026-11-23T13:11:00+01:00");
	expect_time("2026-11-23T13:11:55", "2026-11-23T13:11:55+01:00");
	expect_time("2026-11-23T13:11:55Z", "2026-11-23T14:11:55+01:00");
	expect_time("2026-11-23T13:11-05:30", "2026-11-23T19:41:00+01:00");
	expect_time("2026-11-23T13:11:55.5+14:00", "2026-11-23T00:11:55+01:00");
	assert_true(time_parse("1970-01-01T00:00:01.25Z", &time));
	assert_int_equal(time, 1250000);
	assert_true(time_parse("1969-12-31T23:59:59.999999Z", &time));
	assert_int_equal(time, -1);
}

static void
times_that_clocks_skip_are_no_times(void **state)
{
	int64_t time = 7;

	(void)state;
	use("Europe/Berlin");
	assert_false(time_parse("2026-03-29T02:30", &time));
	assert_int_equal(time, 7);
	expect_time("2026-03-29T03:00", "2026-03-29T03:00:00+02:00");
	expect_time("2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00");
	/* What comes twice is the first. */
	expect_time("2026-10-25T02:30", "2026-10-25T02:30:00+02:00");
	expect_time("2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00");
	expect_time("2026-10-25T03:00", "2026-10-25T03:00:00+01:00");
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-11", "2026-11-31",
		"2026-02-29", "2026-00-10", "2026-13-01", "2026-1-1", "26-01-01",
		"2026-11-23 13:11", "2026-11-23T", "2026-11-23T13",
		"2026-11-23T24:00", "2026-11-23T13:60", "2026-11-23T13:11:60",
		"2026-11-23T13:11:", "2026-11-23T13:11.5", "2026-11-23T13:11:55.",
		"2026-11-23T13:11:55.1234567", "2026-11-23T13:11z",
		"2026-11-23T13:11+1", "2026-11-23T13:11+0100",
		"2026-11-23T13:11+24:00", "2026-11-23T13:11+01:60",
		"2026-11-23T13:11Zx", "2026-11-23Z", " 2026-11-23", "2026-11-23 ",
		"-2026-11-23", "+2026-11-23", "2026/11/23", "23.11.2026", NULL };
	int64_t time = 7;

	(void)state;
	for (size_t i = 0; bad[i]; i++)
		assert_false(time_parse(bad[i], &time));
	assert_int_equal(time, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(until_a_zone_is_chosen_it_is_utc),
		cmocka_unit_test(only_zones_of_the_system_are_taken),
		cmocka_unit_test(another_zone_folder_of_the_environment_is_not_asked),
		cmocka_unit_test(the_system_has_a_zone_that_can_be_used),
		cmocka_unit_test(a_test_sets_the_clock),
		cmocka_unit_test(deadlines_count_forward),
		cmocka_unit_test(times_before_1970_have_their_parts),
		cmocka_unit_test(times_after_2038_have_their_parts),
		cmocka_unit_test(days_are_counted_as_the_calendar_does),
		cmocka_unit_test(a_day_begins_at_its_first_moment),
		cmocka_unit_test(days_out_of_range_begin_at_the_ends_of_time),
		cmocka_unit_test(a_time_of_none_is_no_text),
		cmocka_unit_test(times_are_written_in_the_zone_in_force),
		cmocka_unit_test(local_mean_times_keep_their_moment),
		cmocka_unit_test(times_are_read_with_and_without_offset),
		cmocka_unit_test(times_that_clocks_skip_are_no_times),
		cmocka_unit_test(what_is_no_time_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

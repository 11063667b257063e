#include "base/date.h"

#include <string.h>

#include "unit.h"

static int64_t
moment(const char *text, bool is_end)
{
	int64_t at;

	if (!date_parse(text, is_end, &at))
		fail_msg("'%s' is no date", text);
	return at;
}

static void
expect(int64_t at, bool is_end, const char *written)
{
	char text[TIME_TEXT_MAX];

	date_format(at, is_end, text);
	assert_string_equal(text, written);
}

static void
use(const char *zone)
{
	struct err err;

	assert_int_equal(zone_use(zone, &err), ST_OK);
}

static void
a_day_as_an_end_is_still_part_of_it(void **state)
{
	(void)state;
	use("Europe/Berlin");
	assert_int_equal(moment("2026-12-30", true), moment("2026-12-31", false));
	assert_int_equal(
		moment("2026-12-30T12:00", true), moment("2026-12-30T12:00", false));
	assert_int_equal(
		moment("2026-12-31", false), moment("2026-12-30T23:00:00Z", false));
	/* The day on which clocks go forward has 23 hours. */
	assert_int_equal(
		moment("2026-03-29", true) - moment("2026-03-29", false), 23 * HOUR);
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const none[] = { "", "tomorrow", "2026", "2026-12",
		"2026-13-01", "2026-02-30", "2026-W47", "2026-12-31T25:00",
		"2026-12-31..", "01.12.2026", "2026-03-29T02:30", "this month" };
	int64_t at = 7;
	size_t i;

	(void)state;
	use("Europe/Berlin");
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_false(date_parse(none[i], false, &at));
		assert_false(date_parse(none[i], true, &at));
		assert_int_equal(at, 7);
	}
}

static void
a_date_is_written_as_short_as_it_can_be(void **state)
{
	(void)state;
	use("Europe/Berlin");
	expect(moment("2026-12-30", false), false, "2026-12-30");
	expect(moment("2026-12-30", true), true, "2026-12-30");
	expect(moment("2026-12-30", false), true, "2026-12-29");
	expect(moment("2026-12-30T00:00:00Z", false), false,
		"2026-12-30T01:00:00+01:00");
	expect(moment("2026-07-01T12:00:00.25", false), false,
		"2026-07-01T12:00:00.250000+02:00");
	expect(moment("9999-12-31", true), true, "9999-12-31");
	expect(0, false, "");
	expect(0, true, "");
	use("UTC");
	expect(moment("1969-07-20", false), false, "1969-07-20");
}

/* Numbers in a row that looks like chance. */
static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 20;
}

static void
what_is_written_reads_back(void **state)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin",
		"America/St_Johns", "Pacific/Apia", "America/Asuncion",
		"Africa/Cairo" };
	uint64_t seed = 1;
	size_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		int64_t hours = (int64_t)(next(&seed) % (150 * 366 * 24));
		int64_t at = (hours - 60 * 366 * 24) * HOUR;
		bool is_end = next(&seed) % 2;
		char text[TIME_TEXT_MAX];

		use(zones[i % (sizeof(zones) / sizeof(zones[0]))]);
		if (next(&seed) % 4 == 0)
			at += (int64_t)(next(&seed) % (uint64_t)HOUR);
		if (at == 0)
			continue;
		date_format(at, is_end, text);
		if (moment(text, is_end) != at)
			fail_msg("%lld became '%s'", (long long)at, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_as_an_end_is_still_part_of_it),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(a_date_is_written_as_short_as_it_can_be),
		cmocka_unit_test(what_is_written_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

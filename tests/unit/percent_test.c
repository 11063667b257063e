#include "pricing/percent.h"

#include <string.h>

#include "unit.h"

#include "base/money.h"
#include "base/record.h"

static void
percentages_are_read_and_written_exactly(void **state)
{
	static const struct {
		const char *text;
		int64_t percent;
		const char *written;
	} cases[] = {
		{ "19", 19000000, "19" },
		{ "19%", 19000000, "19" },
		{ "8.875", 8875000, "8.875" },
		{ "0.000001", 1, "0.000001" },
		{ "0", 0, "0" },
		{ "100", PERCENT_WHOLE, "100" },
		{ "10.50%", 10500000, "10.5" },
		{ "007", 7000000, "7" },
		{ "1000", PERCENT_MAX, "1000" },
	};
	char text[PERCENT_TEXT_MAX];
	const char *reason;
	int64_t percent;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(percent_parse(cases[i].text, &percent, &reason));
		assert_int_equal(percent, cases[i].percent);
		percent_format(percent, text);
		assert_string_equal(text, cases[i].written);
	}
	percent_format(NUMBER_NONE, text);
	assert_string_equal(text, "");
}

static void
what_is_no_percentage_says_why(void **state)
{
	static const struct {
		const char *text;
		const char *reason;
	} cases[] = {
		{ "", "it is empty" },
		{ "%", "it is empty" },
		{ "19%%", "only digits and a point are taken" },
		{ "-1", "it is below zero" },
		{ "-0", "it is below zero" },
		{ "1e1", "an exponent is not taken" },
		{ ".5", "a digit is missing before the point" },
		{ "5.", "a digit is missing after the point" },
		{ "1.0000001", "it has more than 6 decimals" },
		{ "1000.000001", "it is above 1000" },
		{ "999999999999999", "it is above 1000" },
		{ "1234567890123456", "it has more than 15 digits" },
		{ "00000000000000000000000000000019", "it is too long" },
		{ " 19", "only digits and a point are taken" },
	};
	const char *reason;
	int64_t percent = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(percent_parse(cases[i].text, &percent, &reason));
		assert_string_equal(reason, cases[i].reason);
		assert_int_equal(percent, 7);
	}
}

static void
a_part_is_rounded_half_away_from_zero(void **state)
{
	int64_t part;

	(void)state;
	/* 10 % of 45.95: 4.595. */
	assert_true(percent_of(4595, 10 * PERCENT_ONE, &part));
	assert_int_equal(part, 460);
	assert_true(percent_of(-4595, 10 * PERCENT_ONE, &part));
	assert_int_equal(part, -460);
	assert_true(percent_of(1, 50 * PERCENT_ONE - 1, &part));
	assert_int_equal(part, 0);
	assert_true(percent_of(MONEY_MAX, PERCENT_MAX, &part));
	assert_int_equal(part, 10 * MONEY_MAX);
	assert_false(percent_of(INT64_MAX, PERCENT_MAX, &part));
}

static void
an_included_tax_is_what_its_rate_makes_of_the_net_price(void **state)
{
	int64_t part;

	(void)state;
	/* 19.70 includes 20 %: 3.2833... */
	assert_true(percent_included(1970, 20 * PERCENT_ONE, &part));
	assert_int_equal(part, 328);
	/* 1.05 includes 110 %: 0.55. 0.03 includes 20 %: 0.005. */
	assert_true(percent_included(105, 110 * PERCENT_ONE, &part));
	assert_int_equal(part, 55);
	assert_true(percent_included(3, 20 * PERCENT_ONE, &part));
	assert_int_equal(part, 1);
	assert_true(percent_included(-3, 20 * PERCENT_ONE, &part));
	assert_int_equal(part, -1);
	assert_true(percent_included(1970, 0, &part));
	assert_int_equal(part, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentages_are_read_and_written_exactly),
		cmocka_unit_test(what_is_no_percentage_says_why),
		cmocka_unit_test(a_part_is_rounded_half_away_from_zero),
		cmocka_unit_test(
			an_included_tax_is_what_its_rate_makes_of_the_net_price),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "unit.h"

#include <string.h>

#include "base/money.h"
#include "base/record.h"

static void
sums_that_do_not_fit_are_refused(void **state)
{
	int64_t result = 7;

	(void)state;
	assert_false(money_add(INT64_MAX, 1, &result));
	assert_false(money_subtract(-INT64_MAX, 2, &result));
	assert_false(money_multiply(INT64_MAX / 2, 3, &result));
	assert_int_equal(result, 7);
	assert_true(money_add(250, -300, &result));
	assert_int_equal(result, -50);
	assert_true(money_subtract(250, 300, &result));
	assert_int_equal(result, -50);
	assert_true(money_multiply(-250, 3, &result));
	assert_int_equal(result, -750);
}

static void
no_amount_is_never_counted_with(void **state)
{
	int64_t result = 7;

	(void)state;
	assert_false(money_add(NUMBER_NONE, 1, &result));
	assert_false(money_subtract(5, NUMBER_NONE, &result));
	assert_false(money_multiply(NUMBER_NONE, 1, &result));
	assert_false(money_scale(NUMBER_NONE, 1, 2, &result));
	assert_false(money_subtract(-INT64_MAX, 1, &result));
	assert_int_equal(result, 7);
}

static void
scaling_rounds_half_away_from_zero(void **state)
{
	static const struct {
		int64_t amount, numerator, denominator, result;
	} cases[] = {
		{ 5, 1, 2, 3 },
		{ -5, 1, 2, -3 },
		{ 5, -1, 2, -3 },
		{ 4, 1, 3, 1 },
		{ 5, 1, 3, 2 },
		{ -4, 1, 3, -1 },
		{ -5, 1, 3, -2 },
		{ 0, 9, 7, 0 },
		{ 1000, 230000, 1000000, 230 },
		{ 1, 499999, 1000000, 0 },
		{ 1, 500000, 1000000, 1 },
		{ 1, -500000, 1000000, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t result = 99;

		assert_true(money_scale(cases[i].amount, cases[i].numerator,
			cases[i].denominator, &result));
		assert_int_equal(result, cases[i].result);
	}
}

static void
scaling_is_exact_beyond_64_bits(void **state)
{
	int64_t result = 7;

	(void)state;
	assert_true(money_scale(INT64_MAX, INT64_MAX, INT64_MAX, &result));
	assert_int_equal(result, INT64_MAX);
	assert_true(money_scale(MONEY_MAX, MONEY_MAX - 1, MONEY_MAX, &result));
	assert_int_equal(result, MONEY_MAX - 1);
	assert_true(money_scale(INT64_MAX, 1, INT64_MAX, &result));
	assert_int_equal(result, 1);
	result = 7;
	assert_false(money_scale(INT64_MAX, 2, 1, &result));
	assert_false(money_scale(INT64_MAX, -2, 1, &result));
	assert_int_equal(result, 7);
}

static void
currencies_are_found_in_any_case(void **state)
{
	struct currency currency;

	(void)state;
	assert_true(currency_find("eUr", &currency));
	assert_string_equal(currency.code, "EUR");
	assert_int_equal(currency.decimals, 2);
	assert_true(currency_find("JPY", &currency));
	assert_int_equal(currency.decimals, 0);
	assert_true(currency_find("kwd", &currency));
	assert_int_equal(currency.decimals, 3);
	assert_string_equal(currency.code, "KWD");
}

static void
what_is_no_money_in_use_is_no_currency(void **state)
{
	static const char *const not [] = { "", "E", "EU", "EURO", "EU ", "XAU",
		"XXX", "XTS", "XDR", "CLF", "UYW", "DEM", "HRK", "BGN", "ZZZ",
		"\xC3\xA9X", NULL };
	struct currency currency = { "AAA", 9 };

	(void)state;
	for (size_t i = 0; not [i]; i++)
		assert_false(currency_find(not [i], &currency));
	assert_string_equal(currency.code, "AAA");
}

static void
codes_are_in_order_and_all_found(void **state)
{
	const char *const *codes = currency_codes();
	size_t count = 0;

	(void)state;
	for (; codes[count]; count++) {
		struct currency currency;

		assert_true(currency_find(codes[count], &currency));
		assert_string_equal(currency.code, codes[count]);
		assert_true(currency.decimals <= 3);
		if (count > 0)
			assert_true(strcmp(codes[count - 1], codes[count]) < 0);
	}
	assert_true(count > 150 && count < 170);
}

static void
decimals_are_read_exactly(void **state)
{
	static const struct {
		const char *text;
		int64_t digits;
		unsigned decimals;
	} cases[] = {
		{ "0", 0, 0 },
		{ "-0", 0, 0 },
		{ "007", 7, 0 },
		{ "2.55", 255, 2 },
		{ "1.50", 150, 2 },
		{ "-0.05", -5, 2 },
		{ "0.000001", 1, 6 },
		{ "999999999999999", INT64_C(999999999999999), 0 },
		{ "-999999999.999999", INT64_C(-999999999999999), 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *reason = NULL;
		struct decimal decimal;

		assert_true(decimal_parse(cases[i].text, &decimal, &reason));
		assert_int_equal(decimal.digits, cases[i].digits);
		assert_int_equal(decimal.decimals, cases[i].decimals);
		assert_null(reason);
	}
}

static void
what_is_no_decimal_is_refused_with_its_reason(void **state)
{
	static const char separator[] = "thousands separators and decimal commas are "
					"not taken, write 1234.50";
	static const char sign[] = "the only sign is one minus in front";
	static const char other[] = "only digits and a point are taken";
	static const struct {
		const char *text;
		const char *reason;
	} cases[] = {
		{ "", "it is empty" },
		{ "-", "it has no digits" },
		{ ".5", "a digit is missing before the point" },
		{ "-.5", "a digit is missing before the point" },
		{ ".", "a digit is missing before the point" },
		{ "5.", "a digit is missing after the point" },
		{ "1.2.3", "it has more than one point" },
		{ "1..2", "it has more than one point" },
		{ "1,000", separator },
		{ "1,50", separator },
		{ "1.234,56", separator },
		{ "1'000", separator },
		{ "1_000", separator },
		{ "1 000", separator },
		{ "1\u00A0000", separator },
		{ "1\u202F000", separator },
		{ "1e3", "an exponent is not taken" },
		{ "1.5E-3", "an exponent is not taken" },
		{ "1e+3", "an exponent is not taken" },
		{ "+5", sign },
		{ "--5", sign },
		{ "5-", sign },
		{ "0.0000001", "it has more than 6 decimals" },
		{ "1.5000000", "it has more than 6 decimals" },
		{ "1000000000000000", "it has more than 15 digits" },
		{ "9999999999.999999", "it has more than 15 digits" },
		{ " 1", other },
		{ "1 ", other },
		{ "1,", other },
		{ "1e", other },
		{ "0x10", other },
		{ "12 EUR", other },
		{ "nan", other },
		{ "\u0661", other },
		{ "1\xFF", other },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal decimal = { 42, 3 };
		const char *reason = NULL;

		assert_false(decimal_parse(cases[i].text, &decimal, &reason));
		assert_string_equal(reason, cases[i].reason);
		assert_int_equal(decimal.digits, 42);
	}
}

static void
only_zeros_may_be_more_than_a_currency_has(void **state)
{
	int64_t minor = 7;

	(void)state;
	assert_true(decimal_to_minor((struct decimal){ 1500000, 6 }, 2, &minor));
	assert_int_equal(minor, 150);
	assert_true(decimal_to_minor((struct decimal){ -15, 1 }, 3, &minor));
	assert_int_equal(minor, -1500);
	assert_true(decimal_to_minor((struct decimal){ 100, 2 }, 0, &minor));
	assert_int_equal(minor, 1);
	assert_false(decimal_to_minor((struct decimal){ 1005, 3 }, 2, &minor));
	assert_false(decimal_to_minor((struct decimal){ 5, 1 }, 0, &minor));
	assert_int_equal(minor, 1);
}

static void
amounts_end_at_a_named_limit(void **state)
{
	int64_t minor = 7;

	(void)state;
	assert_true(
		decimal_to_minor((struct decimal){ MONEY_MAX / 100, 0 }, 2, &minor));
	assert_int_equal(minor, MONEY_MAX);
	assert_false(decimal_to_minor(
		(struct decimal){ MONEY_MAX / 100 + 1, 0 }, 2, &minor));
	assert_false(decimal_to_minor((struct decimal){ -MONEY_MAX, 0 }, 2, &minor));
	assert_false(decimal_to_minor((struct decimal){ INT64_MAX, 0 }, 3, &minor));
	assert_int_equal(minor, MONEY_MAX);
}

static void
amounts_are_written_as_they_are_read(void **state)
{
	static const struct {
		int64_t minor;
		unsigned decimals;
		const char *text;
	} cases[] = {
		{ 1250, 2, "12.50" },
		{ -5, 2, "-0.05" },
		{ 0, 2, "0.00" },
		{ 1000, 0, "1000" },
		{ -1, 0, "-1" },
		{ 1, 3, "0.001" },
		{ INT64_MAX, 6, "9223372036854.775807" },
		{ -INT64_MAX, 6, "-9223372036854.775807" },
		{ NUMBER_NONE, 2, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[MONEY_TEXT_MAX];

		money_format(cases[i].minor, cases[i].decimals, text);
		assert_string_equal(text, cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(no_amount_is_never_counted_with),
		cmocka_unit_test(scaling_rounds_half_away_from_zero),
		cmocka_unit_test(scaling_is_exact_beyond_64_bits),
		cmocka_unit_test(currencies_are_found_in_any_case),
		cmocka_unit_test(what_is_no_money_in_use_is_no_currency),
		cmocka_unit_test(codes_are_in_order_and_all_found),
		cmocka_unit_test(decimals_are_read_exactly),
		cmocka_unit_test(what_is_no_decimal_is_refused_with_its_reason),
		cmocka_unit_test(only_zeros_may_be_more_than_a_currency_has),
		cmocka_unit_test(amounts_end_at_a_named_limit),
		cmocka_unit_test(amounts_are_written_as_they_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

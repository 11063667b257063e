#include "unit.h"

#include "cli/parse.h"

static enum status
read_value(enum kind kind, const char *text, void *member, struct err *err)
{
	static struct arena arena;
	const struct param param = { .name = "x", .kind = kind };

	arena_free(&arena);
	return parse_value(&param, text, &arena, member, err);
}

static void
values_are_held_to_their_kind(void **state)
{
	static const struct {
		enum kind kind;
		const char *text;
		bool good;
	} cases[] = {
		{ KIND_SKU, "TS 1", true },
		{ KIND_SKU, "", false },
		{ KIND_SKU,
			"0123456789012345678901234567890123456789012345678901234567"
			"8901234",
			false },
		{ KIND_TEXT, "two\nlines", false },
		{ KIND_LINES, "two\nlines", true },
		{ KIND_LINES, "", true },
		{ KIND_TEXT, "\xff", false },
		{ KIND_TEXT, "\033[31m", false },
		{ KIND_CATEGORY, "Clothing/T-shirts", true },
		{ KIND_COUNT, "1000000000", true },
		{ KIND_COUNT, "1000000001", false },
		{ KIND_COUNT, "99999999999999999999999", false },
		{ KIND_COUNT, "1.0", false },
		{ KIND_COUNT, "+1", false },
		{ KIND_COUNT, " 1", false },
		{ KIND_COUNT, "", false },
		{ KIND_ORDER, "18446744073709551615", true },
		{ KIND_ORDER, "18446744073709551616", false },
		{ KIND_PERIOD, "2026-11", true },
		{ KIND_PERIOD, "soon", false },
		{ KIND_SETTING, "shop.time-zone", true },
		{ KIND_SETTING, "Shop", false },
		{ KIND_CURRENCY, "EURO", false },
		{ KIND_CURRENCY, "xxz", false },
		{ KIND_COUNTRY, "D", false },
		{ KIND_PATH, "", false },
		{ KIND_CUSTOMER, "+49 170 1234567", true },
	};
	union {
		const char *text;
		int64_t number;
	} member;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if ((read_value(cases[i].kind, cases[i].text, &member, &err) ==
			    ST_OK) != cases[i].good)
			assert_string_equal(cases[i].text, "not as it should be");
}

static void
ranges_have_open_sides_and_an_order(void **state)
{
	static const struct {
		const char *text;
		bool good;
		bool has_min;
		bool has_max;
	} cases[] = {
		{ "10..50", true, true, true },
		{ "..50", true, false, true },
		{ "10..", true, true, false },
		{ "10", true, true, true },
		{ "0.5..0.50", true, true, true },
		{ "-2..1", true, true, true },
		{ "0.51..0.5", false, false, false },
		{ "999999999999999..1", false, false, false },
		{ "..", false, false, false },
		{ "1..2..3", false, false, false },
		{ "a..b", false, false, false },
		{ "", false, false, false },
	};
	struct range range;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good =
			read_value(KIND_RANGE, cases[i].text, &range, &err) == ST_OK;

		if (good != cases[i].good)
			assert_string_equal(cases[i].text, "not as it should be");
		if (!good)
			continue;
		assert_int_equal(range.has_min, cases[i].has_min);
		assert_int_equal(range.has_max, cases[i].has_max);
	}
}

static void
amounts_and_seconds_are_exact(void **state)
{
	struct decimal amount;
	int64_t time = 0;
	struct err err;

	(void)state;
	assert_int_equal(read_value(KIND_MONEY, "0.05", &amount, &err), ST_OK);
	assert_int_equal(amount.digits, 5);
	assert_int_equal(read_value(KIND_MONEY, "-1", &amount, &err), ST_USAGE);
	assert_int_equal(read_value(KIND_MONEY, "1e3", &amount, &err), ST_USAGE);
	assert_int_equal(read_value(KIND_SECONDS, "0.000001", &time, &err), ST_OK);
	assert_int_equal(time, 1);
	assert_int_equal(
		read_value(KIND_SECONDS, "999999999999999", &time, &err), ST_USAGE);
	assert_int_equal(time, 1);
}

static void
an_empty_value_is_taken_where_it_clears(void **state)
{
	static struct arena arena;
	struct param param = { .name = "x", .kind = KIND_CATEGORY };
	const char *text = NULL;
	struct err err;

	(void)state;
	assert_int_equal(parse_value(&param, "", &arena, &text, &err), ST_USAGE);
	assert_null(text);
	param.flags = PARAM_CLEARABLE;
	assert_int_equal(parse_value(&param, "", &arena, &text, &err), ST_OK);
	assert_string_equal(text, "");
	assert_int_equal(parse_value(&param, "\xff", &arena, &text, &err), ST_USAGE);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_held_to_their_kind),
		cmocka_unit_test(ranges_have_open_sides_and_an_order),
		cmocka_unit_test(amounts_and_seconds_are_exact),
		cmocka_unit_test(an_empty_value_is_taken_where_it_clears),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

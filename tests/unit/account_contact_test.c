#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "account/customer.h"
#include "base/country.h"

struct form {
	const char *typed;
	const char *canonical; /* NULL: refused */
};

static void
check_phone(const struct form *form, const char *calling_code)
{
	struct arena arena = { NULL };
	struct err err = { 0 };
	const char *canonical = "untouched";
	enum status status;

	status = phone_canonical(form->typed, calling_code, &arena, &canonical, &err);
	if (!form->canonical) {
		assert_int_equal(status, ST_BAD_DATA);
		assert_string_equal(canonical, "untouched");
		assert_true(err.message[0] != '\0');
	} else {
		if (status != ST_OK)
			fail_msg("%s: %s", form->typed, err.message);
		assert_string_equal(canonical, form->canonical);
	}
	arena_free(&arena);
}

static void
phones_lose_what_stands_between_digits(void **state)
{
	static const struct form forms[] = {
		{ "+49 171 1234567", "+491711234567" },
		{ "0049 (171) 123-45.67", "+491711234567" },
		{ "0171/1234567", "01711234567" },
		{ "\t555 0199 ", "5550199" },
		{ "12345", "12345" },
		{ "12345678901234567890", "12345678901234567890" },
		{ "+12345678901234567890", "+12345678901234567890" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		check_phone(&forms[i], "");
}

static void
a_leading_0_becomes_the_calling_code(void **state)
{
	static const struct form forms[] = {
		{ "0171 1234567", "+491711234567" },
		{ "0049 171 1234567", "+491711234567" },
		{ "+1 212 5550199", "+12125550199" },
		{ "5550199", "5550199" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		check_phone(&forms[i], "+49");
		check_phone(&forms[i], "49");
	}
}

static void
what_is_no_phone_is_refused(void **state)
{
	static const struct form forms[] = {
		{ "", NULL },
		{ "1234", NULL },
		{ "+1234", NULL },
		{ "123456789012345678901", NULL },
		{ "0012345678901234567890123456789012345678901", NULL },
		{ "555-CALL-NOW", NULL },
		{ "12+34567", NULL },
		{ "++4917112345", NULL },
		{ "12345\n678", NULL },
		{ "12345\x80", NULL },
		{ "4111 1111 1111 1111", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		check_phone(&forms[i], "");
}

static void
a_phone_with_a_plus_is_no_card(void **state)
{
	static const struct form form = { "+4111 1111 1111 1111",
		"+4111111111111111" };

	(void)state;
	check_phone(&form, "");
}

static void
check_email(const struct form *form)
{
	struct arena arena = { NULL };
	struct err err = { 0 };
	const char *canonical = "untouched";
	enum status status;

	status = email_canonical(form->typed, &arena, &canonical, &err);
	if (!form->canonical) {
		if (status != ST_BAD_DATA)
			fail_msg("'%s' was taken", form->typed);
		assert_string_equal(canonical, "untouched");
	} else {
		if (status != ST_OK)
			fail_msg("%s: %s", form->typed, err.message);
		assert_string_equal(canonical, form->canonical);
	}
	arena_free(&arena);
}

static void
emails_are_case_folded(void **state)
{
	static const struct form forms[] = {
		{ "Ann@Example.COM", "ann@example.com" },
		{ " ann@example.com\t", "ann@example.com" },
		{ "ann+shop@localhost", "ann+shop@localhost" },
		{ "J\xc3\x9c@B\xc3\x9c"
		  "CHER.example",
			"j\xc3\xbc@b\xc3\xbc"
			"cher.example" },
		/* a full-width @ */
		{ "ann\xef\xbc\xa0"
		  "example.com",
			"ann@example.com" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		check_email(&forms[i]);
}

static void
what_is_no_email_is_refused(void **state)
{
	static const struct form forms[] = {
		{ "", NULL },
		{ "ann", NULL },
		{ "@example.com", NULL },
		{ "ann@", NULL },
		{ "ann@b@c", NULL },
		{ "an n@example.com", NULL },
		{ "Ann <ann@example.com>", NULL },
		{ "ann@example..com", NULL },
		{ "ann@.example", NULL },
		{ "ann@example.", NULL },
		{ "ann@exa\nmple.com", NULL },
		{ "ann\xff@example.com", NULL },
		{ "a@b,c@d", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		check_email(&forms[i]);
}

static void
an_email_has_at_most_254_bytes(void **state)
{
	char typed[EMAIL_SIZE_MAX + 2];
	struct form form = { typed, typed };

	(void)state;
	memset(typed, 'a', sizeof(typed));
	typed[100] = '@';
	typed[EMAIL_SIZE_MAX] = '\0';
	check_email(&form);
	typed[EMAIL_SIZE_MAX] = 'a';
	typed[EMAIL_SIZE_MAX + 1] = '\0';
	form.canonical = NULL;
	check_email(&form);
}

#define FULL_WIDTH_CARD \
	"\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11" \
	"\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11"
/* In two pieces, or the digits would belong to the escape. */
#define DIGITS_BEHIND_FULL_WIDTH \
	"\uff19" \
	"4111111111111111"

static void
card_numbers_are_seen(void **state)
{
	static const char *const texts[] = {
		"4111111111111111",
		"4111 1111 1111 1111",
		"4111-1111-1111-1111",
		"card: 4111 1111 1111 1111 12/29",
		"12 4111 1111 1111 1111",
		"4222222222222",
		"4000000000000000006",
		"5555555555554444",
		"2223003122003222",
		"378282246310005",
		"3782 822463 10005",
		"6011111111111117",
		"30569309025904",
		"3530111333300000",
		"6200000000000005",
		"6759649826438453",
		"x4111111111111111y",
		"+1 4111 1111 1111 1111",
		"4111  1111 - 1111  1111",
		"4111.1111.1111.1111",
		"4111/1111/1111/1111",
		"4111_1111_1111_1111",
		"4111 / 1111 . 1111 _ 1111",
		"4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1",
		FULL_WIDTH_CARD,
		"\uff14\uff11\uff11\uff11\u30001111\uff0d1111\uff0e1111",
		"4111\uff0f1111\uff3f1111-\uff11\uff11\uff11\uff11",
		"\uff0b1 4111 1111 1111 1111",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!text_has_card_number(texts[i]))
			fail_msg("not seen in '%s'", texts[i]);
}

static void
other_numbers_are_no_cards(void **state)
{
	static const char *const texts[] = {
		"",
		"no digits",
		"4111111111111112",
		"411111111111",
		"0000000000000000",
		"7111111111111111",
		"41111111111111111111",
		"94111111111111111",
		"+4111111111111111",
		"4111\n1111\n1111\n1111",
		"4111.1111.1111.1112",
		"4111/1111/1111/1112",
		"411111111111111111\uff11\uff11",
		DIGITS_BEHIND_FULL_WIDTH,
		"\uff0b4111111111111111",
		"+4111.1111.1111.1111",
		"12.11.2026, 13:45/14:30, 192.168.100.200/24",
		"0171/1234567 and 030.123.456.78",
		"2026_11_25/4.50/9.00/13.50",
		"\xef\xbc",
		"+49 171 1234567, 10115 Berlin",
		"4111            1111 1111 1111",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (text_has_card_number(texts[i]))
			fail_msg("seen in '%s'", texts[i]);
}

static void
countries_are_those_of_iso_3166(void **state)
{
	static const char *const others[] = { "", "D", "UK", "XX", "DEU", "EA",
		"1A" };
	char code[COUNTRY_CODE_MAX];
	size_t i;

	(void)state;
	assert_true(country_find("DE", code));
	assert_string_equal(code, "DE");
	assert_true(country_find("gb", code));
	assert_string_equal(code, "GB");
	assert_true(country_find("AD", code));
	assert_true(country_find("ZW", code));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(country_find(others[i], code));
}

static void
customer_ids_read_back(void **state)
{
	static const char *const others[] = { "", "C", "1001", "C01", "C1001x", "C-1",
		"C99999999999999999999" };
	char text[CUSTOMER_ID_TEXT_MAX];
	uint64_t id;
	size_t i;

	(void)state;
	customer_id_format(1001, text);
	assert_string_equal(text, "C1001");
	assert_true(customer_id_parse("c1001", &id));
	assert_int_equal(id, 1001);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(customer_id_parse(others[i], &id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones_lose_what_stands_between_digits),
		cmocka_unit_test(a_leading_0_becomes_the_calling_code),
		cmocka_unit_test(what_is_no_phone_is_refused),
		cmocka_unit_test(a_phone_with_a_plus_is_no_card),
		cmocka_unit_test(emails_are_case_folded),
		cmocka_unit_test(what_is_no_email_is_refused),
		cmocka_unit_test(an_email_has_at_most_254_bytes),
		cmocka_unit_test(card_numbers_are_seen),
		cmocka_unit_test(other_numbers_are_no_cards),
		cmocka_unit_test(countries_are_those_of_iso_3166),
		cmocka_unit_test(customer_ids_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

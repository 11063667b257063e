#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search_shop.h"
#include "unit.h"

/* What was in the index and is no more. */
static int
open_shop(void **state)
{
	*state = shop_open_small();
	return 0;
}

static int
close_shop(void **state)
{
	shop_close(*state);
	return 0;
}

static void
expect(struct shop *shop, const char *words, const char *expected)
{
	struct index_query query = shop_query(words);

	query.exact = true;
	assert_string_equal(shop_ids(shop, &query), expected);
}

static void
test_what_goes_is_found_no_more(void **state)
{
	static const char *const none[] = { NULL };
	struct shop *shop = *state;

	shop_put(shop, 2, none);
	expect(shop, "glove", "");
	shop_put_one(shop, 1, "Basic hat|||Acme||color=red|1|1");
	expect(shop, "basic", "1");
	expect(shop, "cotton", "");
	assert_int_equal(shop_faults(shop), 0);
}

static void
test_a_name_that_went_is_unknown(void **state)
{
	struct index_filter filter = { .field = SHOP_ATTRIBUTE, .name = "size" };
	struct index_query query = shop_query("");
	struct index_result result;
	struct err err;

	query.filters = &filter;
	query.filter_count = 1;
	assert_string_equal(shop_ids(*state, &query), "");
	shop_put_one(*state, 1, "Basic hat|||Acme||color=red|1|1");
	assert_int_equal(shop_try(*state, &query, &result, &err), ST_USAGE);
	assert_string_equal(err.message, "no attribute is called 'size'");
}

static void
test_a_beginning_of_words_that_went_finds_nothing(void **state)
{
	struct index_query query = shop_query("gardenin");

	query.prefix = true;
	assert_string_equal(shop_ids(*state, &query), "2");
	shop_put_one(*state, 2, "Garden gloves|for the garden|G1|ACME||||1");
	assert_string_equal(shop_ids(*state, &query), "");
	query.words = "garde";
	assert_string_equal(shop_ids(*state, &query), "2");
}

/* A query prefers so many at most. */
static void
test_what_went_is_not_preferred_instead_of_what_is_there(void **state)
{
	static const char *const signs[] = { "!", "#", "$", "%", "&", "(", ")", "*" };
	static const char *const none[] = { NULL };
	char line[64];

	for (size_t i = 0; i < 8; i++) {
		snprintf(line, sizeof(line), "Sonix radio|||Sonix%s||||1", signs[i]);
		shop_put_one(*state, 10 + i, line);
	}
	for (size_t i = 0; i < 8; i++)
		shop_put(*state, 10 + i, none);
	shop_put_one(*state, 20, "Radio, Sonix|||Acme||||1");
	shop_put_one(*state, 21, "Radio, Sonix|||Sonix+||||1");
	expect(*state, "sonix", "21 20");
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, open_shop, close_shop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_goes_is_found_no_more),
		TEST(a_name_that_went_is_unknown),
		TEST(a_beginning_of_words_that_went_finds_nothing),
		TEST(what_went_is_not_preferred_instead_of_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

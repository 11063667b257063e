#include <stdlib.h>
#include <string.h>

#include "search_shop.h"
#include "unit.h"

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
test_words_match_folded_and_stemmed(void **state)
{
	expect(*state, "GARDENS", "2");
	expect(*state, "cafe creme", "3");
	expect(*state, "ＭＵＧＳ", "3");
	expect(*state, "glove", "2");
}

static void
test_all_words_must_match_one_product(void **state)
{
	expect(*state, "shirt", "1 4");
	expect(*state, "shirt wool", "4");
	expect(*state, "gloves coffee", "");
	expect(*state, "\"shirt of wool\"", "4");
}

static void
test_model_numbers_match_whole_and_in_parts(void **state)
{
	expect(*state, "mx5150", "2");
	expect(*state, "MX 5150", "2");
	expect(*state, "mx-5150", "2");
	expect(*state, "5150", "2");
	expect(*state, "tshirt", "1");
	expect(*state, "t-shirts", "1");
	expect(*state, "43.2", "3");
	expect(*state, "432", "");
}

static void
test_a_name_is_not_the_sum_of_a_few_letters_and_a_digit(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 7, "Paper for PS printers 4 sheets 3 mm|||||||1");
	shop_put_one(shop, 8, "PS4 game|||||||1");
	expect(shop, "ps4", "8");
	expect(shop, "ps 4", "8 7");
	expect(shop, "3mm", "7");
}

static void
test_the_last_word_of_a_long_text_is_found(void **state)
{
	struct shop *shop = *state;
	const char *name = "Book|";
	char line[200000] = "";
	size_t size = strlen(name);

	memcpy(line, name, size);
	for (; size + 20 < sizeof(line); size += 2)
		memcpy(line + size, "a ", 2);
	memcpy(line + size, "needle|||||||1", 15);
	shop_put_one(shop, 5, line);
	expect(shop, "needle", "5");
	assert_int_equal(shop_faults(shop), 0);
}

static void
test_a_thing_comes_before_what_fits_it(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 5, "Sonix camera bag black|||Sonix||||1");
	shop_put_one(shop, 6, "Sonix strap for camera|||Sonix||||1");
	shop_put_one(shop, 7, "Sonix A-1 camera Wi-Fi Black|||Sonix||||1");
	shop_put_one(shop, 8,
		"One two three four five six seven eight nine ten camera|||||||1");
	expect(shop, "camera", "7 5 6 8");
	expect(shop, "sonix camera", "7 5 6");
}

static void
test_a_brand_or_category_that_is_named_is_preferred(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 5, "Sonix|||Other||||1");
	shop_put_one(shop, 6, "Sonix radio|||Sonix||||1");
	shop_put_one(shop, 7, "Sonix radio|||Sonix|Audio/Radios/Small|||1");
	expect(shop, "sonix", "6 7 5");
	expect(shop, "sonix radio", "7 6");
}

static void
test_last_word_may_be_a_beginning(void **state)
{
	struct index_query query = shop_query("basic shi");

	query.exact = true;
	assert_string_equal(shop_ids(*state, &query), "");
	query.prefix = true;
	assert_string_equal(shop_ids(*state, &query), "1");
	query.words = "gardenin";
	assert_string_equal(shop_ids(*state, &query), "2");
	query.words = "shi basic";
	assert_string_equal(shop_ids(*state, &query), "");
}

static void
test_words_can_be_excluded(void **state)
{
	const char *not_words[] = { "t-shirt" };
	struct index_query query = shop_query("shirt");

	expect(*state, "shirt -wool", "1");
	expect(*state, "-shirt", "2 3");
	query.not_words = (struct texts){ not_words, 1 };
	assert_string_equal(shop_ids(*state, &query), "4");
}

static void
test_words_nobody_can_read_match_nothing(void **state)
{
	expect(*state, "!!!", "");
	expect(*state, "", "1 2 3 4");
	expect(*state, "  ", "1 2 3 4");
	expect(*state, "\"", "1 2 3 4");
}

static void
test_what_is_picked_comes_first(void **state)
{
	struct shop *shop = *state;
	const struct index_pick picks[] = { { 2, INDEX_ALL_MEMBERS }, { 1, 0 } };
	struct index_query query = shop_query("g1");

	shop_put_one(shop, 9, "g1|g1 g1 g1|X||||1|1");
	assert_string_equal(shop_ids(shop, &query), "9");
	query.picks = picks;
	query.pick_count = 1;
	assert_string_equal(shop_ids(shop, &query), "2 9");
	query.pick_count = 2;
	assert_string_equal(shop_ids(shop, &query), "1 2 9");
	assert_int_equal(shop_faults(shop), 0);
}

static void
test_filters_of_one_field_are_or_and_fields_and(void **state)
{
	const char *brands[] = { "acme", "émile" };
	const char *colors[] = { "RED" };
	struct index_filter filters[] = {
		{ .field = SHOP_BRAND, .values = { brands, 2 } },
		{ .field = SHOP_ATTRIBUTE, .name = "COLOR", .values = { colors, 1 } },
	};
	struct index_query query = shop_query("");

	query.filters = filters;
	query.filter_count = 1;
	assert_string_equal(shop_ids(*state, &query), "1 2 3");
	query.filter_count = 2;
	assert_string_equal(shop_ids(*state, &query), "1 2");
}

static void
test_filters_hold_on_one_variant(void **state)
{
	const char *red[] = { "red" };
	const char *size[] = { "M" };
	struct index_filter filters[] = {
		{ .field = SHOP_ATTRIBUTE, .name = "color", .values = { red, 1 } },
		{ .field = SHOP_ATTRIBUTE, .name = "size", .values = { size, 1 } },
	};
	struct index_query query = shop_query("");

	query.filters = filters;
	query.filter_count = 2;
	assert_string_equal(shop_ids(*state, &query), "");
}

static void
test_a_path_includes_what_lies_below(void **state)
{
	const char *values[] = { "clothing/" };
	struct index_filter filter = { .field = SHOP_CATEGORY,
		.values = { values, 1 } };
	struct index_query query = shop_query("");

	query.filters = &filter;
	query.filter_count = 1;
	assert_string_equal(shop_ids(*state, &query), "1 4");
	values[0] = "CLOTHING/shirts";
	assert_string_equal(shop_ids(*state, &query), "1");
	values[0] = "Cloth";
	assert_string_equal(shop_ids(*state, &query), "");
}

static void
test_ranges_of_numbers_include_both_ends(void **state)
{
	struct index_bounds range = { 900, 1250 };
	struct index_filter filter = {
		.field = SHOP_PRICE, .ranges = &range, .range_count = 1
	};
	struct index_query query = shop_query("");

	query.filters = &filter;
	query.filter_count = 1;
	assert_string_equal(shop_ids(*state, &query), "1 2");
	query.words = "shirt";
	assert_string_equal(shop_ids(*state, &query), "1");
	range = (struct index_bounds){ INT64_MIN, 899 };
	query.words = "";
	assert_string_equal(shop_ids(*state, &query), "3");
}

static void
test_values_that_are_plain_numbers_have_ranges(void **state)
{
	struct index_bounds range = { 9500000, 20000000 };
	struct index_filter filter = { .field = SHOP_ATTRIBUTE,
		.name = "width",
		.ranges = &range,
		.range_count = 1 };
	struct index_query query = shop_query("");

	query.filters = &filter;
	query.filter_count = 1;
	assert_string_equal(shop_ids(*state, &query), "1");
	range.max = 10499999;
	assert_string_equal(shop_ids(*state, &query), "");
	range.min = 9000000;
	assert_string_equal(shop_ids(*state, &query), "3");
}

static void
test_an_unknown_name_is_refused_with_the_nearest(void **state)
{
	const char *values[] = { "red" };
	struct index_filter filter = {
		.field = SHOP_ATTRIBUTE, .name = "colr", .values = { values, 1 }
	};
	struct index_query query = shop_query("");
	struct index_result result;
	struct err err;

	query.filters = &filter;
	query.filter_count = 1;
	assert_int_equal(shop_try(*state, &query, &result, &err), ST_USAGE);
	assert_string_equal(
		err.message, "no attribute is called 'colr' (did you mean 'color'?)");
}

static void
test_facets_count_products_and_lift_their_own_filter(void **state)
{
	const char *red[] = { "red" };
	struct index_filter filter = {
		.field = SHOP_ATTRIBUTE, .name = "color", .values = { red, 1 }
	};
	struct index_facet_request requests[] = {
		{ .field = SHOP_ATTRIBUTE, .name = "Color" },
		{ .field = SHOP_BRAND },
		{ .field = SHOP_CATEGORY, .limit = 2 },
	};
	struct index_query query = shop_query("");
	struct index_result result;

	query.filters = &filter;
	query.filter_count = 1;
	query.facets = requests;
	query.facet_count = 3;
	result = shop_search(*state, &query);
	assert_int_equal(result.count, 2);
	assert_int_equal(result.facets[0].value_count, 2);
	assert_string_equal(result.facets[0].values[0].text, "Red");
	assert_int_equal(result.facets[0].values[0].count, 2);
	assert_string_equal(result.facets[0].values[1].text, "blue");
	assert_int_equal(result.facets[1].value_count, 1);
	assert_string_equal(result.facets[1].values[0].text, "Acme");
	assert_int_equal(result.facets[1].values[0].count, 2);
	assert_int_equal(result.facets[2].value_count, 2);
	assert_string_equal(result.facets[2].values[0].text, "Clothing");
}

static void
test_number_facets_count_between_bounds(void **state)
{
	static const int64_t bounds[] = { 0, 900, 1300, 5000 };
	struct index_facet_request request = {
		.field = SHOP_PRICE, .bounds = bounds, .bound_count = 4
	};
	struct index_query query = shop_query("");
	struct index_result result;

	query.facets = &request;
	query.facet_count = 1;
	result = shop_search(*state, &query);
	assert_int_equal(result.facets[0].value_count, 3);
	assert_int_equal(result.facets[0].values[0].count, 1);
	assert_int_equal(result.facets[0].values[1].count, 2);
	assert_int_equal(result.facets[0].values[1].number, 900);
	assert_int_equal(result.facets[0].values[2].count, 1);
}

static void
test_sorts_by_number_text_and_age(void **state)
{
	struct index_query query = shop_query("");

	query.sort_field = SHOP_PRICE;
	assert_string_equal(shop_ids(*state, &query), "3 2 1 4");
	query.sort_descending = true;
	assert_string_equal(shop_ids(*state, &query), "4 1 2 3");
	query.sort_field = SHOP_STOCK;
	assert_string_equal(shop_ids(*state, &query), "2 3 1 4");
	query.sort_field = SHOP_ORDER;
	query.sort_descending = false;
	assert_string_equal(shop_ids(*state, &query), "1 3 2 4");
	query.sort_field = INDEX_SORT_NEWEST;
	assert_string_equal(shop_ids(*state, &query), "4 3 2 1");
}

static void
test_what_is_sorted_can_be_explained(void **state)
{
	static const char *const none[] = { NULL };
	struct index_bounds range = { 0, 1000 };
	struct index_filter filter = {
		.field = SHOP_PRICE, .ranges = &range, .range_count = 1
	};
	struct index_query query = shop_query("");

	query.filters = &filter;
	query.filter_count = 1;
	query.sort_field = SHOP_PRICE;
	query.source = shop_source;
	query.arg = *state;
	query.explain = true;
	shop_put(*state, 1, none);
	assert_string_equal(shop_ids(*state, &query), "3 2");
}

static void
test_pages_do_not_overlap(void **state)
{
	struct index_query query = shop_query("");

	query.limit = 3;
	assert_string_equal(shop_ids(*state, &query), "1 2 3");
	query.offset = 3;
	assert_string_equal(shop_ids(*state, &query), "4");
	query.offset = 9;
	assert_string_equal(shop_ids(*state, &query), "");
	assert_int_equal(shop_search(*state, &query).count, 4);
}

static void
test_the_first_variant_in_stock_is_shown(void **state)
{
	const char *red[] = { "red" };
	struct index_filter filter = {
		.field = SHOP_ATTRIBUTE, .name = "color", .values = { red, 1 }
	};
	struct index_query query = shop_query("basic");
	struct index_result result = shop_search(*state, &query);

	assert_int_equal(result.hits[0].member, 1);
	assert_int_equal(result.hits[0].matching_count, 2);
	query.filters = &filter;
	query.filter_count = 1;
	result = shop_search(*state, &query);
	assert_int_equal(result.hits[0].member, 0);
	assert_int_equal(result.hits[0].matching_count, 1);
	shop_set_stock(*state, 1, 0, 5);
	query.filter_count = 0;
	assert_int_equal(shop_search(*state, &query).hits[0].member, 0);
	assert_int_equal(shop_faults(*state), 0);
}

static enum status
list_values(struct txn *txn, void *arg, struct err *err)
{
	struct index_filter brand = { .field = SHOP_BRAND };
	struct index_filter names = { .field = SHOP_ATTRIBUTE };
	struct index_filter color = { .field = SHOP_ATTRIBUTE, .name = "COLOR" };
	struct index_query query = shop_query("");
	struct texts texts;

	(void)arg;
	TRY(index_values(txn, &brand, "A", 10, &texts, err));
	assert_int_equal(texts.count, 1);
	assert_string_equal(texts.items[0], "Acme");
	TRY(index_values(txn, &names, "", 2, &texts, err));
	assert_int_equal(texts.count, 2);
	assert_string_equal(texts.items[0], "color");
	TRY(index_values(txn, &color, "r", 10, &texts, err));
	assert_int_equal(texts.count, 1);
	assert_string_equal(texts.items[0], "Red");
	TRY(index_common_names(txn, &shop_schema, &query, 1, &texts, err));
	assert_int_equal(texts.count, 1);
	assert_string_equal(texts.items[0], "width");
	return ST_OK;
}

static void
test_values_and_names_are_listed(void **state)
{
	shop_read(*state, list_values, NULL);
}

/* Takes the last value of a table away, or changes its last byte. */
struct damage {
	enum table table;
	bool take;
};

static enum status
do_damage(struct txn *txn, void *arg, struct err *err)
{
	const struct damage *damage = arg;
	struct scan_range last = { { NULL, 0 }, { NULL, 0 }, true };
	uint8_t copy[4096];
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct key place;
	bool found;

	TRY(scan_open(txn, damage->table, last, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	assert_true(found && value.size > 0 && value.size < sizeof(copy));
	place.size = key.size;
	memcpy(place.data, key.data, key.size);
	memcpy(copy, value.data, value.size);
	scan_close(scan);
	if (damage->take)
		return txn_delete(txn, damage->table, key_bytes(&place), &found, err);
	copy[value.size - 1] ^= 1;
	return txn_put(txn, damage->table, key_bytes(&place),
		(struct bytes){ copy, value.size }, err);
}

static void
test_the_proof_finds_what_was_changed_behind_its_back(void **state)
{
	static const struct damage damages[] = {
		{ TABLE_TERM, false },
		{ TABLE_TERM, true },
		{ TABLE_SORTED, true },
		{ TABLE_COLUMN, true },
		{ TABLE_FACET, true },
		{ TABLE_DOCUMENT, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct damage damage = damages[i];
		void *shop;

		open_shop(&shop);
		assert_int_equal(shop_faults(shop), 0);
		shop_write(shop, do_damage, &damage);
		assert_true(shop_faults(shop) > 0);
		close_shop(&shop);
	}
}

static void
test_the_proof_finds_a_group_too_many_and_one_too_few(void **state)
{
	struct shop *shop = *state;
	struct shop_group kept = shop->groups[3];

	shop->groups[3].count = 0;
	assert_true(shop_faults(shop) > 0);
	shop->groups[3] = kept;
	assert_int_equal(shop_faults(shop), 0);
	shop->groups[20] = kept;
	assert_true(shop_faults(shop) > 0);
	shop->groups[20].count = 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, open_shop, close_shop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_match_folded_and_stemmed),
		TEST(all_words_must_match_one_product),
		TEST(model_numbers_match_whole_and_in_parts),
		TEST(a_name_is_not_the_sum_of_a_few_letters_and_a_digit),
		TEST(the_last_word_of_a_long_text_is_found),
		TEST(a_thing_comes_before_what_fits_it),
		TEST(a_brand_or_category_that_is_named_is_preferred),
		TEST(last_word_may_be_a_beginning),
		TEST(words_can_be_excluded),
		TEST(words_nobody_can_read_match_nothing),
		TEST(what_is_picked_comes_first),
		TEST(filters_of_one_field_are_or_and_fields_and),
		TEST(filters_hold_on_one_variant),
		TEST(a_path_includes_what_lies_below),
		TEST(ranges_of_numbers_include_both_ends),
		TEST(values_that_are_plain_numbers_have_ranges),
		TEST(an_unknown_name_is_refused_with_the_nearest),
		TEST(facets_count_products_and_lift_their_own_filter),
		TEST(number_facets_count_between_bounds),
		TEST(sorts_by_number_text_and_age),
		TEST(what_is_sorted_can_be_explained),
		TEST(pages_do_not_overlap),
		TEST(the_first_variant_in_stock_is_shown),
		TEST(values_and_names_are_listed),
		TEST(the_proof_finds_a_group_too_many_and_one_too_few),
		cmocka_unit_test(
			test_the_proof_finds_what_was_changed_behind_its_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

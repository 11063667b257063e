#include "catalog/find_query.h"

#include <string.h>

#include "account_shop.h"
#include "catalog/synonym.h"

/* What the index is asked, and what it may ask back. */

/* A product as these tests need it: its variants' SKUs, all with one barcode. */
static enum status
add_product(struct catalog *catalog, const char *handle, const char *const *skus,
	size_t count, const char *barcode, struct err *err)
{
	struct arena *arena = txn_arena(catalog_txn(catalog));
	struct product product;
	struct variant *variants;
	struct option_value *options;

	record_init(&product_record, &product);
	TRY(ARENA_NEW(arena, count, &variants, err));
	TRY(ARENA_NEW(arena, count, &options, err));
	for (size_t i = 0; i < count; i++) {
		record_init(&variant_record, &variants[i]);
		variants[i].sku = skus[i];
		variants[i].details.barcode = barcode;
		options[i] = (struct option_value){ "size", skus[i] };
		if (*handle)
			variants[i].options = (struct list){ &options[i], 1 };
		else
			product.details.barcode = barcode;
	}
	product.handle = handle;
	product.name = "Thing";
	if (*handle) {
		TRY(ARENA_NEW(arena, 1, &product.options.items, err));
		product.options.items[0] = "size";
		product.options.count = 1;
	}
	product.variants = (struct list){ variants, count };
	return product_put(catalog, NULL, &product, err);
}

static enum status
fill(struct catalog *catalog, struct err *err)
{
	static const char *const shirts[] = { "S-1", "S-2" };
	static const char *const mug[] = { "Mug-1" };
	static const char *const cup[] = { "MUG-1" };
	const char *both[] = { "laptop", "notebook" };
	const char *to[] = { "television", "goggle box" };
	struct synonym two = { .both = { both, 2 }, .from = "" };
	struct synonym one = { .from = "telly", .to = { to, 2 } };
	struct synonym_put put;

	TRY(add_product(catalog, "shirt", shirts, 2, "4006381333931", err));
	TRY(add_product(catalog, "", mug, 1, "4006381333931", err));
	TRY(add_product(catalog, "", cup, 1, "", err));
	TRY(synonym_put(catalog, &two, false, &put, err));
	TRY(synonym_put(catalog, &one, false, &put, err));
	return catalog_close(catalog, err);
}

/* Runs with a catalogue of three products, and a query for words. */
struct asked {
	const char *words;
	void (*check)(struct find_query *query);
};

static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	const struct asked *asked = arg;
	struct find_request request = { .words = asked->words };
	struct find_query query;
	struct catalog *catalog;

	TRY(catalog_open(txn, &catalog, err));
	TRY(fill(catalog, err));
	TRY(catalog_open(txn, &catalog, err));
	TRY(find_query_make(catalog, &request, &query, err));
	asked->check(&query);
	find_query_end(&query);
	return ST_OK;
}

static void
check_query(
	struct shop *shop, const char *words, void (*check)(struct find_query *query))
{
	struct asked asked = { words, check };
	struct err error;
	struct err *err = &error;

	CHECK(store_rehearse(shop->store, &shop->arena, ask, &asked, err));
}

static void
expect_picks(
	const struct find_query *query, const struct index_pick *picks, size_t count)
{
	assert_int_equal(query->index.pick_count, count);
	for (size_t i = 0; i < count; i++) {
		bool found = false;

		for (size_t j = 0; j < count; j++)
			found |= query->index.picks[j].group == picks[i].group &&
				 query->index.picks[j].member == picks[i].member;
		assert_true(found);
	}
}

static void
second_shirt(struct find_query *query)
{
	expect_picks(query, (struct index_pick[]){ { 1, 1 } }, 1);
}

static void
both_mugs(struct find_query *query)
{
	expect_picks(query, (struct index_pick[]){ { 2, 0 }, { 3, 0 } }, 2);
}

static void
all_with_the_barcode(struct find_query *query)
{
	expect_picks(query, (struct index_pick[]){ { 1, 0 }, { 1, 1 }, { 2, 0 } }, 3);
}

static void
whole_shirt(struct find_query *query)
{
	expect_picks(query, (struct index_pick[]){ { 1, INDEX_ALL_MEMBERS } }, 1);
}

static void
nothing(struct find_query *query)
{
	expect_picks(query, NULL, 0);
}

static void
a_code_typed_whole_picks_what_it_is_of(void **state)
{
	check_query(*state, "S-2", second_shirt);
	check_query(*state, "  s-2 ", second_shirt);
	check_query(*state, "mug-1", both_mugs);
	check_query(*state, "4006381333931", all_with_the_barcode);
	check_query(*state, "shirt", whole_shirt);
	check_query(*state, "SHIRT", whole_shirt);
	check_query(*state, "S-2 S-2", nothing);
	check_query(*state, "S-", nothing);
	check_query(*state, "", nothing);
}

static struct texts
instead_of(struct find_query *query, const char *key)
{
	struct texts instead = { NULL, 0 };
	struct err error;
	struct err *err = &error;

	assert_non_null(query->index.synonyms);
	CHECK(query->index.synonyms(query->index.arg, key, &instead, err));
	return instead;
}

static void
synonyms(struct find_query *query)
{
	struct texts instead = instead_of(query, "laptop");

	assert_int_equal(instead.count, 1);
	assert_string_equal(instead.items[0], "notebook");
	instead = instead_of(query, "notebook");
	assert_string_equal(instead.items[0], "laptop");
	instead = instead_of(query, "telli");
	assert_int_equal(instead.count, 2);
	assert_string_equal(instead.items[0], "goggle box");
	assert_int_equal(instead_of(query, "televis").count, 0);
	assert_int_equal(instead_of(query, "").count, 0);
}

static void
a_key_has_what_may_be_said_instead(void **state)
{
	check_query(*state, "laptop", synonyms);
}

static void
documents(struct find_query *query)
{
	struct index_group group;
	struct err error;
	struct err *err = &error;

	for (int i = 0; i < 100; i++) {
		CHECK(query->index.source(query->index.arg, 1, &group, err));
		assert_int_equal(group.id, 1);
		assert_int_equal(group.document_count, 2);
		CHECK(query->index.source(query->index.arg, 3, &group, err));
		assert_int_equal(group.document_count, 1);
	}
	assert_string_equal(group.documents[0].values[0].text, "Thing");
	assert_int_equal(
		query->index.source(query->index.arg, 9, &group, err), ST_CORRUPT);
}

static void
documents_are_given_as_they_were(void **state)
{
	check_query(*state, "thing", documents);
}

static void
preferences(struct find_query *query)
{
	assert_int_equal(query->index.other_percent, 90);
	assert_int_equal(query->index.preferred_field, DOCUMENT_AVAILABLE);
}

static void
what_is_sold_out_keeps_what_the_setting_says(void **state)
{
	check_query(*state, "thing", preferences);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_code_typed_whole_picks_what_it_is_of, shop_in_memory,
			shop_close),
		cmocka_unit_test_setup_teardown(a_key_has_what_may_be_said_instead,
			shop_in_memory, shop_close),
		cmocka_unit_test_setup_teardown(
			documents_are_given_as_they_were, shop_in_memory, shop_close),
		cmocka_unit_test_setup_teardown(
			what_is_sold_out_keeps_what_the_setting_says, shop_in_memory,
			shop_close),
	};

	return cmocka_run_group_tests_name("find query", tests, NULL, NULL);
}

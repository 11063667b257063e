#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "staged_shop.h"

/* What is changed in use while a catalogue is staged. */

/* Every row of a table, as text. */
static enum status
list_rows(struct txn *txn, enum table table, struct buffer *buffer, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(
		txn, table, (struct scan_range){ .backward = false }, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(buffer_append_varint(buffer, key.size, err));
		TRY(buffer_append(buffer, key.data, key.size, err));
		TRY(buffer_append_varint(buffer, value.size, err));
		TRY(buffer_append(buffer, value.data, value.size, err));
	}
}

static enum status
expect_equal_sets(struct txn *txn, struct err *err)
{
	size_t i;

	for (i = 0; i < STAGED_TABLES; i++) {
		struct buffer used = { .arena = txn_arena(txn) };
		struct buffer staged = { .arena = txn_arena(txn) };

		txn_use_set(txn, SET_IN_USE);
		TRY(list_rows(txn, staged_tables[i], &used, err));
		txn_use_set(txn, SET_STAGED);
		TRY(list_rows(txn, staged_tables[i], &staged, err));
		if (!bytes_equal(buffer_bytes(&used), buffer_bytes(&staged)))
			fail_msg("'%s' is not what it is in use",
				table_infos[staged_tables[i]].name);
	}
	return ST_OK;
}

static enum status
carry_and_compare(struct txn *txn, void *arg, struct err *err)
{
	TRY(staged_carry(txn, arg, err));
	return expect_equal_sets(txn, err);
}

/* The set is staged with changes of its own; then come changes in use. */
static void
expect_carried(
	struct bench *bench, const char *before, const char *staged, const char *used)
{
	struct stage *stage;
	char copy[400];

	staged_begin(bench, before);
	stage = staged_copy(bench);
	staged_run(bench, stage, staged_change, staged);
	staged_index(bench, stage);
	snprintf(copy, sizeof(copy), "%s", used);
	bench_write(bench, staged_change_used, copy);
	if (stage_settle(stage, carry_and_compare, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	bench_read(bench, staged_prove, NULL);
	stage_close(stage);
	bench_read(bench, staged_prove, NULL);
}

static void
a_changed_product_is_carried(void **state)
{
	expect_carried(*state, "name:A=Red price:A=5 name:B=Blue", "",
		"name:A=Green price:A=4 brand:A=Acme barcode:A=4711 category:A=X/Y");
}

static void
a_new_product_and_one_that_went_are_carried(void **state)
{
	expect_carried(*state, "name:A=Red name:B=Blue sale:B=3", "",
		"name:C=White more:C=C2 remove:B sale:C=2");
}

static void
variants_that_came_and_went_are_carried(void **state)
{
	expect_carried(*state, "name:A=Red more:A=A2 more:A=A3", "",
		"more:A=A4 less:A=A2 price:A=7 stock:A4=3");
}

static void
dates_and_past_prices_are_carried(void **state)
{
	expect_carried(*state, "name:A=Red price:A=5 sale:A=4", "",
		"price:A=3 price:A=2 sale:A=1");
}

static void
stock_that_moved_is_carried_to_the_index(void **state)
{
	expect_carried(*state, "name:A=Red price:A=5 stock:A=1", "",
		"stock:A=0 name:B=Blue stock:B=7 hold:B=2");
}

static void
what_the_stage_changed_itself_gives_way(void **state)
{
	expect_carried(*state, "name:A=Red name:B=Blue", "name:A=Pink price:A=9",
		"name:A=Green");
}

static void
a_sku_that_was_staged_for_another_is_taken(void **state)
{
	expect_carried(*state, "name:A=Red", "name:N=New more:N=M", "name:M=Other");
}

static void
skus_that_changed_hands_are_carried(void **state)
{
	expect_carried(*state, "name:A=Red more:A=X name:B=Blue more:B=Y", "",
		"less:A=X less:B=Y more:A=Y more:B=X");
}

/* Breaks one rule of a product that is stored, or of a new one. */
struct rule_broken {
	const char *sku; /* of the product; it may be new */
	const char *name;
	const char *category;
	const char *handle;
	const char *more; /* another SKU of its; NULL for none */
	const char *message;
};

static enum status
make_broken(
	struct changing *changing, const struct rule_broken *broken, struct err *err)
{
	snprintf(changing->sku, sizeof(changing->sku), "%s", broken->sku);
	snprintf(changing->value, sizeof(changing->value), "%s",
		broken->more ? broken->more : "");
	TRY(staged_find(changing, err));
	changing->now.name = broken->name;
	changing->now.category = broken->category;
	changing->now.handle = broken->handle;
	return broken->more ? staged_add_sku(changing, err) : ST_OK;
}

/* The check says what the put would say. */
static enum status
refuse(struct txn *txn, void *arg, struct err *err)
{
	const struct rule_broken *broken = arg;
	struct changing changing = { .txn = txn };
	const struct product *old;
	enum status checked;
	struct err put;

	TRY(catalog_open(txn, &changing.catalog, err));
	TRY(make_broken(&changing, broken, err));
	old = changing.found ? &changing.old : NULL;
	checked = product_check(txn, old, &changing.now, err);
	assert_int_equal(
		checked, product_put(changing.catalog, old, &changing.now, &put));
	if (checked != ST_OK)
		assert_string_equal(err->message, put.message);
	assert_string_equal(checked == ST_OK ? "" : err->message, broken->message);
	catalog_abandon(changing.catalog);
	return ST_OK;
}

static void
a_check_refuses_what_a_put_refuses(void **state)
{
	static struct rule_broken rules[] = {
		{ "A", "Red", "", "", NULL, "" },
		{ "N", "New", "X", "", NULL, "" },
		{ "A", "", "", "", NULL, "a product needs a name" },
		{ "A", "Red", "X//Y", "", NULL, "category 'X//Y' has an empty part" },
		{ "A", "Red", "", " h", NULL,
			"product ' h' begins or ends with a blank" },
		{ "N", "New", "", "new", "N", "the SKU 'N' is there twice" },
		{ "N", "New", "", "new", "A", "SKU 'A' belongs to another product" },
		{ "N", "New", "", "h-B", "M",
			"handle 'h-B' belongs to another product" },
	};
	struct bench *bench = *state;
	size_t i;

	staged_begin(bench, "name:A=Red name:B=Blue more:B=B2");
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (store_rehearse(bench->store, &bench->arena, refuse, &rules[i],
			    &bench->err) != ST_OK)
			fail_msg("%s", bench->err.message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_changed_product_is_carried),
		EACH(a_new_product_and_one_that_went_are_carried),
		EACH(variants_that_came_and_went_are_carried),
		EACH(dates_and_past_prices_are_carried),
		EACH(stock_that_moved_is_carried_to_the_index),
		EACH(what_the_stage_changed_itself_gives_way),
		EACH(a_sku_that_was_staged_for_another_is_taken),
		EACH(skus_that_changed_hands_are_carried),
		EACH(a_check_refuses_what_a_put_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "catalog/edit.h"
#include "catalog/find.h"
#include "catalog/stage_index.h"
#include "catalog/staged.h"
#include "order/stock_list.h"
#include "store_bench.h"

/* What is changed in use while a catalogue is staged, and what a staged import found
 * in stock. */

/* A change, run with a catalogue: each word is one, in order. "name:A=Red" names a
 * product by one of its SKUs, makes it where there is none; "price:A=100";
 * "sale:A=90", from a day far off; "more:A=A2" gives it a handle and another SKU;
 * "less:A=A2" takes that; "remove:A"; "stock:A=5" and "hold:A=2". */
struct changing {
	struct catalog *catalog;
	struct txn *txn;
	struct product old;
	struct product now;
	bool found;
	char sku[40];
	char value[40];
};

static struct edit
edit_of(struct changing *changing)
{
	return (struct edit){ .target = EDIT_PRODUCT,
		.product = &changing->now,
		.decimals = 2,
		.arena = txn_arena(changing->txn) };
}

static enum status
set_key(struct changing *changing, const char *key, const char *text, struct err *err)
{
	struct edit edit = edit_of(changing);
	struct edit_value value = { .key = key, .texts = { &text, 1 } };

	return edit_set(&edit, &value, err);
}

static enum status
find_product(struct changing *changing, struct err *err)
{
	struct edit edit = edit_of(changing);
	struct variant *variant;
	size_t index;

	TRY(product_by_sku(changing->txn, changing->sku, &changing->old, &index,
		&changing->found, err));
	if (changing->found)
		return record_copy(&product_record, &changing->old, edit.arena,
			&changing->now, err);
	record_init(&product_record, &changing->now);
	TRY(set_key(changing, "name", "unnamed", err));
	return edit_add_variant(&edit, changing->sku, &variant, err);
}

static enum status
add_sku(struct changing *changing, struct err *err)
{
	struct edit edit = edit_of(changing);
	struct variant *variant;
	size_t i;

	if (product_is_simple(&changing->now))
		TRY(arena_format(edit.arena, &changing->now.handle, err, "h-%s",
			changing->sku));
	TRY(set_key(changing, "options", "size", err));
	TRY(edit_add_variant(&edit, changing->value, &variant, err));
	for (i = 0; i < changing->now.variants.count; i++) {
		edit.target = EDIT_VARIANT;
		edit.variant = product_variant(&changing->now, i);
		TRY(edit_set_option(&edit, "size", edit.variant->sku, err));
	}
	return ST_OK;
}

static void
drop_sku(struct changing *changing)
{
	struct variant *items = changing->now.variants.items;
	size_t count = 0;
	size_t i;

	for (i = 0; i < changing->now.variants.count; i++)
		if (strcmp(items[i].sku, changing->value) != 0)
			items[count++] = items[i];
	changing->now.variants.count = count;
}

static enum status
change_stock(struct changing *changing, const char *what, struct err *err)
{
	struct stock_line line = { changing->sku, strtol(changing->value, NULL, 10) };
	struct level level;

	if (what[0] == 'h')
		return stock_hold(changing->catalog, &line, 1, err);
	return stock_set(
		changing->catalog, changing->sku, line.quantity, "set", &level, err);
}

static enum status
change(struct changing *changing, const char *what, struct err *err)
{
	if (strcmp(what, "stock") == 0 || strcmp(what, "hold") == 0)
		return change_stock(changing, what, err);
	TRY(find_product(changing, err));
	if (strcmp(what, "remove") == 0)
		return product_remove(changing->catalog, &changing->old, err);
	if (strcmp(what, "more") == 0)
		TRY(add_sku(changing, err));
	else if (strcmp(what, "less") == 0)
		drop_sku(changing);
	else if (strcmp(what, "sale") == 0) {
		TRY(set_key(changing, "sale_price", changing->value, err));
		TRY(set_key(changing, "sale_from", "2090-01-01", err));
	} else
		TRY(set_key(changing, what, changing->value, err));
	return product_put(changing->catalog, changing->found ? &changing->old : NULL,
		&changing->now, err);
}

static enum status
change_all(struct catalog *catalog, const char *changes, struct err *err)
{
	char line[400];
	char *rest;
	char *word;

	snprintf(line, sizeof(line), "%s", changes);
	for (word = strtok_r(line, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest)) {
		struct changing changing = { .catalog = catalog,
			.txn = catalog_txn(catalog) };
		char what[20];

		assert_true(sscanf(word, "%19[a-z]:%39[^=]=%39s", what, changing.sku,
				    changing.value) >= 2);
		TRY(change(&changing, what, err));
	}
	return catalog_close(catalog, err);
}

static enum status
change_used(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open(txn, &catalog, err));
	return change_all(catalog, arg, err);
}

static enum status
change_staged(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open_records(txn, NULL, &catalog, err));
	return change_all(catalog, arg, err);
}

/* "A=9" counts 9 of A, by import 1; "B=3@2" by import 2. */
static enum status
count_staged(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;
	char line[200];
	char *rest;
	char *word;

	snprintf(line, sizeof(line), "%s", (const char *)arg);
	TRY(catalog_open_records(txn, NULL, &catalog, err));
	for (word = strtok_r(line, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest)) {
		unsigned import = 1;
		char sku[40];
		int pieces;

		assert_true(
			sscanf(word, "%39[^=]=%d@%u", sku, &pieces, &import) >= 2);
		TRY(stock_count_staged(catalog, import, sku, pieces, err));
		TRY(stock_counts_taken(txn, import, err));
	}
	return catalog_close(catalog, err);
}

static enum status
put_currency(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return txn_put(txn, TABLE_SETTING, bytes_of_text("shop.currency"),
		bytes_of_text("EUR"), err);
}

static void
begin(struct bench *bench, const char *changes)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", changes);
	bench_write(bench, put_currency, NULL);
	bench_write(bench, change_used, copy);
}

static struct stage *
stage_copied(struct bench *bench)
{
	struct stage *stage = NULL;

	assert_int_equal(
		stage_open(bench->store, &bench->arena, &stage, &bench->err), ST_OK);
	assert_int_equal(
		stage_copy(stage, staged_tables, STAGED_TABLES, &bench->err), ST_OK);
	return stage;
}

static void
stage_run(struct bench *bench, struct stage *stage, txn_fn *fn, const char *text)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", text);
	if (stage_write(stage, fn, copy, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

static void
build_index(struct bench *bench, struct stage *stage)
{
	uint64_t products;

	if (catalog_stage_index(stage, NULL, &products, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

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
carry_all(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;
	uint64_t ids[100];
	size_t count;
	size_t i;

	(void)arg;
	txn_use_set(txn, SET_STAGED);
	TRY(catalog_open(txn, &catalog, err));
	TRY(stage_take_notes(txn, ids, 100, &count, err));
	for (i = 0; i < count; i++)
		TRY(catalog_carry(catalog, ids[i], NULL, err));
	TRY(catalog_carry_categories(catalog, err));
	TRY(catalog_close(catalog, err));
	return stage_name(txn, err);
}

static enum status
carry_and_compare(struct txn *txn, void *arg, struct err *err)
{
	TRY(carry_all(txn, arg, err));
	return expect_equal_sets(txn, err);
}

static void
report(void *arg, const char *subject, const char *message)
{
	(void)arg;
	fail_msg("%s %s", subject, message);
}

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	uint64_t products;

	return find_prove(txn, report, arg, &products, err);
}

/* The set is staged with changes of its own; then come changes in use. */
static void
expect_carried(
	struct bench *bench, const char *before, const char *staged, const char *used)
{
	struct stage *stage;
	char copy[400];

	begin(bench, before);
	stage = stage_copied(bench);
	stage_run(bench, stage, change_staged, staged);
	build_index(bench, stage);
	snprintf(copy, sizeof(copy), "%s", used);
	bench_write(bench, change_used, copy);
	if (stage_settle(stage, carry_and_compare, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	bench_read(bench, prove, NULL);
	stage_close(stage);
	bench_read(bench, prove, NULL);
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

static enum status
list_movement(void *arg, const struct movement *movement, struct err *err)
{
	char *line = arg;
	size_t used = strlen(line);

	(void)err;
	snprintf(line + used, 400 - used, "%s%llu:%+lld=%lld %s", used ? ", " : "",
		(unsigned long long)movement->number, (long long)movement->change,
		(long long)movement->on_hand, movement->reason);
	return ST_OK;
}

static enum status
list_movements(struct txn *txn, void *arg, struct err *err)
{
	struct movement_walk walk = { .each = list_movement, .arg = arg };
	struct level level;

	((char *)arg)[0] = '\0';
	TRY(level_get(txn, "A", &level, err));
	snprintf(arg, 400, "%lld on hand, %lld held, %llu", (long long)level.on_hand,
		(long long)level.held, (unsigned long long)level.movements);
	return stock_movements(txn, "A", &walk, err);
}

static void
expect_movements(struct bench *bench, const char *expected)
{
	char line[400];

	bench_read(bench, list_movements, line);
	assert_string_equal(line, expected);
}

static enum status
name_it(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return stage_name(txn, err);
}

/* A staged import that counts. */
static void
count_in_a_stage(struct bench *bench, const char *counts)
{
	struct stage *stage = stage_copied(bench);

	stage_run(bench, stage, count_staged, counts);
	build_index(bench, stage);
	if (stage_settle(stage, name_it, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	stage_close(stage);
	bench_read(bench, prove, NULL);
}

static void
counts_are_movements_before_they_are_stored(void **state)
{
	begin(*state, "name:A=Red stock:A=5 hold:A=2");
	count_in_a_stage(*state, "A=9");
	expect_movements(*state, "9 on hand, 2 held, 2, 2:+4=9 import, 1:+5=5 set");
	count_in_a_stage(*state, "A=7@2");
	expect_movements(*state,
		"7 on hand, 2 held, 3, 3:-2=7 import, 2:+4=9 import, 1:+5=5 set");
}

static enum status
count_rows(struct txn *txn, void *arg, struct err *err)
{
	return txn_table_stat(txn, TABLE_MOVEMENT, arg, err);
}

static void
the_next_write_of_a_level_stores_its_counts(void **state)
{
	struct bench *bench = *state;
	struct table_stat stat;

	begin(bench, "name:A=Red");
	count_in_a_stage(bench, "A=9");
	count_in_a_stage(bench, "A=7@2");
	bench_read(bench, count_rows, &stat);
	assert_int_equal(stat.entries, 0);
	bench_write(bench, change_used, (char[]){ "hold:A=1" });
	expect_movements(bench, "7 on hand, 1 held, 2, 2:-2=7 import, 1:+9=9 import");
	bench_read(bench, count_rows, &stat);
	assert_int_equal(stat.entries, 2);
	bench_write(bench, change_used, (char[]){ "stock:A=6" });
	expect_movements(bench, "6 on hand, 1 held, 3, 3:-1=6 set, 2:-2=7 import, "
				"1:+9=9 import");
}

static void
a_count_of_what_is_known_already_is_none(void **state)
{
	begin(*state, "name:A=Red stock:A=5");
	count_in_a_stage(*state, "A=5");
	expect_movements(*state, "5 on hand, 0 held, 1, 1:+5=5 set");
}

static void
counts_of_before_are_carried_as_they_are(void **state)
{
	struct bench *bench = *state;
	struct stage *stage;

	begin(bench, "name:A=Red");
	count_in_a_stage(bench, "A=9");
	stage = stage_copied(bench);
	stage_run(bench, stage, count_staged, "A=3@2");
	build_index(bench, stage);
	bench_write(bench, change_used, (char[]){ "stock:A=8" });
	if (stage_settle(stage, carry_all, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	stage_close(stage);
	bench_read(bench, prove, NULL);
	expect_movements(bench, "8 on hand, 0 held, 2, 2:-1=8 set, 1:+9=9 import");
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
	TRY(find_product(changing, err));
	changing->now.name = broken->name;
	changing->now.category = broken->category;
	changing->now.handle = broken->handle;
	return broken->more ? add_sku(changing, err) : ST_OK;
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

	begin(bench, "name:A=Red name:B=Blue more:B=B2");
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (store_rehearse(bench->store, &bench->arena, refuse, &rules[i],
			    &bench->err) != ST_OK)
			fail_msg("%s", bench->err.message);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

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
		EACH(counts_are_movements_before_they_are_stored),
		EACH(the_next_write_of_a_level_stores_its_counts),
		EACH(a_count_of_what_is_known_already_is_none),
		EACH(a_check_refuses_what_a_put_refuses),
		EACH(counts_of_before_are_carried_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "staged_shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "catalog/edit.h"
#include "catalog/find.h"
#include "catalog/stage_index.h"
#include "stock/stock.h"

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

enum status
staged_find(struct changing *changing, struct err *err)
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

enum status
staged_add_sku(struct changing *changing, struct err *err)
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
	TRY(staged_find(changing, err));
	if (strcmp(what, "remove") == 0)
		return product_remove(changing->catalog, &changing->old, err);
	if (strcmp(what, "more") == 0)
		TRY(staged_add_sku(changing, err));
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

enum status
staged_change_used(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open(txn, &catalog, err));
	return change_all(catalog, arg, err);
}

enum status
staged_change(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open_records(txn, NULL, &catalog, err));
	return change_all(catalog, arg, err);
}

/* "A=9" counts 9 of A, by import 1; "B=3@2" by import 2. */
enum status
staged_count(struct txn *txn, void *arg, struct err *err)
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

void
staged_begin(struct bench *bench, const char *changes)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", changes);
	bench_write(bench, put_currency, NULL);
	bench_write(bench, staged_change_used, copy);
}

struct stage *
staged_copy(struct bench *bench)
{
	struct stage *stage = NULL;

	assert_int_equal(
		stage_open(bench->store, &bench->arena, &stage, &bench->err), ST_OK);
	assert_int_equal(
		stage_copy(stage, staged_tables, STAGED_TABLES, &bench->err), ST_OK);
	return stage;
}

void
staged_run(struct bench *bench, struct stage *stage, txn_fn *fn, const char *text)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", text);
	if (stage_write(stage, fn, copy, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

void
staged_index(struct bench *bench, struct stage *stage)
{
	uint64_t products;

	if (catalog_stage_index(stage, NULL, NULL, &products, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

enum status
staged_carry(struct txn *txn, void *arg, struct err *err)
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

static void
report(void *arg, const char *subject, const char *message)
{
	(void)arg;
	fail_msg("%s %s", subject, message);
}

enum status
staged_prove(struct txn *txn, void *arg, struct err *err)
{
	uint64_t products;

	return find_prove(txn, report, arg, &products, err);
}

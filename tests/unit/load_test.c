#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "chance.h"
#include "store/load.h"
#include "store_bench.h"

/* What is loaded in bulk, beside a model: for each of some names what was put there
 * last, 0 for nothing. */
#define NAMES 3000

struct model {
	unsigned values[NAMES];
};

/* Names of different lengths, some of which others begin with, and some with bytes
 * above and below letters. */
static struct bytes
name_of(unsigned number, char name[100])
{
	static const char *const beginnings[] = { "", "SKU-", "SKU-LONG-NAME-",
		"\x01\xFF",
		"a-name-that-is-longer-than-all-others-and-the-same-in-" };
	int size = snprintf(name, 100, "%s%u", beginnings[number % 5], number / 5);

	if (number % 7 == 0)
		name[size++] = '\0';
	return (struct bytes){ (const uint8_t *)name, (size_t)size };
}

static struct bytes
value_of(unsigned number, unsigned value, char text[60])
{
	int size = snprintf(text, 60, "%u %0*u", value, (int)(number % 40), number);

	return (struct bytes){ (const uint8_t *)text, (size_t)size };
}

static enum table
table_of(unsigned number)
{
	return number % 3 == 0 ? TABLE_CODE : TABLE_SKU;
}

static void
must(struct bench *bench, enum status status)
{
	if (status != ST_OK)
		fail_msg("%s", bench->err.message);
}

static void
add_at_random(struct bench *bench, struct load *load, struct model *model,
	struct chance *chance)
{
	uint64_t added = 0;
	unsigned i;

	for (i = 1; i <= 5000; i++) {
		unsigned number = (unsigned)draw(chance, NAMES);
		char name[100];
		char text[60];

		must(bench, load_add(load, table_of(number), name_of(number, name),
				    value_of(number, i, text), &bench->err));
		model->values[number] = i;
	}
	for (i = 0; i < TABLE_COUNT; i++)
		added += load_count_of(load, (enum table)i);
	assert_int_equal(added, 5000);
}

static enum status
put_some(struct txn *txn, void *arg, struct err *err)
{
	struct model *model = arg;
	char name[100];
	char text[60];
	unsigned i;

	for (i = 0; i < NAMES; i += 11) {
		model->values[i] = 7777;
		TRY(txn_put(txn, table_of(i), name_of(i, name),
			value_of(i, 7777, text), err));
	}
	return ST_OK;
}

static enum status
expect_model(struct txn *txn, void *arg, struct err *err)
{
	const struct model *model = arg;
	struct table_stat skus;
	struct table_stat codes;
	struct bytes value;
	uint64_t count = 0;
	unsigned i;
	bool found;

	for (i = 0; i < NAMES; i++) {
		char name[100];
		char text[60];

		TRY(txn_get(txn, table_of(i), name_of(i, name), &value, &found, err));
		assert_int_equal(found, model->values[i] != 0);
		if (found)
			assert_true(bytes_equal(
				value, value_of(i, model->values[i], text)));
		count += found;
	}
	TRY(txn_table_stat(txn, TABLE_SKU, &skus, err));
	TRY(txn_table_stat(txn, TABLE_CODE, &codes, err));
	assert_int_equal(skus.entries + codes.entries, count);
	return ST_OK;
}

/* Every other commit is to be run again. */
static enum status
refuse(void *arg, bool *retry, struct err *err)
{
	unsigned *count = arg;

	*retry = ++*count % 2 == 1;
	return *retry ? fail(err, ST_BUSY, "somebody else was faster") : ST_OK;
}

struct way {
	size_t memory;
	bool among; /* the tables have entries before */
	bool refusing;
};

static void
load_as(struct bench *bench, const struct way *way, uint64_t seed)
{
	struct chance chance = { seed_of(seed) };
	struct model model = { { 0 } };
	struct stage *stage;
	struct load *load;
	unsigned commits = 0;

	must(bench, stage_open(bench->store, &bench->arena, &stage, &bench->err));
	if (way->among)
		must(bench, stage_write(stage, put_some, &model, &bench->err));
	must(bench, load_open(way->memory, &load, &bench->err));
	add_at_random(bench, load, &model, &chance);
	if (way->refusing)
		store_set_commit_hook(bench->store, refuse, &commits);
	must(bench, load_finish(load, stage, &bench->err));
	store_set_commit_hook(bench->store, NULL, NULL);
	load_close(load);
	must(bench, stage_read(stage, expect_model, &model, &bench->err));
	stage_close(stage);
}

static void
what_is_loaded_is_there_once_and_the_last_counts(void **state)
{
	static const struct way ways[] = {
		{ LOAD_MEMORY, false, false },
		{ LOAD_MEMORY, true, false },
		{ 8000, false, false },
		{ 100000, true, false },
		{ 100000, true, true },
		{ LOAD_MEMORY, false, true },
	};
	struct bench *bench = *state;
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		load_as(bench, &ways[i], i + 1);
}

/* More than a slice may write, so that there are several. */
#define LARGE_COUNT 400
#define LARGE_SIZE 60000

static enum status
expect_large(struct txn *txn, void *arg, struct err *err)
{
	struct bytes value;
	uint64_t i;
	bool found;

	(void)arg;
	for (i = 0; i < LARGE_COUNT; i++) {
		struct key key = key_u64(i);

		TRY(txn_get(
			txn, TABLE_PRODUCT, key_bytes(&key), &value, &found, err));
		assert_true(found && value.size == LARGE_SIZE + i % 7);
	}
	return ST_OK;
}

static void
slices_that_are_run_again_go_on_where_they_began(void **state)
{
	static uint8_t large[LARGE_SIZE + 7];
	struct bench *bench = *state;
	unsigned commits = 0;
	struct stage *stage;
	struct load *load;
	uint64_t i;

	must(bench, stage_open(bench->store, &bench->arena, &stage, &bench->err));
	must(bench, load_open((size_t)1 << 20, &load, &bench->err));
	for (i = LARGE_COUNT; i-- > 0;) {
		struct key key = key_u64(i);
		struct bytes value = { large, LARGE_SIZE + i % 7 };

		must(bench, load_add(load, TABLE_PRODUCT, key_bytes(&key), value,
				    &bench->err));
	}
	store_set_commit_hook(bench->store, refuse, &commits);
	must(bench, load_finish(load, stage, &bench->err));
	store_set_commit_hook(bench->store, NULL, NULL);
	assert_true(commits >= 3);
	load_close(load);
	must(bench, stage_read(stage, expect_large, NULL, &bench->err));
	stage_close(stage);
}

static void
an_empty_load_writes_nothing(void **state)
{
	struct bench *bench = *state;
	struct model model = { { 0 } };
	struct stage *stage;
	struct load *load;

	load_close(NULL);
	must(bench, stage_open(bench->store, &bench->arena, &stage, &bench->err));
	must(bench, load_open(LOAD_MEMORY, &load, &bench->err));
	must(bench, load_finish(load, stage, &bench->err));
	load_close(load);
	must(bench, stage_read(stage, expect_model, &model, &bench->err));
	stage_close(stage);
}

static enum status
expect_both(struct txn *txn, void *arg, struct err *err)
{
	struct table_stat stat;

	(void)arg;
	TRY(txn_table_stat(txn, TABLE_COUNTED, &stat, err));
	assert_int_equal(stat.entries, 1);
	TRY(txn_table_stat(txn, TABLE_SKU, &stat, err));
	assert_int_equal(stat.entries, LARGE_COUNT);
	return ST_OK;
}

/* Who needs counts alone does not wait for names. */
static void
the_last_tables_are_written_first(void **state)
{
	static const uint8_t large[LARGE_SIZE];
	struct bench *bench = *state;
	struct bytes value = { large, LARGE_SIZE };
	struct stage *stage;
	struct load *load;
	enum table next;
	uint64_t i;

	must(bench, stage_open(bench->store, &bench->arena, &stage, &bench->err));
	must(bench, load_open((size_t)1 << 20, &load, &bench->err));
	for (i = 0; i <= LARGE_COUNT; i++) {
		enum table table = i < LARGE_COUNT ? TABLE_SKU : TABLE_COUNTED;
		struct key key = key_u64(i);

		must(bench,
			load_add(load, table, key_bytes(&key), value, &bench->err));
	}
	assert_int_equal(load_count_of(load, TABLE_SKU), LARGE_COUNT);
	must(bench, load_begin(load, &next, &bench->err));
	assert_int_equal(next, TABLE_COUNTED);
	must(bench, load_step(load, stage, &next, &bench->err));
	assert_int_equal(next, TABLE_SKU);
	while (next != TABLE_COUNT)
		must(bench, load_step(load, stage, &next, &bench->err));
	must(bench, stage_read(stage, expect_both, NULL, &bench->err));
	load_close(load);
	stage_close(stage);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_is_loaded_is_there_once_and_the_last_counts),
		EACH(slices_that_are_run_again_go_on_where_they_began),
		EACH(an_empty_load_writes_nothing),
		EACH(the_last_tables_are_written_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

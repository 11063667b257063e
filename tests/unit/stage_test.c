#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "store/stage.h"
#include "store_bench.h"

/* Two sets of the catalogue's tables, over both engines. */
static struct stage *
open_stage(struct bench *bench)
{
	struct stage *stage = NULL;

	if (stage_open(bench->store, &bench->arena, &stage, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	return stage;
}

static void
write_staged(struct bench *bench, struct stage *stage, txn_fn *fn, void *arg)
{
	if (stage_write(stage, fn, arg, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

static void
settle(struct bench *bench, struct stage *stage, txn_fn *fn, void *arg)
{
	if (stage_settle(stage, fn, arg, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

static enum status
list_pairs(struct txn *txn, void *arg, struct err *err)
{
	struct scan *scan;

	TRY(scan_open(txn, TABLE_SKU, (struct scan_range){ .backward = false }, &scan,
		err));
	return bench_list(scan, arg, 1000, err);
}

static void
expect_staged(struct bench *bench, struct stage *stage, const char *pairs)
{
	char line[1000];

	if (stage_read(stage, list_pairs, line, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	assert_string_equal(line, pairs);
}

static enum status
stat_other(struct txn *txn, void *arg, struct err *err)
{
	return stage_stat(txn, arg, err);
}

static void
expect_other(struct bench *bench, uint64_t entries)
{
	struct table_stat stat;

	bench_read(bench, stat_other, &stat);
	assert_int_equal(stat.entries, entries);
}

static enum status
name_it(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return stage_name(txn, err);
}

static void
what_is_staged_is_read_by_nobody_till_it_is_named(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1 y=2";
	struct stage *stage;

	bench_write(bench, bench_write_pairs, bench_pairs);
	stage = open_stage(bench);
	write_staged(bench, stage, bench_write_pairs, fresh);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	expect_staged(bench, stage, "x=1 y=2");
	settle(bench, stage, name_it, NULL);
	bench_expect_pairs(bench, "x=1 y=2");
	expect_other(bench, 3);
	stage_close(stage);
	bench_expect_pairs(bench, "x=1 y=2");
	expect_other(bench, 0);
}

static void
what_is_given_up_is_removed(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1 y=2";
	struct stage *stage;
	int i;

	bench_write(bench, bench_write_pairs, bench_pairs);
	for (i = 0; i < 2; i++) {
		stage = open_stage(bench);
		write_staged(bench, stage, bench_write_pairs, fresh);
		stage_close(stage);
		bench_expect_pairs(bench, "a=1 b=2 c=3");
		expect_other(bench, 0);
	}
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_is_staged_is_read_by_nobody_till_it_is_named),
		EACH(what_is_given_up_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

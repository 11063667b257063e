#include "stage_bench.h"

#include "unit.h"

struct stage *
bench_stage(struct bench *bench)
{
	struct stage *stage = NULL;

	if (stage_open(bench->store, &bench->arena, &stage, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	return stage;
}

void
bench_write_staged(struct bench *bench, struct stage *stage, txn_fn *fn, void *arg)
{
	if (stage_write(stage, fn, arg, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
}

void
bench_settle(struct bench *bench, struct stage *stage, txn_fn *fn, void *arg)
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

void
bench_expect_staged(struct bench *bench, struct stage *stage, const char *pairs)
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

void
bench_expect_other(struct bench *bench, uint64_t entries)
{
	struct table_stat stat;

	bench_read(bench, stat_other, &stat);
	assert_int_equal(stat.entries, entries);
}

enum status
bench_name(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return stage_name(txn, err);
}

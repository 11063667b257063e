#ifndef SHOP_TESTS_STAGE_BENCH_H
#define SHOP_TESTS_STAGE_BENCH_H

#include "store/stage.h"
#include "store_bench.h"

/* Staging in a bench's store. Whatever these call must succeed. */
struct stage *bench_stage(struct bench *bench);
void bench_write_staged(
	struct bench *bench, struct stage *stage, txn_fn *fn, void *arg);
void bench_settle(struct bench *bench, struct stage *stage, txn_fn *fn, void *arg);
/* A callback that names the staged set. */
enum status bench_name(struct txn *txn, void *arg, struct err *err);

/* The pairs of the staged set, and how many entries the set has that is not in use.
 */
void bench_expect_staged(struct bench *bench, struct stage *stage, const char *pairs);
void bench_expect_other(struct bench *bench, uint64_t entries);

#endif

#ifndef SHOP_TESTS_LMDB_BENCH_H
#define SHOP_TESTS_LMDB_BENCH_H

#include <sys/stat.h>

#include "folder.h"
#include "store/engine.h"

/* An LMDB engine in a folder of its own. */
struct lmdb_bench {
	struct test_folder folder;
	struct engine *engine;
	struct err err;
};

enum status lmdb_bench_open(
	struct lmdb_bench *bench, enum engine_mode mode, uint32_t file_mode);
void lmdb_bench_close(struct lmdb_bench *bench);
int lmdb_bench_setup(void **state);
int lmdb_bench_teardown(void **state);
enum status lmdb_bench_put(struct lmdb_bench *bench, const char *name, size_t size);
bool lmdb_bench_has(struct lmdb_bench *bench, const char *name);
void lmdb_bench_make(struct lmdb_bench *bench);
void lmdb_bench_reopen(struct lmdb_bench *bench);
void lmdb_bench_file(
	const struct lmdb_bench *bench, const char *name, char path[300]);
struct stat lmdb_bench_look(const struct lmdb_bench *bench, const char *name);
void lmdb_bench_expect_message(const struct lmdb_bench *bench, const char *part);

#endif

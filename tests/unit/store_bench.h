#ifndef SHOP_TESTS_STORE_BENCH_H
#define SHOP_TESTS_STORE_BENCH_H

#include "folder.h"
#include "store/store.h"

/* A store in a folder of its own, for one test. The fixture's state is first the kind
 * of store (STATE_LMDB, STATE_MEMORY) and then this. */
struct bench {
	enum store_kind kind;
	struct test_folder folder;
	struct store *store;
	struct arena arena;
	struct err err;
	uint8_t key_data[32];
	struct secret key;
};

int bench_setup(void **state);
int bench_teardown(void **state);

enum status bench_open(struct bench *bench, enum store_access access, int64_t wait);
void bench_reopen(struct bench *bench, enum store_access access);

/* Both must succeed. */
void bench_write(struct bench *bench, txn_fn *fn, void *arg);
void bench_read(struct bench *bench, txn_fn *fn, void *arg);

void bench_expect_message(const struct bench *bench, const char *part);

/* Pairs as text, "a=1 b=2", in the table SKU: writes them (arg), lists what a scan
 * hands out, expects these and no others. bench_pairs is "b=2 a=1 c=3". */
extern char bench_pairs[];
enum status bench_put(
	struct txn *txn, const char *key, const char *value, struct err *err);
enum status bench_write_pairs(struct txn *txn, void *arg, struct err *err);
enum status bench_list(struct scan *scan, char *line, size_t size, struct err *err);
void bench_expect_pairs(struct bench *bench, const char *pairs);

/* A cmocka test over a kind of store. */
#define BENCH_TEST(test, kind) \
	{ \
#test " (" #kind ")", test, bench_setup, bench_teardown, \
			bench_state(kind) \
	}
void *bench_state(enum store_kind kind);

#endif

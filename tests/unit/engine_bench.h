#ifndef SHOP_TESTS_ENGINE_BENCH_H
#define SHOP_TESTS_ENGINE_BENCH_H

#include "engine_refusing.h"
#include "folder.h"
#include "store/engine.h"

/* One engine, open in a folder of its own, and the transaction that runs. A test's
 * state is first the type of engine and then this. Whatever these call must
 * succeed. */
struct seam {
	const struct engine_type *type;
	struct engine *engine;
	struct engine_txn *txn;
	struct test_folder folder;
	struct err err;
};

void seam_open(struct seam *seam, enum engine_mode mode);
int seam_setup(void **state);
int seam_teardown(void **state);
struct bytes seam_text(const char *string);
void seam_begin(struct seam *seam, bool write);
void seam_end(struct seam *seam);
void seam_put_bytes(
	struct seam *seam, unsigned table, struct bytes key, struct bytes value);
void seam_put(struct seam *seam, const char *key, const char *value);
bool seam_remove(struct seam *seam, const char *key);
void seam_expect(struct seam *seam, const char *key, const char *value);
/* Runs a write until its commit is not refused, as the store does. */
void seam_write(
	struct seam *seam, void (*fn)(struct seam *seam, void *arg), void *arg);
/* "key=value key=value": all of a table in its order, and backward. */
void seam_list(struct seam *seam, bool backward, char *line, size_t size);
void seam_expect_list(struct seam *seam, const char *forward, const char *backward);

/* A test over one engine, or over each. */
struct seam_test {
	const char *name;
	void (*test)(void **state);
	const struct engine_type *type;
};
#define OVER(engine, test) \
	{ \
#engine ": " #test, test, &engine_##engine \
	}
#define EACH(test) OVER(lmdb, test), OVER(memory, test), OVER(refusing, test)
int seam_run(const struct seam_test *tests, size_t count);

#endif

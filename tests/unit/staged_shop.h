#ifndef SHOP_TESTS_STAGED_SHOP_H
#define SHOP_TESTS_STAGED_SHOP_H

#include "catalog/staged.h"
#include "store_bench.h"

/* A catalogue in use and one that is staged, and changes of both, as text. */

/* A change: each word of a line is one, in order. "name:A=Red" names a product by one
 * of its SKUs, makes it where there is none; "price:A=100"; "sale:A=90", from a day
 * far off; "more:A=A2" gives it a handle and another SKU; "less:A=A2" takes that;
 * "remove:A"; "stock:A=5" and "hold:A=2". */
struct changing {
	struct catalog *catalog;
	struct txn *txn;
	struct product old;
	struct product now;
	bool found;
	char sku[40];
	char value[40];
};

/* The product of changing->sku as it is, or a new one. */
enum status staged_find(struct changing *changing, struct err *err);
/* Gives it the SKU changing->value. */
enum status staged_add_sku(struct changing *changing, struct err *err);

/* Transactions; the line of changes is their arg. */
enum status staged_change_used(struct txn *txn, void *arg, struct err *err);
enum status staged_change(struct txn *txn, void *arg, struct err *err);
/* "A=9" counts 9 of A, by import 1; "B=3@2" by import 2. */
enum status staged_count(struct txn *txn, void *arg, struct err *err);
/* Carries all that was noted, and names the set. */
enum status staged_carry(struct txn *txn, void *arg, struct err *err);
/* That index, names and prices are what the records say. */
enum status staged_prove(struct txn *txn, void *arg, struct err *err);

/* A shop with these changes. */
void staged_begin(struct bench *bench, const char *changes);
/* A stage with the records in use. */
struct stage *staged_copy(struct bench *bench);
void staged_run(
	struct bench *bench, struct stage *stage, txn_fn *fn, const char *text);
void staged_index(struct bench *bench, struct stage *stage);

/* Over both engines. */
#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

#endif

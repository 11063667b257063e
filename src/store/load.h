#ifndef SHOP_STORE_LOAD_H
#define SHOP_STORE_LOAD_H

#include "store/stage.h"

/*
 * A bulk load of the staged set: entries that come in any order are collected and
 * written in the order of their keys, which is what fills an ordered table fast and
 * dense. They are held in memory up to LOAD_MEMORY, then in sorted runs in an
 * unlinked temporary file.
 *
 * Of entries with the same key the one that was added last wins, also over what the
 * table has: who must not have a name twice looks before. Until load_finish nothing
 * of them is in the store.
 */
#define LOAD_MEMORY ((size_t)64 << 20)

struct load;

/* memory is LOAD_MEMORY; tests take less. It holds what it is given in memory of its
 * own, till load_close. */
enum status load_open(size_t memory, struct load **load, struct err *err);
/* Harmless on NULL. */
void load_close(struct load *load);

/* Copies what it takes, inside a transaction or not: one that is run again adds
 * again, and the last wins. Keys are 1 to 500 bytes, values up to LOAD_VALUE_MAX. */
#define LOAD_VALUE_MAX 65535
enum status load_add(struct load *load, enum table table, struct bytes key,
	struct bytes value, struct err *err);
/* How many were added of a table. */
uint64_t load_count_of(const struct load *load, enum table table);

/* Writes all of them to the staged set, in slices. Only load_close may follow. */
enum status load_finish(struct load *load, struct stage *stage, struct err *err);

/* The same step by step: nothing can be added any more, and each step is one slice.
 * The last tables come first. *next is the table of what comes next, TABLE_COUNT
 * where nothing does: then only load_close may follow. */
enum status load_begin(struct load *load, enum table *next, struct err *err);
enum status load_step(
	struct load *load, struct stage *stage, enum table *next, struct err *err);

#endif

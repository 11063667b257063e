#ifndef SHOP_INDEX_COLUMNS_H
#define SHOP_INDEX_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/layout.h"
#include "store/store.h"

/* One number for each document, in chunks. */

/* Reads a column, fast where documents come in order. Places are documents' numbers,
 * in COLUMN_FIRST groups' ids. */
struct column {
	struct txn *txn;
	unsigned number;
	uint32_t chunk;
	/* Of a number in bytes; 0: the chunk has nothing; COLUMN_RUN: numbers rise by
	 * one from base. */
	unsigned width;
	uint32_t run; /* how many places such a run fills */
	int64_t base;
	const uint8_t *values;
	struct scan *scan;  /* while blocks come one after the other */
	struct bytes ahead; /* what was asked for in advance then */
};
struct column column_of(struct txn *txn, unsigned number);
/* Reads a chunk as it is stored; false where it is not well formed. */
bool column_read(struct bytes key, struct bytes value, struct column *column);
/* *value is COLUMN_NONE where there is none. */
enum status column_get(
	struct column *column, uint64_t place, int64_t *value, struct err *err);
/* Loads a block, so that its numbers can be read one by one: base and the number at
 * values, or none where that is all ones; fields' columns have no runs. They lie in
 * the store, and die with the
 * transaction or its next write. */
enum status column_block(struct column *column, uint32_t block, struct err *err);
/* The number at a place in the block that is loaded, width not 0. */
int64_t column_at(const struct column *column, uint32_t index);

/* Between which numbers those of the loaded block lie; false where it has none. */
bool column_bounds(const struct column *column, int64_t *least, int64_t *most);
/* A chunk's bytes, at most COLUMN_BYTES_MAX of them, in the narrowest numbers that
 * hold all values; how many, 0 where no value is there. */
#define COLUMN_BYTES_MAX (COLUMN_HEADER + 8 * COLUMN_CHUNK)
size_t column_encode(
	unsigned column, const int64_t values[COLUMN_CHUNK], uint8_t *bytes);
/* The key of a chunk. */
#define COLUMN_KEY_SIZE 5
void column_key(unsigned column, uint32_t chunk, uint8_t key[COLUMN_KEY_SIZE]);
/* Writes a chunk; without bytes it goes. */
enum status column_put(struct txn *txn, unsigned column, uint32_t chunk,
	struct bytes bytes, struct err *err);

/* Sets numbers of one column. */
struct column_change {
	uint64_t place;
	int64_t value;
};
struct column_changes {
	unsigned column;
	struct column_change *items;
	size_t count;
};
/* Orders the items by place; the last one for each holds. */
enum status column_sort(
	struct column_changes *changes, struct arena *arena, struct err *err);
/* changes are sorted. */
enum status column_apply(
	struct txn *txn, const struct column_changes *changes, struct err *err);

#endif

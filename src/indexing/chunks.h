#ifndef SHOP_INDEXING_CHUNKS_H
#define SHOP_INDEXING_CHUNKS_H

#include "index/columns.h"

/* Columns that are made from front to back: whole chunks are kept as they will be
 * stored, till all are written in the order of the table. */
struct chunk {
	unsigned column;
	uint32_t chunk;
	struct bytes bytes;
};

/* A column whose last chunk is still open. */
struct open_chunk {
	unsigned column;
	uint32_t chunk;
	bool any; /* there are values */
	int64_t values[COLUMN_CHUNK];
};

struct chunks {
	struct arena arena; /* of what is kept */
	struct chunk *items;
	size_t count;
	size_t capacity;
	size_t bytes;
	struct open_chunk *open;
	size_t open_count;
};

/* Columns are told by their places in an array of their numbers. */
enum status chunks_open(struct chunks *chunks, const unsigned *columns, size_t count,
	struct arena *arena, struct err *err);
void chunks_close(struct chunks *chunks);
/* Places of one column come rising. */
enum status chunks_set(struct chunks *chunks, size_t column, uint64_t place,
	int64_t value, struct err *err);
/* Writes all whole chunks; with last the open ones, too. */
enum status chunks_write(
	struct chunks *chunks, struct txn *txn, bool last, struct err *err);

#endif

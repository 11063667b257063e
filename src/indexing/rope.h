#ifndef SHOP_INDEXING_ROPE_H
#define SHOP_INDEXING_ROPE_H

#include "index/postings.h"

/*
 * Postings of one term that gather over a long time: documents in order, each as its
 * distance from the one before, and its impact. Bytes lie in chunks of growing size,
 * which are given back to a pool.
 */
#define ROPE_GRADES 8 /* chunks of 32 to 4,096 bytes */

struct rope_chunk {
	struct rope_chunk *next;
	uint8_t bytes[];
};

struct rope_pool {
	struct arena *arena;
	struct rope_chunk *free[ROPE_GRADES];
	size_t taken; /* bytes, from the arena */
};

/* All zeroes is an empty one. */
struct rope {
	struct rope_chunk *first;
	struct rope_chunk *last;
	uint8_t *at;    /* where the next byte goes */
	uint32_t left;  /* bytes from there to the chunk's end */
	uint32_t grade; /* of the next chunk */
	uint32_t count; /* postings */
	uint32_t document;
};

/* document is above all that are there. */
enum status rope_add(struct rope_pool *pool, struct rope *rope, uint32_t document,
	const uint8_t *impact, struct err *err);
/* Writes all postings into arrays with room for them. */
void rope_read(const struct rope *rope, bool has_impacts, struct postings *postings);
/* Empties a rope. */
void rope_clear(struct rope_pool *pool, struct rope *rope);

#endif

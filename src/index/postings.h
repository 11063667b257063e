#ifndef SHOP_INDEX_POSTINGS_H
#define SHOP_INDEX_POSTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/directory.h"
#include "index/terms.h"

/*
 * Postings: the documents of a term with their impacts, in an entry of TERM or in
 * containers.
 */

/* Documents in order and one impact each (1 where the class has none). */
struct postings {
	uint32_t *documents;
	uint8_t *impacts;
	size_t count;
};

/* Reads postings that lie in an entry into arrays of its count; false where the
 * bytes are not well formed. */
bool postings_read_inline(const struct term *term, struct postings *postings);

/* Appends postings as they lie in an entry. */
enum status postings_append_inline(const struct postings *postings, bool has_impacts,
	struct buffer *value, struct err *err);

/* One container, read in place. */
struct container {
	const uint8_t *members; /* u16 list or bitmap */
	const uint8_t *impacts; /* NULL: none */
	const uint8_t *maxima;  /* u8 by block; NULL: no summary */
	const uint8_t *before;  /* u16 by block; NULL: no summary */
	uint32_t count;
	uint8_t max; /* the highest impact */
	bool is_bitmap;
};
bool container_read(struct bytes value, struct container *container);
enum status container_get(struct txn *txn, uint32_t high, uint32_t number,
	struct container *container, bool *found, struct err *err);

/* Appends a container's documents; false where their number is another than it
 * says. */
bool container_postings(
	const struct container *container, uint32_t high, struct postings *to);

/* Writes a container of at least one document, all of one high; how many bytes. */
#define CONTAINER_BYTES_MAX \
	(CONTAINER_HEADER + CONTAINER_SUMMARY_SIZE + 2 * CONTAINER_LIST_MAX + \
		CONTAINER_DOCUMENTS)
#define CONTAINER_SUMMARY_SIZE (CONTAINER_MAXIMA + 2 * CONTAINER_BLOCKS)
size_t container_write(const struct postings *postings, uint32_t high,
	bool has_impacts, uint8_t *bytes);

static inline bool
bitmap_has(const uint8_t *bitmap, uint32_t low)
{
	return bitmap[low >> 3] >> (low & 7) & 1;
}

/* Space in which postings are merged; it grows as needed. { .arena = a } is new. */
struct postings_space {
	struct arena *arena;
	struct postings old;
	struct postings merged;
	uint8_t *bytes;
	size_t capacity;
	uint8_t *patched;
	struct container_facts *facts;
	uint32_t facts_capacity;
};

/* Changes of one term, documents strictly rising; impact 0 takes away. */
struct posting_changes {
	const uint32_t *documents;
	const uint8_t *impacts;
	size_t count;
};

/* Brings changes into a term; old is NULL where there is none. Appends the new entry
 * to value. next_number is where numbers of terms come from. */
struct posting_change {
	struct txn *txn;
	struct postings_space *space;
	uint32_t *next_number;
	uint32_t highs; /* containers there can be */
	const struct term *old;
	struct term now; /* class's impacts, display and number of a new term */
	struct posting_changes changes;
	struct directory directory; /* of the containers, while they change */
};
enum status postings_apply(
	struct posting_change *change, struct buffer *value, struct err *err);

#endif

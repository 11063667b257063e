#ifndef SHOP_SEARCH_POSTINGS_H
#define SHOP_SEARCH_POSTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "search/terms.h"

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

/* One container, read in place. */
struct container {
	const uint8_t *members; /* u16 list or bitmap */
	const uint8_t *impacts; /* NULL: none */
	uint32_t count;
	bool is_bitmap;
};
bool container_read(struct bytes value, struct container *container);
enum status container_get(struct txn *txn, uint32_t number, uint32_t high,
	struct container *container, bool *found, struct err *err);

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
};

/* Changes of one term, documents strictly rising; impact 0 takes away. */
struct posting_changes {
	const uint32_t *documents;
	const uint8_t *impacts;
	size_t count;
};

/* Brings changes into a term; old is NULL where there is none. Appends the new entry
 * to value; *keep is false where no document is left. next_number is where numbers
 * of terms come from. */
struct posting_change {
	struct txn *txn;
	struct postings_space *space;
	uint32_t *next_number;
	const struct term *old;
	struct term now; /* class's impacts, display and number of a new term */
	struct posting_changes changes;
};
enum status postings_apply(struct posting_change *change, struct buffer *value,
	bool *keep, struct err *err);

#endif

#ifndef SHOP_INDEX_DELTA_H
#define SHOP_INDEX_DELTA_H

#include <stdbool.h>
#include <stdint.h>

#include "index/meta.h"
#include "index/terms.h"

/*
 * The table DELTA: what documents that changed lately differ in from TERM and
 * POSTING, which do not know of it. A query opens it once; where nothing changed
 * lately that costs nothing.
 */

/* A document's impact of one term instead of what POSTING or TERM says; 0: it has the
 * term no more. Of a form 1 or 255: a document more or one less has it. */
struct delta_patch {
	uint32_t document;
	uint8_t impact;
};

struct delta_entry;
struct delta {
	struct arena *arena;
	struct delta_entry *entries;
	uint32_t *heads; /* of chains of entries, by hash; NULL: there is nothing */
	size_t head_mask;
};
/* What it has lies in the arena; terms are found by term_hash. */
enum status delta_open(struct txn *txn, const struct meta *meta, struct arena *arena,
	struct delta *delta, struct err *err);
/* The patches of a term, documents rising, in the arena; as a rule none. */
enum status delta_find(const struct delta *delta, uint64_t hash,
	const struct delta_patch **patches, size_t *count, struct err *err);

/* Brings what a form's entry says up to what changed lately. */
enum status delta_form(const struct delta *delta, struct bytes key, struct form *form,
	struct err *err);

/* A row, read in place. */
struct delta_row {
	uint32_t document;
	uint32_t count;
	const uint8_t *hashes;
	const uint8_t *impacts;
	struct reader keys;
};
bool delta_row_read(struct bytes key, struct bytes value, struct delta_row *row);
/* The next of the terms' keys, count times. */
bool delta_row_next(struct delta_row *row, struct bytes *key);

#endif

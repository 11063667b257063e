#ifndef SHOP_SEARCH_MERGE_H
#define SHOP_SEARCH_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "search/analysis.h"

/* Brings what a writer gathered into the tables TERM and POSTING. */

/* Changes in the order they came: a term of the analysis, a document, its impact
 * (0: goes). */
struct merge_block {
	struct merge_block *next;
	uint32_t *terms;
	uint32_t *documents;
	uint8_t *impacts;
	size_t count;
	size_t capacity;
};

struct merge {
	struct txn *txn;
	struct analysis *analysis;
	const struct merge_block *blocks;
	size_t change_count;
	uint32_t *next_term;
	bool was_empty; /* the tables have nothing yet */
};
enum status merge_terms(const struct merge *merge, struct err *err);

#endif

#ifndef SHOP_CATALOG_STAGE_INDEX_H
#define SHOP_CATALOG_STAGE_INDEX_H

#include "catalog/document.h"
#include "store/load.h"

/* Called now and then with products read and all there are, where step is not NULL.
 */
struct index_progress {
	void (*step)(void *arg, uint64_t done, uint64_t total);
	void *arg;
};

/* Builds the search index of the staged set, which has none, from its products, in
 * slices. load has rows of the set that are not in it yet, and is written meanwhile;
 * NULL: there are none. *products is how many are in it. What is not ST_OK leaves a
 * part of an index there: the set is to be given up. Ends with what signal_check says
 * once a signal was noted. */
enum status catalog_stage_index(struct stage *stage, struct load *load,
	const struct index_progress *progress, uint64_t *products, struct err *err);
/* The same by rules that are given, in memory that outlives it; with anew also what
 * follows from records besides the index, of which the set has nothing yet: current
 * prices, as of now, and their dates, and what people may type for a SKU. */
struct stage_indexing {
	const struct document_rules *rules;
	const struct index_progress *progress;
	bool anew;
	struct load *load;
	uint64_t products;
};
enum status catalog_stage_index_by(
	struct stage *stage, struct stage_indexing *indexing, struct err *err);

/* Rules in an arena of the caller's. */
enum status document_rules_keep(
	struct document_rules *rules, struct arena *arena, struct err *err);

#endif

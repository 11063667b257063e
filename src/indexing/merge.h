#ifndef SHOP_INDEXING_MERGE_H
#define SHOP_INDEXING_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "index/meta.h"
#include "indexing/gather.h"

/* Brings what a writer gathered into the tables TERM and POSTING. */
struct merge {
	struct txn *txn;
	const struct gathered *gathered;
	struct meta *meta; /* where numbers come from */
};
enum status merge_terms(const struct merge *merge, struct err *err);

#endif

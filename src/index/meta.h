#ifndef SHOP_INDEX_META_H
#define SHOP_INDEX_META_H

#include <stdbool.h>
#include <stdint.h>

#include "index/index.h"

/* What the index knows of itself, and of its groups. */
struct meta {
	uint64_t schema; /* a sum over it; 0: the index is empty */
	uint32_t next_document;
	uint32_t next_term;
	uint32_t delta_documents;
	uint32_t delta_entries;
};
/* ST_CONFIG where the index was made for another schema. */
enum status meta_get(struct txn *txn, const struct index_schema *schema,
	struct meta *meta, struct err *err);
enum status meta_put(struct txn *txn, const struct meta *meta, struct err *err);

bool meta_equal(const struct meta *a, const struct meta *b);

/* Where a group's documents are. */
enum status group_find(struct txn *txn, uint64_t id, uint32_t *first, uint32_t *count,
	bool *found, struct err *err);

#endif

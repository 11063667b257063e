#ifndef SHOP_INDEXING_PROOF_H
#define SHOP_INDEXING_PROOF_H

#include "analysis/analysis.h"
#include "index/delta.h"

/*
 * Each document has sums over what it should be found by, less what the index has of
 * it: nothing is left where the index is right, whatever the order in which its
 * tables are read.
 */
struct index_proof {
	struct txn *txn;
	const struct index_schema *schema;
	struct arena arena; /* holds this */
	struct arena scratch;
	struct analysis *analysis;
	struct meta meta;
	struct delta delta;
	uint64_t *groups;  /* of each document, 0: should not be there */
	uint64_t *terms;   /* TERM, POSTING */
	uint64_t *columns; /* COLUMN */
	uint64_t *sorted;  /* SORTED */
	int64_t *texts;    /* of the group that is proved */
	uint64_t forms;    /* of all documents */
	uint64_t group_count;
	uint64_t containers; /* that were met */
	uint64_t facets;
	index_fault_fn *fault;
	void *arg;
};

/* What a sum has of one entry. */
uint64_t proof_posting(uint64_t hash, uint8_t impact);
uint64_t proof_form(struct bytes key, struct bytes stem);
uint64_t proof_number(unsigned column, int64_t number);
uint64_t proof_sorted(unsigned column, uint32_t scope, int64_t number);

void proof_say(struct index_proof *proof, uint64_t group, const char *message);
/* Takes what the tables have off the sums, and says what is left. */
enum status proof_take_tables(struct index_proof *proof, struct err *err);

#endif

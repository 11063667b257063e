#ifndef SHOP_INDEXING_DELTA_WRITE_H
#define SHOP_INDEXING_DELTA_WRITE_H

#include "index/meta.h"
#include "indexing/gather.h"

/*
 * A change of few documents goes into DELTA, so that it costs few pages whatever its
 * words are. What DELTA has too much of is merged into TERM and POSTING, some
 * neighbouring documents at a time. Tests have small limits, so that all of it
 * happens to few documents, too.
 */
#ifdef SHOP_TESTING
#define DELTA_CHANGE_DOCUMENTS 16
#define DELTA_CHANGE_ENTRIES 512
#define DELTA_DOCUMENTS_MAX 40
#define DELTA_ENTRIES_MAX 600
#define DELTA_SLICE_DOCUMENTS 8
#define DELTA_SLICE_ENTRIES 150
#else
#define DELTA_CHANGE_DOCUMENTS 64
#define DELTA_CHANGE_ENTRIES 4096
#define DELTA_DOCUMENTS_MAX 512
#define DELTA_ENTRIES_MAX 4096
#define DELTA_SLICE_DOCUMENTS 64
#define DELTA_SLICE_ENTRIES 1024
#endif

/* Brings what was gathered, at most DELTA_CHANGE_ENTRIES, into DELTA; terms that the
 * index did not know get their entries in TERM. */
enum status delta_add(struct txn *txn, const struct gathered *gathered,
	struct meta *meta, struct err *err);

/* Takes rows out of DELTA, the lowest documents first, till one of the limits is
 * reached, and puts them as changes in front of what was gathered. */
struct delta_limits {
	uint32_t documents;
	uint32_t entries;
};
enum status delta_take(struct txn *txn, struct delta_limits limits,
	struct gathered *gathered, struct meta *meta, struct err *err);

#endif

#ifndef SHOP_CATALOG_REBUILD_H
#define SHOP_CATALOG_REBUILD_H

#include "catalog/stage_index.h"

/*
 * The search index built anew while the shop goes on, with all that the catalogue's
 * records say besides it: current prices, their dates, what people may type for a
 * SKU. It is made in a staged set (store/stage.h), into which changes made meanwhile
 * are carried, and comes into use by one short transaction, together with how
 * synonyms are found.
 */
struct catalog_rebuild {
	const struct index_progress *progress; /* or NULL */
	/* A setting that the index is to follow, and its value then; NULL: as it is.
	 * also stores it. */
	const char *setting;
	const char *value;
	/* Runs in the last transaction, before everything else; NULL: nothing. */
	txn_fn *also;
	void *arg;
	bool rehearse;     /* all but the last transaction */
	uint64_t products; /* that were found when it began, afterwards */
};
/* Ends with what signal_check says once a signal was noted: then nothing was changed.
 * The arena is the transactions'. */
enum status catalog_rebuild(struct store *store, struct arena *arena,
	struct catalog_rebuild *rebuild, struct err *err);

#endif

#ifndef SHOP_TESTS_UNIT_SEARCH_TWIN_H
#define SHOP_TESTS_UNIT_SEARCH_TWIN_H

#include "search_naive.h"

/* An index, and beside it the naive search over the same groups. */
struct twin;
struct twin *twin_open(enum store_kind kind, const struct index_schema *schema);
void twin_close(struct twin *twin);
struct naive *twin_naive(const struct twin *twin);

/* Changes, in the naive search at once, in the index when they are written, all in
 * one transaction. */
void twin_put(struct twin *twin, const struct index_group *now);
void twin_set_number(struct twin *twin, const struct index_number *number);
/* What came so far is flushed for itself. */
void twin_flush(struct twin *twin);
void twin_write(struct twin *twin);

/* Ends the test, saying how, where the index answers otherwise than the naive search.
 * False where it corrected the query's words, so that there is nothing to compare.
 * The query's arg and source are set. */
bool twin_compare(struct twin *twin, const struct index_query *query);
/* Ends the test where the index is not what its groups make it. */
void twin_prove(struct twin *twin);

#endif

#ifndef SHOP_SEARCH_HISTOGRAM_H
#define SHOP_SEARCH_HISTOGRAM_H

#include "search/find.h"
#include "search/tally.h"

/* Counts the groups of a set for each value of an INDEX_KEYWORD or INDEX_PATH field,
 * from its column: the limit most frequent (0: all) and perhaps more. */
enum status histogram_count(struct search *search, unsigned field,
	const struct set *base, size_t limit, struct tallies *tallies,
	struct err *err);

#endif

#ifndef SHOP_SEARCH_RANK_H
#define SHOP_SEARCH_RANK_H

#include "index/columns.h"
#include "search/candidates.h"
#include "search/find.h"

/* A ranking under way. */
struct ranking {
	struct search *search;
	struct candidates best;
	unsigned field; /* of the text */
	uint32_t tier;  /* of what is read now */
	bool lowered;   /* what is not preferred keeps a part of its score */
	struct column preferred;
	struct column numbers;
};

/* Takes a candidate, if it is among the best; what is sorted by text is given it. */
enum status ranking_add(
	struct ranking *ranking, struct candidate *candidate, struct err *err);

/* Rank the documents of a set, passing over blocks in which no better one can be. */
enum status rank_by_score(
	struct ranking *ranking, const struct set *set, struct err *err);
enum status rank_by_number(
	struct ranking *ranking, const struct set *set, struct err *err);

#endif

#ifndef SHOP_SEARCH_CANDIDATES_H
#define SHOP_SEARCH_CANDIDATES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

/* A group that matches, by the first of its documents that does. */
struct candidate {
	uint32_t document;
	uint32_t scored; /* the one whose score counts */
	uint32_t tier;
	uint64_t score;
	int64_t number;    /* COLUMN_NONE: none; a text's beginning */
	struct bytes text; /* where texts are sorted */
};

enum order {
	ORDER_RELEVANCE,
	ORDER_NUMBER,
	ORDER_TEXT,
};

/* The best so far, in a heap with the worst of them on top. Higher tiers come first;
 * what is equal is in the order of documents. */
struct candidates {
	struct arena *arena;
	enum order order;
	bool descending;
	size_t wanted; /* 0: all */
	struct candidate *items;
	size_t count;
	size_t capacity;
};

/* Another one is taken only if it is better than the worst. */
bool candidates_are_full(const struct candidates *best);
/* True where one cannot be among the wanted, whatever its text. */
bool candidates_hopeless(
	const struct candidates *best, const struct candidate *candidate);
enum status candidates_add(
	struct candidates *best, const struct candidate *candidate, struct err *err);
/* Puts the best first; none is added any more. */
void candidates_sort(struct candidates *best);

#endif

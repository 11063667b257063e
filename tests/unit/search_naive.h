#ifndef SHOP_TESTS_UNIT_SEARCH_NAIVE_H
#define SHOP_TESTS_UNIT_SEARCH_NAIVE_H

#include "search_shop.h"

/* The same search by looking at every document, to compare with. */
struct naive_word {
	const char *text; /* one chain of letters, digits and what joins them */
	bool prefix;
	bool excluded;
};
struct naive_query {
	const struct naive_word *words;
	size_t word_count;
	const struct index_query *query; /* all but the words */
};

struct naive;
/* Reads all documents of a shop; lives in the arena. */
struct naive *naive_open(struct shop *shop, struct arena *arena);
void naive_close(struct naive *naive);
/* Values of facets are folded; scores as the index has them. */
struct index_result naive_search(
	struct naive *naive, const struct naive_query *query, struct arena *arena);

#endif

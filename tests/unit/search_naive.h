#ifndef SHOP_TESTS_UNIT_SEARCH_NAIVE_H
#define SHOP_TESTS_UNIT_SEARCH_NAIVE_H

#include "index/index.h"

/*
 * The same search by looking at every document, to compare with: what index.h,
 * plan.h, impact.h and prefer.h promise, in the plainest way. It has groups and their
 * documents' numbers, nothing else that lasts; what it shares with the index is how
 * texts are folded, cut into chains and stemmed (tokens.h, stem.h), what a word of a
 * title counts (impact.h) and the logarithm (rarity.h). It corrects nothing.
 */
struct naive;
struct naive *naive_open(const struct index_schema *schema);
/* Harmless on NULL. */
void naive_close(struct naive *naive);

/* A group as index_change takes it; without documents it goes. Copied. */
void naive_change(struct naive *naive, const struct index_group *now);
void naive_set_number(struct naive *naive, const struct index_number *number);
/* A group as it is now; what was given of it lives as long as the model. */
struct index_group naive_group(const struct naive *naive, uint64_t id);
/* Every id that ever had a group, from 0 to count less 1. */
size_t naive_group_count(const struct naive *naive);
uint64_t naive_group_id(const struct naive *naive, size_t index);
/* Every word that ever stood in a document, folded. */
size_t naive_word_count(const struct naive *naive);
const char *naive_word(const struct naive *naive, size_t index);

struct naive_answer {
	/* Texts of facets are folded; hits have one reason each, with the score
	 * before what is not preferred was lowered. */
	struct index_result result;
	/* As of index_common_names without a limit, folded; where the query asks for
	 * explanations. */
	struct texts names;
	bool is_refused; /* a name is unknown */
	/* No document has all words, and nothing was picked: the index may correct
	 * them, and what is said here does not hold then. */
	bool may_correct;
};
/* In the arena. */
void naive_search(struct naive *naive, const struct index_query *query,
	struct arena *arena, struct naive_answer *answer);

#endif

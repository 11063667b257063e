#ifndef SHOP_INDEX_PREFER_H
#define SHOP_INDEX_PREFER_H

#include "index/delta.h"
#include "index/index.h"
#include "index/terms.h"
#include "words/stem.h"
#include "words/tokens.h"

/*
 * What a query prefers, besides the words that must be there: a run of up to
 * PREFER_RUN_MAX of its words that is a brand or a part of a category's path
 * ("memory card" in Storage/Memory cards), by stems, prefers documents with this
 * keyword, or in this category and below it. A document's score is
 *
 *   the sum over the query's words of the most that any of its terms counts:
 *     rarity of the term * impact of it in the document
 *   + the sum over the preferences that the document has of their weight
 *
 * Words are wanted all; where fewer than five products have them, documents with all
 * but one follow, then with all but two, and so on until there are five, each lot by
 * its scores. A query with a phrase in it is not loosened so.
 *
 * What each rule is worth: NDCG@10 (tests/relevance.sh) over 84 queries of Icecat,
 * and over each half of them, with all rules and with one less.
 *
 *   all rules                                          0.858   0.851 0.866
 *   no word of a name qualifies the next               0.819   0.814 0.824
 *     capitals do not matter to that                   0.821   0.835 0.807
 *     the brand may do so, too                         0.843   0.836 0.851
 *   no words such as "for"                             0.855   0.843 0.866
 *   names have no tail                                 0.850   0.844 0.857
 *   none of these: a name is a text like others        0.811   0.807 0.815
 *   lengths do not matter                              0.775   0.754 0.795
 *     of names                                         0.838   0.832 0.844
 *     of attributes                                    0.825   0.817 0.833
 *     of descriptions                                  0.830   0.810 0.850
 *   attributes count next to nothing                   0.832   0.840 0.823
 *   descriptions count next to nothing                 0.803   0.793 0.812
 *   nothing is preferred                               0.855   0.846 0.863
 *     no brands                                        0.859   0.851 0.868
 *     no categories                                    0.854   0.846 0.861
 *   all words or nothing                               0.841   0.833 0.850
 *   "ps4" is also "ps" and "4" (tokens.c)              0.853   0.847 0.859
 *
 * With what is sold out ranked like the rest, and lots until there are ten. As they
 * are, with 90 % for what is sold out and lots until there are five, it is 0.853.
 *
 * Differences below 0.03 are noise; what is kept helps in both halves, or is what
 * a shop promises. Weights are round, from the middle of where results are good:
 * chosen instead among 1,440 drawn at random, on some queries and measured on the
 * others, they reach 0.840.
 */
#define PREFERENCES_MAX 8
#define PREFER_RUN_MAX 3
#define PREFER_WORDS_MAX 8 /* of a query; those behind it prefer nothing */

struct preference {
	struct term_key key; /* of a class without impacts */
	uint32_t weight;
	const char *what; /* the words that say it, their stems */
};
struct preferences {
	struct arena *arena;
	const struct delta *delta;
	struct preference items[PREFERENCES_MAX];
	size_t count;
};

/* Adds what a query's words, in their order, prefer and a document has; the first
 * PREFERENCES_MAX. */
enum status prefer_read(struct txn *txn, const struct index_schema *schema,
	struct stemmer *stemmer, const struct texts *words,
	struct preferences *preferences, struct err *err);

/* The stems of a text's words, joined by one blank, and their size. */
enum status prefer_stems(struct arena *arena, struct stemmer *stemmer,
	const char *text, struct token *stems, struct err *err);
/* The key under which the index knows what a keyword is called: keyword folded, as
 * in its own key. */
enum status prefer_name_key(struct arena *arena, struct token stems, unsigned field,
	struct token keyword, struct term_key *key, struct err *err);

#endif

#ifndef SHOP_PLAN_PLAN_WAYS_H
#define SHOP_PLAN_PLAN_WAYS_H

#include "plan/plan.h"
#include "words/tokens.h"

/* Ways in which a text is found, for those who read plans. */
#define PLAN_WAYS_MAX 16

struct ways {
	struct plan_way *items;
	size_t count;
};

/* The key of a folded word's stem. */
enum status plan_stem(const struct plan_reader *reader, struct token word,
	struct term_key *key, struct err *err);

/* Looks a term up, the one place where it is done. */
enum status plan_find(const struct plan_reader *reader, const struct term_key *key,
	struct plan_term *term, struct err *err);

/* Reads a form, what changed lately included. */
enum status plan_form(const struct plan_reader *reader, struct bytes key,
	struct bytes value, struct form *form, struct err *err);

/* The terms of a beginning of words. */
enum status plan_prefix(const struct plan_reader *reader, struct token beginning,
	struct plan_token *token, struct err *err);

/* A chain's ways; prefix: its last words may be beginnings. */
enum status ways_of_chain(const struct plan_reader *reader, const struct chain *chain,
	bool prefix, struct ways *ways, struct err *err);
/* A text's, which is folded; none where it has no words. */
enum status ways_of_text(const struct plan_reader *reader, struct token folded,
	struct ways *ways, struct err *err);
/* Each way of a with each way of b behind it: where these were more than
 * PLAN_WAYS_MAX, with the first of b alone. */
enum status ways_join(const struct plan_reader *reader, const struct ways *a,
	const struct ways *b, struct ways *joined, struct err *err);

/* Whether every token of a way has a term that is in a document. */
bool way_is_known(const struct plan_way *way);
bool word_is_known(const struct plan_word *word);

/* Adds copies of ways whose terms count factor hundredths of what they do, but for
 * those that the word has already. */
enum status word_add_ways(const struct plan_reader *reader, struct plan_word *word,
	const struct ways *ways, uint32_t factor, struct err *err);

/* How telling a way is, in 1,024ths: the sum over its tokens of the most that one of
 * their terms tells. */
uint64_t way_tells(const struct plan_reader *reader, const struct plan_way *way);
uint32_t plan_rarity(const struct plan_reader *reader, uint64_t with);

/* Two words as one, that is found as they are found each. */
enum status word_join(const struct plan_reader *reader, const struct plan_word *a,
	const struct plan_word *b, struct plan_word *joined, struct err *err);

/* Adds what the shop says instead of a text, which is folded. */
enum status word_add_synonyms(const struct plan_reader *reader,
	struct plan_word *word, struct token folded, struct err *err);

/* Makes runs of a piece's words that have synonyms one word each; keys are the words'
 * stems. */
enum status plan_synonyms(const struct plan_reader *reader, struct plan_piece *piece,
	const char **keys, struct err *err);

#endif

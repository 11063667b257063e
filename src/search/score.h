#ifndef SHOP_SEARCH_SCORE_H
#define SHOP_SEARCH_SCORE_H

#include "index/prefer.h"
#include "plan/plan.h"
#include "sets/parts.h"

/*
 * The words that are wanted of a query, with their postings: which documents have
 * them, and what they count in each.
 */
struct score_term {
	const struct plan_term *from;
	struct term_parts parts;
	uint64_t weight; /* of one step of impact */
	/* In the block looked at: */
	struct part_walk walk;
	uint64_t bound; /* 0: no document there has it */
};

struct score_token {
	struct score_term *terms;
	size_t count;
	struct score_term **active; /* those with a bound */
	size_t active_count;
	uint64_t bound;
};

struct score_way {
	struct score_token *tokens;
	size_t count;
};

struct score_word {
	const struct plan_word *from;
	struct score_way *ways;
	size_t count;
	struct set set; /* documents that have it */
	uint64_t bound;
};

/* What a document has beyond the words: counted where it is there. */
struct score_preference {
	struct preference from;
	struct score_term term;
};

struct scorer {
	struct score_word *words;
	size_t count;
	struct score_preference *preferences;
	size_t preference_count;
};

/* Reads a word's postings. */
enum status score_word_read(const struct part_reader *reader, uint64_t documents,
	const struct plan_word *from, struct score_word *word, struct err *err);

/* Reads what is preferred. */
enum status score_prefer(const struct part_reader *reader,
	const struct preferences *preferences, struct scorer *scorer,
	struct err *err);

/* No document of a block, or of a container, scores more. 0 where no word is there.
 */
#define SCORE_CONTAINER UINT32_MAX
uint64_t scorer_bound(struct scorer *scorer, uint32_t high, uint32_t block);
/* Reads all that may be scored in a container. */
enum status scorer_load(struct scorer *scorer, uint32_t high, struct err *err);
/* Makes a block of a container that was read the one looked at. */
void scorer_enter(struct scorer *scorer, uint32_t high, uint32_t block);
/* A term without which no document in the block scores as much as floor, with at
 * least so much impact; NULL where there is no such term. */
const struct score_term *scorer_needs(
	const struct scorer *scorer, uint32_t block, uint64_t floor, uint8_t *least);
/* The score of a document in it, each behind the one before. It may be told too low
 * where it is below floor. */
uint64_t scorer_score(struct scorer *scorer, uint32_t low, uint64_t floor);

#endif

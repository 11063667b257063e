#ifndef SHOP_SEARCH_PLAN_H
#define SHOP_SEARCH_PLAN_H

#include "search/index.h"
#include "search/stem.h"
#include "search/terms.h"

/*
 * What a query's words ask for, read with the dictionary (table TERM) alone: no
 * postings are looked at. A plan is pieces, the parts of a query between blanks or
 * quotes; a piece is words; a word is found in any of several ways; a way is tokens
 * that must all be there; a token is any of several terms.
 *
 *   mx-5150 "white heart" -red
 *     piece    word mx-5150   way: token mx5150
 *                             way: tokens mx, 5150
 *     piece    words white, heart, which must stand next to each other
 *     piece    word red, excluded
 *
 * Words that have a synonym together are one word: "hard disk" is found as tokens
 * hard and disk, or as token hdd.
 *
 * A word's score in a document is the most that any way that is whole there has: the
 * sum over its tokens of the most that any of their terms counts, which is
 *   rarity(term) * factor / 100 * impact(term, document).
 */
struct plan_term {
	struct term_key key;
	struct term term; /* count 0: no document has it */
	uint32_t factor;  /* in hundredths: 100 as typed; less for what was put in */
};

struct plan_token {
	struct plan_term *terms; /* by key, none twice */
	size_t count;
};

struct plan_way {
	struct plan_token *tokens;
	size_t count;
};

struct plan_word {
	const char *text; /* as typed */
	struct plan_way *ways;
	size_t count;
};

struct plan_piece {
	struct plan_word *words;
	size_t count;
	bool excluded;
	/* For words in quotes: what must stand in one text of a document one behind
	 * the other, each a stem; NULL where nothing need. */
	const char **phrase;
	size_t phrase_count;
};

struct plan {
	struct plan_piece *pieces;
	size_t count;
	struct list corrected; /* as in struct index_result */
};

/* What a plan is read with. */
struct plan_reader {
	struct txn *txn;
	struct arena *arena;
	const struct index_schema *schema;
	const struct index_query *query;
	struct stemmer *stemmer;
	uint64_t documents; /* in the index */
};

/* Reads the words of a query as they stand: words, phrases, exclusions, a prefix,
 * synonyms. Refused with ST_USAGE: more than PLAN_WORDS_MAX words, more than
 * PLAN_TEXT_MAX bytes. */
#define PLAN_WORDS_MAX 64
#define PLAN_TEXT_MAX 4096
enum status plan_read(
	const struct plan_reader *reader, struct plan *plan, struct err *err);

/* Reads words that are in no document as the nearest ones that are: one edit or swap
 * from 4 letters, two from 8, the first letter right, never in words with digits.
 * plan->corrected says what was read instead; *any is false where nothing was. Called
 * when plan_read's plan finds nothing. */
enum status plan_correct(const struct plan_reader *reader, struct plan *plan,
	bool *any, struct err *err);

#endif

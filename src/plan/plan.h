#ifndef SHOP_PLAN_PLAN_H
#define SHOP_PLAN_PLAN_H

#include "index/index.h"
#include "index/terms.h"
#include "sets/parts.h"
#include "words/phrase.h"
#include "words/stem.h"

/*
 * What a query's words ask for, read with the dictionary (table TERM) alone: no
 * postings are looked at. A plan is pieces: what stands in quotes, what is excluded,
 * and the words between these, as many as follow each other. A piece is words; a word
 * is found in any of several ways; a way is tokens that must all be there; a token is
 * any of several terms.
 *
 *   mx-5150 mug "white heart" -red
 *     piece    word mx-5150   way: token mx5150
 *                             way: tokens mx, 5150
 *              word mug       way: token mug
 *     piece    words white, heart, which must stand next to each other
 *     piece    word red, excluded
 *
 * A document matches that has every word of every piece, and of no excluded piece
 * all words (with their phrase, if they have one). Words that have a synonym together
 * are one word: "hard disk" is found as tokens hard and disk, or as token hdd.
 *
 * A word's score in a document is the most that any way that is whole there has: the
 * sum over its tokens of the most that any of their terms counts, which is
 *   rarity(term) * factor / 100 * impact(term, document).
 *
 * Factors, in hundredths and at least 1:
 *   as typed           100
 *   a beginning's      100 for the word that was typed; 100 * T / rarity(term) for a
 *                      rarer one, T the rarity of as many documents as its terms
 *                      have in sum, at most half of all but no fewer than the typed
 *                      word has: a rare word is not what "car" most likely begins
 *   a synonym's        PLAN_SYNONYM_FACTOR, and times W / S where its way is more
 *                      telling (S) than the most telling typed way that is in a
 *                      document (W), each the sum over the way's tokens of the
 *                      highest rarity * factor / 100: of two documents that say it
 *                      as loudly the one with the typed word comes first
 *   a correction's     PLAN_CORRECTED_FACTOR; its synonyms' both
 */
#define PLAN_SYNONYM_FACTOR 90
#define PLAN_CORRECTED_FACTOR 80

struct plan_term {
	struct term_key key;
	struct term term;
	uint64_t count;  /* documents, 0: none has it */
	uint32_t factor; /* in hundredths: 100 as typed; less for what was put in */
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
	bool beginning; /* it may be one of a word */
};

struct plan_piece {
	struct plan_word *words; /* at least one */
	size_t count;
	bool excluded;
	bool quoted;
	/* What must stand in one text of a document (phrase_stands_in); NULL where
	 * nothing need. */
	const struct phrase *phrase;
};

struct plan {
	struct plan_piece *pieces;
	size_t count;
	/* Words are asked for. Where no piece that is not excluded has any, as for
	 * "!!!", nothing is found; else what is not excluded is. */
	bool wanted;
	struct list corrected; /* as in struct index_result; in the reader's arena */
};

/* What a plan is read with. */
struct plan_reader {
	struct txn *txn;
	struct arena *arena;
	const struct index_schema *schema;
	const struct index_query *query;
	struct stemmer *stemmer;
	uint64_t documents; /* in the index */
	const struct part_reader *parts;
};

/*
 * Reads the words of a query as they stand.
 *   blanks      part pieces; a quote begins one that the next quote ends, or the
 *               end of the query
 *   -           before a piece excludes it, if something follows at once
 *   not_words   are excluded pieces each, quoted if they begin with a quote
 *   a chain     is one word (tokens.h), found as a whole, or by all of what may be
 *               said instead
 *   prefix      the last word of the last piece, and of it the whole and the last
 *               token said instead, stand for all words that begin so, unless the
 *               piece is quoted or excluded: the PLAN_PREFIX_TERMS_MAX stems that
 *               most documents have
 *   synonyms    are asked for each run of words that are neither quoted nor
 *               excluded, longest runs first, then from the left; no word is in two
 *               runs, and a synonym's words are not asked for again
 * Refused with ST_USAGE: more than PLAN_WORDS_MAX words, more than PLAN_TEXT_MAX
 * bytes, each with not_words.
 */
#define PLAN_WORDS_MAX 64
#define PLAN_TEXT_MAX 4096
#define PLAN_PREFIX_TERMS_MAX 256
enum status plan_read(
	const struct plan_reader *reader, struct plan *plan, struct err *err);

/*
 * Reads words of a plan that cannot be found, because no way of theirs has all its
 * tokens in documents, as the nearest that can, in this order:
 *   joined    with the word behind it or before it: "head phones", "headphones"
 *   corrected by one edit (typo.h)
 *   split     into two words of SPLIT_LETTERS_MIN letters or more, each in documents:
 *             "memorycard", "memory card"; where there are several such places, that
 *             whose rarer word is in the most documents, then the first
 *   corrected by two edits
 *   parts     each part of a chain that is in no document, if all can be corrected
 *   begun     as the nearest word that begins so, where it may be a beginning
 * Where all words can be found, neighbours are found joined as well, if they are a
 * word together. Words in quotes, excluded ones and those with digits stay as they
 * are. At most PLAN_CORRECTED_MAX words are looked at. plan->corrected says what was
 * read instead; *any is false where nothing was. Called when plan_read's plan finds
 * too little, with that plan.
 */
#define PLAN_CORRECTED_MAX 8
#define SPLIT_LETTERS_MIN 3
enum status plan_correct(const struct plan_reader *reader, struct plan *plan,
	bool *any, struct err *err);

#endif

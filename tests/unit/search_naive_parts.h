#ifndef SHOP_TESTS_UNIT_SEARCH_NAIVE_PARTS_H
#define SHOP_TESTS_UNIT_SEARCH_NAIVE_PARTS_H

#include "base/bytes.h"
#include "words/stem.h"
#include "words/tokens.h"
#include "search_naive.h"

/* What the files of the naive search share. */

/* Ends the test where status is not ST_OK. */
void naive_must(enum status status, const struct err *err);
/* Zeroed. */
void *naive_take(struct arena *arena, size_t count, size_t size);
/* An array of the heap that has room for the item at index, zeroed. */
void *naive_grow(void *items, uint32_t *capacity, uint32_t index, size_t size);
/* With a NUL behind it. */
struct bytes naive_copy(struct arena *arena, const void *data, size_t size);
/* A text folded; where that leaves nothing, as it is, if keep. */
struct bytes naive_fold(struct arena *arena, const char *text, bool keep);

/* Texts, each with a number, from 0 in the order they came. */
struct naive_texts {
	struct bytes *items;
	uint32_t count;
	uint32_t capacity;
	uint32_t *slots; /* of a hash table, number + 1 */
	uint32_t slot_count;
};
uint32_t naive_text_number(
	struct naive_texts *texts, struct arena *arena, struct bytes text);
bool naive_text_known(
	const struct naive_texts *texts, struct bytes text, uint32_t *number);
void naive_texts_free(struct naive_texts *texts);

/* What is known of a word, or of a stem. */
struct naive_known {
	uint32_t stem;      /* of a word */
	uint32_t with_form; /* documents in which it stands so */
	uint32_t with_stem; /* documents with a word of this stem */
};

/* A keyword, a place in a path, a value under a name; or a name itself. */
struct naive_value {
	bool is_known;
	bool is_name;
	unsigned field;
	uint32_t name;      /* a value's, plus 1; 0: it has none */
	struct bytes text;  /* folded */
	const char *called; /* stems that name it in a query; NULL: none */
	uint32_t with;      /* documents that have it */
};

struct naive_term {
	uint32_t stem;
	uint8_t impact;
};

struct naive_document {
	uint32_t number;
	uint64_t group;
	size_t member;
	const struct index_document *given;
	struct naive_term *terms; /* by stem */
	size_t term_count;
	uint32_t *forms; /* by number, as values */
	size_t form_count;
	uint32_t *values; /* with names, and with what lies above in a path */
	size_t value_count;
	/* Of the query at hand: */
	bool has_all; /* that is wanted */
	bool is_gone; /* it has what is excluded */
	bool is_picked;
	size_t had; /* of the wanted words */
	size_t lot; /* SIZE_MAX: none */
	bool matches;
	uint64_t score;
};

struct naive_placed {
	uint32_t first;
	struct index_group given;
};

struct naive {
	const struct index_schema *schema;
	struct arena arena;
	struct stemmer *stemmer;
	struct naive_texts words; /* and stems */
	struct naive_known *known;
	uint32_t known_capacity;
	struct naive_texts values;
	struct buffer key; /* of a value */
	struct naive_value *value_items;
	uint32_t value_capacity;
	struct naive_texts ids; /* of groups */
	struct naive_placed *placed;
	uint32_t placed_capacity;
	struct naive_document **documents; /* by number, NULL: none */
	uint32_t document_capacity;
	uint32_t next_document;
	struct naive_document **live; /* in order, count of them */
	uint32_t count;               /* of documents */
	bool is_counted;
};

/* The number of a word's stem. */
uint32_t naive_stem(struct naive *naive, struct token word);
/* The stems of a text's wholes, with a blank between them; NULL: there are none. */
const char *naive_stems(struct naive *naive, struct arena *arena, const char *text);
/* How telling it is that so many documents have something, in 1,024ths. */
uint32_t naive_rarity(const struct naive *naive, uint64_t with);
/* The shares of a title's chains, as impact.h has them for English; false where the
 * text is too long or the language another. */
#define NAIVE_TITLE_MAX 128
bool naive_title(struct naive *naive, const struct index_document *document,
	const char *text, uint32_t *shares);
struct naive_document *naive_read(
	struct naive *naive, const struct index_group *group, size_t member);
/* The number of a value, under a folded name or none; of a name where text is
 * NULL. */
uint32_t naive_value_number(struct naive *naive, unsigned field, struct bytes name,
	const struct bytes *text);
/* The first of a field's numbers, INT64_MIN: none. */
int64_t naive_number_of(const struct index_document *document, unsigned field);

/*
 * What a query says: see plan.h.
 */
struct naive_token {
	uint32_t *stems; /* rising */
	uint32_t *factors;
	uint64_t *weights; /* of one step of impact */
	size_t count;
};
struct naive_way {
	struct naive_token *tokens;
	size_t count;
};
struct naive_said {
	const char *key; /* stems */
	struct naive_way *ways;
	size_t count;
	bool is_run; /* it had synonyms */
};
struct naive_piece {
	struct naive_said *words;
	size_t count;
	bool excluded;
	bool quoted;
	const char *phrase; /* what must stand in one text; NULL: nothing need */
};
struct naive_preferred {
	uint32_t value;
	uint64_t weight;
};
#define NAIVE_PIECES_MAX 64
#define NAIVE_PREFERRED_MAX 8
struct naive_plan {
	struct naive_piece pieces[NAIVE_PIECES_MAX];
	size_t count;
	bool wanted; /* words are asked for */
	struct naive_preferred preferred[NAIVE_PREFERRED_MAX];
	size_t preferred_count;
};

/* Which values a filter wants, by number; NULL for one of numbers. */
struct naive_filter {
	const struct index_filter *from;
	uint32_t name; /* as of a value */
	bool *wanted;
	uint32_t count;
};

/* A query being answered. */
struct naive_asked {
	struct naive *naive;
	struct arena *arena;
	const struct index_query *query;
	struct naive_plan plan;
	struct naive_filter *filters;
	size_t wanted_pieces;
	size_t wanted_words;
	bool has_quotes; /* around what is wanted */
	size_t lots;     /* so many hold what matches */
};

void naive_plan(struct naive_asked *asked);
void naive_ways_of(struct naive_asked *asked, const struct chain *chain, bool prefix,
	struct naive_said *word);
/* Makes words that have synonyms together one word each. */
void naive_synonyms(struct naive_asked *asked, struct naive_piece *piece);
void naive_prefer(struct naive_asked *asked);
/* Whether a text is a phrase: more than one word that can be said in one way. */
bool naive_is_phrase(struct naive_asked *asked, const char *text);
/* Whether a phrase stands in one of a document's texts. */
bool naive_stands_in(struct naive_asked *asked, const char *phrase,
	const struct index_document *document);

/* The number of a name; false where no document has it. */
bool naive_name(struct naive_asked *asked, unsigned field, const char *name,
	uint32_t *number);
/* Reads the filters; false where a name is unknown. */
bool naive_filters(struct naive_asked *asked);
/* Says of each document whether it matches; filters of a facet's field and name are
 * left out. */
void naive_match(struct naive_asked *asked, const struct index_facet_request *lifted);
/* Finds what each document has of the words, and what matches. */
void naive_score(struct naive_asked *asked, struct naive_answer *answer);
void naive_rank(struct naive_asked *asked, struct naive_answer *answer);
void naive_facets(struct naive_asked *asked, struct naive_answer *answer);

#endif

#ifndef SHOP_SEARCH_FIND_H
#define SHOP_SEARCH_FIND_H

#include "search/index.h"
#include "search/sets.h"
#include "search/stem.h"
#include "search/tokens.h"

/*
 * A query on its way: from its words and filters to the set of documents that match.
 */

/* What is found by a word: any of its terms, each of which counts for relevance by
 * how rare it is. */
struct word_term {
	struct term term;
	uint32_t rarity;
	struct postings postings; /* where they are not contained */
};
struct word {
	struct word_term *terms;
	size_t count;
	size_t capacity;
	struct set set; /* documents that have it */
};

/* A filter, resolved: a set, or ranges of a column where is_number. */
struct filter {
	const struct index_filter *from;
	struct term_key prefix; /* of its values' keys; empty where is_number */
	struct set set;
	bool is_number;
};

struct search {
	struct txn *txn;
	struct arena *arena; /* what goes when the search is done */
	const struct index_schema *schema;
	const struct index_query *query;
	struct stemmer *stemmer;
	uint64_t documents; /* in the index */
	struct word *words;
	size_t word_count;
	size_t word_capacity;
	bool has_text;      /* the query has words, even if none can be read */
	struct set textual; /* what its words and codes match */
	struct set codes;   /* documents whose code the query is */
	struct filter *filters;
};

/* Reads the query's words: words, has_text, textual, codes. */
enum status search_read_words(struct search *search, struct err *err);
/* Resolves the query's filters. */
enum status search_read_filters(struct search *search, struct err *err);
/* The documents that match. A facet's own filters, those on its field and name, are
 * left out; NULL leaves none out. */
struct facet {
	const struct index_facet_request *request;
	struct term_key prefix; /* as in its filter */
};
enum status search_match(struct search *search, const struct facet *lifted,
	struct set *set, struct err *err);

/* A term's documents; none where it is not in the index. */
enum status search_find_term(struct search *search, const struct term_key *key,
	struct set *set, struct err *err);
/* The number of a name; ST_USAGE with the nearest one where no document has it. */
enum status search_find_name(struct search *search, unsigned field, const char *name,
	uint32_t *number, struct err *err);
/* The beginning of the keys of a field's values, of INDEX_NAMED under a name. */
enum status search_value_prefix(struct search *search, unsigned field,
	const char *name, struct term_key *prefix, struct err *err);

/* The groups that match, in the order asked for: result's count and hits. */
enum status search_rank(struct search *search, const struct set *matching,
	struct arena *arena, struct index_result *result, struct err *err);
/* The query's facets, in result. matching is what matches with no filter left out. */
enum status search_facets(struct search *search, const struct set *matching,
	struct arena *arena, struct index_result *result, struct err *err);
/* The names most groups among matching have. */
enum status search_names(struct search *search, const struct set *matching,
	size_t limit, struct arena *arena, struct texts *names, struct err *err);

#endif

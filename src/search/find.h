#ifndef SHOP_SEARCH_FIND_H
#define SHOP_SEARCH_FIND_H

#include "index/index.h"
#include "index/meta.h"
#include "plan/plan.h"
#include "search/score.h"
#include "sets/groups.h"
#include "words/tokens.h"

/*
 * A query on its way: from its words and filters to the set of documents that match,
 * then to the best of them and to facets.
 */

/* A filter, resolved: a set, or ranges of a column where is_number. */
struct filter {
	const struct index_filter *from;
	struct term_key prefix; /* of its values' keys; empty where is_number */
	struct set set;
	bool is_number;
};

/* Documents with the number by which they are sorted, by document. */
struct valued {
	uint32_t document;
	int64_t number;
};

struct search {
	struct txn *txn;
	struct arena *arena; /* what goes when the search is done */
	const struct index_schema *schema;
	const struct index_query *query;
	struct meta meta;
	struct delta delta;
	struct part_reader reader;
	struct stemmer *stemmer;
	uint64_t documents; /* in the index */
	struct groups groups;
	struct plan plan;
	struct scorer scorer; /* the words wanted */
	bool has_text;        /* the query has words, even if none can be read */
	struct set gone;      /* what has an excluded word */
	struct set picks;
	/* What has all words, all but one, and so on, each with what is picked; the
	 * last is what the query's text matches. */
	struct set *lots;
	size_t lot_count;
	struct filter *filters;
	/* Where the query is but ranges of a sorted field, and places in a path:
	 * what matches, with its numbers. */
	struct valued *valued;
	size_t valued_count;
	bool has_valued;
};

/* Reads the query's text: plan to the first lot. */
enum status search_read_words(struct search *search, struct err *err);
/* Adds the lot that lacks one word more; *any is false where there can be none. */
enum status search_relax(struct search *search, bool *any, struct err *err);
/* Keeps of a set the documents in which a phrase stands. */
enum status search_keep_phrase(struct search *search, const struct plan_piece *piece,
	struct set *set, struct err *err);

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
/* Keeps of a set the documents whose number lies in one of a filter's ranges. */
enum status search_keep_numbers(struct search *search,
	const struct index_filter *filter, struct set *set, struct err *err);
/* Answers queries that are but ranges of a sorted field and places in a path, from
 * the table SORTED: valued. has_valued stays false for others. */
enum status search_read_sorted(
	struct search *search, struct set *matching, struct err *err);

/* A term's documents; none where it is not in the index. */
enum status search_find_term(struct search *search, const struct term_key *key,
	struct set *set, struct err *err);
/* The number of a name; ST_USAGE with the nearest one where no document has it. */
enum status search_find_name(struct search *search, unsigned field, const char *name,
	uint32_t *number, struct err *err);
/* The beginning of the keys of a field's values, of INDEX_NAMED under a name. */
enum status search_value_prefix(struct search *search, unsigned field,
	const char *name, struct term_key *prefix, struct err *err);
/* The folded form by which a value is kept; a path does not end in "/". */
enum status search_fold_value(struct search *search, unsigned field,
	const char *value, struct token *folded, struct err *err);

/* The group of a document. */
enum status search_group_of(
	struct search *search, uint32_t document, uint64_t *group, struct err *err);
/* The groups that match, in the order asked for: result's count and hits. */
enum status search_rank(struct search *search, const struct set *matching,
	struct arena *arena, struct index_result *result, struct err *err);
/* Why a document has its score: a hit's reasons. */
enum status search_explain(struct search *search, uint32_t document,
	struct arena *arena, struct index_hit *hit, struct err *err);
/* The query's facets, in result. matching is what matches with no filter left out. */
enum status search_facets(struct search *search, const struct set *matching,
	struct arena *arena, struct index_result *result, struct err *err);
/* The names most groups among matching have. */
enum status search_names(struct search *search, const struct set *matching,
	size_t limit, struct arena *arena, struct texts *names, struct err *err);

#endif

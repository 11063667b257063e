#ifndef SHOP_INDEX_INDEX_H
#define SHOP_INDEX_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/record.h"
#include "base/status.h"
#include "store/store.h"

/*
 * An inverted index, kept in the data's own transactions: groups of documents in,
 * ranked groups and facets out. It knows no product: the catalogue makes a group of
 * each product and a document of each variant. A document carries all texts of its
 * group and its own; all words and filters of a query hold together on one document.
 * A schema says which fields documents have; it is the caller's and must be the same
 * at every call: an index made with another schema or language is refused with
 * ST_CONFIG until it was cleared and built anew. The bytes on disk: layout.h.
 */
enum index_field_kind {
	INDEX_TEXT, /* words: folded, stemmed, searched by words */
	/* a value to filter and facet by, matched without case; not searched by
	 * words */
	INDEX_KEYWORD,
	/* a keyword whose parts between "/" lie one below the other: a filter
	 * includes what lies below; one a document, the first counts */
	INDEX_PATH,
	/* keywords under names that documents bring themselves: attributes; matched
	 * without case */
	INDEX_NAMED,
	/* int64_t to filter ranges, facet and sort by; one a document */
	INDEX_NUMBER,
	INDEX_SORT_TEXT, /* a text to sort by, without case; one a group */
};

struct index_field {
	const char *name;
	enum index_field_kind kind;
	/* Of a text's words, how much one counts in relevance: a word's weight is
	 * divided by length and the number of words in the field (impact.h). Of a
	 * keyword or path, in 1,024ths, what is added to the scores of documents
	 * that have the one that a query names (prefer.h); 0: nothing. */
	unsigned weight;
	unsigned length;
	bool is_title; /* a name, whose head counts more than its tail */
	bool sorted; /* INDEX_NUMBER: ranges and sorts by it are quick, also within a
			path */
};

struct index_schema {
	const struct index_field *fields;
	size_t field_count;
	const char *
		/* of the stemmer, as libstemmer names it; "none" for no stems */
		language;
};

/* One value of a document: text for texts and keywords, number for INDEX_NUMBER,
 * name only for INDEX_NAMED. */
struct index_value {
	unsigned field;
	const char *name;
	const char *text;
	int64_t number;
};

struct index_document {
	const struct index_value *values;
	size_t value_count;
};

/* Documents of one product, at most INDEX_GROUP_MAX. id is the caller's, not 0. */
#define INDEX_GROUP_MAX 960
struct index_group {
	uint64_t id;
	const struct index_document *documents;
	size_t document_count;
};

/*
 * Changes. A writer gathers changes of one write transaction in a bounded amount of
 * memory and brings them into the tables; what it was given is found by searches in
 * the transaction once it was flushed. Flush before the transaction ends.
 */
struct index_writer;
enum status index_writer_open(struct txn *txn, const struct index_schema *schema,
	struct index_writer **writer, struct err *err);
/* old is the group as it was last given (the caller knows it from its own record),
 * NULL for a new one; now is NULL for one that goes. */
enum status index_change(struct index_writer *writer, const struct index_group *old,
	const struct index_group *now, struct err *err);
/* Sets one number of one document (member counts from 0), without touching anything
 * else. */
struct index_number {
	uint64_t group;
	size_t member;
	unsigned field;
	int64_t number;
};
enum status index_set_number(struct index_writer *writer,
	const struct index_number *number, struct err *err);
enum status index_flush(struct index_writer *writer, struct err *err);
/* Gives back the writer's memory, flushed or not. Harmless on NULL. */
void index_writer_close(struct index_writer *writer);

/*
 * Queries.
 */
/* A filter on one field: any of its values or ranges. Filters hold together on one
 * document. */
struct index_filter {
	unsigned field;
	const char *name; /* of INDEX_NAMED */
	struct texts values;
	struct index_bounds {
		int64_t min; /* both included */
		int64_t max;
	} * ranges;
	size_t range_count;
	/* For INDEX_NAMED and INDEX_KEYWORD values that are plain numbers: ranges
	 * in millionths. */
};

/* A facet to count. The field's own filter (same field and name) does not narrow
 * it. A path counts what lies below it, too. */
struct index_facet_request {
	unsigned field;
	const char *name; /* of INDEX_NAMED */
	const int64_t *
		/* of INDEX_NUMBER: ascending; counts lie in [bounds[i], bounds[i +
		 * 1]), one value for each such range, 0 or not */
		bounds;
	size_t bound_count;
	size_t limit; /* values at most, by falling count; 0: all */
};

#define INDEX_SORT_RELEVANCE (-1)
#define INDEX_SORT_NEWEST (-2) /* by falling group id */

/* The documents of a group as they were last given, from whoever keeps them: asked
 * for phrases, texts to sort by and explanations. They need not outlive the next
 * call. */
typedef enum status index_source_fn(
	void *arg, uint64_t group, struct index_group *documents, struct err *err);

/* Other ways to say what key says (see index_phrase_key): adds their texts to
 * instead. Called for each run of 1 to INDEX_PHRASE_WORDS_MAX words of a query. */
#define INDEX_PHRASE_WORDS_MAX 4
typedef enum status index_synonym_fn(
	void *arg, const char *key, struct texts *instead, struct err *err);

/* What a person named by its code: found first, before all words, if the filters let
 * it. member INDEX_ALL_MEMBERS: all of the group. */
#define INDEX_ALL_MEMBERS SIZE_MAX
struct index_pick {
	uint64_t group;
	size_t member;
};

struct index_query {
	const char *
		/* "" matches everything; quotes make a phrase, a leading "-"
		 * excludes */
		words;
	bool prefix; /* the last word is the beginning of one */
	struct texts not_words;
	bool exact; /* no correction of typos, and no fewer words */
	const struct index_pick *picks;
	size_t pick_count;
	index_synonym_fn *synonyms; /* NULL: none */
	index_source_fn *source;    /* NULL: phrases match as words */
	void *arg;                  /* of both */
	const struct index_filter *filters;
	size_t filter_count;
	const struct index_facet_request *facets;
	size_t facet_count;
	/* An INDEX_NUMBER (a group's lowest matching number counts) or
	 * INDEX_SORT_TEXT field, or one of the two below. What has no such value
	 * comes last; ties are in the order of group ids. */
	int sort_field;
	bool sort_descending;
	/* Documents whose number here is above 0 are preferred as a group's shown
	 * member; -1: none is. */
	int preferred_field;
	/* What a document that is not preferred keeps of its score, in hundredths. */
	unsigned other_percent;
	bool explain;
	size_t offset;
	size_t limit; /* 0: all */
};

/* Why a hit stands where it does: one for each word of the query that it has, one
 * for each preference that holds. The scores of a hit's reasons sum up to its own,
 * before what is not preferred is lowered. */
struct index_reason {
	const char *word;   /* of the query; of a preference, what it is for */
	const char *term;   /* what was found: a stem, a synonym's, a typo's */
	const char *fields; /* where it stands, "name, description" */
	uint32_t impact;    /* how much it says of this document, 1 to 255 */
	uint32_t rarity;    /* how telling the term is, in 1,024ths */
	uint64_t score;
};

struct index_hit {
	uint64_t group;
	size_t member; /* the first matching document, preferred ones before others */
	int64_t preferred;     /* its number in preferred_field, INT64_MIN: none */
	size_t matching_count; /* documents of the group that match */
	uint64_t score;
	struct index_reason *reasons; /* where explain was asked for */
	size_t reason_count;
};

struct index_facet_value {
	const char *text; /* as it was first given */
	int64_t number;   /* of INDEX_NUMBER: the lower bound */
	uint64_t count;   /* groups with a matching document of this value */
};

struct index_facet {
	struct index_facet_value *values;
	size_t value_count;
};

struct index_result {
	uint64_t count; /* groups that match, whatever the limit */
	struct index_hit *hits;
	size_t hit_count;
	struct index_facet *facets; /* one for each request */
	struct list
		/* of struct change: word in field, what was read instead in new */
		corrected;
	bool fewer_words; /* too few have all words: hits with most of them follow */
};

/* Answers in time that follows the postings read, never the number of documents
 * stored. Everything in result lies in the arena. A name of INDEX_NAMED that no
 * document has is ST_USAGE with the nearest name. */
enum status index_search(struct txn *txn, const struct index_schema *schema,
	const struct index_query *query, struct index_result *result,
	struct err *err);

/* The values of a keyword field that begin with prefix (without case), or the names
 * of INDEX_NAMED where name is NULL, in order, at most limit. */
enum status index_values(struct txn *txn, const struct index_filter *field,
	const char *prefix, size_t limit, struct texts *values, struct err *err);

/* The stems of a text's words, joined by one blank: what synonyms are kept under. */
enum status index_phrase_key(struct arena *arena, const struct index_schema *schema,
	const char *text, const char **key, struct err *err);

/* What a text may become when its last word is brought to its end by words of the
 * index, most frequent first, at most limit: for completion. What stands before that
 * word, and how it is written so far, is kept. */
enum status index_complete(struct txn *txn, const struct index_schema *schema,
	const char *text, size_t limit, struct texts *texts, struct err *err);

/* The names of INDEX_NAMED that the most matching groups have, for facets nobody
 * named. */
enum status index_common_names(struct txn *txn, const struct index_schema *schema,
	const struct index_query *query, size_t limit, struct texts *names,
	struct err *err);

/*
 * Proof: give every group that should be there, in any order; then end says whether
 * the index holds exactly these. For each fault fn is called with a sentence. Who
 * does not come to the end, because a group cannot be given, abandons the proof.
 */
struct index_proof;
typedef void index_fault_fn(void *arg, uint64_t group, const char *message);
enum status index_proof_open(struct txn *txn, const struct index_schema *schema,
	struct index_proof **proof, struct err *err);
enum status index_proof_group(struct index_proof *proof,
	const struct index_group *group, index_fault_fn *fault, void *arg,
	struct err *err);
enum status index_proof_end(
	struct index_proof *proof, index_fault_fn *fault, void *arg, struct err *err);
void index_proof_abandon(struct index_proof *proof);

#endif

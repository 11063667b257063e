#ifndef SHOP_CATALOG_FIND_H
#define SHOP_CATALOG_FIND_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog/product.h"

/* Searching in the catalogue's words. What is beyond these limits is refused with
 * ST_USAGE. */
#define FIND_WORDS_SIZE_MAX 4096 /* bytes of words to look for and to leave out */
#define FIND_WORDS_MAX 64        /* such words */
#define FIND_VALUES_MAX 1000     /* values and ranges of all filters */
#define FIND_ATTRIBUTES_MAX 50   /* attributes that are filtered by */
#define FIND_FACETS_MAX 50       /* facets that are named */

enum find_sort {
	FIND_RELEVANCE,
	FIND_PRICE,
	FIND_PRICE_DOWN,
	FIND_NAME,
	FIND_NEWEST,
};

struct find_range {
	int64_t min; /* INT64_MIN and INT64_MAX are open sides; both included */
	int64_t max;
};

struct find_attribute {
	const char *name;
	const char *value; /* or a range of plain numbers, "10..20" */
};

struct find_request {
	const char *words;
	bool prefix;
	bool exact; /* no correction of typos, and no fewer words */
	struct texts not_words;
	struct texts categories;
	struct texts brands;
	struct texts sizes;
	struct texts colors;
	struct list prices; /* of struct find_range, minor units */
	/* of struct find_attribute; the same name twice is "or" */
	struct list attributes;
	bool in_stock;
	bool explain; /* say why each hit stands where it does */
	bool facets;  /* count them */
	/* none named: category brand size color price and the commonest attributes */
	struct texts facet_names;
	/* Values of each facet at most, 0: all. Where none is given, all of those
	 * that are named, ten of the others. */
	bool facet_limit_given;
	size_t facet_limit;
	enum find_sort sort;
	size_t offset;
	size_t limit; /* 0: all */
};

/* Why a hit stands where it does: see struct index_reason. */
struct find_reason {
	const char *word;
	const char *term;
	const char *fields;
	int64_t impact;
	int64_t rarity; /* in 1,024ths */
	uint64_t score;
};

struct find_item {
	const char *sku;
	const char *product; /* handle, or the SKU of a simple product */
	const char *name;
	const char *brand;
	const char *category;
	int64_t price;
	const char *currency;
	int64_t available;
	bool in_stock;
	int64_t variants; /* that match */
	uint64_t score;
	struct list explain; /* of struct find_reason, where asked for */
};

struct find_value {
	const char *value; /* "10.00..19.99" in the price facet */
	int64_t count;
};

struct find_facet {
	const char *name;
	struct list values; /* of struct find_value */
};

struct find_correction {
	const char *word;
	const char *instead;
};

struct find_result {
	int64_t count;
	struct list items;     /* of struct find_item */
	struct list facets;    /* of struct find_facet */
	struct list corrected; /* of struct find_correction */
	/* Too few have all words: some of the items have but most of them. */
	bool fewer_words;
	/* What an item that is sold out keeps of its score: search.sold-out. */
	int64_t sold_out_percent;
};

extern const struct record_type find_reason_record;
extern const struct record_type find_item_record;
/* With score and explain. */
extern const struct record_type find_explained_record;
extern const struct record_type find_value_record;
extern const struct record_type find_facet_record;
extern const struct record_type find_correction_record;

enum status find_products(struct txn *txn, const struct find_request *request,
	struct find_result *result, struct err *err);

/* For completion: values that begin with prefix, at most limit. What is "sku",
 * "brand", "category" or an attribute's name. */
enum status find_values(struct txn *txn, const char *what, const char *prefix,
	size_t limit, struct texts *values, struct err *err);

/* For completion: what to look for, its last word brought to its end by words of the
 * catalogue, the commonest first. */
enum status find_complete(struct txn *txn, const char *words, size_t limit,
	struct texts *texts, struct err *err);

/* The proof that the index holds exactly what the records say; calls fault with the
 * product's subject. */
typedef void find_fault_fn(void *arg, const char *subject, const char *message);
enum status find_prove(struct txn *txn, find_fault_fn *fault, void *arg,
	uint64_t *products, struct err *err);
#endif

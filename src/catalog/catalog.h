#ifndef SHOP_CATALOG_CATALOG_H
#define SHOP_CATALOG_CATALOG_H

#include "catalog/document.h"
#include "catalog/product.h"
#include "index/index.h"

/* Where the index has the availability of a variant, and what else it follows
 * from. */
struct level_place {
	uint64_t product;
	size_t member;
	bool found; /* it is in the index at all */
	int track_stock;
	int backorder;
};
void level_find_place(
	const struct product *product, size_t variant, struct level_place *place);
/* Tells the index alone what there is of a SKU. */
enum status level_index(struct catalog *catalog, const char *sku,
	const struct level *level, struct err *err);

/* The inside of an open catalogue, for this room alone. */
struct catalog {
	struct txn *txn;
	struct index_writer *writer; /* NULL until something changes */
	bool records;                /* of a staged set: there is no index yet */
	struct load *load;           /* where its new names go; or NULL */
	uint64_t last_id; /* of records, given out; 0 as long as none was */
	struct document_rules rules;
	const char *currency;
	unsigned decimals;
	/* Categories that were seen to exist, by a hash of theirs: the last of each.
	 */
	char (*categories)[CATEGORY_SIZE_MAX + 1];
	size_t category_count;
	/* The SKU of the product last stored, where it has but one: its stock comes
	 * next in an import. "" for none. */
	struct {
		char sku[SKU_SIZE_MAX + 1];
		struct level_place place;
	} last;
	/* All sales, from the first time that they were asked for. */
	struct arena sales_arena;
	struct list sales;
	bool sales_known;
	size_t priced; /* products that were looked at because they were due */
};

/* The writer, opened by the first change. */
enum status catalog_writer(
	struct catalog *catalog, struct index_writer **writer, struct err *err);

/* How many of the categories that were seen are kept in mind: of a command that
 * changes some products, and of a file. */
#define CATEGORIES_FEW 1
#define CATEGORIES_MANY 1024
enum status category_keep(struct catalog *catalog, size_t count, struct err *err);
/* Makes the rows of a category and of those above it, where they are not there yet.
 */
enum status category_ensure(
	struct catalog *catalog, const char *path, struct err *err);

/* As product_by_id, in an arena of the caller's. */
enum status product_by_id_in(struct txn *txn, uint64_t id, struct arena *arena,
	struct product *product, bool *found, struct err *err);

/* Stores the record alone. */
enum status product_store(
	struct catalog *catalog, const struct product *product, struct err *err);
/* Stores a product as it is in place of old, which may be NULL: its names, category,
 * record and index. */
enum status product_replace(struct catalog *catalog, const struct product *old,
	const struct product *now, struct err *err);
bool product_is_same(const struct product *old, const struct product *now);

/* The next product's id. That of records is stored by catalog_close. */
enum status catalog_next_id(struct catalog *catalog, uint64_t *id, struct err *err);
/* When a product is changed: now, in records to the second. */
int64_t catalog_moment(const struct catalog *catalog);
/* Stores a row that is not there yet, or leaves that to the catalogue's load. */
enum status catalog_add_row(struct catalog *catalog, enum table table,
	struct bytes key, struct bytes value, struct err *err);

/* A variant's barcode, "" for none. A simple product's stands in its own details. */
const char *barcode_of(const struct product *product, const struct variant *variant);

/* Derived rows of table CODE: what a person may type for a SKU. */
enum status code_put(struct catalog *catalog, const char *sku, const char *barcode,
	struct err *err);
/* The keys of these rows, which have no values; in any thread. */
enum status code_keys(struct arena *arena, const char *sku, const char *barcode,
	struct key keys[2], size_t *count, struct err *err);
enum status code_delete(
	struct txn *txn, const char *sku, const char *barcode, struct err *err);
/* Whether these rows are there. */
enum status code_prove(struct txn *txn, const char *sku, const char *barcode,
	bool *whole, struct err *err);
/* The SKUs that a text is, whatever the case, or is the barcode of; at most limit. */
enum status code_find_skus(struct txn *txn, const char *code, size_t limit,
	struct texts *skus, struct err *err);
/* The one SKU that has this barcode; NULL where none or many have. */
enum status code_find_barcode(
	struct txn *txn, const char *barcode, const char **sku, struct err *err);

#endif

#ifndef SHOP_CATALOG_CATEGORY_H
#define SHOP_CATALOG_CATEGORY_H

#include "catalog/product.h"

/* Categories are paths, "Home/Decoration"; those that products name come to be by
 * themselves. */
struct category_name {
	const char *language;
	const char *name;
};

struct category {
	const char *path;
	int64_t position;   /* NUMBER_NONE: behind those that have one, by name */
	struct list names;  /* of struct category_name */
	int needs_shipping; /* enum answer, of what lies in and below it */
};

extern const struct record_type category_record;

/* The reason why a path is none ("an empty part", "more than 8 parts"), else NULL. */
const char *category_fault(const char *path);
enum status category_get(struct txn *txn, const char *path, struct category *category,
	bool *found, struct err *err);
enum status category_put(
	struct txn *txn, const struct category *category, struct err *err);
/* Whether it says nothing but its path, as one that a product brought along. */
bool category_is_silent(const struct category *category);
/* What products of a category that do not say so themselves are: its own word, else
 * that of the nearest one above it that has one; ANSWER_NONE where none has. */
enum status category_needs_shipping(
	struct txn *txn, const char *path, int *answer, struct err *err);
/* All of them, by path. */
enum status category_list(struct txn *txn, struct list *categories, struct err *err);

/* The tree below a path ("" for all of it) as people see it: by position, then
 * name, with the number of active products in and below each. */
struct category_count {
	const char *category;
	const char *name; /* the last part */
	int64_t depth;
	int64_t products;
};
extern const struct record_type category_count_record;
enum status category_tree(
	struct txn *txn, const char *path, struct list *counts, struct err *err);

#endif

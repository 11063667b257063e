#ifndef SHOP_CSV_CSV_SHOP_H
#define SHOP_CSV_CSV_SHOP_H

#include "base/bytes.h"
#include "base/record.h"
#include "csv/csv_shape.h"

/*
 * What the files of other shops have in common: columns that are known by name, and
 * values that are put as our catalogue has them. What cannot be understood is handed
 * on as it stands, so that import refuses it at its place.
 */

/* One item while it is put together from a row. columns are those of the shape, each
 * a column of the file or CSV_NONE. */
struct csv_shop {
	const struct csv_file *file;
	const size_t *columns;
	struct csv_tree tree;
	const struct csv_row *row;
};

/* Finds columns by name; each name may have several, with "|" between. ST_BAD_DATA
 * where the header has one twice. */
enum status csv_shop_columns(struct csv_file *file, const char *const *names,
	size_t count, size_t **columns, struct err *err);

/* The row's cell, NULL where it is not there or empty; whether there is the column.
 */
const struct csv_cell *csv_shop_cell(const struct csv_shop *shop, size_t which);
bool csv_shop_has(const struct csv_shop *shop, size_t which);

/* Adds a key with a text made of a cell's, or null where text is "". */
enum status csv_shop_put(struct csv_shop *shop, struct item_node *map,
	const char *key, size_t which, const char *text, struct err *err);
/* Adds a key with the cell's text, where there is one. */
enum status csv_shop_copy(struct csv_shop *shop, struct item_node *map,
	const char *key, size_t which, struct err *err);
/* yes for true, yes or 1, no for false, no or 0; anything else as it stands. */
enum status csv_shop_put_flag(struct csv_shop *shop, struct item_node *map,
	const char *key, size_t which, struct err *err);
/* An amount without blanks and without noughts at its end that say nothing; a comma
 * before its last digits is a point. */
enum status csv_shop_put_amount(struct csv_shop *shop, struct item_node *map,
	const char *key, size_t which, struct err *err);
/* A whole number, below zero 0. */
enum status csv_shop_put_count(struct csv_shop *shop, struct item_node *map,
	const char *key, size_t which, struct err *err);
/* A weight, which so many milligrams are one of, in whole grams. */
enum status csv_shop_put_weight(struct csv_shop *shop, struct item_node *map,
	size_t which, int64_t milligrams, struct err *err);
/* A cell's HTML as text, "" where there is none. */
enum status csv_shop_html(
	struct csv_shop *shop, size_t which, const char **text, struct err *err);

/* The texts between commas, without blanks around them; a comma behind a backslash
 * is part of a text. */
enum status csv_shop_split(
	struct csv_shop *shop, size_t which, struct texts *texts, struct err *err);
/* More texts of one cell than that are left to import's own limit. */
#define CSV_SHOP_TEXTS_MAX 200
/* Adds a list, or to one that is there, the texts that it does not have. */
enum status csv_shop_add_list(struct csv_shop *shop, struct item_node *map,
	const struct csv_origin *origin, const struct texts *texts, struct err *err);
/* Adds an attribute of many values to a product or variant. */
enum status csv_shop_put_attribute(struct csv_shop *shop, struct item_node *map,
	const struct csv_origin *origin, const struct texts *texts, struct err *err);

/* "A > B" as "A/B"; a slash within a name becomes "-". */
enum status csv_shop_category(struct arena *arena, const char *path,
	const char **category, struct err *err);

/* Whether both are amounts and a is above b. */
bool csv_amount_above(const char *a, const char *b);

#endif

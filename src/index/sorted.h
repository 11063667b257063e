#ifndef SHOP_INDEX_SORTED_H
#define SHOP_INDEX_SORTED_H

#include "index/columns.h"
#include "index/index.h"

/* The table SORTED: documents by one of their numbers, all of them (scope 0) and
 * those of each path's value (scope: the number of its term). */
#define SORTED_KEY_SIZE 17
struct sorted_key {
	uint8_t data[SORTED_KEY_SIZE];
};
struct sorted_key sorted_key(
	unsigned column, uint32_t scope, int64_t value, uint32_t document);

/* Keeps it in step with changes of a number's column and of the columns of paths, all
 * sorted; before they are applied. */
struct sorted_changes {
	const struct column_changes *number;
	const struct column_changes *paths;
	size_t path_count;
};
enum status sorted_apply(
	struct txn *txn, const struct sorted_changes *changes, struct err *err);

#endif

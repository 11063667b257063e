#ifndef SHOP_SEARCH_COLUMNS_H
#define SHOP_SEARCH_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "search/layout.h"
#include "store/store.h"

/* One number for each document, in chunks. */

/* Reads a column, fast where documents come in order. */
struct column {
	struct txn *txn;
	unsigned number;
	uint32_t chunk;
	unsigned width; /* 0: the chunk has nothing */
	int64_t base;
	const uint8_t *values;
};
struct column column_of(struct txn *txn, unsigned number);
/* *value is COLUMN_NONE where there is none. */
enum status column_get(
	struct column *column, uint32_t document, int64_t *value, struct err *err);

/* Sets numbers of one column; the last one for a document holds. */
struct column_change {
	uint32_t document;
	int64_t value;
};
struct column_changes {
	unsigned column;
	bool sorted; /* keeps the table SORTED in step */
	struct column_change *items;
	size_t count;
};
/* Sorts the items. */
enum status column_apply(
	struct txn *txn, const struct column_changes *changes, struct err *err);

/* Keys of SORTED. */
#define SORTED_KEY_SIZE 13
struct sorted_key {
	uint8_t data[SORTED_KEY_SIZE];
};
struct sorted_key sorted_key(unsigned column, int64_t value, uint32_t document);

#endif

#ifndef SHOP_BOOKS_BLOCK_H
#define SHOP_BOOKS_BLOCK_H

#include "books/entry.h"

/*
 * A block of postings, column by column, so that who looks at a few sides of many
 * postings reads these only.
 *
 *   u8 1                    the form
 *   u32, u32                how many postings and lines
 *   u32, u32                the first and the last day, i32
 *   for each column, of postings, then of lines: u8 width, u64 base, u32 the lower
 *                           half of the checksum of its bytes
 *   u32                     the lower half of the checksum of all this
 *   the columns             of each value what it is above the base, in width bytes
 * (0, 1, 2, 4 or 8), little-endian
 *
 * Numbers of the head are big-endian. Readers trust nothing: whatever the bytes are,
 * what comes out is what was packed or ST_CORRUPT.
 */
#define BLOCK_COLUMNS (BOOK_COLUMNS + BOOK_LINE_COLUMNS)

struct book_block_column {
	const uint8_t *data;
	size_t count;
	size_t width;
	int64_t base;
	uint32_t sum;
};

struct book_block {
	size_t postings;
	size_t lines;
	int32_t first; /* days */
	int32_t last;
	struct book_block_column columns[BLOCK_COLUMNS];
};

enum status book_block_open(
	struct bytes bytes, struct book_block *block, struct err *err);
/* Reads a column, BOOK_COLUMNS + N for the N-th of lines, to as many numbers as it
 * has. */
enum status book_block_read(const struct book_block *block, size_t column,
	int64_t *values, struct err *err);

/* As book_block_read, in half the memory; *fit is false, and nothing is read, where
 * its values may be too large for that. */
enum status book_block_read_narrow(const struct book_block *block, size_t column,
	int32_t *values, bool *fit, struct err *err);

/* Appends entries as a block. */
enum status book_block_pack(struct buffer *buffer, const struct book_entry *entries,
	size_t count, struct err *err);
/* All entries of a block, of struct book_entry. */
enum status book_block_entries(const struct book_block *block, struct arena *arena,
	struct list *entries, struct err *err);

#endif

#ifndef SHOP_CSV_CSV_H
#define SHOP_CSV_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"

/*
 * A CSV file as a stream of rows, as RFC 4180 has them, strictly. Owner of libcsv.
 * Lines end with LF, CRLF or CR, the last one with or without; empty lines, and
 * those of nothing but empty cells, are none; a BOM is skipped; quoted cells may
 * have lines, which end with LF once read. Memory is bounded by the limits.
 */
#define CSV_CELL_SIZE_MAX ((size_t)1024 * 1024)
#define CSV_ROW_SIZE_MAX ((size_t)4 * 1024 * 1024)
#define CSV_COLUMNS_MAX 1000

struct csv_cell {
	const char *text; /* in the caller's arena, NUL-terminated */
	size_t size;
	uint64_t line; /* of its first character or quote, from 1 */
	uint64_t column;
	bool quoted;
};

/* Where a row stands. */
struct csv_place {
	uint64_t offset; /* of its first byte in the file */
	uint64_t line;
};

struct csv_row {
	struct csv_cell *cells; /* in the caller's arena */
	size_t count;
	struct csv_place place;
	uint64_t end_offset; /* of what ends it */
};

struct csv_stream;

/* Begins to read a file that can be read from any place, from its beginning; the
 * descriptor stays the caller's and where it is. name is what messages call the
 * file. Refused: UTF-16. The delimiter is the first of comma, semicolon and tab that
 * stands in the first line outside quotes. */
enum status csv_open(
	int fd, const char *name, struct csv_stream **stream, struct err *err);
/* Harmless on NULL. */
void csv_close(struct csv_stream *stream);
char csv_delimiter(const struct csv_stream *stream);

/*
 * The next row; *found is false behind the last. Refused with line and column
 * (ST_BAD_DATA): quotes that are not as RFC 4180 has them (where the cell began),
 * and what is over a limit; each further call says the same again. Texts are not
 * looked at: csv_check_cell does that.
 */
enum status csv_read_row(struct csv_stream *stream, struct arena *arena,
	struct csv_row *row, bool *found, struct err *err);

/* Refuses what no text of a file may hold, with line and column: invalid UTF-8 and
 * control characters but newline and tab. */
enum status csv_check_cell(const struct csv_stream *stream,
	const struct csv_cell *cell, struct err *err);

/* Goes to a row whose place is known. */
void csv_seek(struct csv_stream *stream, struct csv_place place);

/* Has all that is read hashed, from the beginning; to be asked for before the first
 * row. The hash of the whole file, once there was no further row. */
enum status csv_hash_begin(struct csv_stream *stream, struct err *err);
void csv_hash_end(struct csv_stream *stream, uint8_t hash[HASH_SIZE]);

/* Bytes of the file read so far. */
uint64_t csv_position(const struct csv_stream *stream);

/* Whether what a file begins with is CSV and not YAML: its first line has a
 * delimiter, no colon before it, and does not begin as YAML does. */
bool csv_begins(const char *text, size_t size);

#endif

#ifndef SHOP_CSV_CSV_SHEET_H
#define SHOP_CSV_CSV_SHEET_H

#include "csv/csv_shape.h"

/*
 * Our own files: a table of columns says which key of an item each is. A row is a
 * line of its item (a variant of a product) where its line column has something, and
 * else says something of the item itself. Rows that follow each other with the same
 * text in the group column are one item.
 */
enum csv_level {
	CSV_ITEM, /* always of the item: rows of one item must agree */
	CSV_LINE, /* of the line, and in a row that is none an error */
	CSV_BOTH, /* of the line in such a row, else of the item */
};

enum csv_kind {
	CSV_TEXT,
	CSV_LIST,
	CSV_MAP,     /* NAME=VALUE entries */
	CSV_ENTRY,   /* the column's name ends with "." and goes on: one entry of the
		      * map, a list */
	CSV_OPTIONS, /* of an item a list of names, of a line entries that become keys
		      * of the line */
	CSV_SKIPPED,
	CSV_NAMELESS, /* all its cells are empty */
	CSV_OPTION,   /* as CSV_ENTRY: one such key of the line */
};

struct csv_known {
	const char *name; /* of the column, lower case */
	enum csv_level level;
	enum csv_kind kind;
	const char *key; /* NULL: as the column. Of CSV_ENTRY: of the map */
	const char *in;  /* NULL, or the key of a map that this key is in */
};

struct csv_sheet {
	const char *section;
	const char *group; /* NULL: every row is an item */
	const char *line;  /* NULL: there are no lines */
	const char *lines; /* the key of their list */
	const struct csv_known *known;
	size_t known_count;
};

/* What shapes of sheets are made of. */
bool csv_sheet_recognises(
	const struct csv_sheet *sheet, const struct csv_row *header);
enum status csv_sheet_open(
	const struct csv_sheet *sheet, struct csv_file *file, struct err *err);
bool csv_sheet_group(const struct csv_file *file, size_t *column);
enum status csv_sheet_build(const struct csv_file *file, const struct csv_rows *rows,
	struct arena *arena, struct item_node **node, struct err *err);
enum status csv_sheet_name(const struct csv_file *file, const struct csv_row *row,
	struct arena *arena, struct item_node **node, struct err *err);

#endif

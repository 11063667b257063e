#ifndef SHOP_HTML_TABLE_H
#define SHOP_HTML_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/record.h"

/*
 * A table of records: what tables on a terminal show of them, numbers to the right,
 * the first column as each row's heading. Where the screen or the paper is too narrow
 * for all columns side by side, a row becomes a few lines, in which what is 0 or none
 * is left out.
 */
struct html_table {
	const struct record_type *type;
	struct list rows;
	const void *sum; /* a row for all, or NULL */
	unsigned decimals;
	const char *caption;
	struct arena *scratch; /* for a cell at a time */
};

/* The columns that say anything, and what they need. */
struct html_column {
	const struct field *field;
	const char *heading;
	size_t width; /* characters */
	bool is_text;
	bool is_change; /* how much more it is than before, in percent */
	bool is_plain;  /* says what it is without its heading */
	bool is_main;   /* the number that stands behind a row's name */
};
struct html_columns {
	struct html_column *items;
	size_t count;
	size_t width; /* CSS pixels that all of them need side by side */
};
enum status html_table_measure(const struct html_table *table, struct arena *arena,
	struct html_columns *columns, struct err *err);

/* What the page's style has to say of such a table. */
extern const char html_table_style[];
enum status html_table_append_style(
	struct buffer *out, const struct html_columns *columns, struct err *err);
enum status html_table_append(struct buffer *out, const struct html_table *table,
	const struct html_columns *columns, struct err *err);

#endif

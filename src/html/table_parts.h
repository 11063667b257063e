#ifndef SHOP_HTML_TABLE_PARTS_H
#define SHOP_HTML_TABLE_PARTS_H

#include "html/table.h"

/* What a table's measure and its cells share. Private to html/. */

/* Whether a cell is at its default, or 0. */
bool html_cell_is_nothing(const struct field *field, const void *row);
/* As it reads, in the table's scratch arena; not escaped. */
enum status html_cell_text(const struct html_table *table, const struct field *field,
	const void *row, const char **text, struct err *err);

extern const char html_table_narrow_style[];

#endif

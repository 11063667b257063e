#ifndef SHOP_CSV_CSV_CELL_H
#define SHOP_CSV_CSV_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/record.h"
#include "base/status.h"

/*
 * What stands in a cell of our own files. A text is itself, but for an apostrophe
 * that guards it: where a text begins with one of = + - @ tab CR, which a
 * spreadsheet would take for a formula, or is the word null, an apostrophe goes
 * before it; so it is where such a text begins with apostrophes already. Exactly
 * these are taken away again. An empty cell says nothing, and the word null clears.
 *
 * A list has | between its texts, with or without blanks around it. A backslash
 * before | = \ or a blank makes that a part of the text; before anything else it is
 * one itself. An entry of a map is NAME=VALUE; a name may be there many times, once
 * for each of its values.
 */

bool csv_is_null(const char *text, size_t size);
/* Behind an apostrophe that guards. */
const char *csv_unguard(const char *text);

enum status csv_split_list(
	struct arena *arena, const char *text, struct texts *texts, struct err *err);

/* ST_BAD_DATA, without a place, where a part has no = in it or no name. */
struct csv_entry {
	const char *name;
	const char *value;
};
enum status csv_split_entries(struct arena *arena, const char *text,
	struct csv_entry **entries, size_t *count, struct err *err);

/* Appends one text of a list, or an entry's name or value, with backslashes. */
enum status csv_append_part(
	struct buffer *buffer, const char *text, bool is_name, struct err *err);

/* Appends a cell: guarded and in quotes where it must be; not its delimiter. */
enum status csv_append_cell(
	struct buffer *buffer, struct bytes text, bool guard, struct err *err);

#endif

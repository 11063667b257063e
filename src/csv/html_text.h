#ifndef SHOP_CSV_HTML_TEXT_H
#define SHOP_CSV_HTML_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * HTML as plain text, as the descriptions of other shops are written: tags go, block
 * elements become lines (paragraphs with an empty one between), items of lists begin
 * with "- ", cells of a table are divided by a blank, scripts, styles and comments
 * are left out, character references are what they stand for, white space is folded.
 * A text without tags keeps its lines. Whatever is no HTML stays as text; nothing is
 * refused, and time and memory are linear in the size.
 */
enum status html_to_text(struct arena *arena, const char *html, size_t size,
	const char **text, struct err *err);

#endif

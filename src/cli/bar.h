#ifndef SHOP_CLI_BAR_H
#define SHOP_CLI_BAR_H

#include <stdbool.h>

#include "base/bytes.h"

/*
 * Numbers as bars of characters: beside each other's rows, from left to right, or a
 * whole row of them in one line. In eighths of a character (U+2588 to U+258F) where
 * those can be shown, else in whole ones. Private to cli/.
 */
struct bar_scale {
	int64_t low;  /* 0, or the lowest number, if that is less */
	int64_t high; /* 0, or the highest */
	size_t width; /* columns */
	bool blocks;
};

/* Whether what is written is read as UTF-8, by LC_ALL, LC_CTYPE and LANG, and, on a
 * terminal, whether its letters have blocks: the Linux console's have not. */
bool bar_has_blocks(bool on_terminal);

struct bar_scale bar_scale(const int64_t *values, size_t count);
/* Appends a number's bar, without blanks behind it; those below 0 end where the
 * others begin. */
enum status bar_append(struct buffer *out, const struct bar_scale *scale,
	int64_t value, struct err *err);

/* Appends a row of bars (U+2581 to U+2588), one for each number, or, where there are
 * more than columns, for as many together as makes them fit. ST_BAD_DATA where their
 * sum does not. */
enum status bar_append_spark(struct buffer *out, const int64_t *values, size_t count,
	size_t columns, struct err *err);

#endif

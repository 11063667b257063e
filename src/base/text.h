#ifndef SHOP_BASE_TEXT_H
#define SHOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* UTF-8 texts. Owner of utf8proc. ASCII takes a short way through all of these. */

/* True for well-formed UTF-8 (RFC 3629: shortest form, no surrogates). */
bool text_is_utf8(const char *text, size_t size);

/* Finds the first thing in a text that no field may hold: ill-formed UTF-8 or a
 * control character (C0 or DEL; C1 are in too many suppliers' files) other than those
 * in allowed ("\n\t" for descriptions and addresses, "" for one-line fields). True if
 * there is one; *offset is its byte, *reason what it is ("invalid UTF-8", "control
 * character U+0007"), static text. */
bool text_find_forbidden(const char *text, size_t size, const char *allowed,
	size_t *offset, const char **reason);

/* Compatibility forms (NFKC) and case folded, invisible characters dropped (Unicode's
 * NFKC_Casefold) and, for searching, marks removed. What is ill-formed becomes
 * U+FFFD, a byte at a time. */
enum status text_fold(struct arena *arena, const char *text, size_t size,
	const char **out, struct err *err);
/* As text_fold, but keeps marks: for e-mail addresses and names compared without
 * case. */
enum status text_fold_case(struct arena *arena, const char *text, size_t size,
	const char **out, struct err *err);

/* Calls word for each run of letters, marks and digits of a folded text, with its
 * place in it. */
struct text_word {
	const char *at;
	size_t size;
};
/* Finds the first word at or after *at; false at the end. Moves *at behind the
 * word. */
bool text_next_word(const char **at, const char *end, struct text_word *word);

/* How many columns a terminal needs for a text, and how many bytes fit in that
 * many. */
size_t text_width(const char *text, size_t size);
size_t text_fit(const char *text, size_t size, size_t columns);

/* A copy that a terminal shows as it is and that can move or colour nothing: C0,
 * C1, DEL, bidi controls (U+200E, U+200F, U+202A-U+202E, U+2066-U+2069), other
 * format and line separators, and bytes that are not UTF-8 become \xNN or \u{NNNN};
 * newline and tab are kept if keep_lines, else become \n and \t. */
enum status text_escape_terminal(struct arena *arena, const char *text, size_t size,
	bool keep_lines, const char **out, struct err *err);

/* Reads exactly count (1 to 9) ASCII digits at *at and moves behind them; false,
 * and nothing moved, where there are fewer. */
bool text_read_digits(const char **at, int count, int *value);

/* Edits (insert, delete, replace, swap neighbours) between two ASCII words, at most
 * limit + 1; for "did you mean". */
size_t text_distance(const char *a, const char *b, size_t limit);
/* The candidate nearest to word, or NULL where none is near enough to be meant.
 * Candidates end with NULL. */
const char *text_nearest(const char *word, const char *const *candidates);

#endif

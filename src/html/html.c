#include "html/html.h"

#include <stdarg.h>
#include <stdio.h>

/* Of one piece of markup: its texts are appended on their own. */
#define PIECE_MAX 1024

/* NULL: as it is. */
static const char *
replacement(char character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
		return " ";
	default:
		break;
	}
	return (unsigned char)character < ' ' || character == 127 ? "" : NULL;
}

/* How many bytes of what must not be there a text begins with: C1 controls (U+0080 to
 * U+009F), which no page may hold, and what turns the direction of whatever follows
 * it (U+202A to U+202E, U+2066 to U+2069). */
static size_t
unwanted(const char *text)
{
	unsigned char second = (unsigned char)text[1];
	unsigned char third = second ? (unsigned char)text[2] : 0;

	if ((unsigned char)*text == 0xc2 && second >= 0x80 && second < 0xa0)
		return 2;
	if ((unsigned char)*text != 0xe2)
		return 0;
	if (second == 0x80 && third >= 0xaa && third <= 0xae)
		return 3;
	return second == 0x81 && third >= 0xa6 && third <= 0xa9 ? 3 : 0;
}

/* line is what a newline becomes. */
static enum status
append_escaped(
	struct buffer *out, const char *text, const char *line, struct err *err)
{
	while (*text) {
		const char *instead = *text == '\n' ? line : replacement(*text);
		size_t skipped = unwanted(text);

		if (instead)
			TRY(buffer_append_text(out, instead, err));
		else if (skipped == 0)
			TRY(buffer_append(out, text, 1, err));
		text += skipped > 0 ? skipped : 1;
	}
	return ST_OK;
}

static bool
is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

enum status
html_append_text(struct buffer *out, const char *text, struct err *err)
{
	if (is_ascii(text))
		return append_escaped(out, text, "<br>", err);
	TRY(buffer_append_text(out, "<bdi>", err));
	TRY(append_escaped(out, text, "<br>", err));
	return buffer_append_text(out, "</bdi>", err);
}

/* U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE. */
enum status
html_append_plain(struct buffer *out, const char *text, struct err *err)
{
	if (is_ascii(text))
		return append_escaped(out, text, " ", err);
	TRY(buffer_append_text(out, "\xe2\x81\xa8", err));
	TRY(append_escaped(out, text, " ", err));
	return buffer_append_text(out, "\xe2\x81\xa9", err);
}

enum status
html_append(struct buffer *out, struct err *err, const char *format, ...)
{
	char piece[PIECE_MAX];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(piece, sizeof(piece), format, args);
	va_end(args);
	invariant(size >= 0 && (size_t)size < sizeof(piece));
	return buffer_append(out, piece, (size_t)size, err);
}

#include "cmd/html.h"

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
	case '\n':
		return "<br>";
	case '\t':
		return " ";
	default:
		break;
	}
	return (unsigned char)character < ' ' || character == 127 ? "" : NULL;
}

enum status
html_escape(struct arena *arena, const char *text, const char **out, struct err *err)
{
	struct buffer escaped = { .arena = arena };

	for (; *text; text++) {
		const char *instead = replacement(*text);

		if (instead)
			TRY(buffer_append_text(&escaped, instead, err));
		else
			TRY(buffer_append(&escaped, text, 1, err));
	}
	TRY(buffer_append(&escaped, "", 1, err));
	*out = (const char *)escaped.data;
	return ST_OK;
}

enum status
html_append_text(struct buffer *out, const char *text, struct err *err)
{
	const char *escaped;

	TRY(html_escape(out->arena, text, &escaped, err));
	TRY(buffer_append_text(out, "<bdi>", err));
	TRY(buffer_append_text(out, escaped, err));
	return buffer_append_text(out, "</bdi>", err);
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

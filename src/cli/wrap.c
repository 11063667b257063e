#include "cli/wrap.h"

#include <string.h>

#include "base/text.h"

static enum status
append_blanks(struct wrap *wrap, size_t count, struct err *err)
{
	TRY(buffer_reserve(wrap->out, count, err));
	for (size_t i = 0; i < count; i++)
		wrap->out->data[wrap->out->size++] = ' ';
	wrap->column += count;
	return ST_OK;
}

static enum status
put(struct wrap *wrap, const char *piece, size_t size, struct err *err)
{
	size_t width = text_width(piece, size);
	bool begins = wrap->column <= wrap->indent;

	if (!begins && !wrap->one_line && wrap->column + 1 + width > WRAP_COLUMNS) {
		TRY(wrap_end(wrap, err));
		begins = true;
	}
	if (begins)
		TRY(append_blanks(wrap, wrap->indent - wrap->column, err));
	else
		TRY(append_blanks(wrap, 1, err));
	TRY(buffer_append(wrap->out, piece, size, err));
	wrap->column += width;
	return ST_OK;
}

enum status
wrap_piece(struct wrap *wrap, const char *piece, struct err *err)
{
	return put(wrap, piece, strlen(piece), err);
}

enum status
wrap_text(struct wrap *wrap, const char *text, struct err *err)
{
	for (;;) {
		size_t size;

		text += strspn(text, " ");
		size = strcspn(text, " ");
		if (size == 0)
			return ST_OK;
		TRY(put(wrap, text, size, err));
		text += size;
	}
}

enum status
wrap_column(struct wrap *wrap, size_t column, struct err *err)
{
	if (wrap->column + 2 > column && wrap->column > 0)
		TRY(wrap_end(wrap, err));
	wrap->indent = column;
	return append_blanks(wrap, column - wrap->column, err);
}

enum status
wrap_end(struct wrap *wrap, struct err *err)
{
	wrap->column = 0;
	return buffer_append_text(wrap->out, "\n", err);
}

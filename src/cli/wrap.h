#ifndef SHOP_CLI_WRAP_H
#define SHOP_CLI_WRAP_H

#include <stdbool.h>

#include "base/bytes.h"

/* Text filled into lines of 80 columns. Private to cli/. */
#define WRAP_COLUMNS 80

struct wrap {
	struct buffer *out;
	size_t indent; /* of a line that continues */
	size_t column;
	bool one_line; /* never filled */
};

/* One piece that stays on one line, a blank before it unless it begins a line. */
enum status wrap_piece(struct wrap *wrap, const char *piece, struct err *err);
/* A text's words. */
enum status wrap_text(struct wrap *wrap, const char *text, struct err *err);
/* Goes to a column of the line, or of a new one where that is passed. */
enum status wrap_column(struct wrap *wrap, size_t column, struct err *err);
enum status wrap_end(struct wrap *wrap, struct err *err);

#endif

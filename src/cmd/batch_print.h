#ifndef SHOP_CMD_BATCH_PRINT_H
#define SHOP_CMD_BATCH_PRINT_H

#include "cmd/context.h"

/* What a batch tells of its lines: a row for each in tsv, csv and JSON, where a
 * line's result is what it would print as ids, or as JSON; in the other formats what
 * each would print alone. Errors that have no row are lines on stderr. */
struct batch_print {
	struct output *output; /* the batch's */
	enum output_format format;
	bool rows; /* there is one for each line */
	bool quiet;
};

/* ST_USAGE for a format that says nothing about lines. Prints the header. */
enum status batch_print_begin(
	struct batch_print *print, struct context *context, struct err *err);
/* The format of a line's own output. */
enum output_format batch_print_format(const struct batch_print *print);

/* A line, its result (or NULL), and why it failed (or NULL). */
struct batch_row {
	uint64_t line;
	const char *command;
	struct output *result;
	const struct err *failed;
};
enum status batch_print_row(struct batch_print *print, const struct batch_row *row,
	struct arena *arena, struct err *err);

#endif

#ifndef SHOP_CMD_BATCH_LINE_H
#define SHOP_CMD_BATCH_LINE_H

#include "cmd/context.h"

/*
 * A line of a batch, run as it would be alone, but in a store that stays open and a
 * group that does (store_group_open). What belongs to the whole batch, or has no
 * sense in one, is refused: --home, --format, --json, --wait, --help and --version;
 * "-" for a file, as standard input is the batch's and each line's output its row;
 * batch, init and completion. A rehearsal refuses what writes and cannot be taken
 * back with the others.
 */
struct batch_line {
	struct parsed parsed;
	bool grouped; /* or it wants to be alone, between two groups */
};

/* Reads one; context->global is the batch's, with its --dry-run. */
enum status batch_line_parse(const struct context *batch, const struct words *words,
	struct arena *arena, struct batch_line *line, struct err *err);
/* Runs it in a context that is kept from one line to the next, with its home set and
 * its output open. */
enum status batch_line_run(
	struct context *context, const struct batch_line *line, struct err *err);

#endif

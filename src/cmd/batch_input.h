#ifndef SHOP_CMD_BATCH_INPUT_H
#define SHOP_CMD_BATCH_INPUT_H

#include "cmd/batch_split.h"

/* The commands of a file or of what somebody writes into a pipe. */
struct batch_input {
	int fd;
	const char *name;
	/* Called before there is nothing to be read for a while, so that nobody waits
	 * for what is known. */
	enum status (*idle)(void *arg, struct err *err);
	void *arg;
	struct split split;
	bool ended;
	size_t at;
	size_t size;
	uint8_t bytes[65536];
};

/* Makes one ready to read from its descriptor. */
void batch_input_begin(struct batch_input *input, struct arena *arena);
/* The next command that is not empty, in input->split: its words, or why it is
 * refused. *found is false at the end. */
enum status batch_input_next(
	struct batch_input *input, struct arena *arena, bool *found, struct err *err);

#endif

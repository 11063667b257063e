#include "cmd/batch_input.h"

#include <poll.h>

#include "base/file.h"

void
batch_input_begin(struct batch_input *input, struct arena *arena)
{
	input->ended = false;
	input->at = 0;
	input->size = 0;
	split_begin(&input->split, arena);
}

/* A file can always be read. */
static bool
would_wait(const struct batch_input *input)
{
	struct pollfd poll_fd = { .fd = input->fd, .events = POLLIN };

	return poll(&poll_fd, 1, 0) == 0;
}

static enum status
fill(struct batch_input *input, struct err *err)
{
	if (would_wait(input))
		TRY(input->idle(input->arg, err));
	TRY(file_read_some(input->fd, input->bytes, sizeof(input->bytes), input->name,
		&input->size, err));
	input->at = 0;
	input->ended = input->size == 0;
	return ST_OK;
}

static enum status
read_command(struct batch_input *input, struct err *err)
{
	bool ended = false;
	size_t used;

	while (!ended) {
		struct bytes left = { input->bytes + input->at,
			input->size - input->at };

		if (left.size == 0 && !input->ended)
			TRY(fill(input, err));
		else if (left.size == 0)
			return split_end(&input->split, err);
		else
			TRY(split_feed(&input->split, left, &used, &ended, err));
		if (left.size > 0)
			input->at += used;
	}
	return ST_OK;
}

enum status
batch_input_next(
	struct batch_input *input, struct arena *arena, bool *found, struct err *err)
{
	do {
		split_next(&input->split, arena);
		TRY(read_command(input, err));
	} while (split_is_empty(&input->split) && !input->ended);
	*found = !split_is_empty(&input->split);
	return ST_OK;
}

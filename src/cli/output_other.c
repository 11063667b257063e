#include <string.h>

#include "base/json.h"
#include "cli/output_parts.h"

/* What one output takes from another. */

#define CHUNK_SIZE ((size_t)16 * 1024)

bool
output_is_empty(const struct output *output)
{
	return output->out.size == 0;
}

void
output_clear(struct output *output)
{
	spool_close(&output->out);
	spool_close(&output->details);
	output->lines = 0;
}

/* A list that a failure cut short is not printed. */
static void
drop_half(struct output *other)
{
	if (other->row)
		spool_close(&other->out);
	other->row = NULL;
}

static enum status
copy_details(struct output *output, struct output *other, struct err *err)
{
	uint64_t left = other->details.size;
	char chunk[1024];

	TRY(spool_read_begin(&other->details, err));
	while (left > 0) {
		size_t some = left < sizeof(chunk) ? (size_t)left : sizeof(chunk);

		TRY(spool_read(&other->details, chunk, some, err));
		TRY(spool_append(&output->details, chunk, some, err));
		left -= some;
	}
	spool_close(&other->details);
	return ST_OK;
}

/* What is done with a piece of what the other one holds, behind which there may be
 * more: how much of it was taken. */
typedef enum status take_fn(struct output *output, struct bytes piece, bool more,
	size_t *taken, struct err *err);

static enum status
take_chunks(
	struct output *output, struct output *other, take_fn *take, struct err *err)
{
	struct arena_mark mark = arena_mark(&other->scratch);
	uint64_t left = other->out.size;
	size_t kept = 0;
	size_t taken;
	char *chunk;

	TRY(arena_take_raw(&other->scratch, CHUNK_SIZE, &chunk, err));
	TRY(spool_read_begin(&other->out, err));
	while (left > 0) {
		size_t room = CHUNK_SIZE - kept;
		size_t some = left < room ? (size_t)left : room;

		TRY(spool_read(&other->out, chunk + kept, some, err));
		left -= some;
		TRY(take(output,
			(struct bytes){ (const uint8_t *)chunk, kept + some },
			left > 0, &taken, err));
		kept = kept + some - taken;
		memmove(chunk, chunk + taken, kept);
	}
	arena_rewind(&other->scratch, mark);
	spool_close(&other->out);
	return ST_OK;
}

static enum status
take_as_it_is(struct output *output, struct bytes piece, bool more, size_t *taken,
	struct err *err)
{
	(void)more;
	*taken = piece.size;
	return output_bytes(output, piece.data, piece.size, err);
}

/* Newlines of JSON are between its words only. */
static enum status
take_without_newlines(struct output *output, struct bytes piece, bool more,
	size_t *taken, struct err *err)
{
	size_t at = 0;

	(void)more;
	*taken = piece.size;
	while (at < piece.size) {
		const uint8_t *from = piece.data + at;
		const uint8_t *end = memchr(from, '\n', piece.size - at);
		size_t run = end ? (size_t)(end - from) : piece.size - at;

		TRY(output_bytes(output, from, run, err));
		at += run + 1;
	}
	return ST_OK;
}

/* Without the last character, which may not be whole. */
static size_t
whole_characters(struct bytes piece)
{
	size_t whole = piece.size;

	while (whole > 1 && (piece.data[whole - 1] & 0xC0) == 0x80)
		whole--;
	return whole > 1 ? whole - 1 : piece.size;
}

/* Between the quotes of a string. */
static enum status
take_as_string(struct output *output, struct bytes piece, bool more, size_t *taken,
	struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer string = { .arena = &output->scratch };
	size_t whole = more ? whole_characters(piece) : piece.size;
	const char *text;

	TRY(arena_copy(
		&output->scratch, (const char *)piece.data, whole, &text, err));
	TRY(json_append_text(&string, text, err));
	TRY(output_json(output, string.data + 1, string.size - 2, err));
	arena_rewind(&output->scratch, mark);
	*taken = whole;
	return ST_OK;
}

enum status
output_append(struct output *output, struct output *other, struct err *err)
{
	drop_half(other);
	TRY(copy_details(output, other, err));
	return take_chunks(output, other, take_as_it_is, err);
}

enum status
output_value(struct output *output, struct output *other, struct err *err)
{
	drop_half(other);
	TRY(copy_details(output, other, err));
	if (output_is_empty(other))
		return output_words(output, "null", err);
	if (other->values == 1)
		return take_chunks(output, other, take_without_newlines, err);
	TRY(output_words(output, "\"", err));
	TRY(take_chunks(output, other, take_as_string, err));
	return output_words(output, "\"", err);
}

enum status
output_line_of(struct output *output, struct output *other, struct arena *arena,
	const char **line, struct err *err)
{
	size_t size;
	char *text;
	char *at;

	drop_half(other);
	TRY(copy_details(output, other, err));
	size = (size_t)other->out.size;
	TRY(arena_take(arena, size + 1, 1, &text, err));
	TRY(spool_read_begin(&other->out, err));
	TRY(spool_read(&other->out, text, size, err));
	spool_close(&other->out);
	while (size > 0 && text[size - 1] == '\n')
		text[--size] = '\0';
	for (at = text; other->values > 0 && (at = strchr(at, '\n')); at++)
		*at = ' ';
	*line = text;
	return ST_OK;
}

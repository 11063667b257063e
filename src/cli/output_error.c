#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/output_parts.h"

/* What is to be said although memory may be gone. */
static const char OUT_OF_MEMORY[] = "shop: out of memory\n";

static enum status
append_number(struct buffer *line, uint64_t number, const char *none, struct err *err)
{
	char text[24];

	if (number == 0)
		return buffer_append_text(line, none, err);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	return buffer_append_text(line, text, err);
}

/* A place in an input file, as editors read it: "catalog.yaml:17:9: ". */
static enum status
append_place(struct buffer *line, const struct err *shown, struct err *err)
{
	if (!shown->file)
		return ST_OK;
	TRY(buffer_append_text(line, shown->file, err));
	if (shown->line > 0) {
		TRY(buffer_append_text(line, ":", err));
		TRY(append_number(line, shown->line, "", err));
	}
	if (shown->line > 0 && shown->column > 0) {
		TRY(buffer_append_text(line, ":", err));
		TRY(append_number(line, shown->column, "", err));
	}
	return buffer_append_text(line, ": ", err);
}

static enum status
append_plain(struct buffer *line, const struct err *shown, struct err *err)
{
	struct buffer text = { .arena = line->arena };
	const char *escaped;

	TRY(append_place(&text, shown, err));
	TRY(buffer_append_text(&text, shown->message, err));
	TRY(text_escape_terminal(line->arena, (const char *)text.data, text.size,
		false, &escaped, err));
	TRY(buffer_append_text(line, "shop: ", err));
	TRY(buffer_append_text(line, escaped, err));
	return buffer_append_text(line, "\n", err);
}

static enum status
append_json(struct buffer *line, const struct err *shown, struct err *err)
{
	TRY(buffer_append_text(line, "{\"code\":", err));
	TRY(json_append_text(line, status_name(shown->status), err));
	TRY(buffer_append_text(line, ",\"exit\":", err));
	TRY(append_number(line, (uint64_t)status_exit(shown->status), "0", err));
	TRY(buffer_append_text(line, ",\"message\":", err));
	TRY(json_append_text(line, shown->message, err));
	TRY(buffer_append_text(line, ",\"file\":", err));
	if (shown->file)
		TRY(json_append_text(line, shown->file, err));
	else
		TRY(buffer_append_text(line, "null", err));
	TRY(buffer_append_text(line, ",\"line\":", err));
	TRY(append_number(line, shown->line, "null", err));
	TRY(buffer_append_text(line, ",\"column\":", err));
	TRY(append_number(line, shown->column, "null", err));
	return buffer_append_text(line, "}", err);
}

static enum status
append_error(struct buffer *line, enum output_format format, const struct err *shown,
	struct err *err)
{
	if (format != FORMAT_JSON && format != FORMAT_NDJSON)
		return append_plain(line, shown, err);
	TRY(buffer_append_text(line, "{\"error\":", err));
	TRY(append_json(line, shown, err));
	return buffer_append_text(line, "}\n", err);
}

enum status
output_error_value(struct output *output, const struct err *shown, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer object = { .arena = &output->scratch };

	TRY(append_json(&object, shown, err));
	TRY(output_json(output, object.data, object.size, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

enum status
output_error_line(struct output *output, const struct err *shown, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer line = { .arena = &output->scratch };

	TRY(append_plain(&line, shown, err));
	TRY(spool_append(&output->details, line.data, line.size, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

void
output_error(enum output_format format, const struct err *shown)
{
	struct arena arena = { NULL };
	struct buffer line = { .arena = &arena };
	struct err ignored;
	enum status status;

	if (shown->status == ST_OK || !shown->message[0])
		return;
	status = append_error(&line, format, shown, &ignored);
	if (status == ST_OK)
		status = file_write_all(
			STDERR_FILENO, line.data, line.size, "stderr", &ignored);
	else
		status = file_write_all(STDERR_FILENO, OUT_OF_MEMORY,
			sizeof(OUT_OF_MEMORY) - 1, "stderr", &ignored);
	(void)status;
	arena_free(&arena);
}

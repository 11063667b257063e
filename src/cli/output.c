#include "cli/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/process.h"
#include "base/text.h"
#include "cli/kind.h"
#include "cli/output_parts.h"

/* What a row of small bars may take where no screen says. */
#define SPARK_COLUMNS 80

static const char STDOUT[] = "stdout";

static bool
is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0;
}

static void
look_at_screen(struct output *output)
{
	const char *no_color = getenv("NO_COLOR");
	struct winsize screen;

	output->terminal = isatty(STDOUT_FILENO);
	if (!output->terminal)
		return;
	output->bold = !is_dumb() && (!no_color || !*no_color);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen) == 0) {
		output->screen_columns = screen.ws_col;
		output->screen_lines = screen.ws_row;
	}
}

static enum status
keep_only(
	struct output *output, const struct output_options *options, struct err *err)
{
	const char **only;

	if (options->only.count == 0)
		return ST_OK;
	TRY(ARENA_NEW(&output->arena, options->only.count + 1, &only, err));
	for (size_t i = 0; i < options->only.count; i++)
		only[i] = options->only.items[i];
	output->only = only;
	output->only_count = options->only.count;
	return ST_OK;
}

enum status
output_open(struct arena *arena, const struct output_options *options,
	struct output **out, struct err *err)
{
	struct output *output;
	char *first;

	TRY(ARENA_NEW(arena, 1, &output, err));
	/* Never empty, so that its block stays while rows come and go. */
	TRY(arena_take_raw(&output->scratch, 1, &first, err));
	look_at_screen(output);
	output->format = options->format;
	if (output->format == FORMAT_UNSET)
		output->format = output->terminal ? FORMAT_TABLE : FORMAT_TSV;
	output->quiet = options->quiet;
	output->silent = options->quiet && options->format == FORMAT_UNSET;
	output->verbose = options->verbose;
	output->style.money_decimals = 2;
	output->out = (struct spool){ .arena = &output->arena, .fd = -1 };
	output->details = output->out;
	output->table.cells = output->out;
	TRY(keep_only(output, options, err));
	*out = output;
	return ST_OK;
}

void
output_close(struct output *output)
{
	spool_close(&output->out);
	spool_close(&output->details);
	spool_close(&output->table.cells);
	arena_free(&output->scratch);
	arena_free(&output->arena);
}

enum output_format
output_format(const struct output *output)
{
	return output->format;
}

bool
output_is_table(const struct output *output)
{
	return output->format == FORMAT_TABLE;
}

void
output_set_style(struct output *output, struct record_style style)
{
	output->style = style;
}

enum status
output_bytes(struct output *output, const void *data, size_t size, struct err *err)
{
	const char *at = data;
	size_t left = size;

	while (left > 0 && (at = memchr(at, '\n', left)) != NULL) {
		output->lines++;
		at++;
		left = size - (size_t)(at - (const char *)data);
	}
	return spool_append(&output->out, data, size, err);
}

enum status
output_words(struct output *output, const char *text, struct err *err)
{
	return output_bytes(output, text, strlen(text), err);
}

enum status
output_buffer(struct output *output, const struct buffer *buffer, struct err *err)
{
	return output_bytes(output, buffer->data, buffer->size, err);
}

enum status
output_blanks(struct output *output, size_t count, struct err *err)
{
	static const char blanks[] = "                                        ";

	while (count > 0) {
		size_t some = count < sizeof(blanks) - 1 ? count : sizeof(blanks) - 1;

		TRY(output_bytes(output, blanks, some, err));
		count -= some;
	}
	return ST_OK;
}

const struct field *
items_field(const struct record_type *type)
{
	const struct field *field = &type->fields[0];

	return field->type == FIELD_RECORDS && strcmp(field->name, "items") == 0
		       ? field
		       : NULL;
}

struct list
list_at(const struct field *field, const void *record)
{
	struct list list;

	memcpy(&list, field_at(field, record), sizeof(list));
	return list;
}

const void *
list_item(struct list list, const struct record_type *type, size_t index)
{
	return (const char *)list.items + index * type->size;
}

static enum status
check_print(
	const struct output *output, const struct record_type *type, struct err *err)
{
	invariant(!output->row);
	if (output->format > FORMAT_IDS)
		return fail(err, ST_USAGE,
			"this command prints no '%s' (but table, tsv, csv, json, "
			"ndjson or ids)",
			output_format_names[output->format - 1]);
	if (!output->only)
		return ST_OK;
	return output_check_fields(type, output->only, output->only_count, err);
}

enum status
output_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err)
{
	TRY(check_print(output, type, err));
	if (output->silent)
		return ST_OK;
	output->values++;
	switch (output->format) {
	case FORMAT_TABLE:
		return fields_record(output, type, record, err);
	case FORMAT_JSON:
	case FORMAT_NDJSON:
		return json_record(output, type, record, err);
	default:
		return separated_record(output, type, record, err);
	}
}

enum status
output_list_begin(
	struct output *output, const struct record_type *row, struct err *err)
{
	TRY(check_print(output, row, err));
	if (output->format == FORMAT_TABLE)
		TRY(table_begin(output, &output->table, row, err));
	else if (output->silent)
		;
	else if (output->format == FORMAT_JSON || output->format == FORMAT_NDJSON)
		TRY(json_list_begin(output, row, err));
	else
		TRY(separated_header(output, row, err));
	output->row = row;
	output->rows = 0;
	return ST_OK;
}

enum status
output_row(struct output *output, const void *record, struct err *err)
{
	invariant(output->row);
	if (output->silent)
		return ST_OK;
	if (output->format == FORMAT_TABLE)
		TRY(table_row(output, &output->table, record, err));
	else if (output->format == FORMAT_JSON || output->format == FORMAT_NDJSON)
		TRY(json_list_row(output, record, err));
	else
		TRY(separated_row(output, output->row, record, err));
	output->rows++;
	return ST_OK;
}

enum status
output_list_end(struct output *output, const struct record_type *envelope,
	const void *record, struct err *err)
{
	invariant(output->row);
	if (!output->silent && output->format == FORMAT_TABLE)
		TRY(table_end(output, &output->table, err));
	else if (!output->silent &&
		 (output->format == FORMAT_JSON || output->format == FORMAT_NDJSON))
		TRY(json_list_end(output, envelope, record, err));
	output->values++;
	output->row = NULL;
	return ST_OK;
}

static enum status
append_escaped(struct output *output, struct spool *spool, const char *text,
	size_t size, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	const char *escaped;

	TRY(text_escape_terminal(&output->scratch, text, size, true, &escaped, err));
	if (spool == &output->out)
		TRY(output_words(output, escaped, err));
	else
		TRY(spool_append(spool, escaped, strlen(escaped), err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

__attribute__((format(printf, 3, 0))) static enum status
say(struct output *output, struct spool *spool, const char *format, va_list args,
	struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	va_list again;
	char *text;
	int size;

	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	invariant(size >= 0);
	TRY(arena_take(&output->scratch, (size_t)size + 2, 1, &text, err));
	vsnprintf(text, (size_t)size + 1, format, args);
	text[size] = '\n';
	TRY(append_escaped(output, spool, text, (size_t)size + 1, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

enum status
output_say(struct output *output, struct err *err, const char *format, ...)
{
	enum status status;
	va_list args;

	if (output->format != FORMAT_TABLE || output->quiet)
		return ST_OK;
	va_start(args, format);
	status = say(output, &output->out, format, args, err);
	va_end(args);
	return status;
}

enum status
output_detail(struct output *output, struct err *err, const char *format, ...)
{
	enum status status;
	va_list args;

	if (!output->verbose)
		return ST_OK;
	va_start(args, format);
	status = say(output, &output->details, format, args, err);
	va_end(args);
	return status;
}

void
output_list_bars(struct output *output, const int64_t *values, size_t count)
{
	invariant(output->row);
	output->table.bars = values;
	output->table.bar_count = count;
}

enum status
output_spark(struct output *output, const char *title, const int64_t *values,
	size_t count, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer line = { .arena = &output->scratch };
	size_t columns =
		output->screen_columns ? output->screen_columns : SPARK_COLUMNS;
	size_t used = text_width(title, strlen(title)) + 2;

	if (output->format != FORMAT_TABLE || output->quiet || count < 2 ||
		used >= columns || !bar_has_blocks(output->terminal))
		return ST_OK;
	TRY(bar_append_spark(&line, values, count, columns - used, err));
	TRY(output_say(output, err, "%s  %.*s", title, (int)line.size,
		(const char *)line.data));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

__attribute__((format(printf, 2, 0))) static enum status
warn(struct output *output, const char *format, va_list args, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	const char *escaped;
	const char *line;
	char text[ERR_MESSAGE_MAX * 2];

	vsnprintf(text, sizeof(text), format, args);
	TRY(text_escape_terminal(
		&output->scratch, text, strlen(text), false, &escaped, err));
	TRY(arena_format(&output->scratch, &line, err, "shop: %s\n", escaped));
	TRY(spool_append(&output->details, line, strlen(line), err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

enum status
output_warn(struct output *output, struct err *err, const char *format, ...)
{
	enum status status;
	va_list args;

	if (output->format == FORMAT_JSON || output->format == FORMAT_NDJSON)
		return ST_OK;
	va_start(args, format);
	status = warn(output, format, args, err);
	va_end(args);
	return status;
}

enum status
output_text(struct output *output, const char *text, size_t size, bool raw,
	struct err *err)
{
	if (raw)
		return output_bytes(output, text, size, err);
	return append_escaped(output, &output->out, text, size, err);
}

static bool
wants_pager(const struct output *output)
{
	return output->terminal && output->format == FORMAT_TABLE && !is_dumb() &&
	       output->screen_lines > 0 && output->lines >= output->screen_lines;
}

/* True where the pager has shown everything, or as much as its reader wanted. */
static bool
page(struct output *output)
{
	const char *pager = getenv("PAGER");
	struct err ignored;
	int fd;
	int pid;

	if (pager && (!*pager || strcmp(pager, "cat") == 0))
		return false;
	if (pager_start(pager, &fd, &pid, &ignored) != ST_OK)
		return false;
	/* A reader who has seen enough closes the pager before the end. */
	(void)spool_copy(&output->out, fd, "the pager", &ignored);
	close(fd);
	process_wait(pid);
	return true;
}

/* A list that a failure cut short is not printed: half of one tells nothing true. */
static void
drop_list(struct output *output)
{
	spool_close(&output->out);
	output->row = NULL;
	output->lines = 0;
}

enum status
output_pass(struct output *output, struct err *err)
{
	struct err ignored;

	(void)spool_copy(&output->details, STDERR_FILENO, "stderr", &ignored);
	spool_close(&output->details);
	TRY(spool_copy(&output->out, STDOUT_FILENO, STDOUT, err));
	spool_close(&output->out);
	output->lines = 0;
	return ST_OK;
}

enum status
output_flush(struct output *output, struct err *err)
{
	struct err ignored;

	if (output->row)
		drop_list(output);
	if (wants_pager(output)) {
		(void)spool_copy(&output->details, STDERR_FILENO, "stderr", &ignored);
		spool_close(&output->details);
		if (page(output))
			spool_close(&output->out);
	}
	return output_pass(output, err);
}

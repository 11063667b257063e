#include "cmd/batch_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char RESULT[] = ",\"result\":";
static const char ERROR[] = ",\"error\":";

struct shown_row {
	int64_t line;
	const char *command;
	int64_t exit;
	const char *result;
	const char *error;
};

static const struct field shown_row_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct shown_row, line) },
	{ FIELD(2, FIELD_TEXT, struct shown_row, command) },
	{ FIELD(3, FIELD_COUNT, struct shown_row, exit) },
	{ FIELD(4, FIELD_TEXT, struct shown_row, result) },
	{ FIELD(5, FIELD_TEXT, struct shown_row, error) },
};

static const struct record_type shown_row_record = { .name = "line",
	RECORD_FIELDS(struct shown_row, shown_row_fields) };

static bool
is_json(const struct batch_print *print)
{
	return print->format == FORMAT_JSON || print->format == FORMAT_NDJSON;
}

static bool
is_separated(const struct batch_print *print)
{
	return print->format == FORMAT_TSV || print->format == FORMAT_CSV;
}

enum status
batch_print_begin(struct batch_print *print, struct context *context, struct err *err)
{
	const struct global_options *global = context->global;

	print->output = context->output;
	print->format = output_format(context->output);
	print->quiet = global->quiet && global->format == FORMAT_UNSET;
	print->rows = !print->quiet && (is_json(print) || is_separated(print));
	if (global->json_fields.count > 0)
		return fail(err, ST_USAGE,
			"--json takes no fields here: each line has its own");
	if (print->format > FORMAT_IDS)
		return fail(err, ST_USAGE,
			"a batch prints no '%s' (but table, tsv, csv, ndjson or ids)",
			output_format_names[print->format - 1]);
	if (!print->rows || is_json(print))
		return ST_OK;
	return output_list_begin(print->output, &shown_row_record, err);
}

enum output_format
batch_print_format(const struct batch_print *print)
{
	if (print->quiet)
		return FORMAT_UNSET;
	if (is_json(print))
		return FORMAT_JSON;
	return print->rows ? FORMAT_IDS : print->format;
}

/* A place in another file, before what is wrong there. */
static enum status
error_text(const struct err *failed, struct arena *arena, const char **text,
	struct err *err)
{
	if (!failed->file)
		return arena_text(arena, failed->message, text, err);
	if (failed->column == 0)
		return arena_format(arena, text, err, "%s:%" PRIu64 ": %s",
			failed->file, failed->line, failed->message);
	return arena_format(arena, text, err, "%s:%" PRIu64 ":%" PRIu64 ": %s",
		failed->file, failed->line, failed->column, failed->message);
}

static enum status
print_separated(struct batch_print *print, const struct batch_row *row,
	struct arena *arena, struct err *err)
{
	struct shown_row shown = { .line = (int64_t)row->line,
		.command = row->command,
		.result = "",
		.error = "" };

	if (row->result)
		TRY(output_line_of(
			print->output, row->result, arena, &shown.result, err));
	if (row->failed) {
		shown.exit = status_exit(row->failed->status);
		TRY(error_text(row->failed, arena, &shown.error, err));
	}
	return output_row(print->output, &shown, err);
}

static enum status
print_json(struct batch_print *print, const struct batch_row *row, struct err *err)
{
	struct output *output = print->output;
	char text[64];

	snprintf(text, sizeof(text), "{\"line\":%" PRIu64 ",\"command\":", row->line);
	TRY(output_text(output, text, strlen(text), true, err));
	TRY(output_json_text(output, row->command, err));
	snprintf(text, sizeof(text), ",\"exit\":%d",
		row->failed ? status_exit(row->failed->status) : 0);
	TRY(output_text(output, text, strlen(text), true, err));
	if (row->result && !(row->failed && output_is_empty(row->result))) {
		TRY(output_text(output, RESULT, sizeof(RESULT) - 1, true, err));
		TRY(output_value(output, row->result, err));
	}
	if (row->failed) {
		TRY(output_text(output, ERROR, sizeof(ERROR) - 1, true, err));
		TRY(output_error_value(output, row->failed, err));
	}
	return output_text(output, "}\n", 2, true, err);
}

enum status
batch_print_row(struct batch_print *print, const struct batch_row *row,
	struct arena *arena, struct err *err)
{
	if (print->rows && is_json(print))
		return print_json(print, row, err);
	if (print->rows)
		return print_separated(print, row, arena, err);
	if (row->result)
		TRY(output_append(print->output, row->result, err));
	if (row->failed)
		TRY(output_error_line(print->output, row->failed, err));
	return ST_OK;
}

#include "cmd/import_summary.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"

static const struct field summary_fields[] = {
	{ .number = 1,
		.type = FIELD_COUNT,
		.name = "new",
		.offset = offsetof(struct import_summary, new_count) },
	{ FIELD(2, FIELD_COUNT, struct import_summary, changed) },
	{ FIELD(3, FIELD_COUNT, struct import_summary, unchanged) },
	{ FIELD(4, FIELD_COUNT, struct import_summary, rejected) },
	{ FIELD(5, FIELD_RECORDS, struct import_summary, errors),
		.record = &import_error_record },
	{ FIELD(6, FIELD_RECORDS, struct import_summary, warnings),
		.record = &import_error_record },
	{ FIELD(7, FIELD_BOOL, struct import_summary, dry_run) },
	{ FIELD(8, FIELD_COUNT, struct import_summary, seconds) },
};

const struct record_type import_summary_record = { .name = "import",
	RECORD_FIELDS(struct import_summary, summary_fields) };

/* Tables have one line: what was wrong is on stderr. */
static const struct field line_fields[] = {
	{ .number = 1,
		.type = FIELD_COUNT,
		.name = "new",
		.offset = offsetof(struct import_summary, new_count) },
	{ FIELD(2, FIELD_COUNT, struct import_summary, changed) },
	{ FIELD(3, FIELD_COUNT, struct import_summary, unchanged) },
	{ FIELD(4, FIELD_COUNT, struct import_summary, rejected) },
	{ FIELD(5, FIELD_BOOL, struct import_summary, dry_run) },
	{ FIELD(6, FIELD_COUNT, struct import_summary, seconds) },
};

static const struct record_type line_record = { .name = "import",
	RECORD_FIELDS(struct import_summary, line_fields) };

static enum status
append_list(struct arena *arena, struct list *list, const struct list *more,
	struct err *err)
{
	struct import_error *items;

	TRY(ARENA_NEW(arena, list->count + more->count, &items, err));
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	if (more->count > 0)
		memcpy(items + list->count, more->items,
			more->count * sizeof(*items));
	*list = (struct list){ items, list->count + more->count };
	return ST_OK;
}

/* A file of which nothing was imported has changed nothing. */
static enum status
add_result(struct import_summary *summary, struct arena *arena,
	const struct import_result *result, bool counts, struct err *err)
{
	summary->rejected += result->rejected;
	if (counts) {
		summary->new_count += result->new_count;
		summary->changed += result->changed;
		summary->unchanged += result->unchanged;
	}
	TRY(append_list(arena, &summary->errors, &result->errors, err));
	return append_list(arena, &summary->warnings, &result->warnings, err);
}

static enum status
warn_all(struct output *output, const char *prefix, const struct list *list,
	int64_t count, struct err *err)
{
	const struct import_error *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		TRY(output_warn(output, err, "%s:%" PRId64 ":%" PRId64 ": %s%s%s%s",
			items[i].file, items[i].line, items[i].column, prefix,
			items[i].sku, items[i].sku[0] ? ": " : "", items[i].message));
	if ((int64_t)list->count == count)
		return ST_OK;
	return output_warn(
		output, err, "and %" PRId64 " more", count - (int64_t)list->count);
}

enum status
import_summary_add(struct import_summary *summary, struct context *context,
	const struct import_result *result, bool imported, struct err *err)
{
	struct output *output = context->output;

	TRY(add_result(
		summary, context->arena, result, imported || summary->dry_run, err));
	TRY(warn_all(
		output, "warning: ", &result->warnings, result->warning_count, err));
	if (!imported && result->error_count == 1)
		return ST_OK;
	return warn_all(output, "", &result->errors, result->error_count, err);
}

bool
import_summary_is_json(const struct context *context)
{
	enum output_format format = output_format(context->output);

	return format == FORMAT_JSON || format == FORMAT_NDJSON;
}

static enum status
print_change(
	struct context *context, const struct import_change *change, struct err *err)
{
	if (context->global->dry_run)
		return output_row(context->output, change, err);
	return output_detail(context->output, err, "%s: %s: %s '%s' -> '%s'",
		change->sku, change->kind, change->field, change->old, change->new);
}

static enum status
print_changes(
	struct context *context, struct import_changes *changes, struct err *err)
{
	struct arena_mark mark = arena_mark(context->arena);
	struct import_change change;
	bool found;

	TRY(import_changes_rewind(changes, err));
	for (;;) {
		TRY(import_changes_next(
			changes, context->arena, &change, &found, err));
		if (!found)
			return ST_OK;
		TRY(print_change(context, &change, err));
		arena_rewind(context->arena, mark);
	}
}

static enum status
print_rows(struct import_summary *summary, struct context *context,
	struct import_changes *changes, struct err *err)
{
	struct output *output = context->output;

	if (summary->dry_run) {
		TRY(output_list_begin(output, &import_change_record, err));
		TRY(print_changes(context, changes, err));
		return output_list_end(output, &import_summary_record, summary, err);
	}
	if (changes->file)
		TRY(print_changes(context, changes, err));
	if (output_is_table(output))
		return ST_OK;
	return output_record(output,
		import_summary_is_json(context) ? &import_summary_record
						: &line_record,
		summary, err);
}

enum status
import_summary_print(struct import_summary *summary, struct context *context,
	struct import_changes *changes, int64_t duration, struct err *err)
{
	summary->seconds = (duration + SECOND - 1) / SECOND;
	TRY(print_rows(summary, context, changes, err));
	return output_say(context->output, err,
		"%" PRId64 " new, %" PRId64 " changed, %" PRId64
		" unchanged, %" PRId64 " rejected%s (%" PRId64 ".%" PRId64 " s)",
		summary->new_count, summary->changed, summary->unchanged,
		summary->rejected,
		summary->dry_run ? "; a dry run: nothing was changed" : "",
		duration / SECOND, duration % SECOND * 10 / SECOND);
}

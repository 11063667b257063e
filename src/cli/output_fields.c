#include <string.h>

#include "base/text.h"
#include "cli/output_parts.h"

/* A single thing for people: "field  value" lines, its parts below them. */

#define GAP 2
#define INDENT 2

static const char NONE[] = "-";

static bool
is_part(const struct field *field)
{
	return field->type == FIELD_RECORDS || field->type == FIELD_MAP;
}

static bool
is_shown(const struct field *field, const void *record)
{
	if (field->flags & (FIELD_HIDDEN | FIELD_WIDE))
		return false;
	if (is_part(field))
		return list_at(field, record).count > 0;
	if (field->flags & FIELD_QUIET && cell_says_nothing(field, record))
		return false;
	return !(field->flags & FIELD_SPARSE && field_is_default(field, record));
}

/* A text's further lines stand under its first. */
static enum status
print_value(struct output *output, const char *text, size_t indent, struct err *err)
{
	for (;;) {
		size_t size = strcspn(text, "\n");

		TRY(output_bytes(output, text, size, err));
		TRY(output_words(output, "\n", err));
		if (!text[size] || !text[size + 1])
			return ST_OK;
		text += size + 1;
		TRY(output_blanks(output, indent, err));
	}
}

static enum status
print_field(struct output *output, const struct field *field, const void *record,
	size_t width, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	const char *text;

	TRY(cell_heading(field, &output->scratch, &text, err));
	TRY(output_words(output, text, err));
	TRY(output_blanks(output, width + GAP - strlen(text), err));
	TRY(cell_for_people(output, field, record, true, &text, err));
	TRY(print_value(output, *text ? text : NONE, width + GAP, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

static enum status
print_fields(struct output *output, const struct record_type *type,
	const void *record, struct err *err)
{
	size_t width = 0;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];
		size_t size = strlen(field->name);

		if (!is_part(field) && is_shown(field, record) && size > width)
			width = size;
	}
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (!is_part(field) && is_shown(field, record))
			TRY(print_field(output, field, record, width, err));
	}
	return ST_OK;
}

/* A map's entries: the first field of each names it, the second is its value. */
static enum status
print_map(struct output *output, const struct record_type *type, struct list list,
	struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	const char *text;

	for (size_t i = 0; i < list.count; i++) {
		const void *entry = list_item(list, type, i);

		TRY(output_blanks(output, INDENT, err));
		TRY(cell_for_people(
			output, &type->fields[0], entry, false, &text, err));
		TRY(output_words(output, text, err));
		TRY(output_words(output, ": ", err));
		TRY(cell_for_people(
			output, &type->fields[1], entry, true, &text, err));
		TRY(print_value(output, text, 2 * INDENT, err));
		arena_rewind(&output->scratch, mark);
	}
	return ST_OK;
}

static enum status
print_part(struct output *output, const struct field *field, const void *record,
	struct err *err)
{
	struct list list = list_at(field, record);
	const char *heading;

	TRY(cell_heading(field, &output->arena, &heading, err));
	TRY(output_words(output, heading, err));
	TRY(output_words(output, "\n", err));
	if (field->type == FIELD_MAP)
		return print_map(output, field->record, list, err);
	return table_list(output, field->record, list, INDENT, err);
}

enum status
fields_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err)
{
	const struct field *items = items_field(type);

	if (items && is_shown(items, record)) {
		TRY(table_list(
			output, items->record, list_at(items, record), 0, err));
		TRY(output_words(output, "\n", err));
	}
	TRY(print_fields(output, type, record, err));
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field != items && is_part(field) && is_shown(field, record))
			TRY(print_part(output, field, record, err));
	}
	return ST_OK;
}

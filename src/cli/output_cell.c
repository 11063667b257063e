#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/output_parts.h"

bool
cell_is_text(const struct field *field)
{
	switch (field->type) {
	case FIELD_COUNT:
	case FIELD_OPTIONAL:
	case FIELD_ID:
	case FIELD_MONEY:
	case FIELD_TIME:
		return false;
	default:
		return true;
	}
}

bool
cell_says_nothing(const struct field *field, const void *record)
{
	int64_t number = 1;

	if (field_is_default(field, record))
		return true;
	if (!(field->flags & FIELD_QUIET) || cell_is_text(field))
		return false;
	memcpy(&number, field_at(field, record), sizeof(number));
	return number == 0;
}

enum status
cell_heading(const struct field *field, struct arena *arena, const char **heading,
	struct err *err)
{
	size_t size = strlen(field->name);
	char *text;

	TRY(arena_take(arena, size + 1, 1, &text, err));
	for (size_t i = 0; i < size; i++)
		text[i] = field->name[i] == '_' ? ' ' : field->name[i];
	*heading = text;
	return ST_OK;
}

enum status
cell_for_people(struct output *output, const struct field *field, const void *record,
	bool keep_lines, const char **text, struct err *err)
{
	struct arena *arena = &output->scratch;
	char time[TIME_TEXT_MAX];
	int64_t at;

	if (field->type == FIELD_TIME) {
		memcpy(&at, field_at(field, record), sizeof(at));
		if (at == 0)
			return arena_text(arena, "", text, err);
		time_format_short(at, time);
		return arena_text(arena, time, text, err);
	}
	TRY(field_text(field, record, output->style, arena, text, err));
	if (!cell_is_text(field))
		return ST_OK;
	if (field->flags & FIELD_SHARE && **text)
		return arena_format(arena, text, err, "%s%%", *text);
	return text_escape_terminal(
		arena, *text, strlen(*text), keep_lines, text, err);
}

/* Parts have no form of their own in a line of cells: theirs is JSON's. */
static enum status
part_for_machines(const struct output *output, const struct field *field,
	const void *record, struct arena *arena, const char **text, struct err *err)
{
	struct buffer buffer = { .arena = arena };

	if (field_is_default(field, record))
		return arena_text(arena, "", text, err);
	TRY(json_append_field(&buffer, field, record, output->style, err));
	return arena_copy(arena, (const char *)buffer.data, buffer.size, text, err);
}

enum status
cell_for_machines(const struct output *output, const struct field *field,
	const void *record, struct arena *arena, const char **text, struct err *err)
{
	char time[TIME_TEXT_MAX];
	int64_t at;

	switch (field->type) {
	case FIELD_BOOL:
		return arena_text(arena,
			*(const bool *)field_at(field, record) ? "true" : "false",
			text, err);
	case FIELD_TIME:
		memcpy(&at, field_at(field, record), sizeof(at));
		time_format(at, time);
		return arena_text(arena, time, text, err);
	case FIELD_RECORD:
	case FIELD_RECORDS:
	case FIELD_MAP:
		return part_for_machines(output, field, record, arena, text, err);
	default:
		return field_text(field, record, output->style, arena, text, err);
	}
}

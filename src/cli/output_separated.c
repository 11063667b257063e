#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "cli/output_parts.h"

/* tsv, csv and ids: a header, then a line for each row. */

static bool
is_printed(const struct field *field)
{
	return !(field->flags & FIELD_HIDDEN);
}

static enum status
append_tsv(struct buffer *line, const char *text, struct err *err)
{
	while (*text) {
		size_t plain = strcspn(text, "\t\n\r\\");
		char escape[2] = { '\\', '\\' };

		TRY(buffer_append(line, text, plain, err));
		text += plain;
		if (!*text)
			break;
		if (*text == '\t')
			escape[1] = 't';
		else if (*text == '\n')
			escape[1] = 'n';
		else if (*text == '\r')
			escape[1] = 'r';
		TRY(buffer_append(line, escape, sizeof(escape), err));
		text++;
	}
	return ST_OK;
}

/* RFC 4180, lines ended by LF alone. A spreadsheet would run a text that begins as
 * a formula does, which the apostrophe prevents. */
static enum status
append_csv(struct buffer *line, const char *text, bool words, struct err *err)
{
	bool formula = words && *text && strchr("=+-@\t\r", *text);
	bool quoted = text[strcspn(text, ",\"\n\r")] != '\0';

	if (quoted)
		TRY(buffer_append(line, "\"", 1, err));
	if (formula)
		TRY(buffer_append(line, "'", 1, err));
	while (*text) {
		size_t plain = strcspn(text, "\"");

		TRY(buffer_append(line, text, plain, err));
		text += plain;
		if (*text) {
			TRY(buffer_append(line, "\"\"", 2, err));
			text++;
		}
	}
	return quoted ? buffer_append(line, "\"", 1, err) : ST_OK;
}

static enum status
append_cell(const struct output *output, struct buffer *line, const char *text,
	bool words, struct err *err)
{
	if (output->format == FORMAT_TSV)
		return append_tsv(line, text, err);
	if (output->format == FORMAT_CSV)
		return append_csv(line, text, words, err);
	return buffer_append_text(line, text, err);
}

static char
gap_of(const struct output *output)
{
	return output->format == FORMAT_CSV ? ',' : '\t';
}

enum status
separated_header(
	struct output *output, const struct record_type *type, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer line = { .arena = &output->scratch };
	char gap = gap_of(output);
	bool first = true;

	if (output->format == FORMAT_IDS)
		return ST_OK;
	for (size_t i = 0; i < type->field_count; i++) {
		if (!is_printed(&type->fields[i]))
			continue;
		if (!first)
			TRY(buffer_append(&line, &gap, 1, err));
		TRY(buffer_append_text(&line, type->fields[i].name, err));
		first = false;
	}
	TRY(buffer_append_text(&line, "\n", err));
	TRY(output_buffer(output, &line, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

/* A terminal gets what a pipe gets, but nothing that moves it. */
static enum status
print_line(struct output *output, struct buffer *line, struct err *err)
{
	const char *text;

	TRY(buffer_append_text(line, "\n", err));
	if (!output->terminal)
		return output_buffer(output, line, err);
	TRY(text_escape_terminal(
		line->arena, (const char *)line->data, line->size, true, &text, err));
	return output_words(output, text, err);
}

static bool
is_plain_number(const struct field *field)
{
	return field->type == FIELD_COUNT || field->type == FIELD_MONEY;
}

/* What a cell that is a plain number needs, with the gap before it. */
#define NUMBER_ROOM (MONEY_TEXT_MAX + 1)

/* Most of what long lists have are numbers, in which no format has anything to
 * escape: the line has room for them. */
static void
put_number(const struct output *output, struct buffer *line,
	const struct field *field, const void *record)
{
	unsigned decimals =
		field->type == FIELD_MONEY ? output->style.money_decimals : 0;
	char text[MONEY_TEXT_MAX];
	char *end = text + sizeof(text);
	int64_t number;
	char *at;

	memcpy(&number, (const char *)record + field->offset, sizeof(number));
	at = money_before(end, number, decimals);
	memcpy(line->data + line->size, at, (size_t)(end - at));
	line->size += (size_t)(end - at);
}

/* A cell that may be of any size; behind it there is room for so many numbers. */
static enum status
append_field(const struct output *output, struct buffer *line,
	const struct field *field, const void *record, size_t numbers,
	struct err *err)
{
	const char *text;

	if (field->type == FIELD_TEXT)
		memcpy(&text, field_at(field, record), sizeof(text));
	else
		TRY(cell_for_machines(
			output, field, record, line->arena, &text, err));
	if (!text)
		text = "";
	TRY(append_cell(output, line, text, cell_is_text(field), err));
	return buffer_reserve(line, numbers * NUMBER_ROOM, err);
}

static enum status
append_fields(const struct output *output, struct buffer *line,
	const struct record_type *type, const void *record, struct err *err)
{
	uint8_t gap = (uint8_t)gap_of(output);
	bool first = true;

	TRY(buffer_reserve(line, type->field_count * NUMBER_ROOM, err));
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (!is_printed(field))
			continue;
		if (!first)
			line->data[line->size++] = gap;
		first = false;
		if (is_plain_number(field))
			put_number(output, line, field, record);
		else
			TRY(append_field(output, line, field, record,
				type->field_count - i, err));
		if (output->format == FORMAT_IDS)
			break;
	}
	return ST_OK;
}

enum status
separated_row(struct output *output, const struct record_type *type,
	const void *record, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer line = { .arena = &output->scratch };

	TRY(append_fields(output, &line, type, record, err));
	TRY(print_line(output, &line, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

enum status
separated_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err)
{
	const struct field *items = items_field(type);
	struct list list;

	if (!items) {
		TRY(separated_header(output, type, err));
		return separated_row(output, type, record, err);
	}
	list = list_at(items, record);
	TRY(separated_header(output, items->record, err));
	for (size_t i = 0; i < list.count; i++)
		TRY(separated_row(output, items->record,
			list_item(list, items->record, i), err));
	return ST_OK;
}

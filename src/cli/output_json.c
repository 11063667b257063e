#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/output_parts.h"

/* How many bytes the character at text has that JSON lets through but that can turn
 * a terminal's lines about: C1 and DEL, bidi controls, line separators; 0 for any
 * other. */
static size_t
unsafe_size(const uint8_t *text, size_t left, unsigned *code)
{
	if (text[0] == 0x7F) {
		*code = 0x7F;
		return 1;
	}
	if (left >= 2 && (text[0] & 0xE0) == 0xC0) {
		*code = (text[0] & 0x1FU) << 6 | (text[1] & 0x3FU);
		return *code < 0xA0 || *code == 0x061C ? 2 : 0;
	}
	if (left >= 3 && (text[0] & 0xF0) == 0xE0) {
		*code = (text[0] & 0x0FU) << 12 | (text[1] & 0x3FU) << 6 |
			(text[2] & 0x3FU);
		return *code == 0x200E || *code == 0x200F ||
				       (*code >= 0x2028 && *code <= 0x202E) ||
				       (*code >= 0x2066 && *code <= 0x2069)
			       ? 3
			       : 0;
	}
	return 0;
}

/* Where the next byte is that may be a part of such a character: eight at a time. */
static size_t
skip_plain(const uint8_t *data, size_t at, size_t size)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t word;

	for (; size - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, data + at, sizeof(word));
		if ((word | (word + ones)) & (ones << 7))
			break;
	}
	while (at < size && data[at] < 0x7F)
		at++;
	return at;
}

enum status
output_json(struct output *output, const uint8_t *data, size_t size, struct err *err)
{
	size_t begin = 0;
	size_t at = 0;
	char escape[16];
	unsigned code;

	while ((at = skip_plain(data, at, size)) < size) {
		size_t bytes = unsafe_size(data + at, size - at, &code);

		if (bytes == 0) {
			at++;
			continue;
		}
		snprintf(escape, sizeof(escape), "\\u%04x", code);
		TRY(output_bytes(output, data + begin, at - begin, err));
		TRY(output_words(output, escape, err));
		at += bytes;
		begin = at;
	}
	return output_bytes(output, data + begin, size - begin, err);
}

static enum status
print_schema(struct output *output, const struct record_type *type, struct err *err)
{
	char text[40];

	snprintf(text, sizeof(text), "{\"schema\":%u", (unsigned)type->schema);
	return output_words(output, text, err);
}

/* An object's members behind others: ",..." without its braces. */
static enum status
print_members(struct output *output, const struct buffer *object, struct err *err)
{
	invariant(object->size >= 2);
	if (object->size == 2)
		return ST_OK;
	TRY(output_words(output, ",", err));
	return output_json(output, object->data + 1, object->size - 2, err);
}

static bool
has_all(const struct record_type *type, const char *const *names)
{
	for (; *names; names++)
		if (!record_field(type, *names))
			return false;
	return true;
}

/* A list with a frame, of whose items alone some fields are wanted. */
static enum status
print_items(struct output *output, const struct record_type *type, const void *record,
	struct err *err)
{
	const struct field *items = items_field(type);
	struct list list = list_at(items, record);

	TRY(json_list_begin(output, items->record, err));
	output->row = items->record;
	output->rows = 0;
	for (size_t i = 0; i < list.count; i++) {
		TRY(json_list_row(output, list_item(list, items->record, i), err));
		output->rows++;
	}
	TRY(json_list_end(output, NULL, NULL, err));
	output->row = NULL;
	return ST_OK;
}

enum status
output_json_text(struct output *output, const char *text, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer string = { .arena = &output->scratch };

	TRY(json_append_text(&string, text, err));
	TRY(output_json(output, string.data, string.size, err));
	arena_rewind(&output->scratch, mark);
	return ST_OK;
}

enum status
json_record(struct output *output, const struct record_type *type, const void *record,
	struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer object = { .arena = &output->scratch };

	if (output->only && items_field(type) && !has_all(type, output->only))
		return print_items(output, type, record, err);
	TRY(json_append_record(
		&object, type, record, output->style, output->only, err));
	TRY(print_schema(output, type, err));
	TRY(print_members(output, &object, err));
	arena_rewind(&output->scratch, mark);
	return output_words(output, "}\n", err);
}

enum status
json_list_begin(struct output *output, const struct record_type *row, struct err *err)
{
	if (output->format == FORMAT_NDJSON)
		return ST_OK;
	TRY(print_schema(output, row, err));
	return output_words(output, ",\"items\":[", err);
}

enum status
json_list_row(struct output *output, const void *record, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer object = { .arena = &output->scratch };

	if (output->format == FORMAT_JSON)
		TRY(output_words(output, output->rows > 0 ? ",\n" : "\n", err));
	TRY(json_append_record(
		&object, output->row, record, output->style, output->only, err));
	TRY(output_json(output, object.data, object.size, err));
	arena_rewind(&output->scratch, mark);
	return output->format == FORMAT_NDJSON ? output_words(output, "\n", err)
					       : ST_OK;
}

enum status
json_list_end(struct output *output, const struct record_type *envelope,
	const void *record, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	struct buffer object = { .arena = &output->scratch };

	if (output->format == FORMAT_NDJSON)
		return ST_OK;
	TRY(output_words(output, output->rows > 0 ? "\n]" : "]", err));
	if (envelope) {
		TRY(json_append_record(
			&object, envelope, record, output->style, NULL, err));
		TRY(print_members(output, &object, err));
	}
	arena_rewind(&output->scratch, mark);
	return output_words(output, "}\n", err);
}

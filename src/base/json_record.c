#include <string.h>

#include "base/json.h"
#include "base/money.h"

/* Long lists have many rows of a few plain texts and numbers, which need no tree of
 * values to be made and thrown away. */

#define NUMBER_TEXT_MAX 40

bool
json_has_field(const struct field *field, const void *record)
{
	return !(field->flags & FIELD_HIDDEN) &&
	       !(field->flags & FIELD_SPARSE && field_is_default(field, record));
}

static bool
is_wanted(const struct field *field, const void *record, const char *const *only)
{
	if (!json_has_field(field, record))
		return false;
	if (!only)
		return true;
	for (; *only; only++)
		if (strcmp(*only, field->name) == 0)
			return true;
	return false;
}

/* Whether a text stands in JSON as it is. */
static bool
is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

static enum status
append_quoted(struct buffer *buffer, const char *text, size_t size, struct err *err)
{
	TRY(buffer_append(buffer, "\"", 1, err));
	TRY(buffer_append(buffer, text, size, err));
	return buffer_append(buffer, "\"", 1, err);
}

static enum status
append_text(struct buffer *buffer, const char *text, struct err *err)
{
	if (!text)
		text = "";
	if (!is_plain(text))
		return json_append_text(buffer, text, err);
	return append_quoted(buffer, text, strlen(text), err);
}

static enum status
append_number(struct buffer *buffer, int64_t number, struct err *err)
{
	char text[NUMBER_TEXT_MAX];
	char *end = text + sizeof(text);
	char *at = money_before(end, number, 0);

	return buffer_append(buffer, at, (size_t)(end - at), err);
}

static enum status
append_money(struct buffer *buffer, int64_t minor, struct record_style style,
	struct err *err)
{
	char text[MONEY_TEXT_MAX + 1];
	char *end = text + sizeof(text);
	char *at = money_before(end, minor, style.money_decimals);

	return append_quoted(buffer, at, (size_t)(end - at), err);
}

static enum status
append_value(struct buffer *buffer, const struct field *field, const void *record,
	struct record_style style, struct err *err)
{
	const void *at = field_at(field, record);
	const char *text;
	int64_t number;

	if (field->flags & FIELD_NULLABLE)
		return json_append_field(buffer, field, record, style, err);
	if (field->type == FIELD_TEXT) {
		memcpy(&text, at, sizeof(text));
		return append_text(buffer, text, err);
	}
	if (field->type != FIELD_COUNT && field->type != FIELD_MONEY)
		return json_append_field(buffer, field, record, style, err);
	memcpy(&number, at, sizeof(number));
	if (number == NUMBER_NONE)
		return json_append_field(buffer, field, record, style, err);
	if (field->type == FIELD_COUNT)
		return append_number(buffer, number, err);
	return append_money(buffer, number, style, err);
}

static enum status
append_members(struct buffer *buffer, const struct record_type *type,
	const void *record, struct record_style style, const char *const *only,
	struct err *err)
{
	const char *gap = "{\"";

	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (!is_wanted(field, record, only))
			continue;
		TRY(buffer_append(buffer, gap, 2, err));
		TRY(buffer_append_text(buffer, field->name, err));
		TRY(buffer_append(buffer, "\":", 2, err));
		TRY(append_value(buffer, field, record, style, err));
		gap = ",\"";
	}
	return buffer_append_text(buffer, gap[0] == '{' ? "{}" : "}", err);
}

enum status
json_append_record(struct buffer *buffer, const struct record_type *type,
	const void *record, struct record_style style, const char *const *only,
	struct err *err)
{
	size_t size = buffer->size;
	enum status status = append_members(buffer, type, record, style, only, err);

	if (status != ST_OK)
		buffer->size = size;
	return status;
}

#include <string.h>

#include "base/json.h"
#include "base/money.h"

/* Long lists have many rows of a few plain texts and numbers, which need no tree of
 * values to be made and thrown away. */

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

/* What a member takes beside its name, if its value is a number: quotes, colon, gap.
 */
#define MEMBER_ROOM (MONEY_TEXT_MAX + 8)

/* Where there is room for it. */
static void
put(struct buffer *buffer, const char *data, size_t size)
{
	memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
}

static enum status
append_text(struct buffer *buffer, const char *text, struct err *err)
{
	size_t size;

	if (!text)
		text = "";
	if (!is_plain(text))
		return json_append_text(buffer, text, err);
	size = strlen(text);
	TRY(buffer_reserve(buffer, size + 2, err));
	put(buffer, "\"", 1);
	put(buffer, text, size);
	put(buffer, "\"", 1);
	return ST_OK;
}

/* A count as it is, money as a string; there is room for it. */
static void
put_number(struct buffer *buffer, int64_t number, bool is_money, unsigned decimals)
{
	char text[MONEY_TEXT_MAX + 2];
	char *end = text + sizeof(text);
	char *at = end;

	if (is_money)
		*--at = '"';
	at = money_before(at, number, decimals);
	if (is_money)
		*--at = '"';
	put(buffer, at, (size_t)(end - at));
}

static enum status
append_value(struct buffer *buffer, const struct field *field, const void *record,
	struct record_style style, struct err *err)
{
	const void *at = field_at(field, record);
	bool is_money = field->type == FIELD_MONEY;
	const char *text;
	int64_t number;

	if (field->flags & FIELD_NULLABLE)
		return json_append_field(buffer, field, record, style, err);
	if (field->type == FIELD_TEXT) {
		memcpy(&text, at, sizeof(text));
		return append_text(buffer, text, err);
	}
	if (!is_money && field->type != FIELD_COUNT)
		return json_append_field(buffer, field, record, style, err);
	memcpy(&number, at, sizeof(number));
	if (number == NUMBER_NONE)
		return json_append_field(buffer, field, record, style, err);
	put_number(buffer, number, is_money, is_money ? style.money_decimals : 0);
	return ST_OK;
}

static enum status
append_members(struct buffer *buffer, const struct record_type *type,
	const void *record, struct record_style style, const char *const *only,
	struct err *err)
{
	const char *gap = "{\"";

	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];
		size_t size = strlen(field->name);

		if (!is_wanted(field, record, only))
			continue;
		TRY(buffer_reserve(buffer, size + MEMBER_ROOM, err));
		put(buffer, gap, 2);
		put(buffer, field->name, size);
		put(buffer, "\":", 2);
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

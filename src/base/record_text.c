#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/record.h"

static const struct field change_fields[] = {
	{ 1, FIELD_TEXT, "field", offsetof(struct change, field), .flags = 0 },
	{ 2, FIELD_TEXT, "old", offsetof(struct change, old), .flags = 0 },
	{ 3, FIELD_TEXT, "new", offsetof(struct change, new), .flags = 0 },
};

const struct record_type change_record = { .name = "change",
	RECORD_FIELDS(struct change, change_fields) };

static enum status append_field(const struct field *field, const void *record,
	struct record_style style, struct buffer *buffer, struct err *err);

static enum status
append_digits(uint64_t number, bool negative, struct buffer *buffer, struct err *err)
{
	char digits[24];
	char *end = digits + sizeof(digits);
	char *at = digits_before(end, negative ? 0 - number : number);

	if (negative)
		*--at = '-';
	return buffer_append(buffer, at, (size_t)(end - at), err);
}

static enum status
append_number(const struct field *field, const void *record,
	struct record_style style, struct buffer *buffer, struct err *err)
{
	char text[TIME_TEXT_MAX > MONEY_TEXT_MAX ? TIME_TEXT_MAX : MONEY_TEXT_MAX];
	char *end = text + sizeof(text);
	int64_t number;
	uint64_t id;

	memcpy(&number, field_at(field, record), sizeof(number));
	memcpy(&id, field_at(field, record), sizeof(id));
	if (field->type == FIELD_MONEY) {
		char *at = money_before(end, number, style.money_decimals);

		return buffer_append(buffer, at, (size_t)(end - at), err);
	}
	if (field->type == FIELD_ID)
		return append_digits(id, false, buffer, err);
	if (field->type != FIELD_TIME)
		return append_digits(id, number < 0, buffer, err);
	time_format(number, text);
	return buffer_append_text(buffer, text, err);
}

static enum status
append_texts(const struct texts *texts, struct buffer *buffer, struct err *err)
{
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(buffer, ", ", err));
		TRY(buffer_append_text(buffer, texts->items[i], err));
	}
	return ST_OK;
}

/* "name=value name=value" of what is not at its default. */
static enum status
append_pairs(const struct record_type *type, const void *record,
	struct record_style style, struct buffer *buffer, struct err *err)
{
	size_t shown = 0;
	size_t i;

	for (i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field_is_default(field, record) || (field->flags & FIELD_HIDDEN))
			continue;
		if (shown++ > 0)
			TRY(buffer_append_text(buffer, " ", err));
		TRY(buffer_append_text(buffer, field->name, err));
		TRY(buffer_append_text(buffer, "=", err));
		TRY(append_field(field, record, style, buffer, err));
	}
	return ST_OK;
}

static enum status
append_map_entry(const struct record_type *type, const void *record,
	struct record_style style, struct buffer *buffer, struct err *err)
{
	TRY(append_field(&type->fields[0], record, style, buffer, err));
	TRY(buffer_append_text(buffer, "=", err));
	return append_field(&type->fields[1], record, style, buffer, err);
}

/* "price: 10.00 → 12.00", and one side alone where the other is none. */
static enum status
append_change(const struct change *change, struct buffer *buffer, struct err *err)
{
	const char *arrow = change->old[0] && change->new[0] ? " → " : "";

	TRY(buffer_append_text(buffer, change->field, err));
	TRY(buffer_append_text(buffer, ": ", err));
	TRY(buffer_append_text(buffer, change->old, err));
	TRY(buffer_append_text(buffer, change->new[0] ? arrow : " → none", err));
	return buffer_append_text(buffer, change->new, err);
}

static enum status
append_item(const struct field *field, const void *item, struct record_style style,
	struct buffer *buffer, struct err *err)
{
	if (field->record == &change_record)
		return append_change(item, buffer, err);
	if (field->type == FIELD_MAP)
		return append_map_entry(field->record, item, style, buffer, err);
	return append_pairs(field->record, item, style, buffer, err);
}

static enum status
append_list(const struct field *field, const struct list *list,
	struct record_style style, struct buffer *buffer, struct err *err)
{
	const unsigned char *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(buffer, ", ", err));
		TRY(append_item(
			field, items + i * field->record->size, style, buffer, err));
	}
	return ST_OK;
}

static enum status
append_hex(struct bytes bytes, struct buffer *buffer, struct err *err)
{
	TRY(buffer_reserve(buffer, 2 * bytes.size + 1, err));
	hex_encode(bytes, (char *)buffer->data + buffer->size);
	buffer->size += 2 * bytes.size;
	return ST_OK;
}

static enum status
append_field(const struct field *field, const void *record, struct record_style style,
	struct buffer *buffer, struct err *err)
{
	const void *at = field_at(field, record);
	const char *text;
	int choice;

	switch (field->type) {
	case FIELD_BOOL:
		return buffer_append_text(
			buffer, *(const bool *)at ? "yes" : "no", err);
	case FIELD_CHOICE:
		memcpy(&choice, at, sizeof(choice));
		return buffer_append_text(buffer, field->choices[choice], err);
	case FIELD_TEXT:
		memcpy(&text, at, sizeof(text));
		return buffer_append_text(buffer, text ? text : "", err);
	case FIELD_BYTES:
		return append_hex(*(const struct bytes *)at, buffer, err);
	case FIELD_TEXTS:
		return append_texts(at, buffer, err);
	case FIELD_RECORD:
		return append_pairs(field->record, at, style, buffer, err);
	case FIELD_RECORDS:
	case FIELD_MAP:
		return append_list(field, at, style, buffer, err);
	default:
		return append_number(field, record, style, buffer, err);
	}
}

/* What reads as nothing: numbers that may be none, times that are none. */
static bool
reads_as_none(const struct field *field, const void *record)
{
	return (field->type == FIELD_OPTIONAL || field->type == FIELD_MONEY ||
		       field->type == FIELD_TIME) &&
	       field_is_default(field, record);
}

enum status
field_append(const struct field *field, const void *record, struct record_style style,
	struct buffer *buffer, struct err *err)
{
	if (reads_as_none(field, record))
		return ST_OK;
	return append_field(field, record, style, buffer, err);
}

enum status
field_text(const struct field *field, const void *record, struct record_style style,
	struct arena *arena, const char **out, struct err *err)
{
	struct buffer buffer = { .arena = arena };

	TRY(field_append(field, record, style, &buffer, err));
	TRY(buffer_append(&buffer, "", 1, err));
	*out = (const char *)buffer.data;
	return ST_OK;
}

static enum status
add_change(const struct record_pair *pair, const struct field *field,
	struct record_style style, struct arena *arena, struct change *change,
	struct err *err)
{
	TRY(arena_format(arena, &change->field, err, "%s%s",
		pair->prefix ? pair->prefix : "", field->name));
	TRY(field_text(field, pair->old, style, arena, &change->old, err));
	return field_text(field, pair->new, style, arena, &change->new, err);
}

/* A record of defaults to stand for one that is missing. */
static enum status
fill_missing(struct record_pair *pair, struct arena *arena, struct err *err)
{
	void *defaults;

	TRY(arena_take(arena, 1, pair->type->size, &defaults, err));
	record_init(pair->type, defaults);
	if (!pair->old)
		pair->old = defaults;
	if (!pair->new)
		pair->new = defaults;
	return ST_OK;
}

enum status
record_diff(const struct record_pair *given, struct record_style style,
	struct arena *arena, struct list *changes, struct err *err)
{
	struct record_pair pair = *given;
	struct change *found;
	size_t count = 0;
	size_t i;

	TRY(fill_missing(&pair, arena, err));
	TRY(ARENA_NEW(arena, pair.type->field_count, &found, err));
	for (i = 0; i < pair.type->field_count; i++) {
		const struct field *field = &pair.type->fields[i];

		if ((field->flags & FIELD_HIDDEN) ||
			field_equal(field, pair.old, pair.new))
			continue;
		TRY(add_change(&pair, field, style, arena, &found[count], err));
		count++;
	}
	*changes = (struct list){ found, count };
	return ST_OK;
}

#include <string.h>

#include "base/record_parts.h"

/*
 * Stored form: varint schema, then for each field not at its default, in the
 * table's order: varint (number * 2 + wire), then
 *   wire 0: one varint (bool, counts as zigzag, ids, choices)
 *   wire 1: varint size, then that many bytes (texts, bytes, records, lists)
 * A list is varint count, then for each item varint size and its bytes.
 * A record that goes inside is its fields, with numbers above the parent's own.
 * Numbers that may be none are stored as zigzag and left out when none.
 */
/* Behind what is reserved for it. */
static uint8_t *
put_varint(uint8_t *at, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*at++ = (uint8_t)(value | 0x80);
	*at++ = (uint8_t)value;
	return at;
}

/* Above two varints. */
#define NUMBERS_SIZE_MAX 20

static enum status
append_number(struct buffer *buffer, uint64_t tag, uint64_t number, struct err *err)
{
	uint8_t *at;

	if (buffer->capacity - buffer->size < NUMBERS_SIZE_MAX)
		TRY(buffer_reserve(buffer, NUMBERS_SIZE_MAX, err));
	at = put_varint(buffer->data + buffer->size, tag);
	buffer->size = (size_t)(put_varint(at, number) - buffer->data);
	return ST_OK;
}

static enum status
append_sized(struct buffer *buffer, const void *data, size_t size, struct err *err)
{
	uint8_t *at;

	if (buffer->capacity - buffer->size < size + NUMBERS_SIZE_MAX)
		TRY(buffer_reserve(buffer, size + NUMBERS_SIZE_MAX, err));
	at = put_varint(buffer->data + buffer->size, size);
	if (size > 0)
		memcpy(at, data, size);
	buffer->size = (size_t)(at - buffer->data) + size;
	return ST_OK;
}

/* A part whose size is known only once it is written: a byte is left for it, which
 * is enough for most, and the others move up. */
static enum status
begin_sized(struct buffer *buffer, size_t *place, struct err *err)
{
	*place = buffer->size;
	return buffer_append(buffer, "", 1, err);
}

static enum status
end_sized(struct buffer *buffer, size_t place, struct err *err)
{
	size_t begin = place + 1;
	size_t size = buffer->size - begin;
	size_t more = 0;
	size_t rest;

	for (rest = size; rest >= 0x80; rest >>= 7)
		more++;
	if (more > 0) {
		TRY(buffer_reserve(buffer, more, err));
		memmove(buffer->data + begin + more, buffer->data + begin, size);
	}
	buffer->size = place;
	TRY(buffer_append_varint(buffer, size, err));
	buffer->size += size;
	return ST_OK;
}

static enum status append_fields(struct buffer *buffer,
	const struct record_type *type, uint32_t above, const void *record,
	struct err *err);

static enum status
append_record(struct buffer *buffer, const struct record_type *type,
	const void *record, struct err *err)
{
	size_t place;

	TRY(begin_sized(buffer, &place, err));
	TRY(buffer_append_varint(buffer, type->schema, err));
	TRY(append_fields(buffer, type, 0, record, err));
	return end_sized(buffer, place, err);
}

/* A record in place that says nothing is as if it were not there, which is known
 * when it was written. */
static enum status
encode_part(struct buffer *buffer, uint64_t tag, const struct field *field,
	const void *at, struct err *err)
{
	size_t before = buffer->size;
	size_t begin;
	size_t place;

	TRY(buffer_append_varint(buffer, tag, err));
	TRY(begin_sized(buffer, &place, err));
	TRY(buffer_append_varint(buffer, field->record->schema, err));
	begin = buffer->size;
	TRY(append_fields(buffer, field->record, 0, at, err));
	if (buffer->size > begin)
		return end_sized(buffer, place, err);
	buffer->size = before;
	return ST_OK;
}

static enum status
encode_list(struct buffer *buffer, uint64_t tag, const struct field *field,
	const struct list *list, struct err *err)
{
	const unsigned char *items = list->items;
	size_t place;
	size_t i;

	TRY(buffer_append_varint(buffer, tag, err));
	TRY(begin_sized(buffer, &place, err));
	TRY(buffer_append_varint(buffer, list->count, err));
	for (i = 0; i < list->count; i++)
		TRY(append_record(
			buffer, field->record, items + i * field->record->size, err));
	return end_sized(buffer, place, err);
}

/* The only record of a list goes among the fields around it, but for one that says
 * nothing, which would not be seen there. */
static enum status
encode_only(struct buffer *buffer, uint64_t tag, const struct field *field,
	const struct list *list, struct err *err)
{
	size_t before = buffer->size;

	TRY(append_fields(buffer, field->record, field->inside, list->items, err));
	return buffer->size > before ? ST_OK
				     : encode_list(buffer, tag, field, list, err);
}

static enum status
encode_texts(struct buffer *buffer, uint64_t tag, const struct texts *texts,
	struct err *err)
{
	size_t place;
	size_t i;

	TRY(buffer_append_varint(buffer, tag, err));
	TRY(begin_sized(buffer, &place, err));
	TRY(buffer_append_varint(buffer, texts->count, err));
	for (i = 0; i < texts->count; i++)
		TRY(append_sized(
			buffer, texts->items[i], strlen(texts->items[i]), err));
	return end_sized(buffer, place, err);
}

/* Fields within fields within fields have parts of their own. */
static bool
goes_inside(const struct field *field, uint32_t above)
{
	return field->inside != 0 && above == 0;
}

static enum status
encode_bytes(struct buffer *buffer, uint64_t tag, const void *data, size_t size,
	struct err *err)
{
	TRY(buffer_append_varint(buffer, tag, err));
	return append_sized(buffer, data, size, err);
}

/* A field that is not at its default, unless it is a record. */
static enum status
encode_field(struct buffer *buffer, const struct field *field, uint32_t above,
	const void *record, struct err *err)
{
	uint64_t tag = ((uint64_t)above + field->number) * 2;
	const void *at = field_at(field, record);
	const struct bytes *bytes = at;
	const struct list *list = at;
	const char *text;

	switch (field->type) {
	case FIELD_TEXT:
		text = field_text_at(field, record);
		return encode_bytes(
			buffer, tag + WIRE_BYTES, text, strlen(text), err);
	case FIELD_BYTES:
		return encode_bytes(
			buffer, tag + WIRE_BYTES, bytes->data, bytes->size, err);
	case FIELD_TEXTS:
		return encode_texts(buffer, tag + WIRE_BYTES, at, err);
	case FIELD_RECORD:
		if (goes_inside(field, above))
			return append_fields(
				buffer, field->record, field->inside, at, err);
		return encode_part(buffer, tag + WIRE_BYTES, field, at, err);
	case FIELD_RECORDS:
	case FIELD_MAP:
		if (goes_inside(field, above) && list->count == 1)
			return encode_only(
				buffer, tag + WIRE_BYTES, field, list, err);
		return encode_list(buffer, tag + WIRE_BYTES, field, list, err);
	default:
		return append_number(
			buffer, tag, field_number_stored(field, record), err);
	}
}

static enum status
append_fields(struct buffer *buffer, const struct record_type *type, uint32_t above,
	const void *record, struct err *err)
{
	const struct field *end = type->fields + type->field_count;
	const struct field *field;

	for (field = type->fields; field < end; field++)
		if (field->type == FIELD_RECORD || !field_is_default(field, record))
			TRY(encode_field(buffer, field, above, record, err));
	return ST_OK;
}

enum status
record_encode(const struct record_type *type, const void *record,
	struct buffer *buffer, struct err *err)
{
	TRY(buffer_reserve(buffer, type->size, err));
	TRY(buffer_append_varint(buffer, type->schema, err));
	return append_fields(buffer, type, 0, record, err);
}

#include "base/record.h"

#include <string.h>

/*
 * Stored form: varint schema, then for each field not at its default, in the
 * table's order: varint (number * 2 + wire), then
 *   wire 0: one varint (bool, counts as zigzag, ids, choices)
 *   wire 1: varint size, then that many bytes (texts, bytes, records, lists)
 * A list is varint count, then for each item varint size and its bytes.
 * Numbers that may be none are stored as zigzag and left out when none.
 */
enum wire {
	WIRE_NUMBER = 0,
	WIRE_BYTES = 1,
};

/* Records nest in records; tables are ours, so this only catches our mistakes. */
#define RECORD_DEPTH_MAX 8

static enum wire
field_wire(const struct field *field)
{
	switch (field->type) {
	case FIELD_BOOL:
	case FIELD_COUNT:
	case FIELD_OPTIONAL:
	case FIELD_ID:
	case FIELD_MONEY:
	case FIELD_TIME:
	case FIELD_CHOICE:
		return WIRE_NUMBER;
	case FIELD_TEXT:
	case FIELD_BYTES:
	case FIELD_TEXTS:
	case FIELD_RECORD:
	case FIELD_RECORDS:
	case FIELD_MAP:
		break;
	}
	return WIRE_BYTES;
}

const void *
field_at(const struct field *field, const void *record)
{
	return (const unsigned char *)record + field->offset;
}

static void *
field_in(const struct field *field, void *record)
{
	return (unsigned char *)record + field->offset;
}

void
field_init(const struct field *field, void *record)
{
	static const int64_t none = NUMBER_NONE;
	static const char *const empty = "";
	void *at = field_in(field, record);

	if (field->type == FIELD_OPTIONAL || field->type == FIELD_MONEY)
		memcpy(at, &none, sizeof(none));
	else if (field->type == FIELD_TEXT)
		memcpy(at, &empty, sizeof(empty));
	else if (field->type == FIELD_RECORD)
		record_init(field->record, at);
}

void
record_init(const struct record_type *type, void *record)
{
	size_t i;

	memset(record, 0, type->size);
	for (i = 0; i < type->field_count; i++)
		field_init(&type->fields[i], record);
}

/* What wire 0 stores of a number field. */
static uint64_t
number_stored(const struct field *field, const void *record)
{
	const void *at = field_at(field, record);
	int64_t number = 0;
	uint64_t id;
	int choice;

	switch (field->type) {
	case FIELD_BOOL:
		return *(const bool *)at ? 1 : 0;
	case FIELD_ID:
		memcpy(&id, at, sizeof(id));
		return id;
	case FIELD_CHOICE:
		memcpy(&choice, at, sizeof(choice));
		invariant(choice >= 0);
		return (uint64_t)choice;
	case FIELD_COUNT:
	case FIELD_OPTIONAL:
	case FIELD_MONEY:
	case FIELD_TIME:
		memcpy(&number, at, sizeof(number));
		return zigzag(number);
	default:
		invariant(false);
		return 0;
	}
}

static const char *
text_at(const struct field *field, const void *record)
{
	const char *text;

	memcpy(&text, field_at(field, record), sizeof(text));
	return text ? text : "";
}

static bool
record_is_default(const struct record_type *type, const void *record)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (!field_is_default(&type->fields[i], record))
			return false;
	return true;
}

bool
field_is_default(const struct field *field, const void *record)
{
	const void *at = field_at(field, record);

	switch (field->type) {
	case FIELD_BOOL:
		return !*(const bool *)at;
	case FIELD_CHOICE:
		return *(const int *)at == 0;
	case FIELD_COUNT:
	case FIELD_ID:
	case FIELD_TIME:
		return *(const int64_t *)at == 0;
	case FIELD_OPTIONAL:
	case FIELD_MONEY:
		return *(const int64_t *)at == NUMBER_NONE;
	case FIELD_TEXT:
		return text_at(field, record)[0] == '\0';
	case FIELD_BYTES:
		return ((const struct bytes *)at)->size == 0;
	case FIELD_TEXTS:
		return ((const struct texts *)at)->count == 0;
	case FIELD_RECORDS:
	case FIELD_MAP:
		return ((const struct list *)at)->count == 0;
	case FIELD_RECORD:
		return record_is_default(field->record, at);
	}
	return true;
}

const struct field *
record_field(const struct record_type *type, const char *name)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (strcmp(type->fields[i].name, name) == 0)
			return &type->fields[i];
	return NULL;
}

static enum status
append_sized(struct buffer *buffer, struct bytes bytes, struct err *err)
{
	if (bytes.size > 0 && bytes.size < 0x80 &&
		buffer->capacity - buffer->size > bytes.size) {
		uint8_t *at = buffer->data + buffer->size;

		at[0] = (uint8_t)bytes.size;
		memcpy(at + 1, bytes.data, bytes.size);
		buffer->size += 1 + bytes.size;
		return ST_OK;
	}
	TRY(buffer_append_varint(buffer, bytes.size, err));
	return buffer_append(buffer, bytes.data, bytes.size, err);
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

static enum status
append_record(struct buffer *buffer, const struct record_type *type,
	const void *record, struct err *err)
{
	size_t place;

	TRY(begin_sized(buffer, &place, err));
	TRY(record_encode(type, record, buffer, err));
	return end_sized(buffer, place, err);
}

static enum status append_fields(struct buffer *buffer,
	const struct record_type *type, const void *record, struct err *err);

/* A record in place that says nothing is as if it were not there, which is known
 * when it was written. */
static enum status
encode_part(const struct field *field, const void *at, struct buffer *buffer,
	struct err *err)
{
	size_t tag = buffer->size;
	size_t place;
	size_t begin;

	TRY(buffer_append_varint(
		buffer, field->number * 2 + (uint64_t)WIRE_BYTES, err));
	TRY(begin_sized(buffer, &place, err));
	TRY(buffer_append_varint(buffer, field->record->schema, err));
	begin = buffer->size;
	TRY(append_fields(buffer, field->record, at, err));
	if (buffer->size > begin)
		return end_sized(buffer, place, err);
	buffer->size = tag;
	return ST_OK;
}

static enum status
encode_list(const struct field *field, const void *at, struct buffer *buffer,
	struct err *err)
{
	const struct list *list = at;
	const unsigned char *items = list->items;
	size_t i;

	TRY(buffer_append_varint(buffer, list->count, err));
	for (i = 0; i < list->count; i++)
		TRY(append_record(
			buffer, field->record, items + i * field->record->size, err));
	return ST_OK;
}

static enum status
encode_texts(const struct texts *texts, struct buffer *buffer, struct err *err)
{
	size_t i;

	TRY(buffer_append_varint(buffer, texts->count, err));
	for (i = 0; i < texts->count; i++)
		TRY(append_sized(buffer, bytes_of_text(texts->items[i]), err));
	return ST_OK;
}

static enum status
encode_field(const struct field *field, const void *record, struct buffer *buffer,
	struct err *err)
{
	const void *at = field_at(field, record);
	enum wire wire = field_wire(field);
	size_t place;

	if (field->type == FIELD_RECORD)
		return encode_part(field, at, buffer, err);
	TRY(buffer_append_varint(buffer, field->number * 2 + (uint64_t)wire, err));
	if (wire == WIRE_NUMBER)
		return buffer_append_varint(
			buffer, number_stored(field, record), err);
	if (field->type == FIELD_TEXT)
		return append_sized(
			buffer, bytes_of_text(text_at(field, record)), err);
	if (field->type == FIELD_BYTES)
		return append_sized(buffer, *(const struct bytes *)at, err);
	TRY(begin_sized(buffer, &place, err));
	if (field->type == FIELD_TEXTS)
		TRY(encode_texts(at, buffer, err));
	else
		TRY(encode_list(field, at, buffer, err));
	return end_sized(buffer, place, err);
}

static enum status
append_fields(struct buffer *buffer, const struct record_type *type,
	const void *record, struct err *err)
{
	const struct field *end = type->fields + type->field_count;
	const struct field *field;

	for (field = type->fields; field < end; field++)
		if (field->type == FIELD_RECORD || !field_is_default(field, record))
			TRY(encode_field(field, record, buffer, err));
	return ST_OK;
}

enum status
record_encode(const struct record_type *type, const void *record,
	struct buffer *buffer, struct err *err)
{
	TRY(buffer_append_varint(buffer, type->schema, err));
	return append_fields(buffer, type, record, err);
}

bool
field_equal(const struct field *field, const void *a, const void *b)
{
	struct arena arena = { NULL };
	struct buffer first = { .arena = &arena };
	struct buffer second = { .arena = &arena };
	struct err err;
	bool equal;

	if (field_wire(field) == WIRE_NUMBER)
		return number_stored(field, a) == number_stored(field, b);
	if (field->type == FIELD_TEXT)
		return strcmp(text_at(field, a), text_at(field, b)) == 0;
	equal = encode_field(field, a, &first, &err) == ST_OK &&
		encode_field(field, b, &second, &err) == ST_OK &&
		bytes_equal(buffer_bytes(&first), buffer_bytes(&second));
	arena_free(&arena);
	return equal;
}

struct decoder {
	struct arena *arena;
	unsigned depth;
};

static enum status decode(struct decoder decoder, const struct record_type *type,
	struct bytes bytes, void *record, struct err *err);

static enum status
ill_formed(const struct record_type *type, struct err *err)
{
	return fail(err, ST_CORRUPT, "a stored %s is damaged", type->name);
}

static size_t
choice_count(const struct field *field)
{
	size_t count = 0;

	while (field->choices[count])
		count++;
	return count;
}

static bool
store_number(const struct field *field, void *record, uint64_t stored)
{
	void *at = field_in(field, record);
	int64_t number = unzigzag(stored);
	int choice = (int)(stored & 0x7FFFFFFF);
	bool flag = stored != 0;

	switch (field->type) {
	case FIELD_BOOL:
		memcpy(at, &flag, sizeof(flag));
		return stored <= 1;
	case FIELD_ID:
		memcpy(at, &stored, sizeof(stored));
		return true;
	case FIELD_CHOICE:
		memcpy(at, &choice, sizeof(choice));
		return stored < choice_count(field);
	default:
		memcpy(at, &number, sizeof(number));
		return true;
	}
}

static bool
read_sized(struct reader *reader, struct bytes *bytes)
{
	uint64_t size;

	return read_varint(reader, &size) && size <= reader->left &&
	       read_bytes(reader, (size_t)size, bytes);
}

/* Every item takes at least one byte, so that a count above what is left is a lie. */
static bool
read_count(struct reader *reader, uint64_t *count)
{
	return read_varint(reader, count) && *count <= reader->left;
}

static enum status
decode_texts(struct decoder decoder, struct bytes bytes, struct texts *texts,
	struct err *err)
{
	struct reader reader = reader_of(bytes);
	struct bytes item;
	uint64_t count;
	size_t i;

	if (!read_count(&reader, &count))
		return fail(err, ST_CORRUPT, "a stored list is damaged");
	TRY(ARENA_NEW(decoder.arena, (size_t)count, &texts->items, err));
	for (i = 0; i < count; i++) {
		if (!read_sized(&reader, &item))
			return fail(err, ST_CORRUPT, "a stored list is damaged");
		TRY(arena_copy(decoder.arena, (const char *)item.data, item.size,
			&texts->items[i], err));
	}
	texts->count = (size_t)count;
	return reader.left == 0 ? ST_OK
				: fail(err, ST_CORRUPT, "a stored list is damaged");
}

static enum status
decode_list(struct decoder decoder, const struct record_type *type,
	struct bytes bytes, struct list *list, struct err *err)
{
	struct reader reader = reader_of(bytes);
	unsigned char *items;
	struct bytes item;
	uint64_t count;
	size_t i;

	if (!read_count(&reader, &count))
		return ill_formed(type, err);
	TRY(arena_take(decoder.arena, (size_t)count, type->size, &items, err));
	for (i = 0; i < count; i++) {
		if (!read_sized(&reader, &item))
			return ill_formed(type, err);
		TRY(decode(decoder, type, item, items + i * type->size, err));
	}
	list->items = items;
	list->count = (size_t)count;
	return reader.left == 0 ? ST_OK : ill_formed(type, err);
}

static enum status
decode_bytes_field(struct decoder decoder, const struct field *field,
	struct bytes value, void *record, struct err *err)
{
	void *at = field_in(field, record);
	const char *copy;

	switch (field->type) {
	case FIELD_TEXT:
		TRY(arena_copy(decoder.arena, (const char *)value.data, value.size,
			&copy, err));
		memcpy(at, &copy, sizeof(copy));
		return ST_OK;
	case FIELD_BYTES:
		TRY(arena_copy(decoder.arena, (const char *)value.data, value.size,
			&copy, err));
		*(struct bytes *)at =
			(struct bytes){ (const uint8_t *)copy, value.size };
		return ST_OK;
	case FIELD_TEXTS:
		return decode_texts(decoder, value, at, err);
	case FIELD_RECORD:
		return decode(decoder, field->record, value, at, err);
	default:
		return decode_list(decoder, field->record, value, at, err);
	}
}

static const struct field *
field_numbered(const struct record_type *type, uint64_t number)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (type->fields[i].number == number)
			return &type->fields[i];
	return NULL;
}

static enum status
decode_field(struct decoder decoder, const struct record_type *type,
	struct reader *reader, void *record, struct err *err)
{
	const struct field *field;
	struct bytes value = { NULL, 0 };
	uint64_t number = 0;
	uint64_t tag;
	bool read;

	if (!read_varint(reader, &tag))
		return ill_formed(type, err);
	read = (tag & 1) == WIRE_NUMBER ? read_varint(reader, &number)
					: read_sized(reader, &value);
	if (!read)
		return ill_formed(type, err);
	field = field_numbered(type, tag >> 1);
	if (!field)
		return ST_OK;
	if (field_wire(field) != (enum wire)(tag & 1))
		return ill_formed(type, err);
	if (field_wire(field) == WIRE_NUMBER)
		return store_number(field, record, number) ? ST_OK
							   : ill_formed(type, err);
	return decode_bytes_field(decoder, field, value, record, err);
}

static enum status
decode(struct decoder decoder, const struct record_type *type, struct bytes bytes,
	void *record, struct err *err)
{
	struct reader reader = reader_of(bytes);
	uint64_t schema;

	if (decoder.depth++ >= RECORD_DEPTH_MAX)
		return ill_formed(type, err);
	record_init(type, record);
	if (!read_varint(&reader, &schema) || schema == 0)
		return ill_formed(type, err);
	if (schema > type->schema)
		return fail(err, ST_CORRUPT,
			"a stored %s is of a newer kind (%llu) than this shop knows "
			"(%u)",
			type->name, (unsigned long long)schema, type->schema);
	while (reader.left > 0)
		TRY(decode_field(decoder, type, &reader, record, err));
	return ST_OK;
}

enum status
record_decode(const struct record_type *type, struct bytes bytes, struct arena *arena,
	void *record, struct err *err)
{
	return decode((struct decoder){ arena, 0 }, type, bytes, record, err);
}

enum status
record_copy(const struct record_type *type, const void *from, struct arena *arena,
	void *to, struct err *err)
{
	struct buffer buffer = { .arena = arena };

	TRY(record_encode(type, from, &buffer, err));
	return record_decode(type, buffer_bytes(&buffer), arena, to, err);
}

#include <string.h>

#include "base/record_parts.h"

/* Records nest in records; tables are ours, so this only catches our mistakes. */
#define RECORD_DEPTH_MAX 8

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

/* In most tables the numbers have no gaps. */
static const struct field *
field_numbered(const struct record_type *type, uint64_t number)
{
	size_t i;

	if (number - 1 < type->field_count &&
		type->fields[number - 1].number == number)
		return &type->fields[number - 1];
	for (i = 0; i < type->field_count; i++)
		if (type->fields[i].number == number)
			return &type->fields[i];
	return NULL;
}

/* The field of ours whose record has a number of what was stored, among its own. */
static const struct field *
field_around(const struct record_type *type, uint64_t number)
{
	const struct field *around = NULL;
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (type->fields[i].inside != 0 && type->fields[i].inside < number)
			around = &type->fields[i];
	return around;
}

/* The record that a field of ours holds, or the only one of its list. */
static enum status
record_inside(struct decoder decoder, const struct record_type *type,
	const struct field *around, void *record, void **inside, struct err *err)
{
	void *at = field_in(around, record);
	struct list *list = at;

	if (around->type == FIELD_RECORD) {
		*inside = at;
		return ST_OK;
	}
	if (list->count > 1)
		return ill_formed(type, err);
	if (list->count == 0) {
		TRY(arena_take_raw(
			decoder.arena, around->record->size, &list->items, err));
		record_init(around->record, list->items);
		list->count = 1;
	}
	*inside = list->items;
	return ST_OK;
}

/* What was read of a field: its wire, and the value that this one has. */
struct stored_value {
	enum wire wire;
	uint64_t number;
	struct bytes bytes;
};

static enum status
decode_value(struct decoder decoder, const struct record_type *type,
	const struct field *field, const struct stored_value *value, void *record,
	struct err *err)
{
	enum wire wire = field_wire(field);

	if (wire != value->wire)
		return ill_formed(type, err);
	if (wire == WIRE_BYTES)
		return decode_bytes_field(decoder, field, value->bytes, record, err);
	return store_number(field, record, value->number) ? ST_OK
							  : ill_formed(type, err);
}

static enum status
decode_inside(struct decoder decoder, const struct record_type *type, uint64_t number,
	const struct stored_value *value, void *record, struct err *err)
{
	const struct field *around = field_around(type, number);
	const struct field *field =
		around ? field_numbered(around->record, number - around->inside)
		       : NULL;
	void *inside = NULL;

	if (!field)
		return ST_OK;
	TRY(record_inside(decoder, type, around, record, &inside, err));
	return decode_value(decoder, around->record, field, value, inside, err);
}

static enum status
decode_field(struct decoder decoder, const struct record_type *type,
	struct reader *reader, void *record, struct err *err)
{
	struct stored_value value = { .number = 0 };
	const struct field *field;
	uint64_t tag;
	bool read;

	if (!read_varint(reader, &tag))
		return ill_formed(type, err);
	value.wire = (enum wire)(tag & 1);
	read = value.wire == WIRE_NUMBER ? read_varint(reader, &value.number)
					 : read_sized(reader, &value.bytes);
	if (!read)
		return ill_formed(type, err);
	field = field_numbered(type, tag >> 1);
	if (!field)
		return decode_inside(decoder, type, tag >> 1, &value, record, err);
	return decode_value(decoder, type, field, &value, record, err);
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

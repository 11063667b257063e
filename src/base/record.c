#include "base/record.h"

#include <string.h>

#include "base/record_parts.h"

enum wire
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

void *
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

/* What is not 0 by default, in memory that is. */
static void
init_fields(const struct record_type *type, unsigned char *record)
{
	const struct field *end = type->fields + type->field_count;
	const struct field *field;

	for (field = type->fields; field < end; field++) {
		void *at = record + field->offset;

		if (field->type == FIELD_OPTIONAL || field->type == FIELD_MONEY)
			*(int64_t *)at = NUMBER_NONE;
		else if (field->type == FIELD_TEXT)
			*(const char **)at = "";
		else if (field->type == FIELD_RECORD)
			record_init(field->record, at);
	}
}

void
record_init(const struct record_type *type, void *record)
{
	memset(record, 0, type->size);
	init_fields(type, record);
}

/* What wire 0 stores of a number field. */
uint64_t
field_number_stored(const struct field *field, const void *record)
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

const char *
field_text_at(const struct field *field, const void *record)
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
		return field_text_at(field, record)[0] == '\0';
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

static bool
texts_equal(const struct texts *a, const struct texts *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return true;
}

static bool
lists_equal(
	const struct record_type *type, const struct list *a, const struct list *b)
{
	const unsigned char *first = a->items;
	const unsigned char *second = b->items;
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (!record_equal(
			    type, first + i * type->size, second + i * type->size))
			return false;
	return true;
}

bool
record_equal(const struct record_type *type, const void *a, const void *b)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (!field_equal(&type->fields[i], a, b))
			return false;
	return true;
}

bool
field_equal(const struct field *field, const void *a, const void *b)
{
	const void *first = field_at(field, a);
	const void *second = field_at(field, b);

	switch (field->type) {
	case FIELD_TEXT:
		return strcmp(field_text_at(field, a), field_text_at(field, b)) == 0;
	case FIELD_BYTES:
		return bytes_equal(
			*(const struct bytes *)first, *(const struct bytes *)second);
	case FIELD_TEXTS:
		return texts_equal(first, second);
	case FIELD_RECORD:
		return record_equal(field->record, first, second);
	case FIELD_RECORDS:
	case FIELD_MAP:
		return lists_equal(field->record, first, second);
	default:
		return field_number_stored(field, a) == field_number_stored(field, b);
	}
}

enum status
record_copy(const struct record_type *type, const void *from, struct arena *arena,
	void *to, struct err *err)
{
	struct buffer buffer = { .arena = arena };

	TRY(record_encode(type, from, &buffer, err));
	return record_decode(type, buffer_bytes(&buffer), arena, to, err);
}

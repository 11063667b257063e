#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"

/* Keys come from our own tables and from attributes, which have a limit, so that the
 * hash needs no secret: drawing one would cost every such command a file. */
#define HASH_SEED 20261

static json_t *
new_object(void)
{
	json_object_seed(HASH_SEED);
	return json_object();
}

#define REPLACEMENT "\xEF\xBF\xBD"
#define REPLACEMENT_SIZE 3
#define NUMBER_TEXT_MAX 32

/* What every value is made with. All that can go wrong is that memory runs out: then
 * a maker hands back NULL. */
struct maker {
	struct record_style style;
	struct arena *arena;
	struct err *err;
};

static json_t *make_value(
	const struct maker *maker, const struct field *field, const void *record);

/* The size of the UTF-8 character at a place, or 0 if there is none. */
static size_t
character_size(const char *at, size_t left)
{
	size_t size;

	for (size = 1; size <= 4 && size <= left; size++)
		if (text_is_utf8(at, size))
			return size;
	return 0;
}

static const char *
repair_text(const struct maker *maker, const char *text)
{
	size_t left = strlen(text);
	size_t size = 0;
	char *repaired;

	if (text_is_utf8(text, left))
		return text;
	if (arena_take(maker->arena, left + 1, REPLACEMENT_SIZE, &repaired,
		    maker->err) != ST_OK)
		return NULL;
	while (left > 0) {
		size_t good = character_size(text, left);
		size_t taken = good > 0 ? good : 1;
		size_t put = good > 0 ? good : REPLACEMENT_SIZE;

		memcpy(repaired + size, good > 0 ? text : REPLACEMENT, put);
		size += put;
		text += taken;
		left -= taken;
	}
	repaired[size] = '\0';
	return repaired;
}

static json_t *
make_text(const struct maker *maker, const char *text)
{
	const char *good = repair_text(maker, text ? text : "");

	return good ? json_string_nocheck(good) : NULL;
}

/* Adds a value that becomes the object's; false where it is NULL. */
static bool
add_member(const struct maker *maker, json_t *object, const char *name, json_t *value)
{
	const char *good = repair_text(maker, name);

	if (good)
		return json_object_set_new_nocheck(object, good, value) == 0;
	json_decref(value);
	return false;
}

/* Hands back whole, or NULL after giving it up. */
static json_t *
keep_if(bool complete, json_t *whole)
{
	if (complete)
		return whole;
	json_decref(whole);
	return NULL;
}

static json_t *
make_hexadecimal(const struct maker *maker, struct bytes bytes)
{
	char *text;

	if (arena_take(maker->arena, bytes.size + 1, 2, &text, maker->err) != ST_OK)
		return NULL;
	hex_encode(bytes, text);
	return json_string_nocheck(text);
}

static json_t *
make_texts(const struct maker *maker, const struct texts *texts)
{
	json_t *array = json_array();
	bool complete = array != NULL;
	size_t i;

	for (i = 0; complete && i < texts->count; i++)
		complete = json_array_append_new(
				   array, make_text(maker, texts->items[i])) == 0;
	return keep_if(complete, array);
}

static json_t *
make_object(
	const struct maker *maker, const struct record_type *type, const void *record)
{
	json_t *object = new_object();
	bool complete = object != NULL;
	size_t i;

	for (i = 0; complete && i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (json_has_field(field, record))
			complete = add_member(maker, object, field->name,
				make_value(maker, field, record));
	}
	return keep_if(complete, object);
}

static json_t *
make_array(const struct maker *maker, const struct record_type *type,
	const struct list *list)
{
	const unsigned char *items = list->items;
	json_t *array = json_array();
	bool complete = array != NULL;
	size_t i;

	for (i = 0; complete && i < list->count; i++)
		complete = json_array_append_new(
				   array, make_object(maker, type,
						  items + i * type->size)) == 0;
	return keep_if(complete, array);
}

static json_t *
make_map(const struct maker *maker, const struct record_type *type,
	const struct list *list)
{
	const unsigned char *items = list->items;
	json_t *object = new_object();
	bool complete = object != NULL;
	size_t i;

	for (i = 0; complete && i < list->count; i++) {
		const void *item = items + i * type->size;
		const char *name;

		memcpy(&name, field_at(&type->fields[0], item), sizeof(name));
		complete = add_member(maker, object, name ? name : "",
			make_value(maker, &type->fields[1], item));
	}
	return keep_if(complete, object);
}

/* jansson's numbers are signed; one that does not fit is told as a text. */
static json_t *
make_id(uint64_t id)
{
	char text[NUMBER_TEXT_MAX];

	if (id <= INT64_MAX)
		return json_integer((json_int_t)id);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)id);
	return json_string_nocheck(text);
}

static json_t *
make_money(const struct maker *maker, int64_t minor)
{
	char text[MONEY_TEXT_MAX];

	if (minor == NUMBER_NONE)
		return json_null();
	money_format(minor, maker->style.money_decimals, text);
	return json_string_nocheck(text);
}

static json_t *
make_time(int64_t time)
{
	char text[TIME_TEXT_MAX];

	if (time == 0)
		return json_null();
	time_format(time, text);
	return json_string_nocheck(text);
}

static int64_t
number_at(const void *at)
{
	int64_t number;

	memcpy(&number, at, sizeof(number));
	return number;
}

static json_t *
make_scalar(const struct maker *maker, const struct field *field, const void *at)
{
	const char *text;
	int choice;

	switch (field->type) {
	case FIELD_BOOL:
		return json_boolean(*(const bool *)at);
	case FIELD_ID:
		return make_id((uint64_t)number_at(at));
	case FIELD_MONEY:
		return make_money(maker, number_at(at));
	case FIELD_TIME:
		return make_time(number_at(at));
	case FIELD_CHOICE:
		memcpy(&choice, at, sizeof(choice));
		return make_text(maker, field->choices[choice]);
	case FIELD_TEXT:
		memcpy(&text, at, sizeof(text));
		return make_text(maker, text);
	case FIELD_BYTES:
		return make_hexadecimal(maker, *(const struct bytes *)at);
	default:
		if (field->type == FIELD_OPTIONAL && number_at(at) == NUMBER_NONE)
			return json_null();
		return json_integer(number_at(at));
	}
}

static json_t *
make_value(const struct maker *maker, const struct field *field, const void *record)
{
	const void *at = field_at(field, record);

	if ((field->flags & FIELD_NULLABLE) && field_is_default(field, record))
		return json_null();
	switch (field->type) {
	case FIELD_TEXTS:
		return make_texts(maker, at);
	case FIELD_RECORD:
		return make_object(maker, field->record, at);
	case FIELD_RECORDS:
		return make_array(maker, field->record, at);
	case FIELD_MAP:
		return make_map(maker, field->record, at);
	default:
		return make_scalar(maker, field, at);
	}
}

/* The code point at a place if it is one that could move or colour something on a
 * terminal and that jansson leaves as it is: DEL, C1, bidi controls, separators. */
static unsigned
find_control(const unsigned char *at)
{
	unsigned code = 0;

	if (at[0] == 0x7F)
		return at[0];
	if (at[0] == 0xC2 && at[1] < 0xA0)
		return at[1];
	if (at[0] == 0xD8 && at[1] == 0x9C)
		return 0x61C;
	if (at[0] == 0xE2 && (at[1] == 0x80 || at[1] == 0x81))
		code = 0x2000 | (at[1] & 1U) << 6 | (at[2] & 0x3FU);
	if (code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
		(code >= 0x2066 && code <= 0x2069))
		return code;
	return 0;
}

/* Such characters stand in strings alone, where JSON has an escape for each. */
static enum status
append_escaped(struct buffer *buffer, const char *dumped, struct err *err)
{
	const unsigned char *from = (const unsigned char *)dumped;
	const unsigned char *at;
	char escape[8];

	for (at = from; *at != '\0'; at++) {
		unsigned code = *at < 0x7F ? 0 : find_control(at);

		if (code == 0)
			continue;
		snprintf(escape, sizeof(escape), "\\u%04x", code & 0xFFFF);
		TRY(buffer_append(buffer, from, (size_t)(at - from), err));
		TRY(buffer_append_text(buffer, escape, err));
		at += code < 0x80 ? 0 : code < 0x800 ? 1 : 2;
		from = at + 1;
	}
	return buffer_append(buffer, from, (size_t)(at - from), err);
}

/* Takes the value, which may be NULL. */
static enum status
append_value(struct buffer *buffer, json_t *value, struct err *err)
{
	enum status status = ST_OK;
	size_t size = buffer->size;
	char *dumped = NULL;

	if (!value) {
		status = fail_memory(err);
		goto out;
	}
	dumped = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!dumped) {
		status = fail_memory(err);
		goto out;
	}
	status = append_escaped(buffer, dumped, err);
	if (status != ST_OK)
		buffer->size = size;
out:
	free(dumped);
	json_decref(value);
	return status;
}

enum status
json_append_field(struct buffer *buffer, const struct field *field,
	const void *record, struct record_style style, struct err *err)
{
	struct maker maker = { style, buffer->arena, err };

	return append_value(buffer, make_value(&maker, field, record), err);
}

enum status
json_append_text(struct buffer *buffer, const char *text, struct err *err)
{
	struct maker maker = { .arena = buffer->arena, .err = err };

	return append_value(buffer, make_text(&maker, text), err);
}

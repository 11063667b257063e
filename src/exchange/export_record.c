#include "exchange/export_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "pricing/percent.h"

static enum status
write_number(const struct record_writer *writer, const struct field *field,
	int64_t number, struct err *err)
{
	char text[MONEY_TEXT_MAX];
	char percent[PERCENT_TEXT_MAX];
	char time[TIME_TEXT_MAX];

	if (field->type == FIELD_TIME) {
		date_format_exact(number, time);
		return yaml_write_plain(writer->yaml, time, err);
	}
	if (field->flags & FIELD_PERCENT) {
		percent_format(number, percent);
		return yaml_write_plain(writer->yaml, percent, err);
	}
	if (field->type == FIELD_MONEY || (field->flags & FIELD_AMOUNT)) {
		money_format(number, writer->decimals, text);
		return yaml_write_text(writer->yaml, text, err);
	}
	snprintf(text, sizeof(text), "%" PRId64, number);
	return yaml_write_plain(writer->yaml, text, err);
}

static enum status
write_id(const struct record_writer *writer, const void *at, struct err *err)
{
	char text[24];
	uint64_t id;

	memcpy(&id, at, sizeof(id));
	snprintf(text, sizeof(text), "%" PRIu64, id);
	return yaml_write_plain(writer->yaml, text, err);
}

static enum status
write_bytes(const struct record_writer *writer, const struct bytes *bytes,
	struct err *err)
{
	const char *text;

	TRY(arena_copy(
		writer->arena, (const char *)bytes->data, bytes->size, &text, err));
	return yaml_write_text(writer->yaml, text, err);
}

static enum status
write_texts(const struct record_writer *writer, const struct texts *texts,
	struct err *err)
{
	size_t i;

	TRY(yaml_write_list_begin(writer->yaml, true, err));
	for (i = 0; i < texts->count; i++)
		TRY(yaml_write_text(writer->yaml, texts->items[i], err));
	return yaml_write_list_end(writer->yaml, err);
}

static enum status
write_map(const struct record_writer *writer, const struct record_type *type,
	const void *record, struct err *err)
{
	TRY(yaml_write_map_begin(writer->yaml, true, err));
	TRY(export_record(writer, type, record, err));
	return yaml_write_map_end(writer->yaml, err);
}

/* Each on a line of its own. */
static enum status
write_maps(const struct record_writer *writer, const struct field *field,
	const struct list *list, struct err *err)
{
	const unsigned char *items = list->items;
	size_t i;

	TRY(yaml_write_list_begin(writer->yaml, false, err));
	for (i = 0; i < list->count; i++)
		TRY(write_map(
			writer, field->record, items + i * field->record->size, err));
	return yaml_write_list_end(writer->yaml, err);
}

static enum status
write_value(const struct record_writer *writer, const struct field *field,
	const void *at, struct err *err)
{
	const char *text;
	int64_t number;
	int choice;

	switch (field->type) {
	case FIELD_TEXT:
		memcpy(&text, at, sizeof(text));
		return yaml_write_text(writer->yaml, text, err);
	case FIELD_BYTES:
		return write_bytes(writer, at, err);
	case FIELD_BOOL:
		return yaml_write_plain(
			writer->yaml, *(const bool *)at ? "true" : "false", err);
	case FIELD_CHOICE:
		memcpy(&choice, at, sizeof(choice));
		return yaml_write_text(writer->yaml, field->choices[choice], err);
	case FIELD_ID:
		return write_id(writer, at, err);
	case FIELD_TEXTS:
		return write_texts(writer, at, err);
	case FIELD_RECORD:
		return write_map(writer, field->record, at, err);
	case FIELD_RECORDS:
	case FIELD_MAP:
		return write_maps(writer, field, at, err);
	default:
		memcpy(&number, at, sizeof(number));
		return write_number(writer, field, number, err);
	}
}

/* A choice is always said: its default is one of them. */
static bool
is_silent(const struct field *field, const void *record)
{
	int64_t number;

	if (field->flags & FIELD_DERIVED)
		return true;
	if (field->type == FIELD_CHOICE)
		return false;
	if (field->flags & FIELD_ZERO) {
		memcpy(&number, field_at(field, record), sizeof(number));
		return number == 0 || number == NUMBER_NONE;
	}
	return field_is_default(field, record);
}

enum status
export_record(const struct record_writer *writer, const struct record_type *type,
	const void *record, struct err *err)
{
	size_t i;

	for (i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (is_silent(field, record))
			continue;
		TRY(yaml_write_text(writer->yaml, field->name, err));
		TRY(write_value(writer, field, field_at(field, record), err));
	}
	return ST_OK;
}

enum status
export_key(const struct record_writer *writer, const char *key, const char *text,
	struct err *err)
{
	TRY(yaml_write_text(writer->yaml, key, err));
	return yaml_write_text(writer->yaml, text, err);
}

#include "exchange/import_record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/entry.h"
#include "base/money.h"
#include "base/text.h"
#include "pricing/percent.h"

#define NUMBER_DIGITS_MAX 15
#define TEXT_SIZE_MAX 4000
#define KEYS_MAX 128

/* A field of a record that is being read. */
struct place {
	const struct field *field;
	void *record;
};

static void *
place_at(const struct place *place)
{
	return (unsigned char *)place->record + place->field->offset;
}

static void
set_number(const struct place *place, int64_t number)
{
	memcpy(place_at(place), &number, sizeof(number));
}

static enum status
parse_whole(const struct item_node *node, int64_t *number, struct err *err)
{
	const char *digits = node->text + (node->text[0] == '-');
	size_t size = strlen(digits);

	if (size == 0 || strspn(digits, "0123456789") != size)
		return fail(err, ST_BAD_DATA, "%s '%s' is not a whole number",
			node->key, node->text);
	if (size > NUMBER_DIGITS_MAX)
		return fail(err, ST_BAD_DATA, "%s '%s' has more than %d digits",
			node->key, node->text, NUMBER_DIGITS_MAX);
	*number = strtoll(node->text, NULL, 10);
	return ST_OK;
}

static enum status
parse_id(const struct item_node *node, uint64_t *id, struct err *err)
{
	int64_t number;

	TRY(parse_whole(node, &number, err));
	if (number < 0)
		return fail(err, ST_BAD_DATA, "%s '%s' is below zero", node->key,
			node->text);
	*id = (uint64_t)number;
	return ST_OK;
}

static enum status
parse_percent(const struct item_node *node, int64_t *percent, struct err *err)
{
	const char *reason;

	if (percent_parse(node->text, percent, &reason))
		return ST_OK;
	return fail(err, ST_BAD_DATA, "%s '%s' is not a percentage: %s", node->key,
		node->text, reason);
}

/* As entry_money, and below zero too: what is given back. */
static enum status
parse_money(const struct import_row *row, const struct item_node *node,
	int64_t *minor, struct err *err)
{
	unsigned decimals = catalog_decimals(row->import->catalog);
	bool below = node->text[0] == '-';
	int64_t amount;

	TRY(entry_money(node->key, node->text + below, decimals, &amount, err));
	*minor = below ? -amount : amount;
	return ST_OK;
}

static enum status
parse_choice(const struct place *place, const struct item_node *node, struct err *err)
{
	const char *const *choices = place->field->choices;
	int i;

	for (i = 0; choices[i]; i++)
		if (strcmp(choices[i], node->text) == 0) {
			memcpy(place_at(place), &i, sizeof(i));
			return ST_OK;
		}
	return fail(err, ST_BAD_DATA, "%s '%s' is none of those there are (%s, ...)",
		node->key, node->text, choices[0]);
}

static enum status
set_parsed_number(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err)
{
	const struct field *field = place->field;
	int64_t number = 0;

	if (field->type == FIELD_TIME)
		TRY(entry_date(node->key, node->text, false, &number, err));
	else if (field->flags & FIELD_PERCENT)
		TRY(parse_percent(node, &number, err));
	else if (field->type == FIELD_MONEY || (field->flags & FIELD_AMOUNT))
		TRY(parse_money(row, node, &number, err));
	else
		TRY(parse_whole(node, &number, err));
	set_number(place, number);
	return ST_OK;
}

static enum status
set_text(const struct place *place, const struct item_node *node, struct err *err)
{
	struct bytes bytes = { (const uint8_t *)node->text, node->size };

	TRY(entry_text(node->key, node->text, TEXT_SIZE_MAX, true, err));
	if (place->field->type == FIELD_BYTES)
		memcpy(place_at(place), &bytes, sizeof(bytes));
	else
		memcpy(place_at(place), &node->text, sizeof(node->text));
	return ST_OK;
}

/* A value that is one text. */
static enum status
set_scalar(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err)
{
	switch (place->field->type) {
	case FIELD_TEXT:
	case FIELD_BYTES:
		return set_text(place, node, err);
	case FIELD_BOOL:
		return entry_flag(node->key, node->text, place_at(place), err);
	case FIELD_CHOICE:
		return parse_choice(place, node, err);
	case FIELD_ID:
		return parse_id(node, place_at(place), err);
	default:
		return set_parsed_number(row, place, node, err);
	}
}

static bool
takes_text(const struct field *field)
{
	return field->type != FIELD_RECORD && field->type != FIELD_RECORDS &&
	       field->type != FIELD_MAP;
}

static enum status set_value(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err);

static enum status
refuse_shape(struct import_row *row, const struct item_node *node, const char *meant,
	struct err *err)
{
	return import_check(row,
		fail(err, ST_BAD_DATA, "%s is %s where %s is meant",
			node->key ? node->key : "an item", import_kind(node), meant),
		import_at(node), err);
}

static enum status
unknown_key(struct import_row *row, const struct record_slots *slots,
	const struct item_node *node, struct err *err)
{
	const char *names[KEYS_MAX + 1] = { NULL };
	const char *nearest;
	size_t count = 0;
	size_t i;
	size_t j;

	for (i = 0; slots->others && slots->others[i] && count < KEYS_MAX; i++)
		names[count++] = slots->others[i];
	for (i = 0; i < slots->count; i++)
		for (j = 0; j < slots->items[i].type->field_count; j++)
			if (count < KEYS_MAX &&
				!(slots->items[i].type->fields[j].flags &
					FIELD_DERIVED))
				names[count++] = slots->items[i].type->fields[j].name;
	nearest = text_nearest(node->key, names);
	if (nearest)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"unknown key '%s' (did you mean '%s'?)", node->key,
				nearest),
			import_at_key(node), err);
	return import_check(row,
		fail(err, ST_BAD_DATA, "unknown key '%s' of %s (see shop-catalog(5))",
			node->key, slots->noun),
		import_at_key(node), err);
}

static bool
is_other(const struct record_slots *slots, const char *key)
{
	const char *const *other = slots->others;

	while (other && *other && strcmp(*other, key) != 0)
		other++;
	return other && *other;
}

static bool
find_place(const struct record_slots *slots, const char *key, struct place *place)
{
	size_t i;

	for (i = 0; i < slots->count; i++) {
		place->field = record_field(slots->items[i].type, key);
		place->record = slots->items[i].record;
		if (place->field && !(place->field->flags & FIELD_DERIVED))
			return true;
	}
	return false;
}

enum status
import_record(struct import_row *row, const struct record_slots *slots,
	const struct item_node *map, struct err *err)
{
	const struct item_node *node;
	struct place place;

	for (node = map->first; node; node = node->next) {
		if (is_other(slots, node->key))
			continue;
		if (!find_place(slots, node->key, &place))
			TRY(unknown_key(row, slots, node, err));
		else
			TRY(set_value(row, &place, node, err));
	}
	return ST_OK;
}

/* What is none reads as 0 where the table says so. */
static void
fill_zeros(const struct record_type *type, void *record)
{
	size_t i;

	for (i = 0; i < type->field_count; i++) {
		struct place place = { &type->fields[i], record };

		if ((place.field->flags & FIELD_ZERO) &&
			field_is_default(place.field, record))
			set_number(&place, 0);
	}
}

static enum status
set_record(struct import_row *row, const struct record_type *type, void *record,
	const struct item_node *node, struct err *err)
{
	struct record_slot slot = { type, record };
	struct record_slots slots = { &slot, 1, NULL, type->name };

	if (node->kind != ITEM_MAP)
		return refuse_shape(row, node, "a map", err);
	TRY(import_record(row, &slots, node, err));
	fill_zeros(type, record);
	return ST_OK;
}

static enum status
set_records(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err)
{
	const struct record_type *type = place->field->record;
	const struct item_node *item;
	struct list list = { NULL, 0 };
	unsigned char *items;

	if (node->kind != ITEM_LIST)
		return refuse_shape(row, node, "a list of maps", err);
	for (item = node->first; item; item = item->next)
		list.count++;
	TRY(arena_take(txn_arena(row->import->txn), list.count * type->size,
		_Alignof(max_align_t), &list.items, err));
	items = list.items;
	for (item = node->first; item; item = item->next, items += type->size) {
		record_init(type, items);
		TRY(set_record(row, type, items, item, err));
	}
	memcpy(place_at(place), &list, sizeof(list));
	return ST_OK;
}

static enum status
set_texts(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err)
{
	struct texts texts;
	size_t errors = row->errors;

	TRY(import_texts(row, node, true, &texts, err));
	if (row->errors == errors)
		memcpy(place_at(place), &texts, sizeof(texts));
	return ST_OK;
}

static enum status
set_value(struct import_row *row, const struct place *place,
	const struct item_node *node, struct err *err)
{
	if (import_is_none(node)) {
		field_init(place->field, place->record);
		return ST_OK;
	}
	if (place->field->type == FIELD_RECORD)
		return set_record(
			row, place->field->record, place_at(place), node, err);
	if (!takes_text(place->field))
		return set_records(row, place, node, err);
	if (place->field->type == FIELD_TEXTS)
		return set_texts(row, place, node, err);
	if (node->kind != ITEM_TEXT)
		return refuse_shape(row, node, "one value", err);
	return import_check(
		row, set_scalar(row, place, node, err), import_at(node), err);
}

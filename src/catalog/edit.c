#include "catalog/edit.h"

#include <string.h>

#include "base/entry.h"
#include "base/text.h"
#include "catalog/category.h"
#include "catalog/edit_keys.h"

#define TEXT_SIZE_MAX 1000
#define TEXTS_MAX 100

/* Fields of the record tables that are no keys of their own. */
static const char *const not_keys[] = { "handle", "sku", "details", "variants",
	"attributes", NULL };

/* Keys of a variant that are not fields of its own. */
static const char *const variant_keys[] = { "sku", "stock", "attributes", NULL };

static const struct edit_limit limits[] = {
	{ "name", NAME_SIZE_MAX, false, NULL },
	{ "brand", BRAND_SIZE_MAX, false, NULL },
	{ "category", CATEGORY_SIZE_MAX, false, category_fault },
	{ "description", DESCRIPTION_SIZE_MAX, true, NULL },
	{ "barcode", SKU_SIZE_MAX, false, NULL },
};
static const struct edit_limit other_limit = { "", TEXT_SIZE_MAX, false, NULL };

static bool
contains(const char *const *names, const char *name)
{
	size_t i;

	for (i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool
is_key(enum edit_target target, const struct field *field)
{
	if (contains(not_keys, field->name) || (field->flags & FIELD_HIDDEN))
		return false;
	return target == EDIT_PRODUCT || strcmp(field->name, "options") != 0;
}

static const struct record_type *
target_record(enum edit_target target)
{
	return target == EDIT_PRODUCT ? &product_record : &variant_record;
}

/* The field of a key: in the product or variant itself, or in its details. */
static const struct field *
key_field(enum edit_target target, const char *key, bool *in_details)
{
	const struct field *field = record_field(target_record(target), key);

	*in_details = !field || !is_key(target, field);
	if (*in_details)
		field = record_field(&details_record, key);
	return field && is_key(target, field) ? field : NULL;
}

static const struct edit_limit *
limit_of(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (strcmp(limits[i].key, key) == 0)
			return &limits[i];
	return &other_limit;
}

void
edit_key_describe(const char *name, struct edit_key *key)
{
	enum edit_target target;

	*key = (struct edit_key){
		.name = name, .size = strlen(name), .limit = limit_of(name)
	};
	for (target = EDIT_PRODUCT; target <= EDIT_VARIANT; target++)
		key->fields[target] =
			key_field(target, name, &key->in_details[target]);
}

/* What has the field of a key. */
static void *
key_record(const struct edit *edit, const struct edit_key *key)
{
	bool in_details = key->in_details[edit->target];

	if (edit->target == EDIT_PRODUCT)
		return in_details ? (void *)&edit->product->details : edit->product;
	return in_details ? (void *)&edit->variant->details : edit->variant;
}

bool
edit_has_key(enum edit_target target, const char *key)
{
	bool in_details;

	return key_field(target, key, &in_details) != NULL;
}

static size_t
add_keys(enum edit_target target, const struct record_type *type, const char **keys,
	size_t count)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (is_key(target, &type->fields[i]))
			keys[count++] = type->fields[i].name;
	return count;
}

enum status
edit_keys(enum edit_target target, struct arena *arena, const char *const **out,
	struct err *err)
{
	const struct record_type *type = target_record(target);
	const char **keys;
	size_t count;

	TRY(ARENA_NEW(arena, type->field_count + details_record.field_count + 1,
		&keys, err));
	count = add_keys(target, type, keys, 0);
	add_keys(target, &details_record, keys, count);
	*out = keys;
	return ST_OK;
}

static enum status
check_key_text(const struct edit_key *key, const char *text, struct err *err)
{
	const struct edit_limit *limit = key->limit;
	const char *fault = limit->fault ? limit->fault(text) : NULL;

	if (fault)
		return fail(err, ST_BAD_DATA, "%s '%s' %s", key->name, text, fault);
	return entry_text(key->name, text, limit->size_max, limit->lines, err);
}

enum status
edit_choice(const struct field *field, const char *text, int *choice, struct err *err)
{
	const char *name = text;
	bool yes;
	int i;

	if (entry_answer(text, &yes))
		name = yes ? "yes" : "no";
	for (i = 0; field->choices[i]; i++) {
		if (field->choices[i][0] && strcmp(field->choices[i], name) == 0) {
			*choice = i;
			return ST_OK;
		}
	}
	return fail(err, ST_BAD_DATA, "%s '%s' is not one of %s", field->name, text,
		field->choices[0][0] ? "active, draft, archived" : "yes, no");
}

static enum status
set_one(const struct edit *edit, const struct edit_key *key, void *at,
	const char *text, struct err *err)
{
	const struct field *field = key->fields[edit->target];
	const char *copy;

	switch (field->type) {
	case FIELD_MONEY:
		return entry_money(field->name, text, edit->decimals, at, err);
	case FIELD_OPTIONAL:
		return entry_count(field->name, text, at, err);
	case FIELD_TIME:
		return entry_date(field->name, text,
			strcmp(field->name, "sale_until") == 0, at, err);
	case FIELD_CHOICE:
		return edit_choice(field, text, at, err);
	default:
		TRY(check_key_text(key, text, err));
		TRY(arena_text(edit->arena, text, &copy, err));
		memcpy(at, &copy, sizeof(copy));
		return ST_OK;
	}
}

static enum status
copy_texts(const struct edit *edit, const char *what, const struct texts *from,
	struct texts *to, struct err *err)
{
	struct texts copy = { NULL, 0 };
	size_t i;

	if (from->count > TEXTS_MAX)
		return fail(err, ST_BAD_DATA, "%s has more than %d values", what,
			TEXTS_MAX);
	TRY(ARENA_NEW(edit->arena, from->count, &copy.items, err));
	for (i = 0; i < from->count; i++) {
		if (from->items[i][0] == '\0')
			continue;
		TRY(arena_text(
			edit->arena, from->items[i], &copy.items[copy.count++], err));
	}
	*to = copy;
	return ST_OK;
}

/* In a file an option is a key beside those of a variant. */
static enum status
check_option(const struct texts *texts, size_t index, struct err *err)
{
	const char *name = texts->items[index];
	size_t i;

	if (edit_has_key(EDIT_VARIANT, name) || contains(variant_keys, name))
		return fail(err, ST_BAD_DATA,
			"an option cannot be called '%s': that is a key of variants",
			name);
	for (i = 0; i < index; i++)
		if (strcmp(texts->items[i], name) == 0)
			return fail(err, ST_BAD_DATA,
				"the option '%s' is there twice", name);
	return ST_OK;
}

static enum status
check_options(const struct texts *texts, struct err *err)
{
	size_t i;

	if (texts->count > OPTIONS_MAX)
		return fail(err, ST_BAD_DATA, "there are more than %d options",
			OPTIONS_MAX);
	for (i = 0; i < texts->count; i++)
		TRY(check_option(texts, i, err));
	return ST_OK;
}

static enum status
set_texts(const struct edit *edit, const struct field *field, void *at,
	const struct texts *texts, struct err *err)
{
	size_t i;

	if (strcmp(field->name, "options") == 0)
		TRY(check_options(texts, err));

	for (i = 0; i < texts->count; i++)
		TRY(entry_text(
			field->name, texts->items[i], TEXT_SIZE_MAX, false, err));
	return copy_texts(edit, field->name, texts, at, err);
}

static void
clear_field(const struct field *field, void *record)
{
	static const int64_t none = NUMBER_NONE;
	static const char *const empty = "";
	void *at = (unsigned char *)record + field->offset;

	if (field->type == FIELD_TEXT)
		memcpy(at, &empty, sizeof(empty));
	else if (field->type == FIELD_MONEY || field->type == FIELD_OPTIONAL)
		memcpy(at, &none, sizeof(none));
	else if (field->type == FIELD_TIME)
		memset(at, 0, sizeof(int64_t));
	else if (field->type == FIELD_CHOICE)
		memset(at, 0, sizeof(int));
	else
		memset(at, 0, sizeof(struct texts));
}

static enum status
unknown_key(const struct edit *edit, const char *key, struct err *err)
{
	const char *const *keys;
	const char *nearest;

	TRY(edit_keys(edit->target, edit->arena, &keys, err));
	nearest = text_nearest(key, keys);
	if (nearest)
		return fail(err, ST_NOT_FOUND,
			"unknown key '%s' (did you mean '%s'?)", key, nearest);
	return fail(err, ST_NOT_FOUND, "unknown key '%s' (see shop-catalog(5))", key);
}

enum status
edit_set_key(const struct edit *edit, const struct edit_key *key,
	const struct texts *texts, struct err *err)
{
	const struct field *field = key->fields[edit->target];
	void *record = key_record(edit, key);
	void *at = (unsigned char *)record + field->offset;

	if (texts->count == 0 || (texts->count == 1 && texts->items[0][0] == '\0')) {
		clear_field(field, record);
		return ST_OK;
	}
	if (field->type == FIELD_TEXTS)
		return set_texts(edit, field, at, texts, err);
	if (texts->count > 1)
		return fail(err, ST_BAD_DATA, "%s takes one value", key->name);
	return set_one(edit, key, at, texts->items[0], err);
}

enum status
edit_set(const struct edit *edit, const struct edit_value *value, struct err *err)
{
	static const struct texts none = { NULL, 0 };
	struct edit_key key;

	edit_key_describe(value->key, &key);
	if (!key.fields[edit->target])
		return unknown_key(edit, value->key, err);
	return edit_set_key(edit, &key, value->clears ? &none : &value->texts, err);
}

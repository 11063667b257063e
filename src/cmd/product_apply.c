#include "cmd/product_apply.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "catalog/document.h"
#include "stock/stock.h"
#include "store/setting.h"

enum status
product_input_fault(enum status status, struct err *err)
{
	if (status != ST_BAD_DATA)
		return status;
	err->status = ST_USAGE;
	return ST_USAGE;
}

enum status
product_target_open(struct txn *txn, struct product_target *target, struct err *err)
{
	struct document_rules rules;
	struct currency currency;
	const char *code;

	TRY(document_rules(txn, &rules, err));
	TRY(setting_get(txn, "shop.currency", &code, err));
	if (!currency_find(code, &currency))
		return fail(
			err, ST_CONFIG, "shop.currency '%s' is no currency", code);
	*target = (struct product_target){ .arena = txn_arena(txn),
		.decimals = currency.decimals,
		.size_names = rules.size_names,
		.color_names = rules.color_names,
		.stock = NUMBER_NONE };
	return ST_OK;
}

static struct edit
edit_of(const struct product_target *target, bool own)
{
	return (struct edit){ .target = own ? EDIT_VARIANT : EDIT_PRODUCT,
		.product = target->product,
		.variant = target->variant,
		.decimals = target->decimals,
		.arena = target->arena };
}

static bool
has_handle(const struct product_target *target)
{
	return !product_is_simple(target->product);
}

/* Two names that differ in case alone are the same. */
static enum status
same_name(struct arena *arena, const char *a, const char *b, bool *same,
	struct err *err)
{
	const char *folded[2];

	TRY(text_fold_case(arena, a, strlen(a), &folded[0], err));
	TRY(text_fold_case(arena, b, strlen(b), &folded[1], err));
	*same = strcmp(folded[0], folded[1]) == 0;
	return ST_OK;
}

/* Replaces *name by the one of names that is the same but for case. */
static enum status
find_name(const struct product_target *target, const struct texts *names,
	const char **name, bool *found, struct err *err)
{
	size_t i;

	*found = false;
	for (i = 0; i < names->count && !*found; i++) {
		TRY(same_name(target->arena, names->items[i], *name, found, err));
		if (*found)
			*name = names->items[i];
	}
	return ST_OK;
}

static enum status
attribute_names(const struct product_target *target, const struct list *attributes,
	struct texts *names, struct err *err)
{
	const struct attribute *items = attributes->items;
	size_t i;

	names->count = attributes->count;
	TRY(ARENA_NEW(target->arena, names->count, &names->items, err));
	for (i = 0; i < names->count; i++)
		names->items[i] = items[i].name;
	return ST_OK;
}

/* As what a name is known to the target: an option, an attribute that is there
 * already, or a new one. */
enum known_as {
	KNOWN_OPTION,
	KNOWN_ATTRIBUTE,
	KNOWN_NOT,
};

static enum status
find_attribute(const struct product_target *target, const struct details *details,
	const char **name, bool *found, struct err *err)
{
	struct texts names;

	TRY(attribute_names(target, &details->attributes, &names, err));
	return find_name(target, &names, name, found, err);
}

static enum status
look_up(const struct product_target *target, const char **name, enum known_as *known,
	struct err *err)
{
	bool found;

	*known = KNOWN_OPTION;
	TRY(find_name(target, &target->product->options, name, &found, err));
	if (found)
		return ST_OK;
	if (target->own && target->variant)
		TRY(find_attribute(
			target, &target->variant->details, name, &found, err));
	if (!found)
		TRY(find_attribute(
			target, &target->product->details, name, &found, err));
	*known = found ? KNOWN_ATTRIBUTE : KNOWN_NOT;
	return ST_OK;
}

enum status
product_name_of(const struct product_target *target, enum product_part part,
	const char **name, struct err *err)
{
	const struct texts *names =
		part == PART_SIZE ? &target->size_names : &target->color_names;
	enum known_as known;
	size_t i;

	for (i = 0; i < names->count; i++) {
		const char *one = names->items[i];

		TRY(look_up(target, &one, &known, err));
		if (known == KNOWN_NOT)
			continue;
		*name = one;
		return ST_OK;
	}
	*name = part == PART_SIZE ? "size" : "color";
	return ST_OK;
}

static enum status
set_option(const struct product_target *target, const char *name, const char *value,
	struct err *err)
{
	struct edit edit = edit_of(target, true);

	if (!has_handle(target))
		return fail(err, ST_USAGE,
			"only a product with variants has options: give --product, "
			"or --attribute '%s=%s'",
			name, value);
	if (!target->variant)
		return fail(err, ST_USAGE,
			"each variant of '%s' has its own %s: name one by its SKU "
			"(see 'shop show %s')",
			target->product->handle, name, target->product->handle);
	return edit_set_option(&edit, name, value, err);
}

/* Values of one name, which may be an option's. */
static enum status
set_values(const struct product_target *target, const char *name,
	const struct texts *values, struct err *err)
{
	struct edit edit = edit_of(target, target->own && target->variant);
	enum known_as known;

	TRY(look_up(target, &name, &known, err));
	if (known != KNOWN_OPTION)
		return edit_set_attribute(&edit, name, values, err);
	if (values->count != 1)
		return fail(err, ST_USAGE, "the option '%s' takes one value", name);
	return set_option(target, name, values->items[0], err);
}

/* Of a new product with variants it becomes an option; of an old one it is one, if
 * that says so; of a simple product it is an attribute. */
static enum status
set_size(const struct product_target *target, enum product_part part,
	const char *value, struct err *err)
{
	struct texts values = { &value, 1 };
	const char *name;

	TRY(product_name_of(target, part, &name, err));
	return set_values(target, name, &values, err);
}

static bool
named_before(const struct pairs *pairs, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (strcmp(pairs->items[i].name, pairs->items[index].name) == 0)
			return true;
	return false;
}

/* All values that are said of the name at index. */
static enum status
gather_values(const struct product_target *target, const struct pairs *pairs,
	size_t index, struct texts *values, struct err *err)
{
	const char *name = pairs->items[index].name;
	size_t i;

	values->count = 0;
	TRY(ARENA_NEW(target->arena, pairs->count, &values->items, err));
	for (i = index; i < pairs->count; i++)
		if (strcmp(pairs->items[i].name, name) == 0)
			values->items[values->count++] = pairs->items[i].value;
	return ST_OK;
}

static enum status
set_attributes(const struct product_target *target, const struct pairs *pairs,
	struct err *err)
{
	struct texts values;
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		if (named_before(pairs, i))
			continue;
		TRY(gather_values(target, pairs, i, &values, err));
		TRY(set_values(target, pairs->items[i].name, &values, err));
	}
	return ST_OK;
}

static enum status
set_options(const struct product_target *target, const struct pairs *pairs,
	struct err *err)
{
	bool known;
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		const char *name = pairs->items[i].name;

		if (named_before(pairs, i))
			return fail(err, ST_USAGE, "the option '%s' is given twice",
				pairs->items[i].name);
		TRY(find_name(target, &target->product->options, &name, &known, err));
		TRY(set_option(target, name, pairs->items[i].value, err));
	}
	return ST_OK;
}

static enum status
set_key(const struct product_target *target, const struct product_field *field,
	const struct texts *values, struct err *err)
{
	bool is_barcode = strcmp(field->key, "barcode") == 0;
	bool own = edit_has_key(EDIT_VARIANT, field->key) && target->variant &&
		   (target->own || (is_barcode && has_handle(target)));
	struct edit edit = edit_of(target, own);
	struct edit_value value = { field->key, *values, false };

	return edit_set(&edit, &value, err);
}

static enum status
set_stock(struct product_target *target, const char *text, struct err *err)
{
	size_t digits = strspn(text, "0123456789");
	int64_t pieces;

	if (!target->variant)
		return fail(err, ST_USAGE,
			"each variant of '%s' has its own stock: name one by its SKU "
			"(see 'shop show %s')",
			target->product->handle, target->product->handle);
	pieces = digits > 0 && digits < 18 ? strtoll(text, NULL, 10) : -1;
	if (text[digits] || pieces < 0 || pieces > STOCK_MAX)
		return fail(err, ST_USAGE,
			"stock '%s' is not a whole number from 0 to %" PRId64, text,
			STOCK_MAX);
	target->stock = pieces;
	return ST_OK;
}

static enum status
set_field(struct product_target *target, const struct product_field *field,
	const struct product_said *said, struct err *err)
{
	struct product_said one = *said;
	struct texts texts = { &one.text, 1 };

	switch (field->part) {
	case PART_SKU:
	case PART_HANDLE:
		return ST_OK;
	case PART_STOCK:
		return set_stock(target, said->text, err);
	case PART_SIZE:
	case PART_COLOR:
		return set_size(target, field->part, said->text, err);
	case PART_OPTIONS:
		return set_options(target, &said->pairs, err);
	case PART_ATTRIBUTES:
		return set_attributes(target, &said->pairs, err);
	case PART_TEXTS:
		texts = (struct texts){ said->words.items, said->words.count };
		return set_key(target, field, &texts, err);
	default:
		return set_key(target, field, &texts, err);
	}
}

/* What the variants of a new product differ by. */
static enum status
name_options(const struct product_target *target, const struct product_input *input,
	struct err *err)
{
	const struct pairs *pairs = &input->options;
	struct edit edit = edit_of(target, false);
	struct edit_value value = { .key = "options" };
	size_t i;

	TRY(ARENA_NEW(target->arena, pairs->count + 2, &value.texts.items, err));
	if (input->size && input->size[0])
		value.texts.items[value.texts.count++] = "size";
	if (input->color && input->color[0])
		value.texts.items[value.texts.count++] = "color";
	for (i = 0; i < pairs->count; i++)
		value.texts.items[value.texts.count++] = pairs->items[i].name;
	return edit_set(&edit, &value, err);
}

static enum status
apply(struct product_target *target, const struct product_input *input,
	struct err *err)
{
	size_t i;

	if (target->is_new && has_handle(target))
		TRY(name_options(target, input, err));
	for (i = 0; i < product_field_count; i++) {
		const struct product_field *field = &product_fields[i];
		struct product_said said = product_input_said(input, field);

		if (product_input_says(input, field))
			TRY(set_field(target, field, &said, err));
	}
	return ST_OK;
}

enum status
product_apply(struct product_target *target, const struct product_input *input,
	struct err *err)
{
	struct edit edit = edit_of(target, false);

	TRY(product_input_fault(apply(target, input, err), err));
	return product_input_fault(edit_arrange_options(&edit, err), err);
}

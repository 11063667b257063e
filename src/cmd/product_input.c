#include "cmd/product_input.h"

#include <string.h>

const char *const product_statuses[] = { "active", "draft", "archived", NULL };
const char *const product_answers[] = { "yes", "no", NULL };

#define PRODUCT_FIELD( \
	part_, type, member, option, kind, value, choices_, initial_, text) \
	{ PART_##part_, #member, offsetof(struct product_input, member), (choices_), \
		(initial_), (text) },

const struct product_field product_fields[] = { PRODUCT_FIELDS_NEW(PRODUCT_FIELD)
		PRODUCT_FIELDS(PRODUCT_FIELD) };
const size_t product_field_count = sizeof(product_fields) / sizeof(product_fields[0]);

static bool
has_pairs(const struct product_field *field)
{
	return field->part == PART_OPTIONS || field->part == PART_ATTRIBUTES;
}

struct pairs *
product_input_pairs(struct product_input *input, const struct product_field *field)
{
	invariant(has_pairs(field));
	return (struct pairs *)(void *)((char *)input + field->offset);
}

struct words *
product_input_words(struct product_input *input, const struct product_field *field)
{
	invariant(field->part == PART_TEXTS);
	return (struct words *)(void *)((char *)input + field->offset);
}

const char **
product_input_text(struct product_input *input, const struct product_field *field)
{
	invariant(!has_pairs(field) && field->part != PART_TEXTS);
	return (const char **)(void *)((char *)input + field->offset);
}

struct product_said
product_input_said(
	const struct product_input *input, const struct product_field *field)
{
	const void *member = (const char *)input + field->offset;
	struct product_said said = { NULL, { NULL, 0 }, { NULL, 0 } };

	if (has_pairs(field))
		memcpy(&said.pairs, member, sizeof(said.pairs));
	else if (field->part == PART_TEXTS)
		memcpy(&said.words, member, sizeof(said.words));
	else
		memcpy(&said.text, member, sizeof(said.text));
	return said;
}

bool
product_input_says(
	const struct product_input *input, const struct product_field *field)
{
	struct product_said said = product_input_said(input, field);

	return said.text || said.words.count > 0 || said.pairs.count > 0;
}

bool
product_input_is_empty(const struct product_input *input)
{
	size_t i;

	for (i = 0; i < product_field_count; i++)
		if (product_fields[i].part != PART_SKU &&
			product_input_says(input, &product_fields[i]))
			return false;
	return true;
}

#include "cmd/product_answer.h"

#include <string.h>

#include "catalog/edit.h"

/* Lines put together. */
static enum status
add_line(struct buffer *lines, const char *name, const char *value, struct err *err)
{
	if (lines->size > 0)
		TRY(buffer_append_text(lines, "\n", err));
	TRY(buffer_append_text(lines, name, err));
	if (value)
		TRY(buffer_append_text(lines, "=", err));
	return buffer_append_text(lines, value ? value : "", err);
}

static enum status
end_lines(struct buffer *lines, const char **answer, struct err *err)
{
	TRY(buffer_append(lines, "", 1, err));
	*answer = (const char *)lines->data;
	return ST_OK;
}

enum status
product_answer_of_input(const struct product_input *input,
	const struct product_field *field, struct arena *arena, const char **answer,
	struct err *err)
{
	struct product_said said = product_input_said(input, field);
	struct buffer lines = { .arena = arena };
	size_t i;

	if (said.text)
		TRY(buffer_append_text(&lines, said.text, err));
	for (i = 0; i < said.words.count; i++)
		TRY(add_line(&lines, said.words.items[i], NULL, err));
	for (i = 0; i < said.pairs.count; i++)
		TRY(add_line(&lines, said.pairs.items[i].name,
			said.pairs.items[i].value, err));
	return end_lines(&lines, answer, err);
}

static size_t
count_lines(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

/* Cuts the next line off, without blanks around it; false at the end. */
static enum status
next_line(const char **at, struct arena *arena, const char **line, struct err *err)
{
	size_t size = strcspn(*at, "\n");
	const char *begin = *at + strspn(*at, " \t");
	const char *end = *at + size;

	*at = end + (*end == '\n');
	if (begin > end)
		begin = end;
	while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return arena_copy(arena, begin, (size_t)(end - begin), line, err);
}

static enum status
take_words(
	struct words *words, const char *answer, struct arena *arena, struct err *err)
{
	struct words taken = { NULL, 0 };
	const char *line;

	TRY(ARENA_NEW(arena, count_lines(answer), &taken.items, err));
	while (*answer) {
		TRY(next_line(&answer, arena, &line, err));
		if (*line)
			taken.items[taken.count++] = line;
	}
	*words = taken;
	return ST_OK;
}

static enum status
take_pairs(
	struct pairs *pairs, const char *answer, struct arena *arena, struct err *err)
{
	struct pairs taken = { NULL, 0 };
	const char *line;

	TRY(ARENA_NEW(arena, count_lines(answer), &taken.items, err));
	while (*answer) {
		struct pair *pair = &taken.items[taken.count];
		const char *equals;

		TRY(next_line(&answer, arena, &line, err));
		equals = strchr(line, '=');
		if (!*line)
			continue;
		if (!equals || equals == line)
			return fail(err, ST_USAGE,
				"'%s' is not a name and a value such as "
				"material=glass",
				line);
		TRY(arena_copy(
			arena, line, (size_t)(equals - line), &pair->name, err));
		pair->value = equals + 1;
		taken.count++;
	}
	*pairs = taken;
	return ST_OK;
}

enum status
product_answer_take(struct product_input *input, const struct product_field *field,
	const char *answer, struct arena *arena, struct err *err)
{
	switch (field->part) {
	case PART_OPTIONS:
	case PART_ATTRIBUTES:
		return take_pairs(
			product_input_pairs(input, field), answer, arena, err);
	case PART_TEXTS:
		return take_words(
			product_input_words(input, field), answer, arena, err);
	default:
		*product_input_text(input, field) = answer;
		return ST_OK;
	}
}

static enum status
answer_of_options(const struct list *options, struct arena *arena,
	const char **answer, struct err *err)
{
	const struct option_value *items = options->items;
	struct buffer lines = { .arena = arena };
	size_t i;

	for (i = 0; i < options->count; i++)
		TRY(add_line(&lines, items[i].name, items[i].value, err));
	return end_lines(&lines, answer, err);
}

static enum status
answer_of_attributes(const struct list *attributes, struct arena *arena,
	const char **answer, struct err *err)
{
	const struct attribute *items = attributes->items;
	struct buffer lines = { .arena = arena };
	size_t i;
	size_t j;

	for (i = 0; i < attributes->count; i++)
		for (j = 0; j < items[i].values.count; j++)
			TRY(add_line(&lines, items[i].name, items[i].values.items[j],
				err));
	return end_lines(&lines, answer, err);
}

static enum status
answer_of_texts(const struct texts *texts, struct arena *arena, const char **answer,
	struct err *err)
{
	struct buffer lines = { .arena = arena };
	size_t i;

	for (i = 0; i < texts->count; i++)
		TRY(add_line(&lines, texts->items[i], NULL, err));
	return end_lines(&lines, answer, err);
}

/* Where a key is: in the record itself, or in its details. */
static enum status
answer_of_key(const struct product_stated *stated, const struct product_field *key,
	struct arena *arena, const char **answer, struct err *err)
{
	bool own = stated->variant && edit_has_key(EDIT_VARIANT, key->key);
	const struct record_type *type = own ? &variant_record : &product_record;
	const void *record = own ? (const void *)stated->variant : stated->product;
	const struct field *field = record_field(type, key->key);

	if (!field) {
		record = own ? &stated->variant->details : &stated->product->details;
		field = record_field(&details_record, key->key);
	}
	invariant(field);
	if (field->type == FIELD_TEXTS)
		return answer_of_texts(field_at(field, record), arena, answer, err);
	return field_text(field, record, (struct record_style){ stated->decimals },
		arena, answer, err);
}

enum status
product_answer_of_product(const struct product_stated *stated,
	const struct product_field *field, struct arena *arena, const char **answer,
	struct err *err)
{
	const struct variant *variant = stated->variant;

	*answer = "";
	switch (field->part) {
	case PART_KEY:
	case PART_TEXTS:
		return answer_of_key(stated, field, arena, answer, err);
	case PART_ATTRIBUTES:
		return answer_of_attributes(
			variant ? &variant->details.attributes
				: &stated->product->details.attributes,
			arena, answer, err);
	case PART_OPTIONS:
		return variant ? answer_of_options(
					 &variant->options, arena, answer, err)
			       : ST_OK;
	default:
		return ST_OK;
	}
}

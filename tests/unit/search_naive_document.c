#include <stdlib.h>
#include <string.h>

#include "analysis/impact.h"
#include "search_naive_parts.h"
#include "unit.h"

/* A word at a place of a document. */
struct place {
	uint32_t stem;
	uint32_t form;
	unsigned field;
	uint32_t share;
};

struct reading {
	struct naive *naive;
	const struct index_document *document;
	struct place *places;
	uint32_t count;
	uint32_t capacity;
	uint32_t *chains; /* by field */
	uint32_t *values;
	uint32_t value_count;
	uint32_t value_capacity;
};

static uint32_t
word_number(struct naive *naive, const void *text, size_t size)
{
	uint32_t number = naive_text_number(
		&naive->words, &naive->arena, (struct bytes){ text, size });

	naive->known = naive_grow(
		naive->known, &naive->known_capacity, number, sizeof(*naive->known));
	return number;
}

uint32_t
naive_stem(struct naive *naive, struct token word)
{
	const char *stem;
	struct err err;
	size_t size;

	naive_must(
		stemmer_stem(naive->stemmer, word.at, word.size, &stem, &size, &err),
		&err);
	return word_number(naive, stem, size);
}

static uint32_t
form_number(struct naive *naive, struct token word)
{
	uint32_t form = word_number(naive, word.at, word.size);
	uint32_t stem = naive_stem(naive, word);

	naive->known[form].stem = stem;
	return form;
}

static void
add_word(struct reading *reading, struct token word, unsigned field, uint32_t share)
{
	uint32_t form = form_number(reading->naive, word);

	reading->places = naive_grow(reading->places, &reading->capacity,
		reading->count, sizeof(*reading->places));
	reading->places[reading->count++] =
		(struct place){ reading->naive->known[form].stem, form, field,
			share };
}

/* What each chain of a title counts. */
static uint32_t *
title_shares(const struct reading *reading, const char *text)
{
	struct naive *naive = reading->naive;
	uint32_t *shares = naive_take(
		&naive->arena, strlen(text) + NAIVE_TITLE_MAX, sizeof(*shares));
	struct title title;
	struct err err;

	if (naive_title(naive, reading->document, text, shares))
		return shares;
	naive_must(title_read(&naive->arena, naive->schema, reading->document, text,
			   &title, &err),
		&err);
	for (size_t i = 0; i < title.count; i++)
		shares[i] = title.shares[i];
	return shares;
}

static void
add_text(struct reading *reading, const struct index_value *value)
{
	struct naive *naive = reading->naive;
	struct bytes folded = naive_fold(&naive->arena, value->text, false);
	const char *at = (const char *)folded.data;
	const char *end = at + folded.size;
	const uint32_t *shares = NULL;
	struct chain chain;

	if (naive->schema->fields[value->field].is_title)
		shares = title_shares(reading, value->text);
	for (size_t i = 0; chain_next(&at, end, &chain); i++) {
		uint32_t share = shares ? shares[i] : IMPACT_SHARE_WHOLE;

		add_word(reading, chain.whole, value->field, share);
		for (size_t j = 0; j < chain.part_count; j++)
			add_word(reading, chain.parts[j], value->field, share);
		reading->chains[value->field]++;
	}
}

static int
compare_u32(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Orders numbers, and leaves each once. */
static size_t
make_set(uint32_t *numbers, size_t count)
{
	size_t kept = 0;

	if (count > 0)
		qsort(numbers, count, sizeof(*numbers), compare_u32);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || numbers[kept - 1] != numbers[i])
			numbers[kept++] = numbers[i];
	return kept;
}

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a;
	const struct place *y = b;

	if (x->stem != y->stem)
		return x->stem < y->stem ? -1 : 1;
	return x->field < y->field ? -1 : x->field > y->field;
}

/* The impact of the stem whose places begin at from; *until is behind them. */
static uint8_t
sum_up(const struct reading *reading, uint32_t from, uint32_t *until)
{
	const struct place *places = reading->places;
	uint32_t at = from;
	uint32_t sum = 0;

	while (at < reading->count && places[at].stem == places[from].stem) {
		unsigned field = places[at].field;
		uint32_t said = 0;

		for (; at < reading->count && places[at].stem == places[from].stem &&
			places[at].field == field;
			at++)
			said += places[at].share;
		sum = impact_add(sum, &reading->naive->schema->fields[field], said,
			reading->chains[field]);
	}
	*until = at;
	return impact_of(sum);
}

static void
read_words(struct reading *reading, struct naive_document *document)
{
	struct naive *naive = reading->naive;
	uint32_t count = reading->count;

	document->forms = naive_take(&naive->arena, count, sizeof(uint32_t));
	for (uint32_t i = 0; i < count; i++)
		document->forms[i] = reading->places[i].form;
	document->form_count = make_set(document->forms, count);
	if (count > 0)
		qsort(reading->places, count, sizeof(*reading->places),
			compare_places);
	document->terms = naive_take(&naive->arena, count, sizeof(*document->terms));
	for (uint32_t i = 0, until; i < count; i = until) {
		struct naive_term *term = &document->terms[document->term_count++];

		term->stem = reading->places[i].stem;
		term->impact = sum_up(reading, i, &until);
	}
}

static void
append(struct naive *naive, const void *data, size_t size)
{
	struct err err;

	naive_must(buffer_append(&naive->key, data, size, &err), &err);
}

/* Of two the first is a value, of one a name. */
uint32_t
naive_value_number(struct naive *naive, unsigned field, struct bytes name,
	const struct bytes *text)
{
	uint8_t head[] = { (uint8_t)field, text != NULL };
	struct naive_value *value;
	uint32_t number;

	naive->key.size = 0;
	append(naive, head, sizeof(head));
	append(naive, name.data, name.size);
	append(naive, "", 1);
	if (text)
		append(naive, text->data, text->size);
	number = naive_text_number(
		&naive->values, &naive->arena, buffer_bytes(&naive->key));
	naive->value_items = naive_grow(naive->value_items, &naive->value_capacity,
		number, sizeof(*naive->value_items));
	value = &naive->value_items[number];
	if (!value->is_known)
		*value = (struct naive_value){
			.is_known = true, .is_name = !text, .field = field
		};
	return number;
}

static void
add_number(struct reading *reading, uint32_t number)
{
	reading->values = naive_grow(reading->values, &reading->value_capacity,
		reading->value_count, sizeof(*reading->values));
	reading->values[reading->value_count++] = number;
}

/* A keyword, or a place of a path, by which a query may name it. */
static void
add_keyword(struct reading *reading, unsigned field, struct bytes text, size_t from)
{
	struct naive *naive = reading->naive;
	uint32_t number =
		naive_value_number(naive, field, (struct bytes){ NULL, 0 }, &text);
	struct naive_value *value = &naive->value_items[number];

	add_number(reading, number);
	if (value->text.data)
		return;
	value->text = naive_copy(&naive->arena, text.data, text.size);
	value->called = naive_stems(
		naive, &naive->arena, (const char *)value->text.data + from);
}

/* Each place of a path is one with all that stands before it; false where there is
 * none. */
static bool
add_path(struct reading *reading, const struct index_value *value)
{
	struct bytes path = naive_fold(&reading->naive->arena, value->text, true);
	size_t from = 0;
	bool any = false;

	for (size_t i = 0; i <= path.size; i++) {
		if (i < path.size && path.data[i] != '/')
			continue;
		if (i > from)
			add_keyword(reading, value->field,
				(struct bytes){ path.data, i }, from);
		any |= i > from;
		from = i + 1;
	}
	return any;
}

static void
add_named(struct reading *reading, const struct index_value *value)
{
	struct naive *naive = reading->naive;
	struct bytes name = naive_fold(&naive->arena, value->name, true);
	struct bytes text = naive_fold(&naive->arena, value->text, true);
	uint32_t above = naive_value_number(naive, value->field, name, NULL);
	uint32_t number = naive_value_number(naive, value->field, name, &text);

	naive->value_items[above].text = name;
	naive->value_items[number].text = text;
	naive->value_items[number].name = above + 1;
	add_number(reading, above);
	add_number(reading, number);
}

static void
read_values(struct reading *reading, struct naive_document *document)
{
	const struct index_field *fields = reading->naive->schema->fields;
	struct arena *arena = &reading->naive->arena;
	bool has_path[UINT8_MAX] = { false };

	for (size_t i = 0; i < document->given->value_count; i++) {
		const struct index_value *value = &document->given->values[i];

		if (!value->text || !*value->text)
			continue;
		if (fields[value->field].kind == INDEX_KEYWORD)
			add_keyword(reading, value->field,
				naive_fold(arena, value->text, true), 0);
		if (fields[value->field].kind == INDEX_NAMED)
			add_named(reading, value);
		if (fields[value->field].kind == INDEX_PATH &&
			!has_path[value->field])
			has_path[value->field] = add_path(reading, value);
	}
	document->values = naive_take(arena, reading->value_count, sizeof(uint32_t));
	if (reading->value_count > 0)
		memcpy(document->values, reading->values,
			reading->value_count * sizeof(uint32_t));
	document->value_count = make_set(document->values, reading->value_count);
}

struct naive_document *
naive_read(struct naive *naive, const struct index_group *group, size_t member)
{
	struct naive_document *document =
		naive_take(&naive->arena, 1, sizeof(*document));
	uint32_t chains[UINT8_MAX] = { 0 };
	struct reading reading = { .naive = naive,
		.document = &group->documents[member],
		.chains = chains };

	document->group = group->id;
	document->member = member;
	document->given = reading.document;
	for (size_t i = 0; i < reading.document->value_count; i++) {
		const struct index_value *value = &reading.document->values[i];

		if (naive->schema->fields[value->field].kind == INDEX_TEXT &&
			value->text)
			add_text(&reading, value);
	}
	read_words(&reading, document);
	read_values(&reading, document);
	free(reading.places);
	free(reading.values);
	return document;
}

int64_t
naive_number_of(const struct index_document *document, unsigned field)
{
	for (size_t i = 0; i < document->value_count; i++)
		if (document->values[i].field == field)
			return document->values[i].number;
	return INT64_MIN;
}

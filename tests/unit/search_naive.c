#include <stdlib.h>
#include <string.h>

#include "words/rarity.h"
#include "search_naive_parts.h"
#include "unit.h"

/* Groups lie in one block of so many numbers each (layout.h). */
#define BLOCK 960

struct naive *
naive_open(const struct index_schema *schema)
{
	struct naive *naive = calloc(1, sizeof(*naive));
	struct err err;

	assert_non_null(naive);
	naive->schema = schema;
	naive->key.arena = &naive->arena;
	naive_must(
		stemmer_open(schema->language, &naive->arena, &naive->stemmer, &err),
		&err);
	return naive;
}

void
naive_close(struct naive *naive)
{
	if (!naive)
		return;
	stemmer_close(naive->stemmer);
	naive_texts_free(&naive->words);
	naive_texts_free(&naive->values);
	naive_texts_free(&naive->ids);
	free(naive->known);
	free(naive->value_items);
	free(naive->placed);
	free(naive->documents);
	free(naive->live);
	arena_free(&naive->arena);
	free(naive);
}

static struct naive_placed *
place_of(struct naive *naive, uint64_t id)
{
	uint32_t number = naive_text_number(&naive->ids, &naive->arena,
		(struct bytes){ (const uint8_t *)&id, sizeof(id) });

	naive->placed = naive_grow(naive->placed, &naive->placed_capacity, number,
		sizeof(*naive->placed));
	naive->placed[number].given.id = id;
	return &naive->placed[number];
}

static const char *
copy_text(struct naive *naive, const char *text)
{
	return text ? (const char *)naive_copy(&naive->arena, text, strlen(text)).data
		    : NULL;
}

static struct index_document
copy_document(struct naive *naive, const struct index_document *from, size_t extra)
{
	size_t count = from->value_count + extra;
	struct index_value *values =
		naive_take(&naive->arena, count, sizeof(*values));

	for (size_t i = 0; i < from->value_count; i++) {
		values[i] = from->values[i];
		values[i].text = copy_text(naive, values[i].text);
		values[i].name = copy_text(naive, values[i].name);
	}
	return (struct index_document){ values, from->value_count };
}

static struct index_group
copy_group(struct naive *naive, const struct index_group *from)
{
	struct index_document *documents =
		naive_take(&naive->arena, from->document_count, sizeof(*documents));

	for (size_t i = 0; i < from->document_count; i++)
		documents[i] = copy_document(naive, &from->documents[i], 0);
	return (struct index_group){ from->id, documents, from->document_count };
}

/* A group lies in one block; numbers that are left in the last one are skipped. */
static uint32_t
take_numbers(struct naive *naive, uint32_t count)
{
	uint32_t first = naive->next_document;

	if (first / BLOCK != (first + count - 1) / BLOCK)
		first = (first / BLOCK + 1) * BLOCK;
	naive->next_document = first + count;
	naive->documents = naive_grow(naive->documents, &naive->document_capacity,
		naive->next_document, sizeof(struct naive_document *));
	return first;
}

void
naive_change(struct naive *naive, const struct index_group *now)
{
	struct naive_placed *placed = place_of(naive, now->id);
	size_t before = placed->given.document_count;

	for (size_t i = 0; i < before; i++)
		naive->documents[placed->first + i] = NULL;
	placed->given = copy_group(naive, now);
	if (now->document_count > 0 && now->document_count != before)
		placed->first = take_numbers(naive, (uint32_t)now->document_count);
	for (uint32_t i = 0; i < now->document_count; i++) {
		struct naive_document *document =
			naive_read(naive, &placed->given, i);

		document->number = placed->first + i;
		naive->documents[document->number] = document;
	}
	naive->is_counted = false;
}

static void
set_value(struct index_document *document, struct index_value *values,
	const struct index_number *number)
{
	for (size_t i = 0; i < document->value_count; i++)
		if (values[i].field == number->field) {
			values[i].number = number->number;
			return;
		}
	values[document->value_count++] =
		(struct index_value){ .field = number->field,
			.number = number->number };
}

/* What was given before stays as it was. */
void
naive_set_number(struct naive *naive, const struct index_number *number)
{
	struct naive_placed *placed = place_of(naive, number->group);
	size_t count = placed->given.document_count;
	struct index_document *documents =
		naive_take(&naive->arena, count, sizeof(*documents));
	struct index_document *changed = &documents[number->member];
	struct index_value *values;

	assert_true(number->member < count);
	memcpy(documents, placed->given.documents, count * sizeof(*documents));
	values = naive_take(&naive->arena, changed->value_count + 1, sizeof(*values));
	memcpy(values, changed->values, changed->value_count * sizeof(*values));
	changed->values = values;
	set_value(changed, values, number);
	placed->given.documents = documents;
	for (size_t i = 0; i < count; i++)
		naive->documents[placed->first + i]->given = &documents[i];
}

struct index_group
naive_group(const struct naive *naive, uint64_t id)
{
	uint32_t number;

	if (!naive_text_known(&naive->ids,
		    (struct bytes){ (const uint8_t *)&id, sizeof(id) }, &number))
		return (struct index_group){ .id = id };
	return naive->placed[number].given;
}

size_t
naive_group_count(const struct naive *naive)
{
	return naive->ids.count;
}

uint64_t
naive_group_id(const struct naive *naive, size_t index)
{
	return naive->placed[index].given.id;
}

size_t
naive_word_count(const struct naive *naive)
{
	return naive->words.count;
}

const char *
naive_word(const struct naive *naive, size_t index)
{
	return (const char *)naive->words.items[index].data;
}

uint32_t
naive_rarity(const struct naive *naive, uint64_t with)
{
	return rarity(naive->count, with < naive->count ? with : naive->count);
}

static void
count_document(struct naive *naive, struct naive_document *document)
{
	naive->live[naive->count++] = document;
	for (size_t i = 0; i < document->term_count; i++)
		naive->known[document->terms[i].stem].with_stem++;
	for (size_t i = 0; i < document->form_count; i++)
		naive->known[document->forms[i]].with_form++;
	for (size_t i = 0; i < document->value_count; i++)
		naive->value_items[document->values[i]].with++;
}

/* How many documents have each word, stem and value, from nothing. */
static void
count_all(struct naive *naive)
{
	naive->count = 0;
	for (uint32_t i = 0; i < naive->words.count; i++) {
		naive->known[i].with_stem = 0;
		naive->known[i].with_form = 0;
	}
	for (uint32_t i = 0; i < naive->values.count; i++)
		naive->value_items[i].with = 0;
	free(naive->live);
	naive->live = calloc(naive->next_document + 1, sizeof(*naive->live));
	assert_non_null(naive->live);
	for (uint32_t i = 0; i < naive->next_document; i++)
		if (naive->documents[i])
			count_document(naive, naive->documents[i]);
	naive->is_counted = true;
}

static bool
names_are_known(struct naive_asked *asked)
{
	const struct index_query *query = asked->query;
	uint32_t number;

	for (size_t i = 0; i < query->facet_count; i++)
		if (query->facets[i].name &&
			!naive_name(asked, query->facets[i].field,
				query->facets[i].name, &number))
			return false;
	return naive_filters(asked);
}

void
naive_search(struct naive *naive, const struct index_query *query,
	struct arena *arena, struct naive_answer *answer)
{
	struct naive_asked asked = {
		.naive = naive, .arena = arena, .query = query, .lots = 1
	};

	*answer = (struct naive_answer){ .is_refused = false };
	if (!naive->is_counted)
		count_all(naive);
	naive_plan(&asked);
	if (!names_are_known(&asked)) {
		answer->is_refused = true;
		return;
	}
	naive_score(&asked, answer);
	naive_rank(&asked, answer);
	naive_facets(&asked, answer);
}

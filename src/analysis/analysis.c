#include "analysis/analysis.h"

#include <string.h>

#include "analysis/analysis_parts.h"
#include "analysis/impact.h"

#define LOOKUP_SIZE_MIN 512

struct met *
analysis_term(struct analysis *analysis, uint32_t index)
{
	return analysis_met(analysis, index);
}

enum status
analysis_copy(struct analysis *analysis, struct bytes from, struct bytes *to,
	struct err *err)
{
	const char *copy;

	TRY(arena_copy(
		analysis->arena, (const char *)from.data, from.size, &copy, err));
	*to = (struct bytes){ (const uint8_t *)copy, from.size };
	return ST_OK;
}

static enum status
add_block(struct analysis *analysis, struct met **block, struct err *err)
{
	struct met *terms;
	uintptr_t place;

	TRY(ARENA_NEW(analysis->arena, TERMS_BLOCK + 1, &terms, err));
	place = (uintptr_t)terms + sizeof(*terms) - 1;
	*block = (struct met *)(place - place % sizeof(*terms));
	return ST_OK;
}

/* Terms stay where they are; only the list of their blocks moves when it grows. */
static enum status
reserve_met(struct analysis *analysis, size_t block, struct err *err)
{
	struct met **blocks;
	size_t count = analysis->block_count ? 2 * analysis->block_count : 16;

	if (block >= analysis->block_count) {
		TRY(ARENA_NEW(analysis->arena, count, &blocks, err));
		if (block > 0)
			memcpy(blocks, analysis->blocks, block * sizeof(*blocks));
		analysis->blocks = blocks;
		analysis->block_count = count;
	}
	if (analysis->blocks[block])
		return ST_OK;
	return add_block(analysis, &analysis->blocks[block], err);
}

enum status
analysis_find(struct analysis *analysis, struct bytes key, struct bytes display,
	uint32_t *index, struct err *err)
{
	struct known source = { term_hash(key), NULL, (uint32_t)key.size, 0 };
	struct known *slot = lookup_find(
		&analysis->keys, source.hash, key, (struct bytes){ key.data, 0 });
	struct met *met;

	if (slot->term != 0) {
		*index = slot->term;
		return ST_OK;
	}
	source.term = analysis->count + 1;
	TRY(reserve_met(analysis, source.term / TERMS_BLOCK, err));
	met = analysis_term(analysis, source.term);
	TRY(ARENA_NEW(analysis->arena, 1, &met->text, err));
	TRY(analysis_copy(analysis, key, &met->text->key, err));
	TRY(analysis_copy(analysis, display, &met->text->display, err));
	met->class = key.data[0];
	analysis->count++;
	source.bytes = met->text->key.data;
	*index = source.term;
	return lookup_add(&analysis->keys, &source, analysis->arena, err);
}

enum status
analysis_open(struct arena *arena, const struct analysis_options *options,
	struct analysis **analysis, struct err *err)
{
	const uint8_t all = CLASS_ALL;
	const uint8_t last = CLASS_LAST;
	struct bytes nothing = { &all, 0 };
	struct analysis *opened;

	invariant(options->schema->field_count < FIELD_MAX);
	TRY(ARENA_NEW(arena, 1, &opened, err));
	opened->arena = arena;
	opened->options = *options;
	TRY(word_table_init(&opened->words, LOOKUP_SIZE_MIN, arena, err));
	TRY(lookup_init(&opened->keys, LOOKUP_SIZE_MIN, arena, err));
	TRY(analysis_find(
		opened, (struct bytes){ &all, 1 }, nothing, &opened->all, err));
	TRY(analysis_find(
		opened, (struct bytes){ &last, 1 }, nothing, &opened->last, err));
	TRY(stemmer_open(options->schema->language, arena, &opened->stemmer, err));
	TRY(values_open(opened, arena, options, &opened->values, err));
	*analysis = opened;
	return ST_OK;
}

void
analysis_close(struct analysis *analysis)
{
	if (!analysis)
		return;
	stemmer_close(analysis->stemmer);
	values_close(analysis->values);
	arena_free(&analysis->scratch);
}

void
analysis_begin(struct analysis *analysis)
{
	analysis->stamp++;
	analysis->terms.count = 0;
	values_begin(analysis->values);
}

enum status
analysis_reserve(struct analysis *analysis, struct numbers *numbers, size_t extra,
	struct err *err)
{
	uint32_t *items;
	size_t capacity = 2 * numbers->capacity + 1024;

	if (numbers->count + extra <= numbers->capacity)
		return ST_OK;
	TRY(ARENA_NEW(analysis->arena, capacity, &items, err));
	if (numbers->count > 0)
		memcpy(items, numbers->items, numbers->count * sizeof(*items));
	numbers->items = items;
	numbers->capacity = capacity;
	return ST_OK;
}

static enum status
meet(struct analysis *analysis, uint32_t index, struct met **met, struct err *err)
{
	TRY(analysis_reserve(analysis, &analysis->terms, 1, err));
	*met = analysis_meet(analysis, index);
	return ST_OK;
}

enum status
analysis_touch(
	struct analysis *analysis, uint32_t index, enum side side, struct err *err)
{
	while (index != 0) {
		struct met *met;

		TRY(meet(analysis, index, &met, err));
		if (met->weight[side] != 0)
			return ST_OK;
		met->weight[side] = 1;
		index = met->parent;
		if (met->text->name != 0) {
			TRY(meet(analysis, met->text->name, &met, err));
			met->weight[side] = 1;
		}
	}
	return ST_OK;
}

uint8_t
analysis_impact(const struct met *met, enum side side)
{
	if (met->class != CLASS_WORD || met->weight[side] == 0)
		return (uint8_t)met->weight[side];
	return impact_of(met->weight[side]);
}

enum status
analysis_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err)
{
	TRY(tokens_fold(arena, text, folded, err));
	if (folded->size == 0)
		*folded = (struct token){ text, strlen(text) };
	return ST_OK;
}

/* What a document is filtered by. */
static enum status
add_values(struct analysis *analysis, const struct index_document *document,
	struct err *err)
{
	for (size_t i = 0; i < document->value_count; i++) {
		const struct index_value *value = &document->values[i];

		invariant(value->field < analysis->options.schema->field_count);
		if (!value->text || !*value->text)
			continue;
		switch (analysis->options.schema->fields[value->field].kind) {
		case INDEX_KEYWORD:
		case INDEX_PATH:
		case INDEX_NAMED:
			TRY(values_add(analysis->values, value, analysis->side, err));
			break;
		default:
			break;
		}
	}
	return values_end(analysis->values, analysis->side, err);
}

enum status
analysis_add(struct analysis *analysis, const struct index_document *document,
	enum side side, struct err *err)
{
	struct arena_mark mark;

	if (!analysis->scratch.newest) {
		void *first;

		TRY(arena_take(&analysis->scratch, 1, 1, &first, err));
	}
	mark = arena_mark(&analysis->scratch);
	analysis->side = side;
	TRY(analysis_touch(analysis, analysis->all, side, err));
	TRY(analysis_add_words(analysis, document, err));
	arena_rewind(&analysis->scratch, mark);
	return add_values(analysis, document, err);
}

enum status
analysis_add_last(struct analysis *analysis, enum side side, struct err *err)
{
	return analysis_touch(analysis, analysis->last, side, err);
}

uint32_t
analysis_value(const struct analysis *analysis, unsigned field, enum side side)
{
	return values_number(analysis->values, field, side);
}

const uint32_t *
analysis_terms(const struct analysis *analysis, size_t *count)
{
	*count = analysis->terms.count;
	return analysis->terms.items;
}

uint32_t
analysis_count(const struct analysis *analysis)
{
	return analysis->count;
}

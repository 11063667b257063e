#include "indexing/gather.h"

#include <string.h>

#define BLOCK_MIN 256
#define BLOCK_MAX 65536
#define PLACED_MIN 64

unsigned
gather_column(const struct index_schema *schema, size_t index)
{
	if (index == GATHER_GROUP(schema))
		return COLUMN_GROUP;
	return index == GATHER_FIRST(schema) ? COLUMN_FIRST : (unsigned)index;
}

enum status
gather_begin(struct gathered *gathered, const struct analysis_options *options,
	struct err *err)
{
	*gathered =
		(struct gathered){ .column_count = options->schema->field_count + 2 };
	TRY(ARENA_NEW(
		&gathered->arena, gathered->column_count, &gathered->columns, err));
	return analysis_open(&gathered->arena, options, &gathered->analysis, err);
}

void
gather_end(struct gathered *gathered)
{
	analysis_close(gathered->analysis);
	gathered->analysis = NULL;
	arena_free(&gathered->arena);
}

enum status
gather_posting(struct gathered *gathered, uint32_t term, uint32_t document,
	uint8_t impact, struct err *err)
{
	struct change_block *block = gathered->last;

	if (!block || block->count == block->capacity) {
		size_t capacity = !block                        ? BLOCK_MIN
				  : block->capacity < BLOCK_MAX ? block->capacity * 4
								: BLOCK_MAX;

		TRY(ARENA_NEW(&gathered->arena, 1, &block, err));
		TRY(ARENA_NEW(&gathered->arena, capacity, &block->terms, err));
		TRY(ARENA_NEW(&gathered->arena, capacity, &block->documents, err));
		TRY(ARENA_NEW(&gathered->arena, capacity, &block->impacts, err));
		block->capacity = capacity;
		if (gathered->last)
			gathered->last->next = block;
		else
			gathered->blocks = block;
		gathered->last = block;
	}
	block->terms[block->count] = term;
	block->documents[block->count] = document;
	block->impacts[block->count++] = impact;
	gathered->change_count++;
	analysis_term(gathered->analysis, term)->text->change_count++;
	return ST_OK;
}

enum status
gather_document(struct gathered *gathered, uint32_t document, struct err *err)
{
	struct analysis *analysis = gathered->analysis;
	size_t before = gathered->change_count;
	size_t count;
	const uint32_t *terms = analysis_terms(analysis, &count);

	for (size_t i = 0; i < count; i++) {
		const struct met *met = analysis_term(analysis, terms[i]);
		uint8_t old = analysis_impact(met, SIDE_OLD);
		uint8_t now = analysis_impact(met, SIDE_NOW);

		if (old == now)
			continue;
		if (met->class == CLASS_FORM)
			now = (uint8_t)(now - old);
		TRY(gather_posting(gathered, terms[i], document, now, err));
	}
	gathered->document_count += gathered->change_count > before;
	return ST_OK;
}

enum status
gather_number(struct gathered *gathered, size_t column, uint64_t place, int64_t value,
	struct err *err)
{
	struct column_list *list = &gathered->columns[column];

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 16;
		struct column_change *items;

		TRY(ARENA_NEW(&gathered->arena, capacity, &items, err));
		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count++] = (struct column_change){ place, value };
	gathered->number_count++;
	return ST_OK;
}

/* The slot of a group, or the empty one where it belongs. */
static struct placed *
find_slot(struct placed *slots, size_t size, uint64_t id)
{
	size_t at = (size_t)(id * UINT64_C(0x9E3779B97F4A7C15) >> 20);

	for (;; at++) {
		struct placed *slot = &slots[at & (size - 1)];

		if (slot->id == id || slot->id == 0)
			return slot;
	}
}

const struct placed *
gather_find(const struct gathered *gathered, uint64_t id)
{
	const struct placed *slot;

	if (!gathered->placed)
		return NULL;
	slot = find_slot(gathered->placed, gathered->placed_size, id);
	return slot->id == id ? slot : NULL;
}

static enum status
grow(struct gathered *gathered, struct err *err)
{
	size_t size = gathered->placed ? 2 * gathered->placed_size : PLACED_MIN;
	struct placed *slots;

	if (2 * gathered->placed_count < gathered->placed_size)
		return ST_OK;
	TRY(ARENA_NEW(&gathered->arena, size, &slots, err));
	for (size_t i = 0; i < gathered->placed_size; i++) {
		const struct placed *old = &gathered->placed[i];

		if (old->id != 0)
			*find_slot(slots, size, old->id) = *old;
	}
	gathered->placed = slots;
	gathered->placed_size = size;
	return ST_OK;
}

enum status
gather_place(struct gathered *gathered, const struct placed *placed, struct err *err)
{
	struct placed *slot;

	TRY(grow(gathered, err));
	slot = find_slot(gathered->placed, gathered->placed_size, placed->id);
	gathered->placed_count += slot->id == 0;
	*slot = *placed;
	return ST_OK;
}

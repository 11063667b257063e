#include "indexing/builder.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/field.h"
#include "indexing/gather.h"

#define GROWN_BLOCK 1024
/* Where more documents come, what is in this many of a whole container is expected to
 * be in more than an entry holds in the end. */
#define CONTAINED_EARLY 40
/* What the analysis holds for a term, about. */
#define TERM_MEMORY 320

static enum status
copy_bytes(struct arena *arena, struct bytes from, struct bytes *to, struct err *err)
{
	const char *copy;

	TRY(arena_copy(arena, (const char *)from.data, from.size, &copy, err));
	*to = (struct bytes){ (const uint8_t *)copy, from.size };
	return ST_OK;
}

/* Keeps what a number stands for. The key lives as long as its term. */
static enum status
note_given(struct builder *builder, uint32_t number, const struct numbered *term,
	struct err *err)
{
	size_t capacity = builder->given_capacity ? 2 * builder->given_capacity : 64;
	struct given given = { number, *term };
	struct given *items;
	uint32_t *members;

	TRY(copy_bytes(&builder->terms, term->display, &given.term.display, err));
	TRY(ARENA_NEW(&builder->terms, term->member_count, &members, err));
	if (term->member_count > 0)
		memcpy(members, term->members, term->member_count * sizeof(*members));
	given.term.members = members;
	if (builder->given_count == builder->given_capacity) {
		TRY(ARENA_NEW(&builder->terms, capacity, &items, err));
		if (builder->given_count > 0)
			memcpy(items, builder->given,
				builder->given_count * sizeof(*items));
		builder->given = items;
		builder->given_capacity = capacity;
	}
	builder->given[builder->given_count++] = given;
	return ST_OK;
}

static enum status
number_term(
	void *arg, const struct numbered *numbered, uint32_t *number, struct err *err)
{
	struct builder *builder = arg;
	const struct number *known =
		numbers_find(&builder->numbers, term_hash(numbered->key));

	if (known) {
		*number = known->number;
		return ST_OK;
	}
	*number = builder->next_term++;
	if (numbered->key.data[0] == CLASS_NAME)
		return ST_OK;
	return note_given(builder, *number, numbered, err);
}

static enum status
open_terms(struct builder *builder, struct err *err)
{
	struct analysis_options options = { builder->schema, number_term, builder };

	builder->pool = (struct rope_pool){ .arena = &builder->terms };
	builder->grown = NULL;
	builder->grown_capacity = 0;
	builder->given = NULL;
	builder->given_count = 0;
	builder->given_capacity = 0;
	builder->analysis = NULL;
	return analysis_open(&builder->terms, &options, &builder->analysis, err);
}

static enum status
open_columns(struct builder *builder, struct err *err)
{
	size_t count = builder->schema->field_count + 2;
	unsigned *columns;

	TRY(ARENA_NEW(&builder->arena, count, &columns, err));
	for (size_t i = 0; i < count; i++)
		columns[i] = gather_column(builder->schema, i);
	return chunks_open(&builder->chunks, columns, count, &builder->arena, err);
}

enum status
builder_open(const struct index_schema *schema, struct arena *arena,
	struct builder **builder, struct err *err)
{
	struct builder *opened;
	void *first;

	TRY(ARENA_NEW(arena, 1, &opened, err));
	*builder = opened;
	opened->schema = schema;
	opened->next_term = 1;
	opened->numbers.arena = &opened->arena;
	TRY(arena_take(&opened->scratch, 1, 1, &first, err));
	TRY(ARENA_NEW(&opened->arena, schema->field_count, &opened->texts, err));
	TRY(open_columns(opened, err));
	return open_terms(opened, err);
}

void
builder_close(struct builder *builder)
{
	if (!builder)
		return;
	analysis_close(builder->analysis);
	chunks_close(&builder->chunks);
	arena_free(&builder->made.arena);
	arena_free(&builder->late.arena);
	arena_free(&builder->scratch);
	arena_free(&builder->terms);
	arena_free(&builder->arena);
}

struct grown *
builder_grown(const struct builder *builder, uint32_t term)
{
	return &builder->grown[term / GROWN_BLOCK][term % GROWN_BLOCK];
}

/* What terms came to stays where it is; only the list of blocks moves. */
static enum status
reserve_grown(struct builder *builder, struct err *err)
{
	size_t needed = analysis_count(builder->analysis) / GROWN_BLOCK + 1;
	size_t capacity = 2 * needed;
	struct grown **blocks;

	if (needed > builder->grown_capacity) {
		TRY(ARENA_NEW(&builder->terms, capacity, &blocks, err));
		if (builder->grown_capacity > 0)
			memcpy(blocks, builder->grown,
				builder->grown_capacity * sizeof(*blocks));
		builder->grown = blocks;
		builder->grown_capacity = capacity;
	}
	for (size_t i = needed; i > 0 && !builder->grown[i - 1]; i--)
		TRY(ARENA_NEW(
			&builder->terms, GROWN_BLOCK, &builder->grown[i - 1], err));
	return ST_OK;
}

/* Each term is a look at memory far away, and its rope another: all are asked for
 * before the first is looked at. */
static void
ask_for_terms(const struct builder *builder, const uint32_t *terms, size_t count)
{
	for (size_t i = 0; i < count; i++)
		__builtin_prefetch(builder_grown(builder, terms[i]), 1);
	for (size_t i = 0; i < count; i++)
		__builtin_prefetch(builder_grown(builder, terms[i])->rope.at, 1);
}

static enum status
take_terms(struct builder *builder, uint32_t document, struct err *err)
{
	struct analysis *analysis = builder->analysis;
	size_t count;
	const uint32_t *terms = analysis_terms(analysis, &count);

	TRY(reserve_grown(builder, err));
	ask_for_terms(builder, terms, count);
	for (size_t i = 0; i < count; i++) {
		const struct met *met = analysis_term(analysis, terms[i]);
		struct grown *grown = builder_grown(builder, terms[i]);
		uint8_t impact = analysis_impact(met, SIDE_NOW);

		if (met->class == CLASS_FORM) {
			grown->contained++;
			continue;
		}
		grown->fresh++;
		TRY(rope_add(&builder->pool, &grown->rope, document,
			class_has_impacts(met->class) ? &impact : NULL, err));
	}
	return ST_OK;
}

static enum status
take_columns(struct builder *builder, const struct index_document *document,
	uint32_t place, uint64_t group, struct err *err)
{
	const struct index_schema *schema = builder->schema;
	struct field_document analysed = { schema, builder->analysis, document,
		SIDE_NOW, builder->texts };

	for (unsigned i = 0; i < schema->field_count; i++)
		TRY(chunks_set(
			&builder->chunks, i, place, field_number(&analysed, i), err));
	return chunks_set(
		&builder->chunks, GATHER_GROUP(schema), place, number_of(group), err);
}

enum status
builder_add(struct builder *builder, const struct index_group *group, uint32_t first,
	struct err *err)
{
	struct analysis *analysis = builder->analysis;

	builder->high = first / CONTAINER_DOCUMENTS;
	TRY(field_texts(
		builder->schema, group, &builder->scratch, builder->texts, err));
	for (uint32_t i = 0; i < group->document_count; i++) {
		analysis_begin(analysis);
		TRY(analysis_add(analysis, &group->documents[i], SIDE_NOW, err));
		if (i + 1 == group->document_count)
			TRY(analysis_add_last(analysis, SIDE_NOW, err));
		TRY(take_terms(builder, first + i, err));
		TRY(take_columns(
			builder, &group->documents[i], first + i, group->id, err));
	}
	return chunks_set(&builder->chunks, GATHER_FIRST(builder->schema), group->id,
		first, err);
}

enum status
builder_read(struct builder *builder, const struct rope *rope, bool has_impacts,
	struct err *err)
{
	struct postings *postings = &builder->postings;
	size_t capacity = 2 * (size_t)rope->count;

	if (rope->count > builder->postings_capacity) {
		TRY(ARENA_NEW(&builder->arena, capacity, &postings->documents, err));
		TRY(ARENA_NEW(&builder->arena, capacity, &postings->impacts, err));
		builder->postings_capacity = capacity;
	}
	rope_read(rope, has_impacts, postings);
	return ST_OK;
}

static enum status
add_made(struct made_list *list, const struct made *made, struct err *err)
{
	size_t capacity = list->capacity ? 2 * list->capacity : 64;
	struct made added = *made;
	struct made *items;

	if (list->count == list->capacity) {
		TRY(ARENA_NEW(&list->arena, capacity, &items, err));
		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
		list->capacity = capacity;
	}
	TRY(copy_bytes(&list->arena, made->bytes, &added.bytes, err));
	list->items[list->count++] = added;
	list->bytes += made->bytes.size;
	return ST_OK;
}

void
made_clear(struct made_list *list)
{
	arena_free(&list->arena);
	*list = (struct made_list){ .arena = { NULL } };
}

/* Notes what the directory will say of a container; a first part of it may have been
 * written. */
static enum status
note_facts(struct builder *builder, struct grown *grown, const struct made *made,
	struct err *err)
{
	struct container container;
	struct container_facts *facts;
	uint32_t highs = 2 * builder->high + 2;

	if (made->high >= grown->highs) {
		TRY(ARENA_NEW(&builder->terms, highs, &facts, err));
		if (grown->highs > 0)
			memcpy(facts, grown->facts, grown->highs * sizeof(*facts));
		grown->facts = facts;
		grown->highs = highs;
	}
	if (!container_read(made->bytes, &container))
		return fail_index(err);
	directory_add(&grown->facts[made->high],
		(struct container_facts){
			container.count, container.impacts ? container.max : 1 });
	return ST_OK;
}

/* Makes containers of what builder_read has read. */
static enum status
make_containers(struct builder *builder, struct grown *grown, bool has_impacts,
	struct err *err)
{
	const struct postings *all = &builder->postings;
	size_t at = 0;

	if (!builder->container)
		TRY(arena_take_raw(&builder->arena, CONTAINER_BYTES_MAX,
			&builder->container, err));
	while (at < all->count) {
		uint32_t high = all->documents[at] / CONTAINER_DOCUMENTS;
		struct postings part = { all->documents + at, all->impacts + at, 0 };
		struct made made = { high, grown->number, { builder->container, 0 } };

		for (; at < all->count &&
			all->documents[at] / CONTAINER_DOCUMENTS == high;
			at++)
			part.count++;
		made.bytes.size =
			container_write(&part, high, has_impacts, builder->container);
		TRY(note_facts(builder, grown, &made, err));
		TRY(add_made(high == builder->high ? &builder->made : &builder->late,
			&made, err));
	}
	return ST_OK;
}

/* Whether a term that gathered goes into containers; its number says that it does. */
static void
decide(struct builder *builder, const struct met *met, struct grown *grown, bool more)
{
	const struct number *known = NULL;

	if (grown->number != 0)
		return;
	if (builder->numbers.size > 0)
		known = numbers_find(&builder->numbers, term_hash(met->text->key));
	if (known && known->contained)
		grown->number = known->number;
	else if (grown->rope.count > INLINE_MAX ||
		 (more && grown->fresh >= CONTAINED_EARLY))
		grown->number = met->text->number != 0 ? met->text->number
						       : builder->next_term++;
}

static int
compare_made(const void *a, const void *b)
{
	const struct made *x = a;
	const struct made *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

enum status
builder_make(struct builder *builder, bool more, struct err *err)
{
	uint32_t count = analysis_count(builder->analysis);

	TRY(reserve_grown(builder, err));
	for (uint32_t i = 1; i <= count; i++) {
		const struct met *met = analysis_term(builder->analysis, i);
		struct grown *grown = builder_grown(builder, i);
		bool has_impacts = class_has_impacts(met->class);

		if (grown->rope.count == 0)
			continue;
		decide(builder, met, grown, more);
		grown->fresh = more ? 0 : grown->fresh;
		if (grown->number == 0)
			continue;
		TRY(builder_read(builder, &grown->rope, has_impacts, err));
		TRY(make_containers(builder, grown, has_impacts, err));
		grown->contained += grown->rope.count;
		rope_clear(&builder->pool, &grown->rope);
	}
	if (builder->made.count > 0)
		qsort(builder->made.items, builder->made.count,
			sizeof(*builder->made.items), compare_made);
	return ST_OK;
}

/* Only numbers are remembered. */
enum status
builder_forget(struct builder *builder, struct err *err)
{
	uint32_t count = analysis_count(builder->analysis);

	for (uint32_t i = 1; i <= count; i++) {
		const struct met *met = analysis_term(builder->analysis, i);
		const struct grown *grown = builder_grown(builder, i);
		struct number number = { term_hash(met->text->key), met->text->number,
			grown->number != 0 };

		if (number.contained)
			number.number = grown->number;
		if (number.number != 0)
			TRY(numbers_put(&builder->numbers, &number, err));
	}
	analysis_close(builder->analysis);
	builder->analysis = NULL;
	arena_free(&builder->terms);
	return open_terms(builder, err);
}

size_t
builder_memory(const struct builder *builder)
{
	return analysis_count(builder->analysis) * (size_t)TERM_MEMORY +
	       builder->pool.taken + builder->chunks.bytes + builder->late.bytes;
}

#include "indexing/run.h"

#include <string.h>

#include "analysis/field.h"
#include "index/postings.h"
#include "indexing/gather.h"
#include "indexing/run_parts.h"

/* Much longer texts make a run end before its container is full. */
#ifdef SHOP_TESTING
#define POSTINGS_MAX ((size_t)400 * 1000)
#define TERMS_MAX ((uint32_t)8000)
#else
#define POSTINGS_MAX ((size_t)8 * 1024 * 1024)
#define TERMS_MAX ((uint32_t)400 * 1000)
#endif

static enum status
number_term(void *arg, const struct numbered *term, uint32_t *number, struct err *err)
{
	struct run_worker *worker = arg;
	struct run_number *kept;
	const char *copy;
	uint32_t capacity =
		worker->number_capacity ? 2 * worker->number_capacity : 256;
	struct run_number *numbers;

	if (worker->number_count + 1 >= worker->number_capacity) {
		TRY(ARENA_NEW(&worker->terms, capacity, &numbers, err));
		if (worker->number_count > 0)
			memcpy(numbers, worker->numbers,
				(worker->number_count + 1) * sizeof(*numbers));
		worker->numbers = numbers;
		worker->number_capacity = capacity;
	}
	kept = &worker->numbers[worker->number_count + 1];
	*kept = (struct run_number){ .above = term->above,
		.member_count = term->member_count };
	TRY(arena_copy(&worker->terms, (const char *)term->display.data,
		term->display.size, &copy, err));
	kept->display = (struct bytes){ (const uint8_t *)copy, term->display.size };
	TRY(ARENA_NEW(&worker->terms, term->member_count, &kept->members, err));
	if (term->member_count > 0)
		memcpy(kept->members, term->members,
			term->member_count * sizeof(*kept->members));
	*number = ++worker->number_count;
	return ST_OK;
}

static enum status
open_terms(struct run_worker *worker, struct err *err)
{
	struct analysis_options options = { worker->schema, number_term, worker };

	worker->numbers = NULL;
	worker->number_count = 0;
	worker->number_capacity = 0;
	worker->analysis = NULL;
	return analysis_open(&worker->terms, &options, &worker->analysis, err);
}

static enum status
open_columns(struct run_worker *worker, struct err *err)
{
	size_t count = GATHER_GROUP(worker->schema) + 1;

	TRY(ARENA_NEW(&worker->arena, count, &worker->columns, err));
	for (size_t i = 0; i < count; i++)
		TRY(ARENA_NEW(&worker->arena, CONTAINER_DOCUMENTS,
			&worker->columns[i], err));
	TRY(ARENA_NEW(
		&worker->arena, worker->schema->field_count, &worker->texts, err));
	return ARENA_NEW(&worker->arena, 1, &worker->first, err);
}

static void
begin(struct run_worker *worker)
{
	size_t count = GATHER_GROUP(worker->schema) + 1;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < CONTAINER_DOCUMENTS; j++)
			worker->columns[i][j] = COLUMN_NONE;
	worker->next = 0;
	worker->posting_count = 0;
	worker->term_count = 0;
	worker->group_count = 0;
}

enum status
run_worker_open(
	const struct index_schema *schema, struct run_worker *worker, struct err *err)
{
	void *first;

	*worker = (struct run_worker){ .schema = schema, .file = RUN_FILE_NONE };
	TRY(arena_take(&worker->scratch, 1, 1, &first, err));
	TRY(run_file_open(&worker->file, &worker->arena, err));
	TRY(ARENA_NEW(&worker->arena, CONTAINER_DOCUMENTS, &worker->ends, err));
	TRY(ARENA_NEW(&worker->arena, CONTAINER_DOCUMENTS, &worker->groups, err));
	TRY(ARENA_NEW(&worker->arena, CONTAINER_DOCUMENTS, &worker->documents, err));
	TRY(arena_take_raw(
		&worker->arena, CONTAINER_BYTES_MAX, &worker->container, err));
	TRY(open_columns(worker, err));
	begin(worker);
	return open_terms(worker, err);
}

void
run_worker_rest(struct run_worker *worker)
{
	analysis_close(worker->analysis);
	worker->analysis = NULL;
	arena_free(&worker->sorted_arena);
	arena_free(&worker->counts_arena);
	arena_free(&worker->scratch);
	arena_free(&worker->terms);
	arena_free(&worker->arena);
}

void
run_worker_close(struct run_worker *worker)
{
	run_worker_rest(worker);
	run_file_close(&worker->file);
	arena_free(&worker->kept);
}

/* A group lies in one block. */
static uint32_t
place_of(const struct run_worker *worker, size_t documents)
{
	uint32_t left = BLOCK_DOCUMENTS - worker->next % BLOCK_DOCUMENTS;

	return documents > left ? worker->next + left : worker->next;
}

bool
run_has_room(const struct run_worker *worker, size_t documents)
{
	if (worker->next > 0 && (worker->posting_count >= POSTINGS_MAX ||
					worker->term_count >= TERMS_MAX))
		return false;
	return place_of(worker, documents) + documents <= CONTAINER_DOCUMENTS;
}

static enum status
reserve_counts(struct run_worker *worker, struct err *err)
{
	uint32_t count = analysis_count(worker->analysis);
	uint32_t capacity = 2 * count + 1024;
	struct arena arena = { NULL };
	uint32_t *counts;

	if (count < worker->counts_capacity)
		return ST_OK;
	TRY(ARENA_NEW(&arena, capacity, &counts, err));
	if (worker->counts_capacity > 0)
		memcpy(counts, worker->counts,
			worker->counts_capacity * sizeof(*counts));
	arena_free(&worker->counts_arena);
	worker->counts_arena = arena;
	worker->counts = counts;
	worker->counts_capacity = capacity;
	return ST_OK;
}

static enum status
add_block(struct run_worker *worker, struct err *err)
{
	size_t capacity = worker->block_capacity ? 2 * worker->block_capacity : 64;
	struct run_block **blocks;

	if (worker->block_count == worker->block_capacity) {
		TRY(ARENA_NEW(&worker->arena, capacity, &blocks, err));
		if (worker->block_count > 0)
			memcpy(blocks, worker->blocks,
				worker->block_count * sizeof(*blocks));
		worker->blocks = blocks;
		worker->block_capacity = capacity;
	}
	TRY(arena_take_raw(&worker->arena, sizeof(struct run_block),
		&worker->blocks[worker->block_count], err));
	worker->block_count++;
	return ST_OK;
}

static enum status
add_posting(struct run_worker *worker, uint32_t term, uint8_t impact, struct err *err)
{
	size_t place = worker->posting_count % RUN_BLOCK;
	size_t block = worker->posting_count / RUN_BLOCK;

	if (block == worker->block_count)
		TRY(add_block(worker, err));
	worker->blocks[block]->terms[place] = term;
	worker->blocks[block]->impacts[place] = impact;
	worker->posting_count++;
	return ST_OK;
}

static enum status
add_terms(struct run_worker *worker, struct err *err)
{
	size_t count;
	const uint32_t *terms = analysis_terms(worker->analysis, &count);

	TRY(reserve_counts(worker, err));
	for (size_t i = 0; i < count; i++) {
		const struct met *met = analysis_term(worker->analysis, terms[i]);

		worker->term_count += worker->counts[terms[i]]++ == 0;
		if (met->class != CLASS_FORM)
			TRY(add_posting(worker, terms[i],
				analysis_impact(met, SIDE_NOW), err));
	}
	return ST_OK;
}

static void
set_columns(struct run_worker *worker, const struct index_document *document,
	uint32_t low, uint64_t group)
{
	const struct index_schema *schema = worker->schema;
	struct field_document analysed = { schema, worker->analysis, document,
		SIDE_NOW, worker->texts };

	for (unsigned i = 0; i < schema->field_count; i++)
		if (schema->fields[i].kind != INDEX_TEXT &&
			schema->fields[i].kind != INDEX_NAMED)
			worker->columns[i][low] = field_number(&analysed, i);
	worker->columns[GATHER_GROUP(schema)][low] = number_of(group);
}

static enum status
add_document(struct run_worker *worker, const struct index_group *group, uint32_t i,
	struct err *err)
{
	struct analysis *analysis = worker->analysis;
	const struct index_document *document = &group->documents[i];
	uint32_t low = worker->next;

	analysis_begin(analysis);
	TRY(analysis_add(analysis, document, SIDE_NOW, err));
	if (i + 1 == group->document_count)
		TRY(analysis_add_last(analysis, SIDE_NOW, err));
	TRY(add_terms(worker, err));
	set_columns(worker, document, low, group->id);
	worker->ends[low] = (uint32_t)worker->posting_count;
	worker->next = low + 1;
	return ST_OK;
}

enum status
run_add(struct run_worker *worker, const struct index_group *group, struct err *err)
{
	uint32_t first = place_of(worker, group->document_count);

	for (; worker->next < first; worker->next++)
		worker->ends[worker->next] = (uint32_t)worker->posting_count;
	TRY(field_texts(worker->schema, group, &worker->scratch, worker->texts, err));
	for (uint32_t i = 0; i < group->document_count; i++)
		TRY(add_document(worker, group, i, err));
	worker->groups[worker->group_count++] =
		(struct run_group){ group->id, first };
	return ST_OK;
}

/* After a run: what is known of terms is worth keeping as long as it is not much. */
static enum status
forget_terms(struct run_worker *worker, struct err *err)
{
	if (analysis_count(worker->analysis) < TERMS_MAX / 4)
		return ST_OK;
	analysis_close(worker->analysis);
	worker->analysis = NULL;
	arena_free(&worker->terms);
	return open_terms(worker, err);
}

enum status
run_begin(struct run_worker *worker, struct err *err)
{
	begin(worker);
	return forget_terms(worker, err);
}

#include <string.h>

#include "analysis/field.h"
#include "index/facet.h"
#include "index/index.h"
#include "index/meta.h"
#include "index/sorted.h"
#include "indexing/delta_write.h"
#include "indexing/merge.h"

/* All together, about 64 MiB. */
#define CHANGES_MAX ((size_t)2 * 1024 * 1024)
#define NUMBERS_MAX ((size_t)512 * 1024)
#define TERMS_MAX ((uint32_t)400 * 1000)
#define DOCUMENTS_MAX (UINT32_C(65536) * CONTAINER_DOCUMENTS)

struct index_writer {
	struct txn *txn;
	const struct index_schema *schema;
	struct arena arena; /* this and what lives until close */
	struct arena scratch;
	struct meta meta;
	struct meta stored;
	bool dirty;
	struct gathered gathered;
	int64_t *texts[SIDE_COUNT]; /* of the group: what it is sorted by */
};

static enum status
number_term(
	void *arg, const struct numbered *numbered, uint32_t *number, struct err *err)
{
	struct index_writer *writer = arg;
	struct term term;
	bool found;

	TRY(term_get(writer->txn, numbered->key, &term, &found, err));
	if (found && term.number == 0)
		return fail_index(err);
	*number = found ? term.number : writer->meta.next_term++;
	if (found || numbered->key.data[0] == CLASS_NAME)
		return ST_OK;
	return facet_put(writer->txn, *number, numbered, err);
}

static enum status
begin_gathering(struct index_writer *writer, struct err *err)
{
	struct analysis_options options = { writer->schema, number_term, writer };

	return gather_begin(&writer->gathered, &options, err);
}

static enum status
open_writer(struct index_writer *writer, struct err *err)
{
	void *first;

	TRY(meta_get(writer->txn, writer->schema, &writer->meta, err));
	writer->stored = writer->meta;
	for (size_t i = 0; i < SIDE_COUNT; i++)
		TRY(ARENA_NEW(&writer->arena, writer->schema->field_count,
			&writer->texts[i], err));
	TRY(arena_take(&writer->scratch, 1, 1, &first, err));
	return begin_gathering(writer, err);
}

enum status
index_writer_open(struct txn *txn, const struct index_schema *schema,
	struct index_writer **writer, struct err *err)
{
	struct arena arena = { NULL };
	struct index_writer *opened;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->txn = txn;
	opened->schema = schema;
	opened->arena = arena;
	status = open_writer(opened, err);
	if (status != ST_OK) {
		index_writer_close(opened);
		return status;
	}
	*writer = opened;
	return ST_OK;
}

void
index_writer_close(struct index_writer *writer)
{
	struct arena arena;

	if (!writer)
		return;
	gather_end(&writer->gathered);
	arena_free(&writer->scratch);
	arena = writer->arena;
	arena_free(&arena);
}

/* One place in the index: what was there and what is there now, NULL for nothing. */
struct place {
	uint32_t document;
	const struct index_document *documents[SIDE_COUNT];
	bool last[SIDE_COUNT]; /* of its group */
	uint64_t group;
};

/* What a field's column has of a place on one side. */
static int64_t
column_number(const struct index_writer *writer, const struct place *place,
	unsigned field, enum side side)
{
	struct field_document document = { writer->schema, writer->gathered.analysis,
		place->documents[side], side, writer->texts[side] };

	return document.document ? field_number(&document, field) : COLUMN_NONE;
}

static enum status
add_columns(struct index_writer *writer, const struct place *place, struct err *err)
{
	const struct index_document *const *sides = place->documents;

	for (unsigned i = 0; i < writer->schema->field_count; i++) {
		int64_t old = column_number(writer, place, i, SIDE_OLD);
		int64_t now = column_number(writer, place, i, SIDE_NOW);

		if (old != now)
			TRY(gather_number(
				&writer->gathered, i, place->document, now, err));
	}
	if (!sides[SIDE_OLD] == !sides[SIDE_NOW])
		return ST_OK;
	return gather_number(&writer->gathered, GATHER_GROUP(writer->schema),
		place->document,
		sides[SIDE_NOW] ? number_of(place->group) : COLUMN_NONE, err);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Documents that differ in numbers alone are found by the same terms: a price costs
 * no look at words. */
static bool
same_terms(const struct index_writer *writer, const struct index_document *old,
	const struct index_document *now)
{
	if (!old || !now || old->value_count != now->value_count)
		return false;
	for (size_t i = 0; i < old->value_count; i++) {
		const struct index_value *a = &old->values[i];
		const struct index_value *b = &now->values[i];

		if (a->field != b->field)
			return false;
		if (writer->schema->fields[a->field].kind != INDEX_NUMBER &&
			(!same_text(a->name, b->name) ||
				!same_text(a->text, b->text)))
			return false;
	}
	return true;
}

static enum status
add_place(struct index_writer *writer, const struct place *place, struct err *err)
{
	struct analysis *analysis = writer->gathered.analysis;

	analysis_begin(analysis);
	if (same_terms(
		    writer, place->documents[SIDE_OLD], place->documents[SIDE_NOW]))
		return add_columns(writer, place, err);
	for (enum side side = 0; side < SIDE_COUNT; side++) {
		if (!place->documents[side])
			continue;
		TRY(analysis_add(analysis, place->documents[side], side, err));
		if (place->last[side])
			TRY(analysis_add_last(analysis, side, err));
	}
	TRY(gather_document(&writer->gathered, place->document, err));
	return add_columns(writer, place, err);
}

/* A group lies in one block: numbers that are left in the last one are skipped. */
static enum status
take_documents(
	struct index_writer *writer, uint32_t count, uint32_t *first, struct err *err)
{
	uint32_t next = writer->meta.next_document;
	uint32_t left = BLOCK_DOCUMENTS - next % BLOCK_DOCUMENTS;

	if (count > left)
		next += left;
	if (next > DOCUMENTS_MAX - count)
		return fail(err, ST_REFUSED,
			"the search index has no document numbers left (admin "
			"reindex)");
	*first = next;
	writer->meta.next_document = next + count;
	return ST_OK;
}

static enum status
find_placed(struct index_writer *writer, uint64_t id, struct placed *placed,
	struct err *err)
{
	const struct placed *gathered = gather_find(&writer->gathered, id);
	bool found = false;

	*placed = (struct placed){ .id = id };
	if (gathered)
		*placed = *gathered;
	else
		TRY(group_find(writer->txn, id, &placed->first, &placed->count,
			&found, err));
	return ST_OK;
}

static enum status
fail_step(struct err *err)
{
	return fail(err, ST_CORRUPT,
		"the search index is not in step with the records (admin reindex)");
}

/* Where a group's documents are now; the new number of documents may need another
 * place. */
static enum status
place_group(struct index_writer *writer, uint64_t id, size_t count,
	struct placed *placed, struct err *err)
{
	int64_t first = COLUMN_NONE;

	*placed = (struct placed){ .id = id, .count = (uint32_t)count };
	if (count > 0) {
		TRY(take_documents(writer, placed->count, &placed->first, err));
		first = placed->first;
	}
	TRY(gather_number(
		&writer->gathered, GATHER_FIRST(writer->schema), id, first, err));
	return gather_place(&writer->gathered, placed, err);
}

/* The documents of one group from first on; of one or both sides. */
static enum status
add_places(struct index_writer *writer, const struct placed *placed,
	const struct index_group *old, const struct index_group *now, struct err *err)
{
	for (uint32_t i = 0; i < placed->count; i++) {
		bool last = i + 1 == placed->count;
		struct place place = { .document = placed->first + i,
			.documents = { old ? &old->documents[i] : NULL,
				now ? &now->documents[i] : NULL },
			.last = { last, last },
			.group = placed->id };

		TRY(add_place(writer, &place, err));
	}
	return ST_OK;
}

/* Old documents leave their places; a group that keeps its number of documents
 * keeps its places, and only what differs changes. */
static enum status
change_group(struct index_writer *writer, const struct index_group *old,
	const struct index_group *now, struct err *err)
{
	struct placed before;
	struct placed after;

	TRY(find_placed(writer, now->id, &before, err));
	if (before.count != old->document_count)
		return fail_step(err);
	TRY(field_texts(
		writer->schema, old, &writer->scratch, writer->texts[SIDE_OLD], err));
	TRY(field_texts(
		writer->schema, now, &writer->scratch, writer->texts[SIDE_NOW], err));
	if (before.count == now->document_count)
		return add_places(writer, &before, old, now, err);
	TRY(add_places(writer, &before, old, NULL, err));
	TRY(place_group(writer, now->id, now->document_count, &after, err));
	return add_places(writer, &after, NULL, now, err);
}

static enum status
flush_if_full(struct index_writer *writer, struct err *err)
{
	const struct gathered *gathered = &writer->gathered;

	if (gathered->change_count < CHANGES_MAX &&
		gathered->number_count < NUMBERS_MAX &&
		analysis_count(gathered->analysis) < TERMS_MAX)
		return ST_OK;
	return index_flush(writer, err);
}

static void
check_group(const struct index_group *group)
{
	invariant(group->id != 0 && group->document_count <= INDEX_GROUP_MAX);
}

enum status
index_change(struct index_writer *writer, const struct index_group *old,
	const struct index_group *now, struct err *err)
{
	struct index_group none = { .id = now ? now->id : old ? old->id : 0 };

	old = old ? old : &none;
	now = now ? now : &none;
	if (old->document_count == 0 && now->document_count == 0)
		return ST_OK;
	check_group(old);
	check_group(now);
	invariant(old->id == now->id);
	if (now->id / COLUMN_CHUNK >= UINT32_MAX)
		return fail(err, ST_REFUSED,
			"the search index has no place for number %llu",
			(unsigned long long)now->id);
	writer->dirty = true;
	TRY(change_group(writer, old, now, err));
	return flush_if_full(writer, err);
}

enum status
index_set_number(struct index_writer *writer, const struct index_number *number,
	struct err *err)
{
	struct placed placed;

	invariant(number->field < writer->schema->field_count);
	invariant(writer->schema->fields[number->field].kind == INDEX_NUMBER);
	TRY(find_placed(writer, number->group, &placed, err));
	if (number->member >= placed.count)
		return fail_step(err);
	writer->dirty = true;
	TRY(gather_number(&writer->gathered, number->field,
		placed.first + number->member, number->number, err));
	return flush_if_full(writer, err);
}

/* SORTED follows the columns, so it comes before they change. */
static enum status
flush_sorted(struct index_writer *writer, const struct column_changes *changes,
	struct err *err)
{
	const struct index_schema *schema = writer->schema;
	struct sorted_changes sorted = { 0 };
	struct column_changes *paths;

	TRY(ARENA_NEW(&writer->gathered.arena, schema->field_count, &paths, err));
	for (size_t i = 0; i < schema->field_count; i++)
		if (schema->fields[i].kind == INDEX_PATH)
			paths[sorted.path_count++] = changes[i];
	sorted.paths = paths;
	for (size_t i = 0; i < schema->field_count; i++) {
		sorted.number = &changes[i];
		if (schema->fields[i].sorted)
			TRY(sorted_apply(writer->txn, &sorted, err));
	}
	return ST_OK;
}

static enum status
flush_columns(struct index_writer *writer, struct err *err)
{
	struct gathered *gathered = &writer->gathered;
	struct column_changes *changes;

	TRY(ARENA_NEW(&gathered->arena, gathered->column_count, &changes, err));
	for (size_t i = 0; i < gathered->column_count; i++) {
		const struct column_list *list = &gathered->columns[i];

		changes[i] =
			(struct column_changes){ gather_column(writer->schema, i),
				list->items, list->count };
		TRY(column_sort(&changes[i], &gathered->arena, err));
	}
	TRY(flush_sorted(writer, changes, err));
	for (size_t i = 0; i < gathered->column_count; i++)
		TRY(column_apply(writer->txn, &changes[i], err));
	return ST_OK;
}

/* Merges what DELTA has too much of. */
static enum status
merge_delta(struct index_writer *writer, struct err *err)
{
	static const struct delta_limits limits = { DELTA_SLICE_DOCUMENTS,
		DELTA_SLICE_ENTRIES };
	struct meta *meta = &writer->meta;

	while (meta->delta_documents > DELTA_DOCUMENTS_MAX ||
		meta->delta_entries > DELTA_ENTRIES_MAX) {
		struct merge merge = { writer->txn, &writer->gathered, meta };

		gather_end(&writer->gathered);
		TRY(begin_gathering(writer, err));
		TRY(delta_take(writer->txn, limits, &writer->gathered, meta, err));
		TRY(merge_terms(&merge, err));
	}
	return ST_OK;
}

/* What an index begins with goes to the terms themselves, however little it is: what
 * is in DELTA counts for no word that is offered. */
static bool
is_for_delta(const struct index_writer *writer)
{
	const struct gathered *gathered = &writer->gathered;

	return writer->stored.next_document > 0 &&
	       gathered->document_count <= DELTA_CHANGE_DOCUMENTS &&
	       gathered->change_count <= DELTA_CHANGE_ENTRIES;
}

static enum status
flush_terms(struct index_writer *writer, struct err *err)
{
	static const struct delta_limits all = { UINT32_MAX, UINT32_MAX };
	struct gathered *gathered = &writer->gathered;
	struct merge merge = { writer->txn, gathered, &writer->meta };

	if (gathered->change_count == 0)
		return ST_OK;
	if (is_for_delta(writer)) {
		TRY(delta_add(writer->txn, gathered, &writer->meta, err));
		return merge_delta(writer, err);
	}
	if (writer->meta.delta_documents > 0)
		TRY(delta_take(writer->txn, all, gathered, &writer->meta, err));
	return merge_terms(&merge, err);
}

enum status
index_flush(struct index_writer *writer, struct err *err)
{
	if (!writer->dirty)
		return ST_OK;
	TRY(flush_columns(writer, err));
	TRY(flush_terms(writer, err));
	if (!meta_equal(&writer->stored, &writer->meta))
		TRY(meta_put(writer->txn, &writer->meta, err));
	writer->stored = writer->meta;
	writer->dirty = false;
	gather_end(&writer->gathered);
	return begin_gathering(writer, err);
}

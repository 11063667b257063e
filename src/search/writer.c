#include "search/index.h"

#include <stdlib.h>
#include <string.h>

#include "search/analysis.h"
#include "search/columns.h"
#include "search/merge.h"
#include "search/meta.h"

/* Together with the terms they belong to, about 64 MiB. */
#define CHANGES_MAX ((size_t)3 * 1024 * 1024)
#define TERMS_MAX ((uint32_t)400 * 1000)
#define CHANGES_BLOCK_MIN 256
#define CHANGES_BLOCK_MAX 65536

struct index_writer {
	struct txn *txn;
	const struct index_schema *schema;
	struct arena arena;  /* this and what lives until close */
	struct arena gather; /* what lives until it is flushed */
	struct analysis *analysis;
	struct meta meta;
	bool dirty;
	bool was_empty; /* nothing but what is gathered is in the index */
	struct merge_block *blocks;
	struct merge_block *last;
	size_t change_count;
	struct column_list *columns; /* field_count + 1, the last COLUMN_GROUP's */
};

/* Numbers that change in one column. */
struct column_list {
	struct column_change *items;
	size_t count;
	size_t capacity;
};

static enum status
number_name(void *arg, struct bytes key, uint32_t *number, struct err *err)
{
	struct index_writer *writer = arg;
	struct term term;
	bool found = false;

	if (!writer->was_empty)
		TRY(term_get(writer->txn, key, &term, &found, err));
	*number = found ? term.number : writer->meta.next_term++;
	return ST_OK;
}

static enum status
begin_gathering(struct index_writer *writer, struct err *err)
{
	struct analysis_options options = { writer->schema, number_name, writer };

	writer->blocks = NULL;
	writer->last = NULL;
	writer->change_count = 0;
	writer->analysis = NULL;
	TRY(ARENA_NEW(&writer->gather, writer->schema->field_count + 1,
		&writer->columns, err));
	return analysis_open(&writer->gather, &options, &writer->analysis, err);
}

static void
end_gathering(struct index_writer *writer)
{
	analysis_close(writer->analysis);
	writer->analysis = NULL;
	arena_free(&writer->gather);
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
	status = meta_get(txn, schema, &opened->meta, err);
	if (status == ST_OK)
		status = begin_gathering(opened, err);
	if (status != ST_OK) {
		index_writer_close(opened);
		return status;
	}
	opened->was_empty = opened->meta.next_document == 0;
	*writer = opened;
	return ST_OK;
}

void
index_writer_close(struct index_writer *writer)
{
	struct arena arena;

	if (!writer)
		return;
	end_gathering(writer);
	arena = writer->arena;
	arena_free(&arena);
}

static enum status
add_change(struct index_writer *writer, uint32_t term, uint32_t document,
	uint8_t impact, struct err *err)
{
	struct merge_block *block = writer->last;

	if (!block || block->count == block->capacity) {
		size_t capacity = !block ? CHANGES_BLOCK_MIN
				  : block->capacity < CHANGES_BLOCK_MAX
					  ? block->capacity * 4
					  : CHANGES_BLOCK_MAX;

		TRY(ARENA_NEW(&writer->gather, 1, &block, err));
		TRY(ARENA_NEW(&writer->gather, capacity, &block->terms, err));
		TRY(ARENA_NEW(&writer->gather, capacity, &block->documents, err));
		TRY(ARENA_NEW(&writer->gather, capacity, &block->impacts, err));
		block->capacity = capacity;
		if (writer->last)
			writer->last->next = block;
		else
			writer->blocks = block;
		writer->last = block;
	}
	block->terms[block->count] = term;
	block->documents[block->count] = document;
	block->impacts[block->count++] = impact;
	writer->change_count++;
	return ST_OK;
}

/* Notes what of the analysed document is new, gone or weighs otherwise. */
static enum status
add_terms(struct index_writer *writer, uint32_t document, struct err *err)
{
	size_t count;
	const uint32_t *terms = analysis_terms(writer->analysis, &count);

	for (size_t i = 0; i < count; i++) {
		struct met *met = analysis_term(writer->analysis, terms[i]);
		uint8_t old = analysis_impact(writer->analysis, met, SIDE_OLD);
		uint8_t now = analysis_impact(writer->analysis, met, SIDE_NOW);

		if (old == now)
			continue;
		met->change_count++;
		if (met->class == CLASS_FORM)
			met->form_change += (int32_t)now - (int32_t)old;
		else
			TRY(add_change(writer, terms[i], document, now, err));
	}
	return ST_OK;
}

static enum status
add_number(struct index_writer *writer, size_t column, uint32_t document,
	int64_t value, struct err *err)
{
	struct column_list *list = &writer->columns[column];

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 16;
		struct column_change *items;

		TRY(ARENA_NEW(&writer->gather, capacity, &items, err));
		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count++] = (struct column_change){ document, value };
	return ST_OK;
}

static int64_t
find_number(const struct index_document *document, unsigned field)
{
	for (size_t i = 0; document && i < document->value_count; i++)
		if (document->values[i].field == field)
			return document->values[i].number;
	return COLUMN_NONE;
}

/* One place in the index: what was there and what is there now, NULL for nothing. */
struct place {
	uint32_t document;
	const struct index_document *old;
	const struct index_document *now;
	uint64_t group;            /* 0: goes */
	const struct group *texts; /* of the group */
};

static enum status
add_columns(struct index_writer *writer, const struct place *place, struct err *err)
{
	const struct index_schema *schema = writer->schema;
	size_t texts = 0;

	for (unsigned i = 0; i < schema->field_count; i++) {
		int64_t number = COLUMN_NONE;

		if (schema->fields[i].kind == INDEX_NUMBER)
			number = find_number(place->now, i);
		else if (schema->fields[i].kind != INDEX_SORT_TEXT)
			continue;
		else if (place->now)
			number = sort_text_number(place->texts->texts[texts++]);
		TRY(add_number(writer, i, place->document, number, err));
	}
	return add_number(writer, schema->field_count, place->document,
		place->now ? number_of(place->group) : COLUMN_NONE, err);
}

static enum status
add_place(struct index_writer *writer, const struct place *place, struct err *err)
{
	analysis_begin(writer->analysis);
	if (place->old)
		TRY(analysis_add(writer->analysis, place->old, SIDE_OLD, err));
	if (place->now)
		TRY(analysis_add(writer->analysis, place->now, SIDE_NOW, err));
	TRY(add_terms(writer, place->document, err));
	return add_columns(writer, place, err);
}

static enum status
take_documents(struct index_writer *writer, struct group *group, struct err *err)
{
	if (UINT32_MAX - writer->meta.next_document < group->count)
		return fail(err, ST_REFUSED,
			"the search index has no document numbers left (admin "
			"reindex)");
	group->first = writer->meta.next_document;
	writer->meta.next_document += group->count;
	return ST_OK;
}

/* Where the group is, checked against what the caller says of it. */
static enum status
find_group(struct index_writer *writer, uint64_t id, const struct index_group *old,
	struct group *group, struct err *err)
{
	bool found;

	*group = (struct group){ 0 };
	TRY(group_get(writer->txn, id, group, &found, err));
	if (found != (old != NULL) || (old && group->count != old->document_count))
		return fail(err, ST_CORRUPT,
			"the search index is not in step with the records "
			"(admin reindex)");
	return ST_OK;
}

/* Old documents leave their places; a group that keeps its number of documents
 * keeps its places, and only what differs changes. */
static enum status
change_group(struct index_writer *writer, const struct index_group *old,
	const struct index_group *now, struct err *err)
{
	struct group before;
	struct group after = { 0 };
	struct place place = { .group = now ? now->id : old->id, .texts = &after };
	bool stays;

	TRY(find_group(writer, place.group, old, &before, err));
	stays = old && now && old->document_count == now->document_count;
	for (size_t i = 0; old && !stays && i < old->document_count; i++) {
		place.document = before.first + (uint32_t)i;
		place.old = &old->documents[i];
		TRY(add_place(writer, &place, err));
	}
	if (!now)
		return group_delete(writer->txn, place.group, err);
	after.first = before.first;
	after.count = (uint32_t)now->document_count;
	if (!stays)
		TRY(take_documents(writer, &after, err));
	TRY(group_texts(writer->schema, now, &writer->gather, &after, err));
	for (size_t i = 0; i < now->document_count; i++) {
		place.document = after.first + (uint32_t)i;
		place.old = stays ? &old->documents[i] : NULL;
		place.now = &now->documents[i];
		TRY(add_place(writer, &place, err));
	}
	return group_put(writer->txn, place.group, &after, err);
}

enum status
index_change(struct index_writer *writer, const struct index_group *old,
	const struct index_group *now, struct err *err)
{
	if (old && old->document_count == 0)
		old = NULL;
	if (now && now->document_count == 0)
		now = NULL;
	if (!old && !now)
		return ST_OK;
	invariant(!old || (old->id != 0 && old->document_count <= INDEX_GROUP_MAX));
	invariant(!now || (now->id != 0 && now->document_count <= INDEX_GROUP_MAX));
	invariant(!old || !now || old->id == now->id);
	writer->dirty = true;
	TRY(change_group(writer, old, now, err));
	if (writer->change_count >= CHANGES_MAX ||
		analysis_count(writer->analysis) >= TERMS_MAX)
		return index_flush(writer, err);
	return ST_OK;
}

enum status
index_set_number(struct index_writer *writer, const struct index_number *number,
	struct err *err)
{
	struct group group;
	bool found;

	invariant(number->field < writer->schema->field_count);
	invariant(writer->schema->fields[number->field].kind == INDEX_NUMBER);
	TRY(group_get(writer->txn, number->group, &group, &found, err));
	if (!found || number->member >= group.count)
		return fail(err, ST_CORRUPT,
			"the search index is not in step with the records "
			"(admin reindex)");
	writer->dirty = true;
	return add_number(writer, number->field,
		group.first + (uint32_t)number->member, number->number, err);
}

static enum status
flush_columns(struct index_writer *writer, struct err *err)
{
	const struct index_schema *schema = writer->schema;

	for (unsigned i = 0; i <= schema->field_count; i++) {
		bool is_group = i == schema->field_count;
		struct column_changes changes = { is_group ? COLUMN_GROUP : i,
			!is_group && schema->fields[i].kind == INDEX_NUMBER,
			writer->columns[i].items, writer->columns[i].count };

		if (changes.count > 0)
			TRY(column_apply(writer->txn, &changes, err));
	}
	return ST_OK;
}

enum status
index_flush(struct index_writer *writer, struct err *err)
{
	struct merge merge = { .txn = writer->txn,
		.analysis = writer->analysis,
		.blocks = writer->blocks,
		.change_count = writer->change_count,
		.next_term = &writer->meta.next_term,
		.was_empty = writer->was_empty };

	if (!writer->dirty)
		return ST_OK;
	TRY(merge_terms(&merge, err));
	TRY(flush_columns(writer, err));
	TRY(meta_put(writer->txn, &writer->meta, err));
	writer->dirty = false;
	writer->was_empty = false;
	end_gathering(writer);
	return begin_gathering(writer, err);
}

static enum status
clear_table(struct txn *txn, enum table table, struct err *err)
{
	for (;;) {
		struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
		struct bytes key;
		struct bytes value;
		struct key copy;
		struct scan *scan;
		bool found;

		TRY(scan_open(txn, table, all, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		scan_close(scan);
		if (!found)
			return ST_OK;
		copy.size = key.size;
		memcpy(copy.data, key.data, key.size);
		TRY(txn_delete(txn, table, key_bytes(&copy), &found, err));
	}
}

enum status
index_clear(struct txn *txn, struct err *err)
{
	static const enum table tables[] = { TABLE_TERM, TABLE_POSTING, TABLE_COLUMN,
		TABLE_FACET, TABLE_DOCUMENT, TABLE_SORTED, TABLE_DELTA };

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		TRY(clear_table(txn, tables[i], err));
	return ST_OK;
}

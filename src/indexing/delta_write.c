#include "indexing/delta_write.h"

#include <stdlib.h>
#include <string.h>

#include "index/delta.h"
#include "index/pack.h"

/* A change that was gathered. */
struct note {
	uint32_t document;
	uint32_t time;
	uint32_t term;
	uint8_t impact;
};

/* An entry of a row, old or new. */
struct entry {
	uint64_t hash;
	struct bytes key;
	uint32_t time; /* 0: it was there */
	uint8_t impact;
};

struct adding {
	struct txn *txn;
	struct analysis *analysis;
	struct meta *meta;
	struct arena *arena;
	const struct met **missing; /* terms that TERM does not know, by key */
	size_t missing_count;
};

static int
compare_u32(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_notes(const void *a, const void *b)
{
	const struct note *x = a;
	const struct note *y = b;
	int order = compare_u32(x->document, y->document);

	return order != 0 ? order : compare_u32(x->time, y->time);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return compare_u32(x->time, y->time);
}

static int
compare_missing(const void *a, const void *b)
{
	const struct met *const *x = a;
	const struct met *const *y = b;

	return bytes_compare((*x)->text->key, (*y)->text->key);
}

static enum status
find_missing(struct adding *adding, struct err *err)
{
	uint32_t count = analysis_count(adding->analysis);

	TRY(ARENA_NEW(adding->arena, count, &adding->missing, err));
	for (uint32_t i = 1; i <= count; i++) {
		const struct met *met = analysis_term(adding->analysis, i);
		struct bytes value;
		bool found;

		if (met->text->change_count == 0)
			continue;
		TRY(pack_get(adding->txn, TABLE_TERM, met->text->key, &value, &found,
			err));
		if (!found)
			adding->missing[adding->missing_count++] = met;
	}
	if (adding->missing_count > 0)
		qsort(adding->missing, adding->missing_count,
			sizeof(*adding->missing), compare_missing);
	return ST_OK;
}

static struct bytes
missing_key(void *arg, size_t index)
{
	const struct adding *adding = arg;

	return adding->missing[index]->text->key;
}

static enum status
make_missing(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	const struct adding *adding = arg;
	const struct met *met = adding->missing[index];
	struct term term = { .number = met->text->number,
		.display = met->text->display };

	if (old)
		return fail_index(err);
	*keep = true;
	if (met->class != CLASS_FORM)
		return term_append(&term, value, err);
	TRY(buffer_append_varint(value, 0, err));
	return buffer_append(
		value, met->text->display.data, met->text->display.size, err);
}

static enum status
add_missing(struct adding *adding, struct err *err)
{
	struct pack_edits edits = { 0, adding, missing_key, make_missing };

	TRY(find_missing(adding, err));
	edits.count = adding->missing_count;
	if (edits.count == 0)
		return ST_OK;
	return pack_apply(adding->txn, TABLE_TERM, &edits, err);
}

/* What was gathered, by document, in the order it came. */
static enum status
list_notes(const struct gathered *gathered, struct arena *arena, struct note **notes,
	struct err *err)
{
	uint32_t time = 0;

	TRY(ARENA_NEW(arena, gathered->change_count, notes, err));
	for (const struct change_block *block = gathered->blocks; block;
		block = block->next)
		for (size_t i = 0; i < block->count; i++) {
			(*notes)[time] = (struct note){ block->documents[i], time + 1,
				block->terms[i], block->impacts[i] };
			time++;
		}
	qsort(*notes, gathered->change_count, sizeof(**notes), compare_notes);
	return ST_OK;
}

/* The row of a document; count 0 where there is none. */
static enum status
find_row(struct adding *adding, uint32_t document, struct delta_row *row,
	struct err *err)
{
	uint8_t data[4];
	struct bytes key = { data, sizeof(data) };
	struct bytes value;
	bool found;

	put_u32(data, document);
	*row = (struct delta_row){ .count = 0 };
	TRY(txn_get(adding->txn, TABLE_DELTA, key, &value, &found, err));
	if (found && (!delta_row_read(key, value, row) ||
			     row->count > adding->meta->delta_entries))
		return fail_index(err);
	return ST_OK;
}

static enum status
read_row(struct delta_row *row, struct entry *entries, struct err *err)
{
	for (uint32_t i = 0; i < row->count; i++) {
		struct entry *entry = &entries[i];

		*entry = (struct entry){ .hash = load_u64(row->hashes + 8 * i),
			.impact = row->impacts[i] };
		if (!delta_row_next(row, &entry->key))
			return fail_index(err);
	}
	return ST_OK;
}

/* One entry for each term: the last that came; of a form the sum of all, none where
 * that is 0. */
static uint32_t
fold_entries(struct entry *entries, uint32_t count)
{
	uint32_t kept = 0;

	qsort(entries, count, sizeof(*entries), compare_entries);
	for (uint32_t i = 0; i < count;) {
		struct entry folded = entries[i];
		bool is_form = folded.key.data[0] == CLASS_FORM;

		for (i++; i < count && entries[i].hash == folded.hash; i++)
			folded.impact = (uint8_t)(entries[i].impact +
						  (is_form ? folded.impact : 0));
		if (!is_form || folded.impact != 0)
			entries[kept++] = folded;
	}
	return kept;
}

static enum status
write_row(const struct entry *entries, uint32_t count, struct buffer *value,
	struct err *err)
{
	TRY(buffer_reserve(value, 2 + 9 * (size_t)count, err));
	store_u16(value->data, (uint16_t)count);
	value->size = 2;
	for (uint32_t i = 0; i < count; i++, value->size += 8)
		store_u64(value->data + value->size, entries[i].hash);
	for (uint32_t i = 0; i < count; i++)
		value->data[value->size++] = entries[i].impact;
	for (uint32_t i = 0; i < count; i++) {
		TRY(buffer_append_varint(value, entries[i].key.size, err));
		TRY(buffer_append(
			value, entries[i].key.data, entries[i].key.size, err));
	}
	return ST_OK;
}

static enum status
put_row(struct adding *adding, uint32_t document, const struct entry *entries,
	uint32_t count, struct err *err)
{
	struct buffer value = { .arena = adding->arena };
	uint8_t data[4];
	struct bytes key = { data, sizeof(data) };
	bool found;

	put_u32(data, document);
	if (count == 0)
		return txn_delete(adding->txn, TABLE_DELTA, key, &found, err);
	TRY(write_row(entries, count, &value, err));
	return txn_put(adding->txn, TABLE_DELTA, key, buffer_bytes(&value), err);
}

/* Brings the changes of one document into its row. */
static enum status
change_row(struct adding *adding, const struct note *notes, size_t count,
	struct err *err)
{
	struct meta *meta = adding->meta;
	struct delta_row row;
	struct entry *entries;
	uint32_t before;
	uint32_t after;

	TRY(find_row(adding, notes->document, &row, err));
	before = row.count;
	TRY(ARENA_NEW(adding->arena, before + count, &entries, err));
	TRY(read_row(&row, entries, err));
	for (size_t i = 0; i < count; i++) {
		const struct met *met =
			analysis_term(adding->analysis, notes[i].term);

		entries[before + i] = (struct entry){ term_hash(met->text->key),
			met->text->key, notes[i].time, notes[i].impact };
	}
	after = fold_entries(entries, before + (uint32_t)count);
	TRY(put_row(adding, notes->document, entries, after, err));
	meta->delta_documents += after > 0;
	meta->delta_documents -= before > 0;
	meta->delta_entries += after;
	meta->delta_entries -= before;
	return ST_OK;
}

static enum status
change_rows(struct adding *adding, const struct note *notes, size_t count,
	struct err *err)
{
	size_t i = 0;

	while (i < count) {
		struct arena_mark mark = arena_mark(adding->arena);
		size_t from = i;

		while (i < count && notes[i].document == notes[from].document)
			i++;
		TRY(change_row(adding, notes + from, i - from, err));
		arena_rewind(adding->arena, mark);
	}
	return ST_OK;
}

static enum status
add(struct adding *adding, const struct gathered *gathered, struct err *err)
{
	struct note *notes;

	TRY(add_missing(adding, err));
	TRY(list_notes(gathered, adding->arena, &notes, err));
	return change_rows(adding, notes, gathered->change_count, err);
}

enum status
delta_add(struct txn *txn, const struct gathered *gathered, struct meta *meta,
	struct err *err)
{
	struct arena arena = { NULL };
	struct adding adding = { .txn = txn,
		.analysis = gathered->analysis,
		.meta = meta,
		.arena = &arena };
	enum status status = add(&adding, gathered, err);

	arena_free(&arena);
	return status;
}

/* Gathers a row's entries; their terms are in TERM, so what they show is known. */
static enum status
gather_row(struct gathered *gathered, struct delta_row *row, struct err *err)
{
	for (uint32_t i = 0; i < row->count; i++) {
		struct bytes key;
		uint32_t term;

		if (!delta_row_next(row, &key))
			return fail_index(err);
		TRY(analysis_find(gathered->analysis, key,
			(struct bytes){ key.data, 0 }, &term, err));
		TRY(gather_posting(
			gathered, term, row->document, row->impacts[i], err));
	}
	return ST_OK;
}

/* Gathers rows up to the limits; until is the document behind the last. */
static enum status
gather_rows(struct txn *txn, struct delta_limits limits, struct gathered *gathered,
	struct meta *meta, uint32_t *until, struct err *err)
{
	struct scan_range all = { .backward = false };
	struct delta_limits taken = { 0, 0 };
	struct scan *scan;

	TRY(scan_open(txn, TABLE_DELTA, all, &scan, err));
	while (taken.documents < limits.documents && taken.entries < limits.entries) {
		struct delta_row row;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (!delta_row_read(key, value, &row) || meta->delta_documents == 0 ||
			row.count > meta->delta_entries)
			return fail_index(err);
		TRY(gather_row(gathered, &row, err));
		taken.documents++;
		taken.entries += row.count;
		meta->delta_documents--;
		meta->delta_entries -= row.count;
		*until = row.document + 1;
	}
	scan_close(scan);
	return ST_OK;
}

/* Deletes the rows of the documents before until. */
static enum status
delete_rows(struct txn *txn, uint32_t until, struct err *err)
{
	for (;;) {
		struct scan_range all = { .backward = false };
		uint8_t data[4];
		struct bytes key;
		struct bytes value;
		struct scan *scan;
		bool found;

		TRY(scan_open(txn, TABLE_DELTA, all, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		if (found)
			memcpy(data, key.data, sizeof(data));
		scan_close(scan);
		if (!found || get_u32(data) >= until)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_DELTA, (struct bytes){ data, sizeof(data) },
			&found, err));
	}
}

enum status
delta_take(struct txn *txn, struct delta_limits limits, struct gathered *gathered,
	struct meta *meta, struct err *err)
{
	struct change_block *blocks = gathered->blocks;
	struct change_block *last = gathered->last;
	uint32_t until = 0;

	gathered->blocks = NULL;
	gathered->last = NULL;
	TRY(gather_rows(txn, limits, gathered, meta, &until, err));
	if (gathered->last && blocks) {
		gathered->last->next = blocks;
		gathered->last = last;
	} else if (blocks) {
		gathered->blocks = blocks;
		gathered->last = last;
	}
	return delete_rows(txn, until, err);
}

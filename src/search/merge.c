#include "search/merge.h"

#include <stdlib.h>
#include <string.h>

#include "search/pack.h"
#include "search/postings.h"

/* A term that changes, in the order of keys. */
struct item {
	uint64_t head; /* the key's first eight bytes, so that few keys are read */
	uint64_t tail; /* and the next eight */
	uint32_t term;
	uint32_t from; /* its changes in the sorted arrays */
	const struct met *met;
};

struct sorted {
	const struct merge *merge;
	struct arena *arena;
	struct item *items;
	size_t count;
	uint32_t *documents;
	uint8_t *impacts;
	struct postings_space space;
};

static uint64_t
key_part(struct bytes key, size_t from)
{
	uint8_t part[8] = { 0 };

	if (key.size > from)
		memcpy(part, key.data + from,
			key.size - from < 8 ? key.size - from : 8);
	return get_u64(part);
}

static int
compare_items(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	if (x->tail != y->tail)
		return x->tail < y->tail ? -1 : 1;
	return bytes_compare(x->met->key, y->met->key);
}

/* Lists the terms that change, and gives each a stretch of the sorted arrays. */
static enum status
list_terms(struct sorted *sorted, uint32_t *places, struct err *err)
{
	struct analysis *analysis = sorted->merge->analysis;
	uint32_t count = analysis_count(analysis);
	uint32_t from = 0;

	TRY(ARENA_NEW(sorted->arena, count, &sorted->items, err));
	for (uint32_t i = 1; i <= count; i++) {
		const struct met *met = analysis_term(analysis, i);

		if (met->change_count == 0)
			continue;
		places[i] = from;
		sorted->items[sorted->count++] = (struct item){ key_part(met->key, 0),
			key_part(met->key, 8), i, from, met };
		if (met->class != CLASS_FORM)
			from += met->change_count;
	}
	return ST_OK;
}

/* Counting sort: changes of a term keep the order in which they came. */
static enum status
sort_changes(struct sorted *sorted, struct err *err)
{
	const struct merge *merge = sorted->merge;
	uint32_t *places;

	TRY(ARENA_NEW(
		sorted->arena, analysis_count(merge->analysis) + 1, &places, err));
	TRY(ARENA_NEW(sorted->arena, merge->change_count, &sorted->documents, err));
	TRY(ARENA_NEW(sorted->arena, merge->change_count, &sorted->impacts, err));
	TRY(list_terms(sorted, places, err));
	for (const struct merge_block *block = merge->blocks; block;
		block = block->next) {
		for (size_t i = 0; i < block->count; i++) {
			uint32_t place = places[block->terms[i]]++;

			sorted->documents[place] = block->documents[i];
			sorted->impacts[place] = block->impacts[i];
		}
	}
	qsort(sorted->items, sorted->count, sizeof(*sorted->items), compare_items);
	return ST_OK;
}

/* A change and when it came. */
struct timed {
	uint32_t document;
	uint32_t time;
	uint8_t impact;
};

static int
compare_timed(const void *a, const void *b)
{
	const struct timed *x = a;
	const struct timed *y = b;

	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	return x->time < y->time ? -1 : x->time > y->time;
}

/* Orders a term's changes by document; the last one of each holds. */
static enum status
order_changes(struct sorted *sorted, struct posting_changes *changes, uint32_t from,
	struct err *err)
{
	struct arena_mark mark;
	struct timed *timed;
	size_t kept = 0;
	size_t i;

	for (i = 1; i < changes->count; i++)
		if (changes->documents[i] <= changes->documents[i - 1])
			break;
	if (i >= changes->count)
		return ST_OK;
	mark = arena_mark(sorted->arena);
	TRY(ARENA_NEW(sorted->arena, changes->count, &timed, err));
	for (i = 0; i < changes->count; i++)
		timed[i] = (struct timed){ changes->documents[i], (uint32_t)i,
			changes->impacts[i] };
	qsort(timed, changes->count, sizeof(*timed), compare_timed);
	for (i = 0; i < changes->count; i++) {
		if (i + 1 < changes->count &&
			timed[i + 1].document == timed[i].document)
			continue;
		sorted->documents[from + kept] = timed[i].document;
		sorted->impacts[from + kept++] = timed[i].impact;
	}
	changes->count = kept;
	arena_rewind(sorted->arena, mark);
	return ST_OK;
}

static struct bytes
item_key(void *arg, size_t index)
{
	const struct sorted *sorted = arg;

	return sorted->items[index].met->key;
}

static enum status
edit_form(const struct met *met, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	struct form form = { 0 };
	int64_t count;

	if (old)
		TRY(form_read(*old, &form, err));
	count = (int64_t)form.count + met->form_change;
	if (count < 0)
		return fail_index(err);
	*keep = count > 0;
	if (!*keep)
		return ST_OK;
	TRY(buffer_append_varint(value, (uint64_t)count, err));
	return buffer_append(value, met->display.data, met->display.size, err);
}

static enum status
edit_item(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	struct sorted *sorted = arg;
	const struct item *item = &sorted->items[index];
	const struct met *met = item->met;
	struct term before;
	struct posting_change change = { .txn = sorted->merge->txn,
		.space = &sorted->space,
		.next_number = sorted->merge->next_term,
		.now = { .number = met->number,
			.has_impacts = class_has_impacts(met->class),
			.display = met->display },
		.changes = { sorted->documents + item->from,
			sorted->impacts + item->from, met->change_count } };

	if (met->class == CLASS_FORM)
		return edit_form(met, old, value, keep, err);
	if (old) {
		TRY(term_read(met->key, *old, &before, err));
		change.old = &before;
	}
	TRY(order_changes(sorted, &change.changes, item->from, err));
	return postings_apply(&change, value, keep, err);
}

enum status
merge_terms(const struct merge *merge, struct err *err)
{
	struct arena arena = { NULL };
	struct arena space = { NULL };
	struct sorted sorted = {
		.merge = merge, .arena = &arena, .space = { .arena = &space }
	};
	struct pack_edits edits = { 0, &sorted, item_key, edit_item };
	enum status status = sort_changes(&sorted, err);

	edits.count = sorted.count;
	if (status == ST_OK)
		status = pack_apply(merge->txn, TABLE_TERM, &edits, err);
	arena_free(&space);
	arena_free(&arena);
	return status;
}

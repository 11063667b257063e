#include "indexing/merge.h"

#include <stdlib.h>
#include <string.h>

#include "index/pack.h"
#include "index/postings.h"
#include "indexing/term_order.h"

struct sorted {
	const struct merge *merge;
	struct arena *arena;
	struct term_item *items; /* from: their changes in the sorted arrays */
	size_t count;
	uint32_t *documents;
	uint8_t *impacts;
	struct postings_space space;
};

/* Lists the terms that change, and gives each a stretch of the sorted arrays. */
static enum status
list_terms(struct sorted *sorted, uint32_t *places, struct err *err)
{
	struct analysis *analysis = sorted->merge->gathered->analysis;
	uint32_t count = analysis_count(analysis);
	uint32_t from = 0;

	TRY(ARENA_NEW(sorted->arena, count, &sorted->items, err));
	for (uint32_t i = 1; i <= count; i++) {
		const struct met *met = analysis_term(analysis, i);

		if (met->text->change_count == 0)
			continue;
		places[i] = from;
		sorted->items[sorted->count++] = term_item(met, i, from);
		from += met->text->change_count;
	}
	return ST_OK;
}

/* Counting sort: changes of a term keep the order in which they came. */
static enum status
sort_changes(struct sorted *sorted, struct err *err)
{
	const struct gathered *gathered = sorted->merge->gathered;
	uint32_t *places;

	TRY(ARENA_NEW(
		sorted->arena, analysis_count(gathered->analysis) + 1, &places, err));
	TRY(ARENA_NEW(
		sorted->arena, gathered->change_count, &sorted->documents, err));
	TRY(ARENA_NEW(sorted->arena, gathered->change_count, &sorted->impacts, err));
	TRY(list_terms(sorted, places, err));
	for (const struct change_block *block = gathered->blocks; block;
		block = block->next) {
		for (size_t i = 0; i < block->count; i++) {
			uint32_t place = places[block->terms[i]]++;

			sorted->documents[place] = block->documents[i];
			sorted->impacts[place] = block->impacts[i];
		}
	}
	term_items_sort(sorted->items, sorted->count);
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

	return sorted->items[index].met->text->key;
}

static enum status
edit_form(const struct met *met, int64_t difference, const struct bytes *old,
	struct buffer *value, struct err *err)
{
	struct form form = { .stem = met->text->display };
	int64_t count;

	if (old)
		TRY(form_read(*old, &form, err));
	else if (form.stem.size == 0)
		return fail_index(err);
	count = (int64_t)form.count + difference;
	if (count < 0 || count > UINT32_MAX)
		return fail_index(err);
	TRY(buffer_append_varint(value, (uint64_t)count, err));
	return buffer_append(value, form.stem.data, form.stem.size, err);
}

/* The changes of a form are 1 and -1, as a byte. */
static int64_t
sum_of(const uint8_t *impacts, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (int8_t)impacts[i];
	return sum;
}

static enum status
edit_item(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	struct sorted *sorted = arg;
	const struct term_item *item = &sorted->items[index];
	const struct met *met = item->met;
	struct term before;
	struct posting_change change = { .txn = sorted->merge->txn,
		.space = &sorted->space,
		.next_number = &sorted->merge->meta->next_term,
		.highs = sorted->merge->meta->next_document / CONTAINER_DOCUMENTS + 1,
		.now = { .number = met->text->number,
			.has_impacts = class_has_impacts(met->class),
			.display = met->text->display },
		.changes = { sorted->documents + item->from,
			sorted->impacts + item->from, met->text->change_count } };

	*keep = true;
	if (met->class == CLASS_FORM)
		return edit_form(met,
			sum_of(change.changes.impacts, change.changes.count), old,
			value, err);
	if (!old && class_is_numbered(met->class) && met->text->number == 0)
		return fail_index(err);
	if (old) {
		TRY(term_read(met->text->key, *old, &before, err));
		change.old = &before;
	}
	TRY(order_changes(sorted, &change.changes, item->from, err));
	return postings_apply(&change, value, err);
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

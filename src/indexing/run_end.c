#include <stdlib.h>
#include <string.h>

#include "index/postings.h"
#include "indexing/run_parts.h"
#include "indexing/term_order.h"

static int
compare_items(const void *a, const void *b)
{
	const struct run_item *x = a;
	const struct run_item *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	if (x->tail != y->tail)
		return x->tail < y->tail ? -1 : 1;
	return bytes_compare(x->key, y->key);
}

static void
sort_items(struct run_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		items[i].head = term_key_part(items[i].key, 0);
		items[i].tail = term_key_part(items[i].key, 8);
	}
	if (count > 0)
		qsort(items, count, sizeof(*items), compare_items);
}

enum status
run_list(struct run_worker *worker, struct run_ending *ending, struct err *err)
{
	uint32_t count = analysis_count(worker->analysis);

	TRY(arena_take_raw(&ending->arena, (count + 1) * sizeof(*ending->items),
		&ending->items, err));
	for (uint32_t i = 1; i <= count && i < worker->counts_capacity; i++)
		if (worker->counts[i] > 0)
			ending->items[ending->count++] = (struct run_item){
				.key = analysis_term(worker->analysis, i)->text->key,
				.term = i
			};
	return ST_OK;
}

static struct run_number *
number_of_item(const struct run_worker *worker, const struct run_item *item)
{
	return &worker->numbers[analysis_term(worker->analysis, item->term)
					->text->number];
}

/* Those of a run that have no number for all yet, of some classes. */
static enum status
list_new(struct run_worker *worker, struct run_ending *ending, const char *classes,
	struct run_item **items, size_t *count, struct err *err)
{
	size_t found = 0;

	TRY(arena_take_raw(
		&ending->arena, (ending->count + 1) * sizeof(**items), items, err));
	for (size_t i = 0; i < ending->count; i++) {
		const struct run_item *item = &ending->items[i];

		if (strchr(classes, item->key.data[0]) &&
			number_of_item(worker, item)->number == 0)
			(*items)[found++] = *item;
	}
	*count = found;
	return ST_OK;
}

static int
compare_numbers(const void *a, const void *b)
{
	const uint32_t *x = a;
	const uint32_t *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum status
copy_key(struct run_ending *ending, const struct term_key *key, struct bytes *copy,
	struct err *err)
{
	const char *text;

	TRY(arena_copy(
		&ending->arena, (const char *)key->data, key->size, &text, err));
	*copy = (struct bytes){ (const uint8_t *)text, key->size };
	return ST_OK;
}

/* What several keywords are called in the end: by their numbers for all. */
static enum status
several_key(struct run_worker *worker, struct run_ending *ending,
	struct run_item *item, uint32_t *members, struct err *err)
{
	const struct run_number *kept = number_of_item(worker, item);
	struct term_key key;
	uint8_t *bytes;

	for (size_t i = 0; i < kept->member_count; i++)
		members[i] = worker->numbers[kept->members[i]].number;
	qsort(members, kept->member_count, sizeof(*members), compare_numbers);
	TRY(ARENA_NEW(&ending->arena, 4 * kept->member_count, &bytes, err));
	for (size_t i = 0; i < kept->member_count; i++)
		put_u32(bytes + 4 * i, members[i]);
	key = term_key_field(
		CLASS_SEVERAL, item->key.data[1], bytes, 4 * kept->member_count);
	return copy_key(ending, &key, &item->key, err);
}

/* The values of a name follow its number. */
static enum status
value_key(struct run_worker *worker, struct run_ending *ending, struct run_item *item,
	struct err *err)
{
	struct term_key key = { .size = item->key.size };
	uint32_t name = get_u32(item->key.data + 2);

	memcpy(key.data, item->key.data, key.size);
	put_u32(key.data + 2, worker->numbers[name].number);
	return copy_key(ending, &key, &item->key, err);
}

static enum status
final_key(struct run_worker *worker, struct run_ending *ending, struct run_item *item,
	struct err *err)
{
	uint32_t *members;

	switch (item->key.data[0]) {
	case CLASS_VALUE:
		return value_key(worker, ending, item, err);
	case CLASS_SEVERAL:
		TRY(ARENA_NEW(&ending->arena,
			number_of_item(worker, item)->member_count, &members, err));
		return several_key(worker, ending, item, members, err);
	default:
		return ST_OK;
	}
}

static enum status
number_item(struct run_worker *worker, const struct run_item *item,
	struct numbering *numbering, const uint32_t *members, struct err *err)
{
	struct run_number *kept = number_of_item(worker, item);
	struct numbered term = { .key = item->key,
		.display = kept->display,
		.above = worker->numbers[kept->above].number,
		.members = members,
		.member_count = kept->member_count };

	return numbering_find(numbering, &term, &kept->number, err);
}

static enum status
number_several(struct run_worker *worker, struct run_ending *ending,
	struct numbering *numbering, struct err *err)
{
	struct run_item *items;
	uint32_t *members;
	size_t count;

	TRY(list_new(worker, ending, "s", &items, &count, err));
	for (size_t i = 0; i < count; i++)
		TRY(final_key(worker, ending, &items[i], err));
	sort_items(items, count);
	for (size_t i = 0; i < count; i++) {
		const struct run_number *kept = number_of_item(worker, &items[i]);

		TRY(ARENA_NEW(&ending->arena, kept->member_count, &members, err));
		for (size_t j = 0; j < kept->member_count; j++)
			members[j] = worker->numbers[kept->members[j]].number;
		qsort(members, kept->member_count, sizeof(*members), compare_numbers);
		TRY(number_item(worker, &items[i], numbering, members, err));
	}
	return ST_OK;
}

/* A path comes behind those above it, several keywords behind all of them. */
enum status
run_number(struct run_worker *worker, struct run_ending *ending,
	struct numbering *numbering, struct err *err)
{
	struct run_item *items;
	size_t count;

	if (worker->number_count == 0)
		return ST_OK;
	TRY(list_new(worker, ending, "kn", &items, &count, err));
	sort_items(items, count);
	for (size_t i = 0; i < count; i++)
		TRY(number_item(worker, &items[i], numbering, NULL, err));
	return number_several(worker, ending, numbering, err);
}

static enum status
reserve_sorted(struct run_worker *worker, struct err *err)
{
	struct arena arena = { NULL };
	size_t capacity = worker->posting_count + worker->posting_count / 4 + 1;

	if (worker->posting_count <= worker->sorted_capacity)
		return ST_OK;
	arena_free(&worker->sorted_arena);
	worker->sorted_capacity = 0;
	worker->sorted_arena = arena;
	TRY(arena_take_raw(&worker->sorted_arena, capacity * sizeof(*worker->lows),
		&worker->lows, err));
	TRY(arena_take_raw(&worker->sorted_arena, capacity, &worker->impacts, err));
	worker->sorted_capacity = capacity;
	return ST_OK;
}

/* Puts the postings of each term together: counts become places, each behind what
 * was put there. */
static void
gather_postings(struct run_worker *worker, const struct run_ending *ending)
{
	uint32_t place = 0;
	size_t at = 0;

	for (size_t i = 0; i < ending->count; i++) {
		uint32_t *count = &worker->counts[ending->items[i].term];
		uint32_t from = place;

		if (ending->items[i].key.data[0] != CLASS_FORM) {
			place += *count;
			*count = from;
		}
	}
	for (uint32_t low = 0; low < worker->next; low++)
		for (; at < worker->ends[low]; at++) {
			const struct run_block *block =
				worker->blocks[at / RUN_BLOCK];
			uint32_t to = worker->counts[block->terms[at % RUN_BLOCK]]++;

			worker->lows[to] = (uint16_t)low;
			worker->impacts[to] = block->impacts[at % RUN_BLOCK];
		}
}

static size_t
write_container(struct run_worker *worker, size_t from, uint32_t count, bool impacts)
{
	struct postings postings = { worker->documents, worker->impacts + from,
		count };

	for (uint32_t i = 0; i < count; i++)
		worker->documents[i] = worker->lows[from + i];
	return container_write(&postings, 0, impacts, worker->container);
}

static enum status
write_entry(struct run_worker *worker, const struct run_item *item, size_t from,
	uint32_t count, struct err *err)
{
	const struct met *met = analysis_term(worker->analysis, item->term);
	uint8_t head[RUN_ENTRY_HEAD];
	uint32_t number = met->text->number == 0
				  ? 0
				  : worker->numbers[met->text->number].number;
	size_t size = 0;

	if (met->class != CLASS_FORM)
		size = write_container(
			worker, from, count, class_has_impacts(met->class));
	put_u32(head, (uint32_t)(RUN_ENTRY_HEAD - 4 + item->key.size +
				 met->text->display.size));
	put_u32(head + 4, (uint32_t)size);
	put_u32(head + 8, count);
	put_u32(head + 12, number);
	head[16] =
		size > 0 && class_has_impacts(met->class) ? worker->container[1] : 1;
	head[17] = (uint8_t)item->key.size;
	TRY(run_file_append(&worker->file, head, sizeof(head), err));
	TRY(run_file_append(&worker->file, item->key.data, item->key.size, err));
	TRY(run_file_append(&worker->file, met->text->display.data,
		met->text->display.size, err));
	return run_file_append(&worker->file, worker->container, size, err);
}

/* Counts are all 0 again then. */
static enum status
write_terms(struct run_worker *worker, const struct run_ending *ending,
	struct run_written *written, struct err *err)
{
	uint32_t place = 0;

	TRY(reserve_sorted(worker, err));
	gather_postings(worker, ending);
	written->terms_at = worker->file.size;
	written->term_count = (uint32_t)ending->count;
	for (size_t i = 0; i < ending->count; i++) {
		const struct run_item *item = &ending->items[i];
		uint32_t end = worker->counts[item->term];
		bool is_form = item->key.data[0] == CLASS_FORM;

		worker->counts[item->term] = 0;
		TRY(write_entry(
			worker, item, place, is_form ? end : end - place, err));
		place = is_form ? place : end;
	}
	return ST_OK;
}

enum status
run_write(struct run_worker *worker, struct run_ending *ending, bool last,
	struct arena *arena, struct err *err)
{
	struct run_written *written = ending->written;

	for (size_t i = 0; i < ending->count; i++)
		TRY(final_key(worker, ending, &ending->items[i], err));
	sort_items(ending->items, ending->count);
	TRY(write_terms(worker, ending, written, err));
	TRY(run_write_columns(worker, ending, last, arena, err));
	arena_free(&ending->arena);
	return run_begin(worker, err);
}

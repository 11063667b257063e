#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "store/load_private.h"

#define BUFFER_SIZE ((size_t)2 * ENTRY_MAX)

/* A sorted run: of the file's bytes, or of the items in memory. */
struct run {
	uint64_t next; /* the entry that comes next: its offset, or its item */
	uint64_t mark; /* next, when it was marked */
	uint64_t end;
	const uint8_t *first; /* that entry */
	/* What of the file is at hand. */
	uint8_t *buffer;
	uint64_t buffer_at;
	size_t buffer_size;
};

struct name {
	size_t size;
	uint8_t data[1 + ENGINE_KEY_MAX];
};

/* The runs that are not at their end are a heap: none is before the one at half its
 * place. */
struct merge {
	struct load *load;
	struct run *runs;
	size_t run_count;
	size_t *heap; /* from 1 */
	size_t heap_size;
	struct name passed; /* the last one */
	struct name marked;
};

/* Of the same name the later run's comes first, and the others are passed over. */
static bool
is_before(const struct merge *merge, size_t a, size_t b)
{
	int order = bytes_compare(
		entry_name(merge->runs[a].first), entry_name(merge->runs[b].first));

	return order != 0 ? order < 0 : a > b;
}

static void
sink(struct merge *merge, size_t at)
{
	size_t *heap = merge->heap;

	for (;;) {
		size_t run = heap[at];
		size_t below = 2 * at;

		if (below < merge->heap_size &&
			is_before(merge, heap[below + 1], heap[below]))
			below++;
		if (below > merge->heap_size || !is_before(merge, heap[below], run))
			return;
		heap[at] = heap[below];
		heap[below] = run;
		at = below;
	}
}

static enum status
fill(const struct load *load, struct run *run, struct err *err)
{
	uint64_t left = run->end - run->next;
	size_t size = left < BUFFER_SIZE ? (size_t)left : BUFFER_SIZE;
	size_t had = 0;

	while (had < size) {
		ssize_t got = pread(load->file, run->buffer + had, size - had,
			(off_t)(run->next + had));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return fail_errno(err, ST_IO, got < 0 ? errno : EIO,
				"cannot read a temporary file");
		had += (size_t)got;
	}
	run->buffer_at = run->next;
	run->buffer_size = size;
	return ST_OK;
}

static bool
is_at_hand(const struct run *run)
{
	size_t left;

	if (run->next < run->buffer_at ||
		run->next >= run->buffer_at + run->buffer_size)
		return false;
	left = (size_t)(run->buffer_at + run->buffer_size - run->next);
	return left >= ENTRY_HEAD &&
	       left >= entry_size(run->buffer + (run->next - run->buffer_at));
}

/* Finds the entry that comes next, unless the run is at its end. */
static enum status
look(struct merge *merge, struct run *run, struct err *err)
{
	struct load *load = merge->load;

	if (!run->buffer) {
		while (run->next < run->end &&
			load_is_replaced(load, (size_t)run->next))
			run->next++;
		if (run->next < run->end)
			run->first = load->room + load->items[run->next].at;
		return ST_OK;
	}
	if (run->next >= run->end)
		return ST_OK;
	if (!is_at_hand(run))
		TRY(fill(load, run, err));
	run->first = run->buffer + (run->next - run->buffer_at);
	return ST_OK;
}

static enum status
make_heap(struct merge *merge, struct err *err)
{
	size_t i;

	merge->heap_size = 0;
	for (i = 0; i < merge->run_count; i++) {
		TRY(look(merge, &merge->runs[i], err));
		if (merge->runs[i].next < merge->runs[i].end)
			merge->heap[++merge->heap_size] = i;
	}
	for (i = merge->heap_size / 2; i > 0; i--)
		sink(merge, i);
	return ST_OK;
}

static enum status
open_runs(struct merge *merge, struct err *err)
{
	struct load *load = merge->load;
	uint64_t from = 0;
	size_t i;

	for (i = 0; i < load->end_count; i++) {
		struct run *run = &merge->runs[i];

		run->next = run->mark = from;
		run->end = from = load->ends[i];
		TRY(arena_take_raw(&load->memory, BUFFER_SIZE, &run->buffer, err));
	}
	if (load->end_count == 0)
		merge->runs[0].end = load->item_count;
	return make_heap(merge, err);
}

enum status
merge_open(struct load *load, struct merge **merge, struct err *err)
{
	struct merge *opened;

	TRY(ARENA_NEW(&load->memory, 1, &opened, err));
	opened->load = load;
	opened->run_count = load->end_count > 0 ? load->end_count : 1;
	TRY(ARENA_NEW(&load->memory, opened->run_count, &opened->runs, err));
	TRY(ARENA_NEW(&load->memory, opened->run_count + 2, &opened->heap, err));
	TRY(open_runs(opened, err));
	*merge = opened;
	return ST_OK;
}

static enum status
step(struct merge *merge, struct err *err)
{
	struct run *run = &merge->runs[merge->heap[1]];

	run->next += run->buffer ? entry_size(run->first) : 1;
	TRY(look(merge, run, err));
	if (run->next >= run->end)
		merge->heap[1] = merge->heap[merge->heap_size--];
	if (merge->heap_size > 0)
		sink(merge, 1);
	return ST_OK;
}

static bool
was_passed(const struct merge *merge, struct bytes name)
{
	return bytes_equal(
		name, (struct bytes){ merge->passed.data, merge->passed.size });
}

enum status
merge_first(struct merge *merge, const uint8_t **entry, struct err *err)
{
	const uint8_t *first = NULL;

	while (merge->heap_size > 0) {
		first = merge->runs[merge->heap[1]].first;
		if (!was_passed(merge, entry_name(first)))
			break;
		first = NULL;
		TRY(step(merge, err));
	}
	*entry = first;
	return ST_OK;
}

enum status
merge_pass(struct merge *merge, struct err *err)
{
	struct bytes name = entry_name(merge->runs[merge->heap[1]].first);

	merge->passed.size = name.size;
	memcpy(merge->passed.data, name.data, name.size);
	return step(merge, err);
}

void
merge_mark(struct merge *merge)
{
	size_t i;

	for (i = 0; i < merge->run_count; i++)
		merge->runs[i].mark = merge->runs[i].next;
	merge->marked = merge->passed;
}

enum status
merge_return(struct merge *merge, struct err *err)
{
	size_t i;

	for (i = 0; i < merge->run_count; i++)
		merge->runs[i].next = merge->runs[i].mark;
	merge->passed = merge->marked;
	return make_heap(merge, err);
}

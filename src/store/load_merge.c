#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/heap.h"
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

struct merge {
	struct load *load;
	struct run *runs;
	size_t run_count;
	struct heap heap;   /* of runs that are not at their end */
	struct name passed; /* the last one */
	struct name marked;
};

/* Of the same name the later run's comes first, and the others are passed over. Runs
 * lie in the order they were written. */
static bool
is_before(const void *one, const void *other)
{
	const struct run *a = one;
	const struct run *b = other;
	int order = bytes_compare(entry_name(a->first), entry_name(b->first));

	return order != 0 ? order < 0 : a > b;
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
	struct run *end = merge->runs + merge->run_count;
	struct run *run;

	merge->heap.count = 0;
	for (run = merge->runs; run < end; run++) {
		TRY(look(merge, run, err));
		if (run->next < run->end)
			heap_add(&merge->heap, run, is_before);
	}
	return ST_OK;
}

/* The first of all runs' entries. */
static const uint8_t *
first_entry(const struct merge *merge)
{
	const struct run *run = merge->heap.items[0];

	return run->first;
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
	TRY(ARENA_NEW(&load->memory, opened->run_count, &opened->heap.items, err));
	TRY(open_runs(opened, err));
	*merge = opened;
	return ST_OK;
}

static enum status
step(struct merge *merge, struct err *err)
{
	struct run *run = merge->heap.items[0];

	run->next += run->buffer ? entry_size(run->first) : 1;
	TRY(look(merge, run, err));
	if (run->next >= run->end)
		heap_take(&merge->heap, is_before);
	else
		heap_sink(&merge->heap, 0, is_before);
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

	while (merge->heap.count > 0) {
		first = first_entry(merge);
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
	struct bytes name = entry_name(first_entry(merge));

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

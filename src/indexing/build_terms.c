#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "index/pack.h"
#include "index/postings.h"
#include "indexing/build_parts.h"

/*
 * TERM and POSTING of all runs. Their terms come side by side, in order; a term that
 * is in many documents gets its number then, rising with its key, so that the
 * containers of a run lie in its file as they do in POSTING.
 */
#define VIEW_SIZE ((size_t)64 * 1024)
#define CONTAINERS_VIEW_SIZE ((size_t)512 * 1024)

/* Where one has come to in a run. */
struct run_side {
	struct run_view view;
	uint32_t high;
	uint32_t left; /* entries behind this one */
	uint64_t next;
	/* The entry; its bytes die with a look at the view. */
	uint64_t head; /* the key's first bytes */
	struct bytes key;
	struct bytes display;
	uint64_t at; /* of the container */
	uint32_t size;
	uint32_t count;
	uint32_t number;
	uint8_t most;
};

struct merging {
	struct build *build;
	struct build_rows *rows;
	struct arena arena;
	struct run_side *sides;
	struct heap heap;       /* of sides, by key, then high */
	struct run_side **same; /* those of the term */
	size_t same_count;
	struct run_view views[INDEX_WORKERS]; /* for containers */
	struct pack_stream *stream;
	struct buffer key; /* of the term, and its value */
	struct buffer value;
	struct container_facts *facts;
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
};

static uint64_t
key_head(struct bytes key)
{
	uint8_t part[8] = { 0 };

	memcpy(part, key.data, key.size < 8 ? key.size : 8);
	return get_u64(part);
}

static enum status
side_next(struct run_side *side, struct err *err)
{
	struct bytes head;
	struct bytes rest;
	uint32_t size;

	TRY(run_view_bytes(&side->view, side->next, RUN_ENTRY_HEAD, &head, err));
	size = 4 + get_u32(head.data);
	TRY(run_view_bytes(&side->view, side->next, size, &rest, err));
	side->size = get_u32(rest.data + 4);
	side->count = get_u32(rest.data + 8);
	side->number = get_u32(rest.data + 12);
	side->most = rest.data[16];
	side->key = (struct bytes){ rest.data + RUN_ENTRY_HEAD, rest.data[17] };
	side->display = (struct bytes){ side->key.data + side->key.size,
		size - RUN_ENTRY_HEAD - side->key.size };
	side->head = key_head(side->key);
	side->at = side->next + size;
	side->next = side->at + side->size;
	side->left--;
	return ST_OK;
}

static bool
comes_before(const void *one, const void *other)
{
	const struct run_side *a = one;
	const struct run_side *b = other;
	int order;

	if (a->head != b->head)
		return a->head < b->head;
	order = bytes_compare(a->key, b->key);
	return order < 0 || (order == 0 && a->high < b->high);
}

static enum status
open_sides(struct merging *merging, struct err *err)
{
	struct build *build = merging->build;
	struct arena *arena = &merging->arena;
	uint32_t count = build->run_count;

	TRY(ARENA_NEW(arena, count, &merging->sides, err));
	TRY(ARENA_NEW(arena, count, &merging->heap.items, err));
	TRY(ARENA_NEW(arena, count, &merging->same, err));
	TRY(ARENA_NEW(arena, count, &merging->facts, err));
	for (uint32_t i = 0; i < count; i++) {
		struct run_written *run = build->runs[i];
		struct run_side *side = &merging->sides[i];

		side->high = i;
		side->left = run->term_count;
		side->next = run->terms_at;
		TRY(run_view_open(&build->workers[run->worker].run.file, VIEW_SIZE,
			arena, &side->view, err));
		TRY(ARENA_NEW(arena, run->term_count, &run->containers, err));
		TRY(side_next(side, err));
		heap_add(&merging->heap, side, comes_before);
	}
	return ST_OK;
}

/* Takes the sides that have the first term out of the heap, by high. */
static enum status
take_same(struct merging *merging, struct err *err)
{
	struct heap *heap = &merging->heap;
	const struct run_side *first = heap->items[0];

	merging->same_count = 0;
	merging->key.size = 0;
	TRY(buffer_append(&merging->key, first->key.data, first->key.size, err));
	while (heap->count > 0) {
		struct run_side *side = heap->items[0];

		if (!bytes_equal(side->key, buffer_bytes(&merging->key)))
			break;
		merging->same[merging->same_count++] = side;
		heap_take(heap, comes_before);
	}
	return ST_OK;
}

static enum status
put_same_back(struct merging *merging, struct err *err)
{
	for (size_t i = 0; i < merging->same_count; i++) {
		struct run_side *side = merging->same[i];

		if (side->left == 0)
			continue;
		TRY(side_next(side, err));
		heap_add(&merging->heap, side, comes_before);
	}
	return ST_OK;
}

static uint64_t
count_same(const struct merging *merging)
{
	uint64_t count = 0;

	for (size_t i = 0; i < merging->same_count; i++)
		count += merging->same[i]->count;
	return count;
}

static enum status
write_contained(struct merging *merging, struct term *term, struct err *err)
{
	struct build *build = merging->build;
	struct directory directory = { merging->facts, build->run_count };

	if (term->number == 0)
		term->number = build->numbering.next++;
	memset(merging->facts, 0, build->run_count * sizeof(*merging->facts));
	for (size_t i = 0; i < merging->same_count; i++) {
		const struct run_side *side = merging->same[i];
		struct run_written *run = build->runs[side->high];

		merging->facts[side->high] =
			(struct container_facts){ side->count, side->most };
		run->containers[run->container_count++] =
			(struct run_container){ term->number, side->size, side->at };
	}
	TRY(term_append(term, &merging->value, err));
	return directory_append(&directory, term->has_impacts, &merging->value, err);
}

static enum status
read_inline(struct merging *merging, struct run_side *side, struct postings *postings,
	struct err *err)
{
	struct container container;
	struct bytes bytes;

	TRY(run_view_bytes(&side->view, side->at, side->size, &bytes, err));
	if (!container_read(bytes, &container) ||
		postings->count + container.count > INLINE_MAX ||
		!container_postings(&container, side->high, postings))
		return fail_index(err);
	(void)merging;
	return ST_OK;
}

static enum status
write_inline(struct merging *merging, const struct term *term, struct err *err)
{
	struct postings postings = { merging->documents, merging->impacts, 0 };

	TRY(term_append(term, &merging->value, err));
	for (size_t i = 0; i < merging->same_count; i++)
		TRY(read_inline(merging, merging->same[i], &postings, err));
	return postings_append_inline(
		&postings, term->has_impacts, &merging->value, err);
}

static enum status
write_form(struct merging *merging, uint64_t count, struct err *err)
{
	struct bytes stem = merging->same[0]->display;

	TRY(buffer_append_varint(&merging->value, count, err));
	return buffer_append(&merging->value, stem.data, stem.size, err);
}

static enum status
write_term(struct merging *merging, struct err *err)
{
	const struct run_side *first = merging->same[0];
	uint64_t count = count_same(merging);
	uint8_t class = merging->key.data[0];
	struct term term = { .count = (uint32_t)count,
		.number = first->number,
		.contained = count > INLINE_MAX,
		.has_impacts = class_has_impacts(class),
		.display = first->display };

	merging->value.size = 0;
	if (class == CLASS_FORM)
		TRY(write_form(merging, count, err));
	else if (term.contained)
		TRY(write_contained(merging, &term, err));
	else
		TRY(write_inline(merging, &term, err));
	return pack_stream_add(merging->stream, buffer_bytes(&merging->key),
		buffer_bytes(&merging->value), err);
}

static enum status
put_block(void *arg, struct bytes key, struct bytes block, struct err *err)
{
	struct build_row row = { TABLE_TERM, key, block };

	return build_rows_add(arg, &row, err);
}

static int
compare_containers(const void *a, const void *b)
{
	const struct run_container *x = a;
	const struct run_container *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* Those with a number from the beginning come first. */
static enum status
write_containers(struct merging *merging, uint32_t high, struct err *err)
{
	struct build *build = merging->build;
	struct run_written *run = build->runs[high];
	struct run_view *view = &merging->views[run->worker];

	if (run->container_count > 0)
		qsort(run->containers, run->container_count, sizeof(*run->containers),
			compare_containers);
	for (size_t i = 0; i < run->container_count; i++) {
		const struct run_container *container = &run->containers[i];
		struct container_key key = container_key(high, container->number);
		struct build_row row = { TABLE_POSTING,
			{ key.data, sizeof(key.data) }, { NULL, 0 } };

		TRY(run_view_bytes(
			view, container->at, container->size, &row.value, err));
		TRY(build_rows_add(merging->rows, &row, err));
	}
	return ST_OK;
}

static enum status
merge(struct merging *merging, struct err *err)
{
	struct arena *arena = &merging->arena;

	merging->key = (struct buffer){ .arena = arena };
	merging->value = (struct buffer){ .arena = arena };
	TRY(open_sides(merging, err));
	TRY(pack_stream_open(arena, put_block, merging->rows, &merging->stream, err));
	while (merging->heap.count > 0) {
		TRY(take_same(merging, err));
		TRY(write_term(merging, err));
		TRY(put_same_back(merging, err));
	}
	TRY(pack_stream_end(merging->stream, err));
	for (size_t i = 0; i < merging->build->worker_count; i++)
		TRY(run_view_open(&merging->build->workers[i].run.file,
			CONTAINERS_VIEW_SIZE, arena, &merging->views[i], err));
	for (uint32_t high = 0; high < merging->build->run_count; high++)
		TRY(write_containers(merging, high, err));
	return ST_OK;
}

enum status
build_make_terms(struct build *build, struct build_rows *rows, struct err *err)
{
	struct merging merging = { .build = build, .rows = rows };
	enum status status = merge(&merging, err);

	arena_free(&merging.arena);
	return status;
}

#include <stdlib.h>

#include "base/heap.h"
#include "index/pack.h"
#include "index/sorted.h"
#include "indexing/build_parts.h"

/* COLUMN, SORTED and FACET of all runs. */
#define VIEW_SIZE ((size_t)64 * 1024)

struct piece {
	struct run_column column;
	unsigned worker;
};

static int
compare_pieces(const void *a, const void *b)
{
	const struct run_column *x = &((const struct piece *)a)->column;
	const struct run_column *y = &((const struct piece *)b)->column;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->chunk < y->chunk ? -1 : x->chunk > y->chunk;
}

static enum status
list_pieces(const struct build *build, struct arena *arena, struct piece **pieces,
	size_t *count, struct err *err)
{
	size_t all = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < build->run_count; i++)
		all += build->runs[i]->column_count;
	TRY(ARENA_NEW(arena, all, pieces, err));
	for (uint32_t i = 0; i < build->run_count; i++)
		for (size_t j = 0; j < build->runs[i]->column_count; j++)
			(*pieces)[n++] = (struct piece){ build->runs[i]->columns[j],
				build->runs[i]->worker };
	if (all > 0)
		qsort(*pieces, all, sizeof(**pieces), compare_pieces);
	*count = all;
	return ST_OK;
}

static enum status
write_columns(struct build *build, struct build_rows *rows, struct arena *arena,
	struct err *err)
{
	struct run_view views[INDEX_WORKERS];
	struct piece *pieces;
	size_t count;

	for (size_t i = 0; i < build->worker_count; i++)
		TRY(run_view_open(&build->workers[i].run.file, VIEW_SIZE, arena,
			&views[i], err));
	TRY(list_pieces(build, arena, &pieces, &count, err));
	for (size_t i = 0; i < count; i++) {
		const struct run_column *column = &pieces[i].column;
		uint8_t key[COLUMN_KEY_SIZE];
		struct build_row row = { TABLE_COLUMN, { key, sizeof(key) },
			{ NULL, 0 } };

		column_key(column->column, column->chunk, key);
		TRY(run_view_bytes(&views[pieces[i].worker], column->at, column->size,
			&row.value, err));
		TRY(build_rows_add(rows, &row, err));
	}
	return ST_OK;
}

/* Where one has come to in what a run has sorted. */
struct sorted_side {
	struct run_view view;
	uint64_t head; /* the entry */
	uint64_t tail;
	uint64_t next;
	uint32_t left;
};

struct merging {
	struct arena arena;
	struct sorted_side *sides;
	struct heap heap; /* of sides */
	unsigned column;
	struct pack_stream *stream;
};

static enum status
side_next(struct sorted_side *side, struct err *err)
{
	struct bytes entry;

	TRY(run_view_bytes(&side->view, side->next, RUN_SORTED_SIZE, &entry, err));
	side->head = get_u64(entry.data);
	side->tail = get_u64(entry.data + 8);
	side->next += RUN_SORTED_SIZE;
	side->left--;
	return ST_OK;
}

static bool
comes_before(const void *one, const void *other)
{
	const struct sorted_side *a = one;
	const struct sorted_side *b = other;

	return a->head != b->head ? a->head < b->head : a->tail < b->tail;
}

static enum status
open_sides(struct merging *merging, struct build *build, struct err *err)
{
	TRY(ARENA_NEW(&merging->arena, build->run_count, &merging->sides, err));
	TRY(ARENA_NEW(&merging->arena, build->run_count, &merging->heap.items, err));
	merging->heap.count = 0;
	for (uint32_t i = 0; i < build->run_count; i++) {
		const struct run_written *run = build->runs[i];

		for (size_t j = 0; j < run->sorted_count; j++) {
			struct sorted_side *side = &merging->sides[i];

			if (run->sorted[j].column != merging->column)
				continue;
			TRY(run_view_open(&build->workers[run->worker].run.file,
				VIEW_SIZE, &merging->arena, &side->view, err));
			side->next = run->sorted[j].at;
			side->left = run->sorted[j].count;
			TRY(side_next(side, err));
			heap_add(&merging->heap, side, comes_before);
		}
	}
	return ST_OK;
}

static enum status
add_entry(struct merging *merging, const struct sorted_side *side, struct err *err)
{
	uint64_t order = side->head << 32 | side->tail >> 32;
	struct sorted_key key = sorted_key(merging->column,
		(uint32_t)(side->head >> 32), number_of(order), (uint32_t)side->tail);

	return pack_stream_add(merging->stream,
		(struct bytes){ key.data, SORTED_KEY_SIZE },
		(struct bytes){ key.data, 0 }, err);
}

static enum status
merge_column(struct merging *merging, struct build *build, struct err *err)
{
	struct heap *heap = &merging->heap;

	TRY(open_sides(merging, build, err));
	while (heap->count > 0) {
		struct sorted_side *side = heap->items[0];

		TRY(add_entry(merging, side, err));
		if (side->left == 0) {
			heap_take(heap, comes_before);
			continue;
		}
		TRY(side_next(side, err));
		heap_sink(heap, 0, comes_before);
	}
	return ST_OK;
}

static enum status
put_block(void *arg, struct bytes key, struct bytes block, struct err *err)
{
	struct build_row row = { TABLE_SORTED, key, block };

	return build_rows_add(arg, &row, err);
}

static enum status
write_sorted(struct build *build, struct build_rows *rows, struct err *err)
{
	const struct index_schema *schema = build->request->schema;
	struct merging merging = { .arena = { NULL } };
	enum status status = pack_stream_open(
		&merging.arena, put_block, rows, &merging.stream, err);

	for (unsigned i = 0; i < schema->field_count && status == ST_OK; i++) {
		merging.column = i;
		if (schema->fields[i].sorted)
			status = merge_column(&merging, build, err);
	}
	if (status == ST_OK)
		status = pack_stream_end(merging.stream, err);
	arena_free(&merging.arena);
	return status;
}

static enum status
write_facets(struct build *build, struct build_rows *rows, struct err *err)
{
	for (size_t i = 0; i < build->numbering.row_count; i++) {
		const struct numbered_row *kept = &build->numbering.rows[i];
		uint8_t key[4];
		struct build_row row = { TABLE_FACET, { key, sizeof(key) },
			kept->value };

		put_u32(key, kept->number);
		TRY(build_rows_add(rows, &row, err));
	}
	return ST_OK;
}

enum status
build_make_columns(struct build *build, struct build_rows *rows, struct err *err)
{
	struct arena arena = { NULL };
	enum status status = write_columns(build, rows, &arena, err);

	arena_free(&arena);
	if (status == ST_OK)
		status = write_sorted(build, rows, err);
	return status == ST_OK ? write_facets(build, rows, err) : status;
}

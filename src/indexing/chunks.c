#include "indexing/chunks.h"

#include <stdlib.h>
#include <string.h>

static void
empty(struct open_chunk *open)
{
	open->any = false;
	for (size_t i = 0; i < COLUMN_CHUNK; i++)
		open->values[i] = COLUMN_NONE;
}

enum status
chunks_open(struct chunks *chunks, const unsigned *columns, size_t count,
	struct arena *arena, struct err *err)
{
	struct chunks opened = { .open_count = count };

	TRY(ARENA_NEW(arena, count, &opened.open, err));
	for (size_t i = 0; i < count; i++) {
		opened.open[i].column = columns[i];
		empty(&opened.open[i]);
	}
	*chunks = opened;
	return ST_OK;
}

void
chunks_close(struct chunks *chunks)
{
	arena_free(&chunks->arena);
}

static enum status
reserve(struct chunks *chunks, struct err *err)
{
	size_t capacity = chunks->capacity ? 2 * chunks->capacity : 64;
	struct chunk *items;

	if (chunks->count < chunks->capacity)
		return ST_OK;
	TRY(ARENA_NEW(&chunks->arena, capacity, &items, err));
	if (chunks->count > 0)
		memcpy(items, chunks->items, chunks->count * sizeof(*items));
	chunks->items = items;
	chunks->capacity = capacity;
	return ST_OK;
}

/* Keeps what an open chunk has. */
static enum status
close_chunk(struct chunks *chunks, struct open_chunk *open, struct err *err)
{
	uint8_t bytes[COLUMN_BYTES_MAX];
	size_t size;
	uint8_t *kept;

	if (!open->any)
		return ST_OK;
	size = column_encode(open->column, open->values, bytes);
	TRY(reserve(chunks, err));
	TRY(arena_take_raw(&chunks->arena, size, &kept, err));
	memcpy(kept, bytes, size);
	chunks->items[chunks->count++] =
		(struct chunk){ open->column, open->chunk, { kept, size } };
	chunks->bytes += size;
	empty(open);
	return ST_OK;
}

enum status
chunks_set(struct chunks *chunks, size_t column, uint64_t place, int64_t value,
	struct err *err)
{
	struct open_chunk *open = &chunks->open[column];
	uint32_t chunk = (uint32_t)(place / COLUMN_CHUNK);

	if (value == COLUMN_NONE)
		return ST_OK;
	if (chunk != open->chunk)
		TRY(close_chunk(chunks, open, err));
	open->chunk = chunk;
	open->any = true;
	open->values[place % COLUMN_CHUNK] = value;
	return ST_OK;
}

static int
compare_chunks(const void *a, const void *b)
{
	const struct chunk *x = a;
	const struct chunk *y = b;

	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->chunk < y->chunk ? -1 : x->chunk > y->chunk;
}

enum status
chunks_write(struct chunks *chunks, struct txn *txn, bool last, struct err *err)
{
	for (size_t i = 0; last && i < chunks->open_count; i++)
		TRY(close_chunk(chunks, &chunks->open[i], err));
	if (chunks->count > 0)
		qsort(chunks->items, chunks->count, sizeof(*chunks->items),
			compare_chunks);
	for (size_t i = 0; i < chunks->count; i++) {
		const struct chunk *chunk = &chunks->items[i];

		TRY(column_put(txn, chunk->column, chunk->chunk, chunk->bytes, err));
	}
	arena_free(&chunks->arena);
	chunks->items = NULL;
	chunks->count = 0;
	chunks->capacity = 0;
	chunks->bytes = 0;
	return ST_OK;
}

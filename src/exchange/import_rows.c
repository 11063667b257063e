#include <string.h>

#include "exchange/import_parts.h"

/* Rows in pieces of one size, so that nothing is copied when there are more. */
#define CHUNK_ROWS ((uint32_t)1 << 16)
#define CHUNKS_MAX ((uint32_t)1 << 14)

#define OFFSET_BITS 44
#define SECTION_BITS 18

struct import_row_place {
	uint64_t offset : OFFSET_BITS;
	uint64_t section : SECTION_BITS;
	uint64_t flags : 2;
	uint32_t line;
	uint32_t column;
	uint64_t product; /* 0: none is known */
};

static enum status
add_chunk(struct import_rows *rows, struct err *err)
{
	uint32_t chunk = rows->count / CHUNK_ROWS;

	if (!rows->chunks)
		TRY(ARENA_NEW(&rows->arena, CHUNKS_MAX, &rows->chunks, err));
	if (chunk == CHUNKS_MAX)
		return fail(err, ST_BAD_DATA, "the file has more than %u rows",
			CHUNKS_MAX * CHUNK_ROWS);
	return arena_take_raw(&rows->arena,
		CHUNK_ROWS * sizeof(struct import_row_place), &rows->chunks[chunk],
		err);
}

static struct import_row_place *
row_at(const struct import_rows *rows, uint32_t number)
{
	invariant(number < rows->count);
	return &rows->chunks[number / CHUNK_ROWS][number % CHUNK_ROWS];
}

enum status
import_rows_add(struct import_rows *rows, const struct item_place *place,
	uint32_t *number, struct err *err)
{
	if (place->offset >> OFFSET_BITS != 0 ||
		place->section >> SECTION_BITS != 0 || place->line > UINT32_MAX)
		return fail(err, ST_BAD_DATA,
			"the file is too large: split it into several");
	if (rows->count % CHUNK_ROWS == 0)
		TRY(add_chunk(rows, err));
	*number = rows->count++;
	*row_at(rows, *number) = (struct import_row_place){
		.offset = place->offset & (((uint64_t)1 << OFFSET_BITS) - 1),
		.section = place->section & (((uint32_t)1 << SECTION_BITS) - 1),
		.line = (uint32_t)place->line,
		.column = place->column
	};
	return ST_OK;
}

struct item_place
import_rows_place(const struct import_rows *rows, uint32_t number)
{
	const struct import_row_place *row = row_at(rows, number);

	return (struct item_place){ row->offset, row->line, row->column,
		(uint32_t)row->section };
}

void
import_rows_set_product(struct import_rows *rows, uint32_t number, uint64_t id)
{
	row_at(rows, number)->product = id;
}

bool
import_rows_find(const struct import_rows *rows, uint64_t product, uint32_t *number)
{
	uint32_t i = *number;

	while (i < rows->count && row_at(rows, i)->product != product)
		i++;
	*number = i;
	return i < rows->count;
}

void
import_rows_mark(struct import_rows *rows, uint32_t number, enum import_row_flag flag)
{
	row_at(rows, number)->flags |= flag & 3U;
}

bool
import_rows_is(
	const struct import_rows *rows, uint32_t number, enum import_row_flag flag)
{
	return (row_at(rows, number)->flags & flag) != 0;
}

void
import_rows_free(struct import_rows *rows)
{
	arena_free(&rows->arena);
	*rows = (struct import_rows){ .arena = { NULL } };
}

/* The list of half the size is given back at once. */
static enum status
grow(struct import_list *list, struct err *err)
{
	struct import_list grown = { .arena = { NULL }, .count = list->count };

	grown.capacity = list->capacity ? list->capacity * 2 : 1024;
	TRY(ARENA_NEW(&grown.arena, grown.capacity, &grown.items, err));
	if (list->count > 0)
		memcpy(grown.items, list->items, list->count * sizeof(*list->items));
	arena_free(&list->arena);
	*list = grown;
	return ST_OK;
}

enum status
import_list_add(struct import_list *list, uint32_t number, struct err *err)
{
	if (list->count == list->capacity)
		TRY(grow(list, err));
	list->items[list->count++] = number;
	return ST_OK;
}

void
import_list_free(struct import_list *list)
{
	arena_free(&list->arena);
	*list = (struct import_list){ .arena = { NULL } };
}

#include "indexing/numbering.h"

#include <string.h>

#define LOOKUP_SIZE_MIN 512

enum status
numbering_open(struct numbering *numbering, struct err *err)
{
	*numbering = (struct numbering){ .next = 1 };
	return lookup_init(
		&numbering->known, LOOKUP_SIZE_MIN, &numbering->arena, err);
}

void
numbering_close(struct numbering *numbering)
{
	arena_free(&numbering->arena);
}

static enum status
add_row(struct numbering *numbering, const struct numbered *term, uint32_t number,
	struct err *err)
{
	struct buffer value = { .arena = &numbering->arena };
	size_t capacity = numbering->row_capacity ? 2 * numbering->row_capacity : 256;
	struct numbered_row *rows;

	TRY(facet_append(term, &value, err));
	if (numbering->row_count == numbering->row_capacity) {
		TRY(ARENA_NEW(&numbering->arena, capacity, &rows, err));
		if (numbering->row_count > 0)
			memcpy(rows, numbering->rows,
				numbering->row_count * sizeof(*rows));
		numbering->rows = rows;
		numbering->row_capacity = capacity;
	}
	numbering->rows[numbering->row_count++] =
		(struct numbered_row){ number, buffer_bytes(&value) };
	return ST_OK;
}

enum status
numbering_find(struct numbering *numbering, const struct numbered *term,
	uint32_t *number, struct err *err)
{
	struct known known = { .hash = term_hash(term->key),
		.size = (uint32_t)term->key.size };
	const char *copy;

	*number = lookup_find(&numbering->known, known.hash, term->key,
		(struct bytes){ term->key.data, 0 })
			  ->term;
	if (*number != 0)
		return ST_OK;
	known.term = numbering->next;
	TRY(arena_copy(&numbering->arena, (const char *)term->key.data,
		term->key.size, &copy, err));
	known.bytes = (const uint8_t *)copy;
	TRY(lookup_add(&numbering->known, &known, &numbering->arena, err));
	if (term->key.data[0] != CLASS_NAME)
		TRY(add_row(numbering, term, numbering->next, err));
	*number = numbering->next++;
	return ST_OK;
}

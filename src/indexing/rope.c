#include "indexing/rope.h"

/* A distance of 32 bits and an impact. */
#define POSTING_BYTES_MAX 6

static size_t
chunk_size(uint32_t grade)
{
	return (size_t)32 << grade;
}

static size_t
chunk_room(uint32_t grade)
{
	return chunk_size(grade) - sizeof(struct rope_chunk);
}

/* The grade of what follows a chunk. */
static uint32_t
grade_after(uint32_t grade)
{
	return grade + 1 < ROPE_GRADES ? grade + 1 : grade;
}

static enum status
add_chunk(struct rope_pool *pool, struct rope *rope, struct err *err)
{
	size_t size = chunk_size(rope->grade);
	struct rope_chunk *chunk = pool->free[rope->grade];

	if (chunk) {
		pool->free[rope->grade] = chunk->next;
	} else {
		TRY(arena_take_raw(pool->arena, size, &chunk, err));
		pool->taken += size;
	}
	chunk->next = NULL;
	if (rope->last)
		rope->last->next = chunk;
	else
		rope->first = chunk;
	rope->last = chunk;
	rope->at = chunk->bytes;
	rope->left = (uint32_t)chunk_room(rope->grade);
	rope->grade = grade_after(rope->grade);
	return ST_OK;
}

static enum status
add_byte(struct rope_pool *pool, struct rope *rope, uint8_t byte, struct err *err)
{
	if (rope->left == 0)
		TRY(add_chunk(pool, rope, err));
	*rope->at++ = byte;
	rope->left--;
	return ST_OK;
}

/* Writes a posting where there is room for the longest. */
static void
add_at_once(struct rope *rope, uint32_t gap, const uint8_t *impact)
{
	uint8_t *at = rope->at;

	for (; gap >= 0x80; gap >>= 7)
		*at++ = (uint8_t)(gap | 0x80);
	*at++ = (uint8_t)gap;
	if (impact)
		*at++ = *impact;
	rope->left -= (uint32_t)(at - rope->at);
	rope->at = at;
}

static enum status
add_by_bytes(struct rope_pool *pool, struct rope *rope, uint32_t gap,
	const uint8_t *impact, struct err *err)
{
	for (; gap >= 0x80; gap >>= 7)
		TRY(add_byte(pool, rope, (uint8_t)(gap | 0x80), err));
	TRY(add_byte(pool, rope, (uint8_t)gap, err));
	return impact ? add_byte(pool, rope, *impact, err) : ST_OK;
}

enum status
rope_add(struct rope_pool *pool, struct rope *rope, uint32_t document,
	const uint8_t *impact, struct err *err)
{
	uint32_t gap = document - rope->document;

	if (rope->left >= POSTING_BYTES_MAX)
		add_at_once(rope, gap, impact);
	else
		TRY(add_by_bytes(pool, rope, gap, impact, err));
	rope->document = document;
	rope->count++;
	return ST_OK;
}

struct place {
	const struct rope_chunk *chunk;
	const uint8_t *at;
	const uint8_t *end;
	uint32_t grade;
};

static uint8_t
read_byte(struct place *place)
{
	if (place->at == place->end) {
		place->chunk = place->chunk->next;
		place->grade = grade_after(place->grade);
		place->at = place->chunk->bytes;
		place->end = place->at + chunk_room(place->grade);
	}
	return *place->at++;
}

static uint32_t
read_gap(struct place *place)
{
	uint32_t gap = 0;
	unsigned shift = 0;
	uint8_t byte;

	do {
		byte = read_byte(place);
		gap |= (uint32_t)(byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return gap;
}

void
rope_read(const struct rope *rope, bool has_impacts, struct postings *postings)
{
	struct place place = { .chunk = rope->first };
	uint32_t document = 0;

	postings->count = rope->count;
	if (rope->count == 0)
		return;
	place.at = rope->first->bytes;
	place.end = place.at + chunk_room(0);
	for (uint32_t i = 0; i < rope->count; i++) {
		document += read_gap(&place);
		postings->documents[i] = document;
		postings->impacts[i] = has_impacts ? read_byte(&place) : 1;
	}
}

void
rope_clear(struct rope_pool *pool, struct rope *rope)
{
	struct rope_chunk *chunk = rope->first;
	uint32_t grade = 0;

	while (chunk) {
		struct rope_chunk *next = chunk->next;

		chunk->next = pool->free[grade];
		pool->free[grade] = chunk;
		grade = grade_after(grade);
		chunk = next;
	}
	*rope = (struct rope){ 0 };
}

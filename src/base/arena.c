#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The first blocks are small: a short command has several arenas, and each page that
 * is touched costs it as much as a system call. */
#define BLOCK_SIZE_MIN ((size_t)1000)
#define BLOCK_SIZE_MAX ((size_t)1024 * 1024)

#define HUGE_PAGE ((size_t)2 * 1024 * 1024)
#define TABLE_SIZE_MIN (2 * HUGE_PAGE)

struct arena_block {
	struct arena_block *older;
	struct arena_block
		*spare; /* was behind this one: for what comes behind it next */
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

void
arena_free(struct arena *arena)
{
	arena_rewind(arena, (struct arena_mark){ NULL, 0 });
}

static struct arena_block *
take_spare(struct arena_block *newest, size_t needed)
{
	struct arena_block *spare = newest ? newest->spare : NULL;

	if (!spare || spare->size < needed)
		return NULL;
	newest->spare = NULL;
	return spare;
}

/* A loop that rewinds to a mark would ask the system for the same block again and
 * again: the largest that lay behind the mark is kept, but for enormous ones. */
static void
keep_or_free(struct arena_block *block, struct arena_block *kept)
{
	if (!kept || !block || block->size > BLOCK_SIZE_MAX ||
		(kept->spare && kept->spare->size >= block->size)) {
		free(block);
		return;
	}
	free(kept->spare);
	kept->spare = block;
}

static void
give_back(struct arena_block *block, struct arena_block *kept)
{
	struct arena_block *spare = block->spare;

	block->spare = NULL;
	keep_or_free(spare, kept);
	keep_or_free(block, kept);
}

static void
add_to(struct arena *arena, struct arena_block *block, size_t size)
{
	block->size = size;
	block->spare = NULL;
	block->older = arena->newest;
	block->used = 0;
	arena->newest = block;
}

/* Blocks double, so that a command that needs much asks the system seldom. */
static enum status
add_block(struct arena *arena, size_t needed, struct err *err)
{
	size_t size = arena->newest ? arena->newest->size * 2 : BLOCK_SIZE_MIN;
	struct arena_block *block;

	if (size > BLOCK_SIZE_MAX)
		size = BLOCK_SIZE_MAX;
	if (size < needed)
		size = needed;
	block = take_spare(arena->newest, needed);
	if (block)
		size = block->size;
	else
		block = malloc(sizeof(*block) + size);
	if (!block)
		return fail_memory(err);
	add_to(arena, block, size);
	return ST_OK;
}

/* A block that is its own. */
static enum status
add_table(struct arena *arena, size_t bytes, struct err *err)
{
	size_t size = sizeof(struct arena_block) + bytes;
	struct arena_block *block;

	size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	block = aligned_alloc(HUGE_PAGE, size);
	if (!block)
		return fail_memory(err);
	(void)madvise(block, size, MADV_HUGEPAGE);
	add_to(arena, block, size - sizeof(*block));
	return ST_OK;
}

static enum status
take(struct arena *arena, size_t bytes, void **out, struct err *err)
{
	const size_t unit = alignof(max_align_t);

	if (bytes > SIZE_MAX / 4)
		return fail_memory(err);
	bytes = (bytes + unit - 1) / unit * unit;
	if (!arena->newest || arena->newest->size - arena->newest->used < bytes)
		TRY(add_block(arena, bytes, err));
	*out = arena->newest->bytes + arena->newest->used;
	arena->newest->used += bytes;
	return ST_OK;
}

enum status
arena_take(struct arena *arena, size_t count, size_t size, void *out, struct err *err)
{
	size_t bytes;
	void *taken;

	if (__builtin_mul_overflow(count, size, &bytes))
		return fail_memory(err);
	TRY(take(arena, bytes, &taken, err));
	memset(taken, 0, bytes);
	memcpy(out, &taken, sizeof(taken));
	return ST_OK;
}

enum status
arena_take_table(
	struct arena *arena, size_t count, size_t size, void *out, struct err *err)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 4)
		return fail_memory(err);
	if (bytes >= TABLE_SIZE_MIN)
		TRY(add_table(arena, bytes, err));
	return arena_take(arena, count, size, out, err);
}

enum status
arena_take_raw(struct arena *arena, size_t size, void *out, struct err *err)
{
	void *taken;

	TRY(take(arena, size, &taken, err));
	memcpy(out, &taken, sizeof(taken));
	return ST_OK;
}

enum status
arena_copy(struct arena *arena, const char *text, size_t size, const char **out,
	struct err *err)
{
	char *copy;

	TRY(arena_take_raw(arena, size + 1, &copy, err));
	if (size > 0)
		memcpy(copy, text, size);
	copy[size] = '\0';
	*out = copy;
	return ST_OK;
}

enum status
arena_text(struct arena *arena, const char *text, const char **out, struct err *err)
{
	return arena_copy(arena, text, strlen(text), out, err);
}

#define FORMAT_SIZE_FEW 256

enum status
arena_format(struct arena *arena, const char **out, struct err *err,
	const char *format, ...)
{
	char few[FORMAT_SIZE_FEW];
	va_list args;
	char *text;
	int size;

	va_start(args, format);
	size = vsnprintf(few, sizeof(few), format, args);
	va_end(args);
	invariant(size >= 0);
	if ((size_t)size < sizeof(few))
		return arena_copy(arena, few, (size_t)size, out, err);
	TRY(arena_take(arena, (size_t)size + 1, 1, &text, err));
	va_start(args, format);
	vsnprintf(text, (size_t)size + 1, format, args);
	va_end(args);
	*out = text;
	return ST_OK;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->newest,
		arena->newest ? arena->newest->used : 0 };
}

void
arena_rewind(struct arena *arena, struct arena_mark mark)
{
	while (arena->newest != mark.block) {
		struct arena_block *older = arena->newest->older;

		give_back(arena->newest, mark.block);
		arena->newest = older;
	}
	if (mark.block)
		mark.block->used = mark.used;
}

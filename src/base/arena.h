#ifndef SHOP_BASE_ARENA_H
#define SHOP_BASE_ARENA_H

#include <stddef.h>

#include "base/status.h"

/*
 * A command's memory: taken piece by piece, given back all at once. Nothing taken
 * from an arena is freed by itself. Long loops rewind to a mark after each row, so
 * that what a command holds does not grow with its input. Secrets never enter an
 * arena.
 */
struct arena_block;

struct arena {
	struct arena_block *newest;
};

/* A state to which an arena can be brought back. */
struct arena_mark {
	struct arena_block *block;
	size_t used;
};

/* An arena starts as { NULL } and takes no memory before the first request. */
void arena_free(struct arena *arena);

/* Stores in *out (a pointer to any object pointer) zeroed memory for count objects
 * of the given size, aligned for any type. A count of 0 gives a pointer that must
 * not be read. */
enum status arena_take(
	struct arena *arena, size_t count, size_t size, void *out, struct err *err);

/* As arena_take for a large table that is looked into here and there: in huge pages,
 * where the system has them, so that few looks have to find their page first. */
enum status arena_take_table(
	struct arena *arena, size_t count, size_t size, void *out, struct err *err);

/* As arena_take for bytes that are all written before they are read: not zeroed. */
enum status arena_take_raw(
	struct arena *arena, size_t size, void *out, struct err *err);

/* arena_take for one object or many of the type that out points to:
 * struct line *lines; TRY(ARENA_NEW(arena, count, &lines, err)); */
#define ARENA_NEW(arena, count, out, err) \
	arena_take((arena), (count), sizeof(**(out)), (out), (err))

/* Copies of a text of known size, with a NUL behind it, and of a whole text. */
enum status arena_copy(struct arena *arena, const char *text, size_t size,
	const char **out, struct err *err);
enum status arena_text(
	struct arena *arena, const char *text, const char **out, struct err *err);

/* A formatted text. */
enum status arena_format(struct arena *arena, const char **out, struct err *err,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

struct arena_mark arena_mark(const struct arena *arena);

/* Gives back everything taken since the mark. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif

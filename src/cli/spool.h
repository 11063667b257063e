#ifndef SHOP_CLI_SPOOL_H
#define SHOP_CLI_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Bytes that are written first and read later: in memory up to a size, then in an
 * unlinked temporary file. Private to cli/.
 */
#define SPOOL_MEMORY_MAX ((size_t)256 * 1024)

/* { .arena = a, .fd = -1 } is an empty one. */
struct spool {
	struct arena *arena;
	int fd;
	uint8_t *data; /* what is not yet in the file; when read, a window of it */
	size_t used;
	size_t capacity;
	uint64_t size;   /* in all */
	uint64_t window; /* where data begins, while the file is read */
	uint64_t at;     /* where the next read begins */
	bool reading;
};

enum status spool_append(
	struct spool *spool, const void *data, size_t size, struct err *err);

/* Reads from the beginning; nothing may be appended after that. */
enum status spool_read_begin(struct spool *spool, struct err *err);
/* Reads exactly so many bytes, which must be there. */
enum status spool_read(struct spool *spool, void *data, size_t size, struct err *err);

/* Writes everything to a descriptor; what names it in a message. */
enum status spool_copy(
	struct spool *spool, int fd, const char *what, struct err *err);

/* Gives the file back; the memory is the arena's. Leaves an empty spool. */
void spool_close(struct spool *spool);

#endif

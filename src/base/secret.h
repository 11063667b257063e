#ifndef SHOP_BASE_SECRET_H
#define SHOP_BASE_SECRET_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/*
 * Guarded memory for passwords, tokens and keys: not swapped, not dumped, wiped
 * when freed. The one place where secrets live; they never enter an arena. Built on
 * libsodium through base/crypto.c.
 */
struct secret {
	uint8_t *data;
	size_t size;
};

/* Takes size guarded bytes, zeroed. A secret starts as { NULL, 0 }; a secret that
 * holds something is freed first. */
enum status secret_take(struct secret *secret, size_t size, struct err *err);
/* As secret_take, in the guarded memory in which another secret lies, where it has
 * room: for keys that are made of keys, of which a command may open many. */
enum status secret_take_beside(struct secret *secret, size_t size,
	const struct secret *other, struct err *err);
/* Wipes and gives back; harmless on an empty one. */
void secret_free(struct secret *secret);

#define PASSWORD_SIZE_MAX 1024

/* Reads a password's first line from a file, "-" for standard input, without its
 * line end. */
enum status secret_read_file(
	const char *path, struct secret *secret, struct err *err);
/* The same for another secret, called by its name in messages. */
enum status secret_read_line(
	const char *path, const char *name, struct secret *secret, struct err *err);

#endif

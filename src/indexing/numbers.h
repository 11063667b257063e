#ifndef SHOP_INDEXING_NUMBERS_H
#define SHOP_INDEXING_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* The numbers of terms by their hashes: what is remembered of terms in few bytes. */
struct number {
	uint64_t hash;
	uint32_t number; /* 0: an empty slot */
	bool contained;
};
/* { .arena = a } is empty. */
struct numbers {
	struct arena *arena;
	struct number *slots;
	size_t size; /* a power of two, or 0 */
	size_t count;
};

/* NULL where there is none. */
const struct number *numbers_find(const struct numbers *numbers, uint64_t hash);
/* Adds one, or puts it in place of the one with its hash. */
enum status numbers_put(
	struct numbers *numbers, const struct number *number, struct err *err);

#endif

#ifndef SHOP_WORDS_LOOKUP_H
#define SHOP_WORDS_LOOKUP_H

#include "base/bytes.h"

/* Texts that were met before, by their hash: which term each is. */
struct known {
	uint64_t hash;
	const uint8_t *bytes;
	uint32_t size;
	uint32_t term; /* 0: an empty slot */
};
struct lookup {
	struct known *slots;
	size_t size; /* a power of two */
	size_t count;
};

enum status lookup_init(
	struct lookup *lookup, size_t size, struct arena *arena, struct err *err);
/* Where the look-up of a hash begins. */
struct known *lookup_slot(const struct lookup *lookup, uint64_t hash);
/* The slot of a text made of a and b, one behind the other; an empty one where it is
 * not known. */
struct known *lookup_find(
	const struct lookup *lookup, uint64_t hash, struct bytes a, struct bytes b);
/* Adds a text that is not known; its bytes must outlive the lookup. */
enum status lookup_add(struct lookup *lookup, const struct known *known,
	struct arena *arena, struct err *err);

#endif

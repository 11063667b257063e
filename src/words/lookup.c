#include "words/lookup.h"

#include <string.h>

enum status
lookup_init(struct lookup *lookup, size_t size, struct arena *arena, struct err *err)
{
	lookup->size = size;
	lookup->count = 0;
	return ARENA_NEW(arena, size, &lookup->slots, err);
}

struct known *
lookup_slot(const struct lookup *lookup, uint64_t hash)
{
	return &lookup->slots[(size_t)hash & (lookup->size - 1)];
}

struct known *
lookup_find(
	const struct lookup *lookup, uint64_t hash, struct bytes a, struct bytes b)
{
	size_t mask = lookup->size - 1;

	for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
		struct known *slot = &lookup->slots[i];

		if (slot->term == 0)
			return slot;
		if (slot->hash == hash && slot->size == a.size + b.size &&
			memcmp(slot->bytes, a.data, a.size) == 0 &&
			(b.size == 0 ||
				memcmp(slot->bytes + a.size, b.data, b.size) == 0))
			return slot;
	}
}

static enum status
lookup_grow(struct lookup *lookup, struct arena *arena, struct err *err)
{
	struct lookup grown;

	if (lookup->count * 2 < lookup->size)
		return ST_OK;
	TRY(lookup_init(&grown, lookup->size * 4, arena, err));
	grown.count = lookup->count;
	for (size_t i = 0; i < lookup->size; i++) {
		const struct known *known = &lookup->slots[i];
		size_t at = (size_t)known->hash & (grown.size - 1);

		if (known->term == 0)
			continue;
		while (grown.slots[at].term != 0)
			at = (at + 1) & (grown.size - 1);
		grown.slots[at] = *known;
	}
	*lookup = grown;
	return ST_OK;
}

enum status
lookup_add(struct lookup *lookup, const struct known *known, struct arena *arena,
	struct err *err)
{
	size_t at;

	TRY(lookup_grow(lookup, arena, err));
	for (at = (size_t)known->hash & (lookup->size - 1);
		lookup->slots[at].term != 0;)
		at = (at + 1) & (lookup->size - 1);
	lookup->slots[at] = *known;
	lookup->count++;
	return ST_OK;
}

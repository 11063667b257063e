#include "indexing/numbers.h"

#define SIZE_MIN 1024

static struct number *
find_slot(struct number *slots, size_t size, uint64_t hash)
{
	for (size_t at = (size_t)hash;; at++) {
		struct number *slot = &slots[at & (size - 1)];

		if (slot->number == 0 || slot->hash == hash)
			return slot;
	}
}

const struct number *
numbers_find(const struct numbers *numbers, uint64_t hash)
{
	const struct number *slot;

	if (numbers->size == 0)
		return NULL;
	slot = find_slot(numbers->slots, numbers->size, hash);
	return slot->number == 0 ? NULL : slot;
}

static enum status
grow(struct numbers *numbers, struct err *err)
{
	size_t size = numbers->size ? 4 * numbers->size : SIZE_MIN;
	struct number *slots;

	if (2 * numbers->count < numbers->size)
		return ST_OK;
	TRY(ARENA_NEW(numbers->arena, size, &slots, err));
	for (size_t i = 0; i < numbers->size; i++)
		if (numbers->slots[i].number != 0)
			*find_slot(slots, size, numbers->slots[i].hash) =
				numbers->slots[i];
	numbers->slots = slots;
	numbers->size = size;
	return ST_OK;
}

enum status
numbers_put(struct numbers *numbers, const struct number *number, struct err *err)
{
	struct number *slot;

	TRY(grow(numbers, err));
	slot = find_slot(numbers->slots, numbers->size, number->hash);
	numbers->count += slot->number == 0;
	*slot = *number;
	return ST_OK;
}

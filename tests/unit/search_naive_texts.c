#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "search_naive_parts.h"
#include "unit.h"

#define SLOTS_MIN 1024

void
naive_must(enum status status, const struct err *err)
{
	if (status != ST_OK)
		fail_msg("%s", err->message);
}

void *
naive_take(struct arena *arena, size_t count, size_t size)
{
	struct err err;
	void *taken;

	naive_must(arena_take(arena, count, size, &taken, &err), &err);
	return taken;
}

void *
naive_grow(void *items, uint32_t *capacity, uint32_t count, size_t size)
{
	uint32_t wanted = *capacity ? *capacity : 256;
	char *grown;

	if (count < *capacity)
		return items;
	while (wanted <= count)
		wanted *= 2;
	grown = realloc(items, wanted * size);
	assert_non_null(grown);
	memset(grown + *capacity * size, 0, (wanted - *capacity) * size);
	*capacity = wanted;
	return grown;
}

struct bytes
naive_copy(struct arena *arena, const void *data, size_t size)
{
	const char *copy;
	struct err err;

	naive_must(arena_copy(arena, data, size, &copy, &err), &err);
	return (struct bytes){ (const uint8_t *)copy, size };
}

struct bytes
naive_fold(struct arena *arena, const char *text, bool keep)
{
	const char *folded;
	struct err err;

	naive_must(text_fold(arena, text, strlen(text), &folded, &err), &err);
	return bytes_of_text(*folded || !keep ? folded : text);
}

/* The slot of a text, or the empty one where it belongs. */
static uint32_t *
find_slot(const struct naive_texts *texts, struct bytes text)
{
	uint64_t at = checksum(text, 7);

	for (;; at++) {
		uint32_t *slot = &texts->slots[at & (texts->slot_count - 1)];

		if (*slot == 0 || bytes_equal(texts->items[*slot - 1], text))
			return slot;
	}
}

static void
grow_slots(struct naive_texts *texts)
{
	if (2 * texts->count < texts->slot_count)
		return;
	texts->slot_count = texts->slot_count ? 2 * texts->slot_count : SLOTS_MIN;
	free(texts->slots);
	texts->slots = calloc(texts->slot_count, sizeof(*texts->slots));
	assert_non_null(texts->slots);
	for (uint32_t i = 0; i < texts->count; i++)
		*find_slot(texts, texts->items[i]) = i + 1;
}

bool
naive_text_known(const struct naive_texts *texts, struct bytes text, uint32_t *number)
{
	uint32_t slot = texts->slot_count > 0 ? *find_slot(texts, text) : 0;

	*number = slot - 1;
	return slot > 0;
}

uint32_t
naive_text_number(struct naive_texts *texts, struct arena *arena, struct bytes text)
{
	uint32_t *slot;

	grow_slots(texts);
	slot = find_slot(texts, text);
	if (*slot > 0)
		return *slot - 1;
	texts->items = naive_grow(
		texts->items, &texts->capacity, texts->count, sizeof(*texts->items));
	texts->items[texts->count] = naive_copy(arena, text.data, text.size);
	*slot = ++texts->count;
	return texts->count - 1;
}

void
naive_texts_free(struct naive_texts *texts)
{
	free(texts->items);
	free(texts->slots);
}

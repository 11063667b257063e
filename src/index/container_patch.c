#include "index/container_patch.h"

#include <string.h>

/* Where the changes meet the container. */
struct meeting {
	const struct container_patch *patch;
	const struct container *old;
	uint32_t lows[PATCH_MAX];
	uint32_t places[PATCH_MAX]; /* among the old documents */
	bool there[PATCH_MAX];
	uint32_t count; /* documents afterwards */
};

static uint64_t
word_of(const struct container *container, uint32_t word)
{
	return load_u64(container->members + 8 * (size_t)word);
}

/* The first place in a list from which on documents are not below low. */
static uint32_t
seek(const struct container *container, uint32_t from, uint32_t low)
{
	uint32_t until = container->count;

	while (from < until) {
		uint32_t middle = from + (until - from) / 2;

		if (load_u16(container->members + 2 * (size_t)middle) < low)
			from = middle + 1;
		else
			until = middle;
	}
	return from;
}

/* How many documents of a bitmap come before low. */
static uint32_t
rank(const struct container *container, uint32_t low)
{
	uint32_t block = low / BLOCK_DOCUMENTS;
	uint32_t word = block * BLOCK_WORDS;
	uint32_t place = load_u16(container->before + 2 * (size_t)block);

	for (; word < low >> 6; word++)
		place += (uint32_t)__builtin_popcountll(word_of(container, word));
	return place +
	       (uint32_t)__builtin_popcountll(
		       word_of(container, word) & ((UINT64_C(1) << (low & 63)) - 1));
}

static void
meet_one(struct meeting *meeting, size_t i)
{
	const struct container *old = meeting->old;
	uint32_t low = meeting->lows[i];

	if (old->is_bitmap) {
		meeting->there[i] = bitmap_has(old->members, low);
		meeting->places[i] = old->impacts ? rank(old, low) : 0;
		return;
	}
	meeting->places[i] = seek(old, i > 0 ? meeting->places[i - 1] : 0, low);
	meeting->there[i] =
		meeting->places[i] < old->count &&
		load_u16(old->members + 2 * (size_t)meeting->places[i]) == low;
}

/* False where the container does not hold what it says. */
static bool
meet(struct meeting *meeting, const struct container_patch *patch)
{
	uint32_t least = 0;

	meeting->patch = patch;
	meeting->old = patch->old;
	meeting->count = patch->old->count;
	for (size_t i = 0; i < patch->changes.count; i++) {
		meeting->lows[i] = patch->changes.documents[i] - patch->first;
		meet_one(meeting, i);
		if (meeting->places[i] < least ||
			meeting->places[i] + meeting->there[i] > patch->old->count)
			return false;
		least = meeting->old->is_bitmap && !meeting->old->impacts
				? 0
				: meeting->places[i] + meeting->there[i];
		meeting->count += patch->changes.impacts[i] > 0;
		meeting->count -= meeting->there[i];
	}
	return true;
}

/* The same kind of members, and a summary or none as before. */
static bool
keeps_form(const struct meeting *meeting)
{
	const struct container *old = meeting->old;

	if (meeting->count == 0 || meeting->count > CONTAINER_DOCUMENTS ||
		old->is_bitmap != (meeting->count > CONTAINER_LIST_MAX))
		return false;
	if (!old->impacts)
		return true;
	return (old->maxima != NULL) == (meeting->count > SUMMARY_MIN) &&
	       (old->maxima || !old->is_bitmap);
}

/* Copies what stands for each document in so many bytes, with the changes: of those
 * that are new or stay, what is in news. */
static size_t
copy_with(const struct meeting *meeting, const uint8_t *from, size_t width,
	const uint8_t *news, uint8_t *to)
{
	const struct posting_changes *changes = &meeting->patch->changes;
	uint32_t at = 0;
	size_t size = 0;

	for (size_t i = 0; i < changes->count; i++) {
		size_t kept = (meeting->places[i] - at) * width;

		memcpy(to + size, from + at * width, kept);
		size += kept;
		at = meeting->places[i] + meeting->there[i];
		if (changes->impacts[i] == 0)
			continue;
		memcpy(to + size, news + i * width, width);
		size += width;
	}
	memcpy(to + size, from + at * width, (meeting->old->count - at) * width);
	return size + (meeting->old->count - at) * width;
}

static size_t
copy_members(const struct meeting *meeting, uint8_t *to)
{
	const struct posting_changes *changes = &meeting->patch->changes;
	uint8_t news[2 * PATCH_MAX];

	if (!meeting->old->is_bitmap) {
		for (size_t i = 0; i < changes->count; i++)
			store_u16(news + 2 * i, (uint16_t)meeting->lows[i]);
		return copy_with(meeting, meeting->old->members, 2, news, to);
	}
	memcpy(to, meeting->old->members, CONTAINER_WORDS * 8);
	for (size_t i = 0; i < changes->count; i++) {
		uint32_t low = meeting->lows[i];
		uint8_t bit = (uint8_t)(1U << (low & 7));

		if (changes->impacts[i] > 0)
			to[low >> 3] |= bit;
		else
			to[low >> 3] &= (uint8_t)~bit;
	}
	return CONTAINER_WORDS * 8;
}

static uint8_t
highest(const uint8_t *impacts, uint32_t from, uint32_t until)
{
	uint8_t most = 0;

	for (uint32_t i = from; i < until; i++)
		most = impacts[i] > most ? impacts[i] : most;
	return most;
}

/* What stands before each block moves with the changes; the highest impact is looked
 * for again in the blocks that have some. */
static void
write_summary(const struct meeting *meeting, const uint8_t *impacts, uint8_t *summary)
{
	const struct posting_changes *changes = &meeting->patch->changes;
	uint8_t *before = summary + CONTAINER_MAXIMA;
	uint32_t moved = 0; /* as a difference */
	size_t at = 0;

	memcpy(summary, meeting->old->maxima, CONTAINER_MAXIMA);
	for (uint32_t block = 0; block < CONTAINER_BLOCKS; block++) {
		uint32_t old = load_u16(meeting->old->before + 2 * block);
		uint32_t until = (block + 1) * BLOCK_DOCUMENTS;

		store_u16(before + 2 * block, (uint16_t)(old + moved));
		for (; at < changes->count && meeting->lows[at] < until; at++)
			moved += (uint32_t)(changes->impacts[at] > 0) -
				 (uint32_t)meeting->there[at];
	}
	for (size_t i = 0; i < changes->count; i++) {
		uint32_t block = meeting->lows[i] / BLOCK_DOCUMENTS;
		uint32_t until = block + 1 < CONTAINER_BLOCKS
					 ? load_u16(before + 2 * (block + 1))
					 : meeting->count;

		summary[block] =
			highest(impacts, load_u16(before + 2 * block), until);
	}
}

bool
container_patch(const struct container_patch *patch, uint8_t *bytes, size_t *size)
{
	const struct container *old = patch->old;
	size_t summary_size = old->maxima ? CONTAINER_SUMMARY_SIZE : 0;
	uint8_t *summary = bytes + CONTAINER_HEADER;
	uint8_t *impacts;
	struct meeting meeting;

	if (!meet(&meeting, patch) || !keeps_form(&meeting))
		return false;
	memset(bytes, 0, CONTAINER_HEADER);
	bytes[0] = (uint8_t)((old->is_bitmap ? CONTAINER_BITMAP : 0) |
			     (old->impacts ? CONTAINER_IMPACTS : 0) |
			     (old->maxima ? CONTAINER_SUMMARY : 0));
	store_u16(bytes + 2, (uint16_t)(meeting.count - 1));
	*size = CONTAINER_HEADER + summary_size;
	*size += copy_members(&meeting, bytes + *size);
	if (!old->impacts)
		return true;
	impacts = bytes + *size;
	*size +=
		copy_with(&meeting, old->impacts, 1, patch->changes.impacts, impacts);
	if (old->maxima)
		write_summary(&meeting, impacts, summary);
	bytes[1] = old->maxima ? highest(summary, 0, CONTAINER_BLOCKS)
			       : highest(impacts, 0, meeting.count);
	return true;
}

#include <string.h>

#include "index/bits.h"
#include "sets/parts.h"

/* The highest of the patches in one block. */
static uint8_t
patch_bound(const struct part *part, uint32_t block)
{
	uint8_t most = 0;

	for (size_t i = 0; i < part->patch_count; i++) {
		uint32_t low = part->patches[i].document % CONTAINER_DOCUMENTS;

		if (low / BLOCK_DOCUMENTS == block && part->patches[i].impact > most)
			most = part->patches[i].impact;
	}
	return most;
}

uint8_t
part_bound(const struct part *part, uint32_t block)
{
	uint8_t most = part->maxima ? part->maxima[block] : part->most;
	uint8_t patched;

	if (part->patch_count == 0 || !part->maxima)
		return most;
	patched = patch_bound(part, block);
	return patched > most ? patched : most;
}

struct part_walk
part_walk(const struct part *part, uint32_t block)
{
	struct part_walk walk = { part, 0, block * BLOCK_WORDS };

	if (part->before)
		walk.rank = load_u16(part->before + 2 * block);
	else if (part->list)
		walk.rank = (uint32_t)set_list_seek(
			part->list, 0, part->stored, block * BLOCK_DOCUMENTS);
	else if (part->bits && part->impacts)
		walk.rank = bits_count_all(part->bits, walk.word);
	return walk;
}

static const struct delta_patch *
find_patch(const struct part *part, uint32_t low)
{
	size_t from = 0;
	size_t until = part->patch_count;
	uint32_t document = part->high * CONTAINER_DOCUMENTS + low;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (part->patches[middle].document < document)
			from = middle + 1;
		else
			until = middle;
	}
	if (from < part->patch_count && part->patches[from].document == document)
		return &part->patches[from];
	return NULL;
}

static uint8_t
impact_in_list(struct part_walk *walk, uint32_t low)
{
	const struct part *part = walk->part;

	while (walk->rank < part->stored && part->list[walk->rank] < low)
		walk->rank++;
	if (walk->rank == part->stored || part->list[walk->rank] != low)
		return 0;
	return part->impacts ? part->impacts[walk->rank] : 1;
}

static uint8_t
impact_in_bits(struct part_walk *walk, uint32_t low)
{
	const struct part *part = walk->part;
	uint64_t bit = UINT64_C(1) << (low & 63);
	uint64_t bits = part->bits[low >> 6];
	uint32_t rank;

	if (!(bits & bit))
		return 0;
	if (!part->impacts)
		return 1;
	for (; walk->word < low >> 6; walk->word++)
		walk->rank += bits_count(part->bits[walk->word]);
	rank = walk->rank + bits_count(bits & (bit - 1));
	return rank < part->stored ? part->impacts[rank] : 0;
}

uint8_t
part_impact(struct part_walk *walk, uint32_t low)
{
	const struct part *part = walk->part;

	if (part->patch_count > 0) {
		const struct delta_patch *patch = find_patch(part, low);

		if (patch)
			return patch->impact;
	}
	if (part->stored == 0)
		return 0;
	return part->list ? impact_in_list(walk, low) : impact_in_bits(walk, low);
}

struct part_scan
part_scan(const struct part *part, uint32_t block, uint8_t least)
{
	struct part_walk from = part_walk(part, block);
	struct part_scan scan = { .part = part,
		.least = least,
		.rank = from.rank,
		.until = block + 1 < CONTAINER_BLOCKS
				 ? part_walk(part, block + 1).rank
				 : part->stored,
		.word = from.word,
		.before = from.rank };

	if (scan.until > part->stored)
		scan.until = part->stored;
	return scan;
}

/* Which of eight impacts are at least so much, by the highest bit of their bytes:
 * seven bits of each are compared at once, by adding what carries into the eighth.
 * Those behind the end are 0, which never is. */
#define EACH UINT64_C(0x0101010101010101)

static inline uint64_t
find_in_8(const struct part_scan *scan)
{
	const uint8_t *impacts = scan->part->impacts + scan->rank;
	uint32_t left = scan->until - scan->rank;
	uint64_t eight = 0;
	uint64_t carried;

	if (left >= 8)
		eight = load_u64(impacts);
	for (uint32_t i = 0; left < 8 && i < left; i++)
		eight |= (uint64_t)impacts[i] << 8 * i;
	carried = (eight & 127 * EACH) + (128U - (scan->least & 127U)) * EACH;
	return (scan->least < 128 ? carried | eight : carried & eight) & 128 * EACH;
}

/* The place of the set bit that so many others stand before. Bits are counted up to
 * and with each byte, and the bytes that have no more than before are passed over
 * (Vigna, Broadword implementation of rank/select queries, 2008). */
static uint32_t
select_bit(uint64_t word, uint32_t before)
{
	uint64_t sums = bits_in_bytes(word) * EACH;
	uint64_t passed = ((before * EACH | 128 * EACH) - sums) & 128 * EACH;
	uint32_t place = 8 * bits_count(passed);
	uint32_t byte;

	if (place >= 64)
		return 0;
	before -= (uint32_t)(sums << 8 >> place & 0xFF);
	byte = (uint32_t)(word >> place & 0xFF);
	while (before-- > 0)
		byte &= byte - 1;
	return place + (byte ? (uint32_t)__builtin_ctz(byte) : 0);
}

static uint32_t
low_of_rank(struct part_scan *scan, uint32_t rank)
{
	const struct part *part = scan->part;

	if (part->list)
		return part->list[rank];
	while (scan->word < CONTAINER_WORDS) {
		uint32_t here = bits_count(part->bits[scan->word]);

		if (scan->before + here > rank)
			break;
		scan->before += here;
		scan->word++;
	}
	if (scan->word == CONTAINER_WORDS)
		return CONTAINER_DOCUMENTS - 1;
	return scan->word << 6 |
	       select_bit(part->bits[scan->word], rank - scan->before);
}

bool
part_scan_next(struct part_scan *scan, uint32_t *low)
{
	uint32_t place;

	while (scan->found == 0) {
		if (scan->rank >= scan->until)
			return false;
		scan->found = find_in_8(scan);
		scan->rank += 8;
	}
	place = (uint32_t)__builtin_ctzll(scan->found) / 8;
	scan->found &= scan->found - 1;
	*low = low_of_rank(scan, scan->rank - 8 + place);
	return true;
}

bool
part_is_patched(const struct part *part, uint32_t block)
{
	for (size_t i = 0; i < part->patch_count; i++)
		if (part->patches[i].document % CONTAINER_DOCUMENTS /
				BLOCK_DOCUMENTS ==
			block)
			return true;
	return false;
}

#include "sets/groups.h"

#include "index/bits.h"

static enum status
read_class(const struct part_reader *reader, uint8_t class, struct set *set,
	struct err *err)
{
	struct term_key key = term_key_of_class(class);
	struct term_parts parts;

	TRY(parts_find(reader, term_key_bytes(&key), &parts, err));
	return parts_set(reader, &parts, set, err);
}

enum status
groups_open(const struct part_reader *reader, struct groups *groups, struct err *err)
{
	TRY(read_class(reader, CLASS_LAST, &groups->last, err));
	TRY(read_class(reader, CLASS_ALL, &groups->all, err));
	for (size_t i = 0; i < groups->last.count; i++)
		if (!groups_are_single(groups, groups->last.parts[i].high))
			TRY(set_part_load(&groups->last.parts[i], err));
	return ST_OK;
}

bool
groups_are_single(const struct groups *groups, uint32_t high)
{
	const struct set_part *last = set_find(&groups->last, high);
	const struct set_part *all = set_find(&groups->all, high);

	return !all || (last && last->count == all->count);
}

/* In each stretch of bits that ends in a bit of last, adding ones to all but the last
 * carries into it exactly where any other of them is set: so 64 documents are counted
 * at once, whatever the groups' sizes. */
static uint64_t
count_stretches(const uint64_t *bits, const uint64_t *last)
{
	uint64_t count = 0;
	uint64_t carry = 0;

	for (size_t i = 0; i < CONTAINER_WORDS; i++) {
		uint64_t inner = bits[i] & ~last[i];
		uint64_t sum;
		bool over = __builtin_add_overflow(inner, ~last[i], &sum);

		over |= __builtin_add_overflow(sum, carry, &sum);
		carry = over;
		count += bits_count((sum | bits[i]) & last[i]);
	}
	return count;
}

enum status
groups_count(const struct groups *groups, const struct set *set, struct arena *arena,
	uint64_t *count, struct err *err)
{
	uint64_t *spare = NULL;
	uint64_t *ends = NULL;
	uint64_t total = 0;

	for (size_t i = 0; i < set->count; i++) {
		struct set_part *part = &set->parts[i];
		const struct set_part *last = set_find(&groups->last, part->high);

		if (groups_are_single(groups, part->high)) {
			total += part->count;
			continue;
		}
		TRY(set_part_load(part, err));
		if (!spare) {
			TRY(set_take_bits(arena, &spare, err));
			TRY(set_take_bits(arena, &ends, err));
		}
		if (last)
			total += count_stretches(set_part_bits(part, spare),
				set_part_bits(last, ends));
	}
	*count = total;
	return ST_OK;
}

struct group_walk
group_walk(const struct groups *groups, uint32_t high)
{
	struct group_walk walk = { NULL };

	if (!groups_are_single(groups, high))
		walk.last = set_find(&groups->last, high);
	return walk;
}

uint32_t
group_end(const struct group_walk *walk, uint32_t low)
{
	uint32_t until = (low / BLOCK_DOCUMENTS + 1) * BLOCK_DOCUMENTS;
	struct set_walk ends;
	uint32_t end;

	if (!walk->last)
		return low;
	ends = set_walk(walk->last, low, until);
	return set_walk_next(&ends, &end) ? end : until - 1;
}

uint32_t
group_start(const struct group_walk *walk, uint32_t low)
{
	uint32_t from = low / BLOCK_DOCUMENTS * BLOCK_DOCUMENTS;
	uint32_t start = from;
	struct set_walk ends;
	uint32_t end;

	if (!walk->last)
		return low;
	ends = set_walk(walk->last, from, low);
	while (set_walk_next(&ends, &end))
		start = end + 1;
	return start;
}

enum status
groups_whole(const struct groups *groups, const struct set *set, struct arena *arena,
	struct set *whole, struct err *err)
{
	struct set_builder builder = { .arena = arena };

	TRY(set_load(set, err));
	for (size_t i = 0; i < set->count; i++) {
		const struct set_part *part = &set->parts[i];
		struct group_walk walk = group_walk(groups, part->high);
		struct set_walk lows = set_walk(part, 0, CONTAINER_DOCUMENTS);
		uint32_t low;

		while (set_walk_next(&lows, &low)) {
			uint32_t end = group_end(&walk, low);

			for (uint32_t j = group_start(&walk, low); j <= end; j++)
				TRY(set_builder_add(&builder,
					part->high * CONTAINER_DOCUMENTS + j, err));
		}
	}
	return set_builder_finish(&builder, whole, err);
}

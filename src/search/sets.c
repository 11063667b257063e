#include "search/sets.h"

#include <string.h>

uint64_t
set_size(const struct set *set)
{
	uint64_t size = 0;

	for (size_t i = 0; i < set->count; i++)
		size += set->parts[i].count;
	return size;
}

const struct set_part *
set_find(const struct set *set, uint32_t high)
{
	size_t low = 0;
	size_t until = set->count;

	while (low < until) {
		size_t middle = low + (until - low) / 2;

		if (set->parts[middle].high < high)
			low = middle + 1;
		else
			until = middle;
	}
	if (low < set->count && set->parts[low].high == high)
		return &set->parts[low];
	return NULL;
}

/* The first place from at on whose number is not below low. */
static size_t
list_seek(const uint16_t *list, size_t at, size_t count, uint32_t low)
{
	size_t until = count;

	while (at < until) {
		size_t middle = at + (until - at) / 2;

		if (list[middle] < low)
			at = middle + 1;
		else
			until = middle;
	}
	return at;
}

bool
set_part_has(const struct set_part *part, uint32_t low)
{
	size_t at;

	if (!part->list)
		return part->bits[low >> 6] >> (low & 63) & 1;
	at = list_seek(part->list, 0, part->count, low);
	return at < part->count && part->list[at] == low;
}

bool
set_has(const struct set *set, uint32_t document)
{
	const struct set_part *part = set_find(set, document >> 16);

	return part && set_part_has(part, document & 0xFFFF);
}

void
set_part_list(const struct set_part *part, uint16_t *lows)
{
	size_t count = 0;

	if (part->list) {
		memcpy(lows, part->list, part->count * sizeof(*lows));
		return;
	}
	for (uint32_t word = 0; word < CONTAINER_WORDS; word++)
		for (uint64_t bits = part->bits[word]; bits; bits &= bits - 1)
			lows[count++] = (uint16_t)(word << 6 |
						   (uint32_t)__builtin_ctzll(bits));
}

static uint32_t
count_bits(const uint64_t *bits)
{
	uint32_t count = 0;

	for (size_t i = 0; i < CONTAINER_WORDS; i++)
		count += (uint32_t)__builtin_popcountll(bits[i]);
	return count;
}

/* Room for one part more than there are. */
static enum status
set_init(struct set *set, size_t count, struct arena *arena, struct err *err)
{
	set->count = 0;
	return ARENA_NEW(arena, count + 1, &set->parts, err);
}

static enum status
add_container(struct set *set, const struct container *container, uint32_t high,
	struct arena *arena, struct err *err)
{
	struct set_part part = { .high = high, .count = container->count };
	uint64_t *bits;
	uint16_t *list;

	if (container->is_bitmap) {
		TRY(ARENA_NEW(arena, CONTAINER_WORDS, &bits, err));
		for (size_t i = 0; i < CONTAINER_WORDS; i++)
			bits[i] = load_u64(container->members + 8 * i);
		if (count_bits(bits) != part.count)
			return fail_index(err);
		part.bits = bits;
	} else {
		TRY(ARENA_NEW(arena, part.count, &list, err));
		for (size_t i = 0; i < part.count; i++)
			list[i] = load_u16(container->members + 2 * i);
		part.list = list;
	}
	set->parts[set->count++] = part;
	return ST_OK;
}

static enum status
set_of_containers(struct txn *txn, const struct term *term, struct arena *arena,
	struct set *set, struct err *err)
{
	uint8_t prefix[4];
	struct set made;
	struct scan *scan;

	put_u32(prefix, term->number);
	TRY(set_init(&made, term->count / INLINE_AGAIN + 1, arena, err));
	TRY(scan_open_prefix(
		txn, TABLE_POSTING, (struct bytes){ prefix, 4 }, false, &scan, err));
	for (size_t room = term->count / INLINE_AGAIN + 1;;) {
		struct container container;
		struct set grown;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (key.size != 6 || !container_read(value, &container))
			return fail_index(err);
		if (made.count == room) {
			room *= 2;
			TRY(set_init(&grown, room, arena, err));
			memcpy(grown.parts, made.parts,
				made.count * sizeof(*made.parts));
			grown.count = made.count;
			made = grown;
		}
		TRY(add_container(
			&made, &container, get_u16(key.data + 4), arena, err));
	}
	scan_close(scan);
	*set = made;
	return ST_OK;
}

static enum status
set_of_inline(const struct term *term, struct arena *arena, struct set *set,
	struct err *err)
{
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct postings postings = { documents, impacts, 0 };
	uint16_t *lows;
	size_t parts = 1;

	if (!postings_read_inline(term, &postings))
		return fail_index(err);
	for (size_t i = 1; i < postings.count; i++)
		parts += documents[i] >> 16 != documents[i - 1] >> 16;
	TRY(set_init(set, parts, arena, err));
	TRY(ARENA_NEW(arena, postings.count, &lows, err));
	for (size_t i = 0; i < postings.count; i++) {
		if (i == 0 || documents[i] >> 16 != documents[i - 1] >> 16)
			set->parts[set->count++] =
				(struct set_part){ .high = documents[i] >> 16,
					.list = lows + i };
		set->parts[set->count - 1].count++;
		lows[i] = (uint16_t)documents[i];
	}
	return ST_OK;
}

enum status
set_of_term(struct txn *txn, const struct term *term, struct arena *arena,
	struct set *set, struct err *err)
{
	if (term->contained)
		return set_of_containers(txn, term, arena, set, err);
	return set_of_inline(term, arena, set, err);
}

static enum status
and_lists(const struct set_part *a, const struct set_part *b, struct arena *arena,
	struct set_part *both, struct err *err)
{
	const struct set_part *few = a->count < b->count ? a : b;
	const struct set_part *many = few == a ? b : a;
	uint16_t *list;
	size_t at = 0;

	TRY(ARENA_NEW(arena, few->count, &list, err));
	for (size_t i = 0; i < few->count && at < many->count; i++) {
		if (many->count > 16 * few->count)
			at = list_seek(many->list, at, many->count, few->list[i]);
		while (at < many->count && many->list[at] < few->list[i])
			at++;
		if (at < many->count && many->list[at] == few->list[i])
			list[both->count++] = few->list[i];
	}
	both->list = list;
	return ST_OK;
}

/* Those of a list that are, or are not, in another part. */
static enum status
filter_list(const struct set_part *from, const struct set_part *by, bool in,
	struct arena *arena, struct set_part *left, struct err *err)
{
	uint16_t *list;

	TRY(ARENA_NEW(arena, from->count, &list, err));
	for (size_t i = 0; i < from->count; i++)
		if (set_part_has(by, from->list[i]) == in)
			list[left->count++] = from->list[i];
	left->list = list;
	return ST_OK;
}

static enum status
and_bits(const struct set_part *a, const struct set_part *b, struct arena *arena,
	struct set_part *both, struct err *err)
{
	uint64_t *bits;

	TRY(ARENA_NEW(arena, CONTAINER_WORDS, &bits, err));
	for (size_t i = 0; i < CONTAINER_WORDS; i++)
		bits[i] = a->bits[i] & b->bits[i];
	both->count = count_bits(bits);
	both->bits = bits;
	return ST_OK;
}

static enum status
and_parts(const struct set_part *a, const struct set_part *b, struct arena *arena,
	struct set_part *both, struct err *err)
{
	if (a->list && b->list)
		return and_lists(a, b, arena, both, err);
	if (a->list)
		return filter_list(a, b, true, arena, both, err);
	if (b->list)
		return filter_list(b, a, true, arena, both, err);
	return and_bits(a, b, arena, both, err);
}

enum status
set_and(const struct set *a, const struct set *b, struct arena *arena,
	struct set *both, struct err *err)
{
	struct set made;
	size_t j = 0;

	TRY(set_init(&made, a->count, arena, err));
	for (size_t i = 0; i < a->count; i++) {
		struct set_part *part = &made.parts[made.count];

		while (j < b->count && b->parts[j].high < a->parts[i].high)
			j++;
		if (j == b->count || b->parts[j].high != a->parts[i].high)
			continue;
		*part = (struct set_part){ .high = a->parts[i].high };
		TRY(and_parts(&a->parts[i], &b->parts[j], arena, part, err));
		made.count += part->count > 0;
	}
	*both = made;
	return ST_OK;
}

static enum status
minus_parts(const struct set_part *a, const struct set_part *b, struct arena *arena,
	struct set_part *left, struct err *err)
{
	uint64_t *bits;

	if (a->list)
		return filter_list(a, b, false, arena, left, err);
	TRY(ARENA_NEW(arena, CONTAINER_WORDS, &bits, err));
	memcpy(bits, a->bits, CONTAINER_WORDS * sizeof(*bits));
	for (size_t i = 0; b->list && i < b->count; i++)
		bits[b->list[i] >> 6] &= ~(UINT64_C(1) << (b->list[i] & 63));
	for (size_t i = 0; !b->list && i < CONTAINER_WORDS; i++)
		bits[i] &= ~b->bits[i];
	left->count = count_bits(bits);
	left->bits = bits;
	return ST_OK;
}

enum status
set_minus(const struct set *a, const struct set *b, struct arena *arena,
	struct set *left, struct err *err)
{
	struct set made;

	TRY(set_init(&made, a->count, arena, err));
	for (size_t i = 0; i < a->count; i++) {
		const struct set_part *gone = set_find(b, a->parts[i].high);
		struct set_part *part = &made.parts[made.count];

		*part = (struct set_part){ .high = a->parts[i].high };
		if (gone)
			TRY(minus_parts(&a->parts[i], gone, arena, part, err));
		else
			*part = a->parts[i];
		made.count += part->count > 0;
	}
	*left = made;
	return ST_OK;
}

static enum status
builder_bits(
	struct set_builder *builder, uint32_t high, uint64_t **bits, struct err *err)
{
	size_t highs = 2 * (size_t)high + 4;
	uint64_t **grown;

	if (high >= builder->highs) {
		TRY(ARENA_NEW(builder->arena, highs, &grown, err));
		if (builder->highs > 0)
			memcpy(grown, builder->bits, builder->highs * sizeof(*grown));
		builder->bits = grown;
		builder->highs = highs;
	}
	if (!builder->bits[high])
		TRY(ARENA_NEW(
			builder->arena, CONTAINER_WORDS, &builder->bits[high], err));
	*bits = builder->bits[high];
	return ST_OK;
}

enum status
set_builder_add(struct set_builder *builder, uint32_t document, struct err *err)
{
	uint64_t *bits;

	TRY(builder_bits(builder, document >> 16, &bits, err));
	bits[(document & 0xFFFF) >> 6] |= UINT64_C(1) << (document & 63);
	return ST_OK;
}

enum status
set_builder_add_set(
	struct set_builder *builder, const struct set *set, struct err *err)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct set_part *part = &set->parts[i];
		uint64_t *bits;

		TRY(builder_bits(builder, part->high, &bits, err));
		for (size_t j = 0; part->list && j < part->count; j++)
			bits[part->list[j] >> 6] |= UINT64_C(1)
						    << (part->list[j] & 63);
		for (size_t j = 0; !part->list && j < CONTAINER_WORDS; j++)
			bits[j] |= part->bits[j];
	}
	return ST_OK;
}

enum status
set_builder_finish(struct set_builder *builder, struct set *set, struct err *err)
{
	TRY(set_init(set, builder->highs, builder->arena, err));
	for (uint32_t high = 0; high < builder->highs; high++) {
		struct set_part part = { .high = high, .bits = builder->bits[high] };
		uint16_t *list;

		part.count = part.bits ? count_bits(part.bits) : 0;
		if (part.count == 0)
			continue;
		if (part.count <= CONTAINER_LIST_MAX / 8) {
			TRY(ARENA_NEW(builder->arena, part.count, &list, err));
			set_part_list(&part, list);
			part.list = list;
		}
		set->parts[set->count++] = part;
	}
	return ST_OK;
}

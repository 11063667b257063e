#include "sets/sets.h"

#include <string.h>

#include "index/bits.h"

/* A part of fewer documents is a list. */
#define SPARSE 512

uint64_t
set_size(const struct set *set)
{
	uint64_t size = 0;

	for (size_t i = 0; i < set->count; i++)
		size += set->parts[i].count;
	return size;
}

struct set_part *
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

size_t
set_list_seek(const uint16_t *list, size_t at, size_t count, uint32_t low)
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
	at = set_list_seek(part->list, 0, part->count, low);
	return at < part->count && part->list[at] == low;
}

enum status
set_part_load(struct set_part *part, struct err *err)
{
	if (part->list || part->bits)
		return ST_OK;
	return part->source->load(part->source, part, err);
}

enum status
set_prepare(const struct set *set, struct err *err)
{
	for (size_t i = 0; i < set->count; i++) {
		struct set_part *part = &set->parts[i];

		if (!part->list && !part->bits)
			TRY(part->source->prepare(part->source, err));
	}
	return ST_OK;
}

enum status
set_load(const struct set *set, struct err *err)
{
	for (size_t i = 0; i < set->count; i++)
		TRY(set_part_load(&set->parts[i], err));
	return ST_OK;
}

const uint64_t *
set_part_bits(const struct set_part *part, uint64_t *bits)
{
	if (!part->list)
		return part->bits;
	memset(bits, 0, CONTAINER_WORDS * sizeof(*bits));
	for (size_t i = 0; i < part->count; i++)
		bits[part->list[i] >> 6] |= UINT64_C(1) << (part->list[i] & 63);
	return bits;
}

struct set_walk
set_walk(const struct set_part *part, uint32_t from, uint32_t until)
{
	struct set_walk walk = { .part = part, .until = until };

	if (part->list) {
		walk.at = set_list_seek(part->list, 0, part->count, from);
		return walk;
	}
	walk.at = from >> 6;
	if (from < until)
		walk.word = part->bits[walk.at] & ~UINT64_C(0) << (from & 63);
	return walk;
}

static uint32_t
count_bits(const uint64_t *bits)
{
	return bits_count_all(bits, CONTAINER_WORDS);
}

enum status
set_open(struct set *set, size_t parts, struct arena *arena, struct err *err)
{
	set->count = 0;
	return ARENA_NEW(arena, parts + 1, &set->parts, err);
}

void
set_add_part(struct set *set, const struct set_part *part)
{
	if (part->count > 0)
		set->parts[set->count++] = *part;
}

static enum status
take_list(struct arena *arena, size_t count, uint16_t **list, struct err *err)
{
	return arena_take_raw(arena, (count + 1) * sizeof(**list), list, err);
}

enum status
set_take_bits(struct arena *arena, uint64_t **bits, struct err *err)
{
	return arena_take_raw(arena, SET_WORDS * sizeof(**bits), bits, err);
}

static enum status
and_lists(const struct set_part *a, const struct set_part *b, struct arena *arena,
	struct set_part *both, struct err *err)
{
	const struct set_part *few = a->count < b->count ? a : b;
	const struct set_part *many = few == a ? b : a;
	uint16_t *list;
	size_t at = 0;

	TRY(take_list(arena, few->count, &list, err));
	for (size_t i = 0; i < few->count && at < many->count; i++) {
		if (many->count > 16 * few->count)
			at = set_list_seek(many->list, at, many->count, few->list[i]);
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

	TRY(take_list(arena, from->count, &list, err));
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

	TRY(set_take_bits(arena, &bits, err));
	for (size_t i = 0; i < CONTAINER_WORDS; i++)
		bits[i] = a->bits[i] & b->bits[i];
	both->count = count_bits(bits);
	both->bits = bits;
	return ST_OK;
}

static enum status
and_parts(struct set_part *a, struct set_part *b, struct arena *arena,
	struct set_part *both, struct err *err)
{
	TRY(set_part_load(a, err));
	TRY(set_part_load(b, err));
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

	TRY(set_prepare(a, err));
	TRY(set_prepare(b, err));
	TRY(set_open(&made, a->count, arena, err));
	for (size_t i = 0; i < a->count; i++) {
		struct set_part part = { .high = a->parts[i].high };

		while (j < b->count && b->parts[j].high < part.high)
			j++;
		if (j == b->count || b->parts[j].high != part.high)
			continue;
		TRY(and_parts(&a->parts[i], &b->parts[j], arena, &part, err));
		set_add_part(&made, &part);
	}
	*both = made;
	return ST_OK;
}

static enum status
or_parts(struct set_part *a, struct set_part *b, struct arena *arena,
	struct set_part *either, struct err *err)
{
	uint64_t *bits;

	TRY(set_part_load(a, err));
	TRY(set_part_load(b, err));
	TRY(set_take_bits(arena, &bits, err));
	memcpy(bits, set_part_bits(a, bits), CONTAINER_WORDS * sizeof(*bits));
	for (size_t i = 0; b->list && i < b->count; i++)
		bits[b->list[i] >> 6] |= UINT64_C(1) << (b->list[i] & 63);
	for (size_t i = 0; !b->list && i < CONTAINER_WORDS; i++)
		bits[i] |= b->bits[i];
	either->count = count_bits(bits);
	either->bits = bits;
	return ST_OK;
}

enum status
set_or(const struct set *a, const struct set *b, struct arena *arena,
	struct set *either, struct err *err)
{
	struct set made;
	size_t i = 0;
	size_t j = 0;

	TRY(set_open(&made, a->count + b->count, arena, err));
	while (i < a->count || j < b->count) {
		bool left = j == b->count ||
			    (i < a->count && a->parts[i].high < b->parts[j].high);
		bool right = !left &&
			     (i == a->count || b->parts[j].high < a->parts[i].high);
		struct set_part part;

		if (left) {
			set_add_part(&made, &a->parts[i++]);
			continue;
		}
		if (right) {
			set_add_part(&made, &b->parts[j++]);
			continue;
		}
		part = (struct set_part){ .high = a->parts[i].high };
		TRY(or_parts(&a->parts[i++], &b->parts[j++], arena, &part, err));
		set_add_part(&made, &part);
	}
	*either = made;
	return ST_OK;
}

static enum status
minus_parts(struct set_part *a, struct set_part *b, struct arena *arena,
	struct set_part *left, struct err *err)
{
	uint64_t *bits;

	TRY(set_part_load(a, err));
	TRY(set_part_load(b, err));
	if (a->list)
		return filter_list(a, b, false, arena, left, err);
	TRY(set_take_bits(arena, &bits, err));
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

	TRY(set_open(&made, a->count, arena, err));
	for (size_t i = 0; i < a->count; i++) {
		struct set_part *gone = set_find(b, a->parts[i].high);
		struct set_part part = { .high = a->parts[i].high };

		if (gone)
			TRY(minus_parts(&a->parts[i], gone, arena, &part, err));
		else
			part = a->parts[i];
		set_add_part(&made, &part);
	}
	*left = made;
	return ST_OK;
}

/* Numbers of one bit place each in several words, 64 side by side. */
#define COUNTER_PLACES 8

struct counters {
	uint64_t places[COUNTER_PLACES][CONTAINER_WORDS];
};

static void
counters_add(struct counters *counters, const uint64_t *bits)
{
	for (size_t i = 0; i < CONTAINER_WORDS; i++) {
		uint64_t carry = bits[i];

		for (size_t place = 0; carry; place++) {
			uint64_t before = counters->places[place][i];

			counters->places[place][i] = before ^ carry;
			carry &= before;
		}
	}
}

/* Where a number is at least so much: from the highest place down, those above it
 * and those still equal. */
static void
counters_at_least(const struct counters *counters, size_t least, uint64_t *bits)
{
	for (size_t i = 0; i < CONTAINER_WORDS; i++) {
		uint64_t above = 0;
		uint64_t equal = ~UINT64_C(0);

		for (size_t place = COUNTER_PLACES; place-- > 0;) {
			uint64_t here = counters->places[place][i];

			if (least >> place & 1) {
				equal &= here;
			} else {
				above |= equal & here;
				equal &= ~here;
			}
		}
		bits[i] = above | equal;
	}
}

static size_t
count_highs(const struct set *sets, size_t count)
{
	size_t highs = 0;

	for (size_t i = 0; i < count; i++) {
		const struct set *set = &sets[i];

		if (set->count > 0 && set->parts[set->count - 1].high >= highs)
			highs = (size_t)set->parts[set->count - 1].high + 1;
	}
	return highs;
}

enum status
set_of_most(const struct set *sets, size_t count, size_t least, struct arena *arena,
	struct set *most, struct err *err)
{
	size_t highs = count_highs(sets, count);
	struct counters *counters;
	uint64_t *spare;
	struct set made;

	invariant(least > 0 && count < 1U << COUNTER_PLACES);
	TRY(ARENA_NEW(arena, 1, &counters, err));
	TRY(set_take_bits(arena, &spare, err));
	TRY(set_open(&made, highs, arena, err));
	for (uint32_t high = 0; high < highs; high++) {
		struct set_part part = { .high = high };
		uint64_t *bits;
		size_t seen = 0;

		memset(counters, 0, sizeof(*counters));
		for (size_t i = 0; i < count; i++) {
			struct set_part *from = set_find(&sets[i], high);

			if (from)
				TRY(set_part_load(from, err));
			if (from)
				counters_add(counters, set_part_bits(from, spare));
			seen += from != NULL;
		}
		if (seen < least)
			continue;
		TRY(set_take_bits(arena, &bits, err));
		counters_at_least(counters, least, bits);
		part.bits = bits;
		part.count = count_bits(bits);
		set_add_part(&made, &part);
	}
	*most = made;
	return ST_OK;
}

enum status
set_of_documents(const uint32_t *documents, size_t count, struct arena *arena,
	struct set *set, struct err *err)
{
	size_t parts = count > 0;
	struct set made;
	uint16_t *lows;

	for (size_t i = 1; i < count; i++)
		parts += documents[i] / CONTAINER_DOCUMENTS !=
			 documents[i - 1] / CONTAINER_DOCUMENTS;
	TRY(set_open(&made, parts, arena, err));
	TRY(take_list(arena, count, &lows, err));
	for (size_t i = 0; i < count; i++) {
		uint32_t high = documents[i] / CONTAINER_DOCUMENTS;

		if (made.count == 0 || made.parts[made.count - 1].high != high)
			made.parts[made.count++] =
				(struct set_part){ .high = high, .list = lows + i };
		made.parts[made.count - 1].count++;
		lows[i] = (uint16_t)(documents[i] % CONTAINER_DOCUMENTS);
	}
	*set = made;
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
		TRY(ARENA_NEW(builder->arena, SET_WORDS, &builder->bits[high], err));
	*bits = builder->bits[high];
	return ST_OK;
}

enum status
set_builder_add(struct set_builder *builder, uint32_t document, struct err *err)
{
	uint32_t low = document % CONTAINER_DOCUMENTS;
	uint64_t *bits;

	TRY(builder_bits(builder, document / CONTAINER_DOCUMENTS, &bits, err));
	bits[low >> 6] |= UINT64_C(1) << (low & 63);
	return ST_OK;
}

enum status
set_builder_add_set(
	struct set_builder *builder, const struct set *set, struct err *err)
{
	for (size_t i = 0; i < set->count; i++) {
		struct set_part *part = &set->parts[i];
		uint64_t *bits;

		TRY(set_part_load(part, err));
		TRY(builder_bits(builder, part->high, &bits, err));
		for (size_t j = 0; part->list && j < part->count; j++)
			bits[part->list[j] >> 6] |= UINT64_C(1)
						    << (part->list[j] & 63);
		for (size_t j = 0; !part->list && j < CONTAINER_WORDS; j++)
			bits[j] |= part->bits[j];
	}
	return ST_OK;
}

/* A part's documents as a list where they are few. */
static enum status
thin_out(struct set_part *part, struct arena *arena, struct err *err)
{
	struct set_walk walk = set_walk(part, 0, CONTAINER_DOCUMENTS);
	uint16_t *list;
	uint32_t low;
	size_t count = 0;

	if (part->count >= SPARSE)
		return ST_OK;
	TRY(take_list(arena, part->count, &list, err));
	while (set_walk_next(&walk, &low))
		list[count++] = (uint16_t)low;
	part->list = list;
	return ST_OK;
}

enum status
set_builder_finish(struct set_builder *builder, struct set *set, struct err *err)
{
	TRY(set_open(set, builder->highs, builder->arena, err));
	for (uint32_t high = 0; high < builder->highs; high++) {
		struct set_part part = { .high = high, .bits = builder->bits[high] };

		part.count = part.bits ? count_bits(part.bits) : 0;
		if (part.count > 0)
			TRY(thin_out(&part, builder->arena, err));
		set_add_part(set, &part);
	}
	return ST_OK;
}

#ifndef SHOP_SETS_SETS_H
#define SHOP_SETS_SETS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "index/layout.h"

/* Sets of documents, in parts of one container each: a list of its lows, or a bitmap
 * of CONTAINER_WORDS. Sets are not changed once made, and share parts; parts may lie
 * in the store, and may not have been looked at yet: what is asked of a part but its
 * count wants it loaded. Functions on whole sets load what they need. */
struct set_part;
struct set_source {
	/* Has it fetched, if it is not in memory. */
	enum status (*prepare)(struct set_source *source, struct err *err);
	/* Gives a part its list or bits. */
	enum status (*load)(
		struct set_source *source, struct set_part *part, struct err *err);
};

struct set_part {
	uint32_t high;
	uint32_t count;
	const uint16_t *list; /* NULL: bits */
	const uint64_t *bits; /* both NULL: not loaded */
	struct set_source *source;
};
struct set {
	struct set_part *parts; /* in order, none empty */
	size_t count;
};

/* Bitmaps that are made have room for every u16, so that a damaged list does no
 * harm. */
#define SET_WORDS 1024
enum status set_take_bits(struct arena *arena, uint64_t **bits, struct err *err);

uint64_t set_size(const struct set *set);
/* NULL where the set has nothing there. */
struct set_part *set_find(const struct set *set, uint32_t high);
enum status set_part_load(struct set_part *part, struct err *err);
enum status set_load(const struct set *set, struct err *err);
/* Has all parts that are not loaded fetched, to be loaded soon. */
enum status set_prepare(const struct set *set, struct err *err);
bool set_part_has(const struct set_part *part, uint32_t low);
/* The first place of a list, from at on, whose number is not below low. */
size_t set_list_seek(const uint16_t *list, size_t at, size_t count, uint32_t low);
/* A part as a bitmap, in bits (SET_WORDS of them) where it is none yet. */
const uint64_t *set_part_bits(const struct set_part *part, uint64_t *bits);

/* The documents of a part between two lows, one after the other. */
struct set_walk {
	const struct set_part *part;
	uint32_t until;
	size_t at;     /* of a list: the next; of bits: the word */
	uint64_t word; /* what is left of it */
};
struct set_walk set_walk(const struct set_part *part, uint32_t from, uint32_t until);

static inline bool
set_walk_next(struct set_walk *walk, uint32_t *low)
{
	const struct set_part *part = walk->part;

	if (part->list) {
		if (walk->at == part->count || part->list[walk->at] >= walk->until)
			return false;
		*low = part->list[walk->at++];
		return true;
	}
	while (walk->word == 0) {
		if (++walk->at << 6 >= walk->until)
			return false;
		walk->word = part->bits[walk->at];
	}
	*low = (uint32_t)(walk->at << 6) | (uint32_t)__builtin_ctzll(walk->word);
	walk->word &= walk->word - 1;
	return *low < walk->until;
}

/* Room for the parts of a set; then part after part, in order, empty ones dropped. */
enum status set_open(
	struct set *set, size_t parts, struct arena *arena, struct err *err);
void set_add_part(struct set *set, const struct set_part *part);

enum status set_and(const struct set *a, const struct set *b, struct arena *arena,
	struct set *both, struct err *err);
enum status set_or(const struct set *a, const struct set *b, struct arena *arena,
	struct set *either, struct err *err);
enum status set_minus(const struct set *a, const struct set *b, struct arena *arena,
	struct set *left, struct err *err);
/* What is in at least so many of the sets. */
enum status set_of_most(const struct set *sets, size_t count, size_t least,
	struct arena *arena, struct set *most, struct err *err);

/* A set of rising documents, by lists. */
enum status set_of_documents(const uint32_t *documents, size_t count,
	struct arena *arena, struct set *set, struct err *err);

/* A set under construction: what is in any of many. { .arena = a } is empty. */
struct set_builder {
	struct arena *arena;
	uint64_t **bits; /* by high, NULL: none */
	size_t highs;
};
enum status set_builder_add(
	struct set_builder *builder, uint32_t document, struct err *err);
enum status set_builder_add_set(
	struct set_builder *builder, const struct set *set, struct err *err);
enum status set_builder_finish(
	struct set_builder *builder, struct set *set, struct err *err);

#endif

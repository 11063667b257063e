#ifndef SHOP_SEARCH_TALLY_H
#define SHOP_SEARCH_TALLY_H

#include "base/arena.h"
#include "base/bytes.h"
#include "index/index.h"

/* Values and how many groups have them. */
struct tally {
	uint64_t count;
	struct bytes key;  /* by which those of one count are ordered; */
	uint32_t number;   /* then by this */
	struct bytes text; /* lies in the store */
};

struct tallies {
	struct arena *arena;
	struct tally *items;
	size_t count;
	size_t capacity;
};

/* Makes room for so many. */
enum status tallies_reserve(struct tallies *tallies, size_t count, struct err *err);
enum status tallies_add(
	struct tallies *tallies, const struct tally *tally, struct err *err);
/* Drops what is not among the limit most frequent ones, as far as counts alone can
 * tell; 0 keeps all. */
void tallies_thin_out(struct tallies *tallies, size_t limit);
/* The most frequent first, at most limit; 0: all. */
void tallies_sort(struct tallies *tallies, size_t limit);
/* Copies of the texts, with their counts. */
enum status tallies_values(const struct tallies *tallies, struct arena *arena,
	struct index_facet *facet, struct err *err);

#endif

#ifndef SHOP_BOOKS_CUT_TALLY_H
#define SHOP_BOOKS_CUT_TALLY_H

#include <stdalign.h>

#include "base/arena.h"
#include "books/figures.h"

/* What a cut's groups come to while it is counted, by each thread for itself. */
struct cut_sums {
	int64_t units;
	int64_t goods;
	int64_t discount;
	int64_t tax;
	int64_t shipping;
};

/* What a sale changes lies in one line of the cache. Postings count from 1. */
#define CACHE_LINE 64
struct cut_tally {
	alignas(CACHE_LINE) struct cut_sums sold;
	uint64_t sold_in; /* the last sale in it, 0: none */
	uint32_t orders;
	uint32_t item; /* the last one that was sold, or taken back if none was */
	int32_t first; /* days of sales */
	int32_t last;
	struct cut_sums back;
	uint64_t back_in; /* the last posting that took back, 0: none */
	uint32_t cancelled;
	uint32_t credits;
};

bool cut_tally_is_empty(const struct cut_tally *tally);
/* Adds one to another; false where it does not fit. */
bool cut_tally_add(struct cut_tally *sum, const struct cut_tally *more);
bool cut_tally_figures(const struct cut_tally *tally, struct figures *figures);

/* Tallies by number, or by a key where their numbers are not known before: { .arena =
 * { NULL } } is an empty one. A slot has one more than a tally's number, 0 is free.
 */
struct cut_tallies {
	struct arena arena;
	struct cut_tally *items;
	uint64_t *keys; /* NULL: by number */
	size_t count;
	size_t capacity;
	uint32_t *slots; /* by hash */
	size_t slot_count;
	struct arena direct_arena;
	uint32_t *direct; /* by key, where it is small */
	size_t direct_count;
	size_t last; /* what was looked for before */
};
/* So many tallies by number. */
enum status cut_tallies_number(
	struct cut_tallies *tallies, size_t count, struct err *err);
enum status cut_tallies_find(struct cut_tallies *tallies, uint64_t key,
	struct cut_tally **tally, struct err *err);
void cut_tallies_free(struct cut_tallies *tallies);

/* Adds all of the others; false in *fits where that does not fit. */
enum status cut_tallies_add(struct cut_tallies *tallies,
	const struct cut_tallies *more, bool *fits, struct err *err);

#endif

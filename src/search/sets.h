#ifndef SHOP_SEARCH_SETS_H
#define SHOP_SEARCH_SETS_H

#include <stdbool.h>
#include <stdint.h>

#include "search/postings.h"

/* Sets of documents, in parts of 65,536: each a list of the lower halves of its
 * numbers, or a bitmap of them. Sets are not changed once made, and share parts. */
struct set_part {
	uint32_t high;
	uint32_t count;
	const uint16_t *list; /* NULL: bits */
	const uint64_t *bits;
};
struct set {
	struct set_part *parts; /* in order, none empty */
	size_t count;
};

uint64_t set_size(const struct set *set);
bool set_has(const struct set *set, uint32_t document);
const struct set_part *set_find(const struct set *set, uint32_t high);
/* Writes a part's lower halves in order to lows, room for all of them. */
void set_part_list(const struct set_part *part, uint16_t *lows);
bool set_part_has(const struct set_part *part, uint32_t low);

enum status set_of_term(struct txn *txn, const struct term *term, struct arena *arena,
	struct set *set, struct err *err);
enum status set_and(const struct set *a, const struct set *b, struct arena *arena,
	struct set *both, struct err *err);
enum status set_minus(const struct set *a, const struct set *b, struct arena *arena,
	struct set *left, struct err *err);

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

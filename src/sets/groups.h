#ifndef SHOP_SETS_GROUPS_H
#define SHOP_SETS_GROUPS_H

#include "sets/parts.h"

/* Which documents belong together, container by container: those up to the last of a
 * group are that group's. */
struct groups {
	struct set last;
	struct set all;
};
enum status groups_open(
	const struct part_reader *reader, struct groups *groups, struct err *err);

/* Whether every group of a container has one document. */
bool groups_are_single(const struct groups *groups, uint32_t high);
/* How many groups have a document in a set. */
enum status groups_count(const struct groups *groups, const struct set *set,
	struct arena *arena, uint64_t *count, struct err *err);

/* All documents of the groups that have one in a set. */
enum status groups_whole(const struct groups *groups, const struct set *set,
	struct arena *arena, struct set *whole, struct err *err);

/* Tells where groups end in one container. */
struct group_walk {
	const struct set_part *last; /* NULL: every document is a group */
};
struct group_walk group_walk(const struct groups *groups, uint32_t high);
/* The first number after the group before the one that low belongs to, and the last
 * document of that group. */
uint32_t group_start(const struct group_walk *walk, uint32_t low);
uint32_t group_end(const struct group_walk *walk, uint32_t low);

#endif

#ifndef SHOP_PRICING_SPLIT_H
#define SHOP_PRICING_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* One of those that an amount is split over. */
struct split_part {
	int64_t weight; /* 0 or more */
	int64_t room;   /* the most it can take, 0 or more */
	/* Who has of the remainder first: the lowest place; in one place the
	 * heaviest, equal ones by name. */
	size_t place;
	const char *name;
	int64_t share; /* out */
};

/*
 * Splits amount, 0 or more, in proportion to weights: toward zero, the remainder one
 * minor unit at a time in the order of their places. What a part has no room for is
 * split over the others in the same way. *rest is what nobody could take.
 */
enum status split(int64_t amount, struct split_part *parts, size_t count,
	struct arena *arena, int64_t *rest, struct err *err);

#endif

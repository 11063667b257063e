#ifndef SHOP_TESTS_UNIT_QUOTE_ROUND_H
#define SHOP_TESTS_UNIT_QUOTE_ROUND_H

#include "quote_maker.h"
#include "quote_model.h"

/* A cart, what the model makes of it, and what the shop does. */
struct round {
	uint64_t seed;
	struct made_cart made;
	struct model model;
	struct quote quote;
};

/* Each fails the test, naming the round's seed. */
void same(
	const struct round *round, const char *what, int64_t made, int64_t expected);
void holds(const struct round *round, const char *what, bool condition);

/* What a line costs after its discount. */
int64_t net_of(const struct quote_line *line);

/* What holds of every quote, whatever its numbers are. */
void properties_hold(const struct round *round, struct chance *chance);

#endif

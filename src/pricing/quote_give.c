#include "pricing/quote_parts.h"

/*
 * What promotions take is worked out on lines in an order of their own, by cost and
 * SKU, which decides who has the remainder of a split: so no total depends on the
 * order in which a cart was filled. Which line gives it is a matter of tax where
 * lines are taxed differently; there each split is made once more, from the first
 * line of the cart on, and its sum is the same.
 */

/* NUMBER_NONE is below zero, too. */
int64_t
quote_floor(const struct quote_line *line)
{
	return line->min_price > 0 ? line->min_price : 0;
}

/* No unit's share is larger than what that unit may lose as long as the whole line's
 * discount is not larger than this: shares differ by one minor unit at most. */
int64_t
quote_room(const struct quote_line *line, int64_t discount)
{
	int64_t floor = quote_floor(line);

	if (line->unit_price <= floor)
		return 0;
	return (line->unit_price - floor) * line->quantity - discount;
}

static enum status
split_again(const struct quoting *quoting, struct split_part *parts, int64_t *rest,
	struct err *err)
{
	int64_t amount = 0;

	for (size_t i = 0; i < quoting->count; i++) {
		const struct quote_line *line = &quoting->lines[i];

		amount += parts[i].share;
		parts[i].place = i;
		parts[i].room = quote_room(line, quoting->given[i]);
		if (parts[i].weight > 0)
			parts[i].weight = line->line_total - quoting->given[i];
	}
	return split(amount, parts, quoting->count, quoting->terms->arena, rest, err);
}

static int64_t
cut_to_room(const struct quoting *quoting, struct split_part *parts)
{
	int64_t rest = 0;

	for (size_t i = 0; i < quoting->count; i++) {
		int64_t room = quote_room(&quoting->lines[i], quoting->given[i]);

		if (parts[i].share <= room)
			continue;
		rest += parts[i].share - room;
		parts[i].share = room;
	}
	return rest;
}

/* All lines together have given as much in either order, so there is room. */
static void
spill(const struct quoting *quoting, struct split_part *parts, int64_t rest)
{
	for (size_t i = 0; i < quoting->count && rest > 0; i++) {
		int64_t room = quote_room(&quoting->lines[i], quoting->given[i]) -
			       parts[i].share;
		int64_t taken = rest < room ? rest : room;

		parts[i].share += taken;
		rest -= taken;
	}
	invariant(rest == 0);
}

enum status
quote_give(struct quoting *quoting, struct split_part *parts, bool is_split,
	struct err *err)
{
	int64_t rest = 0;

	for (size_t i = 0; i < quoting->count; i++)
		quoting->lines[i].discount += parts[i].share;
	if (!quoting->taxed_alike) {
		if (is_split)
			TRY(split_again(quoting, parts, &rest, err));
		else
			rest = cut_to_room(quoting, parts);
		spill(quoting, parts, rest);
	}
	for (size_t i = 0; i < quoting->count; i++)
		quoting->given[i] += parts[i].share;
	return ST_OK;
}

void
quote_show_given(struct quoting *quoting)
{
	for (size_t i = 0; i < quoting->count; i++)
		quoting->lines[i].discount = quoting->given[i];
}

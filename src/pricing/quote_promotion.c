#include <stdlib.h>
#include <string.h>

#include "pricing/quote_parts.h"

static int
compare_turns(const void *a, const void *b)
{
	const struct promotion *one = ((const struct quote_turn *)a)->promotion;
	const struct promotion *other = ((const struct quote_turn *)b)->promotion;

	if (one->priority != other->priority)
		return one->priority > other->priority ? -1 : 1;
	return strcmp(one->promotion, other->promotion);
}

static enum status
list_turns(struct quoting *quoting, struct err *err)
{
	const struct list *promotions = &quoting->terms->promotions;
	const struct promotion *items = promotions->items;

	quoting->turn_count = promotions->count;
	TRY(ARENA_NEW(
		quoting->terms->arena, promotions->count, &quoting->turns, err));
	for (size_t i = 0; i < promotions->count; i++) {
		struct quote_turn *turn = &quoting->turns[i];

		turn->promotion = &items[i];
		TRY(quote_coupon_is_given(
			quoting->terms, &items[i], &turn->by_coupon, err));
	}
	qsort(quoting->turns, quoting->turn_count, sizeof(*quoting->turns),
		compare_turns);
	return ST_OK;
}

static enum status
judge(struct quoting *quoting, struct quote_turn *turn, struct err *err)
{
	return promotion_fault(quoting->terms, turn->promotion,
		&quoting->quote->lines, &turn->fault, err);
}

/* Exclusive ones are judged before anything is taken off, and only then: none of them
 * ever stands beside another. */
static enum status
judge_exclusive(
	struct quoting *quoting, const struct quote_turn **alone, struct err *err)
{
	*alone = NULL;
	for (size_t i = 0; i < quoting->turn_count; i++) {
		struct quote_turn *turn = &quoting->turns[i];

		if (!turn->promotion->exclusive)
			continue;
		TRY(judge(quoting, turn, err));
		if (!*alone && !turn->fault)
			*alone = turn;
	}
	return ST_OK;
}

static enum status
take_actions(struct quoting *quoting, struct quote_turn *turn, struct err *err)
{
	const struct promotion_action *actions = turn->promotion->actions.items;

	for (size_t i = 0; i < turn->promotion->actions.count; i++) {
		turn->covers |= quote_action_covers_any(&actions[i], quoting);
		if (actions[i].from != OFF_SHIPPING)
			TRY(quote_take_goods(quoting, turn, &actions[i], err));
	}
	return ST_OK;
}

static enum status
take_turn(struct quoting *quoting, struct quote_turn *turn,
	const struct quote_turn *alone, struct err *err)
{
	if (!turn->promotion->exclusive)
		TRY(judge(quoting, turn, err));
	if (!turn->fault && alone && alone != turn)
		return arena_format(quoting->terms->arena, &turn->fault, err,
			"gives way to '%s', which is exclusive",
			alone->promotion->promotion);
	return turn->fault ? ST_OK : take_actions(quoting, turn, err);
}

enum status
quote_take_promotions(struct quoting *quoting, struct err *err)
{
	const struct quote_turn *alone;

	TRY(list_turns(quoting, err));
	TRY(judge_exclusive(quoting, &alone, err));
	for (size_t i = 0; i < quoting->turn_count; i++)
		TRY(take_turn(quoting, &quoting->turns[i], alone, err));
	return ST_OK;
}

/* What is off shipping gives nothing as long as nobody knows how it ships. */
static bool
waits_for_shipping(const struct quoting *quoting, const struct quote_turn *turn)
{
	const struct promotion_action *actions = turn->promotion->actions.items;

	if (!quoting->quote->unshippable)
		return false;
	for (size_t i = 0; i < turn->promotion->actions.count; i++)
		if (actions[i].from == OFF_SHIPPING)
			return true;
	return false;
}

static bool
took_something(const struct quote_turn *turn)
{
	return turn->goods > 0 || turn->shipping > 0;
}

static const char *
turn_fault(const struct quote_turn *turn)
{
	if (turn->fault)
		return turn->fault;
	return turn->covers ? "gives nothing here" : "covers nothing in the cart";
}

static const char *
coupon_fault(const struct quoting *quoting)
{
	const struct quote_terms *terms = quoting->terms;

	if (*terms->coupon == '\0')
		return NULL;
	if (terms->coupon_fault)
		return terms->coupon_fault;
	for (size_t i = 0; i < quoting->turn_count; i++) {
		const struct quote_turn *turn = &quoting->turns[i];

		if (!turn->by_coupon)
			continue;
		if (took_something(turn) ||
			(!turn->fault && waits_for_shipping(quoting, turn)))
			return NULL;
		return turn_fault(turn);
	}
	return "belongs to no promotion";
}

static void
list_turn(struct quoting *quoting, const struct quote_turn *turn)
{
	struct quote *quote = quoting->quote;
	const struct promotion *promotion = turn->promotion;
	struct quote_promotion *taken = quote->promotions.items;
	struct quote_refused *refused = quote->refused.items;

	if (took_something(turn))
		taken[quote->promotions.count++] =
			(struct quote_promotion){ promotion->promotion,
				promotion->coupon_code, turn->goods, turn->shipping };
	else
		refused[quote->refused.count++] =
			(struct quote_refused){ promotion->promotion,
				turn_fault(turn) };
}

enum status
quote_list_promotions(struct quoting *quoting, struct err *err)
{
	struct quote *quote = quoting->quote;
	struct arena *arena = quoting->terms->arena;
	struct quote_promotion *taken;
	struct quote_refused *refused;

	TRY(ARENA_NEW(arena, quoting->turn_count, &taken, err));
	TRY(ARENA_NEW(arena, quoting->turn_count, &refused, err));
	quote->promotions.items = taken;
	quote->refused.items = refused;
	quote->coupon_fault = coupon_fault(quoting);
	for (size_t i = 0; i < quoting->turn_count; i++)
		list_turn(quoting, &quoting->turns[i]);
	return ST_OK;
}

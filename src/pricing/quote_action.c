#include <inttypes.h>

#include "pricing/cover.h"
#include "pricing/quote_parts.h"
#include "pricing/split.h"

#define LOWEST ", down to the lowest price"

/* An action on the goods of a cart. */
struct taking {
	struct quoting *quoting;
	struct quote_turn *turn;
	const struct promotion_action *action;
	char off[OFF_TEXT_MAX];
};

bool
quote_action_covers(
	const struct promotion_action *action, const struct quote_line *line)
{
	if (action->price_min != NUMBER_NONE && line->unit_price < action->price_min)
		return false;
	if (action->price_max != NUMBER_NONE && line->unit_price > action->price_max)
		return false;
	if (action->skip_on_sale && line->on_sale)
		return false;
	return category_covers(action->category, line->category) &&
	       products_cover(&action->products, line->sku, line->product);
}

bool
quote_action_covers_any(
	const struct promotion_action *action, const struct quoting *quoting)
{
	for (size_t i = 0; i < quoting->count; i++)
		if (quote_action_covers(action, &quoting->lines[i]))
			return true;
	return false;
}

/* Nothing is said of what is free. */
#define LOWEST ", down to the lowest price"

static bool
at_floor(const struct taking *taking, size_t index)
{
	const struct quote_line *line = &taking->quoting->lines[index];

	return line->min_price > 0 &&
	       quote_room(line, taking->quoting->given[index]) == 0;
}

static enum status
add_line_step(const struct taking *taking, size_t index, int64_t amount,
	const char *what, struct err *err)
{
	const struct quote_line *line = &taking->quoting->lines[index];
	const struct quote_step step = { "promotion",
		taking->turn->promotion->promotion, line->sku, what, amount,
		line->line_total - taking->quoting->given[index] };

	return quote_add_step(taking->quoting, &step, err);
}

static enum status
note_share(const struct taking *taking, size_t index, int64_t part, int64_t amount,
	struct err *err)
{
	const struct quote_terms *terms = taking->quoting->terms;
	char share[MONEY_TEXT_MAX];
	char whole[MONEY_TEXT_MAX];
	const char *what;

	if (part == 0)
		return ST_OK;
	money_format(part, terms->decimals, share);
	money_format(amount, terms->decimals, whole);
	TRY(arena_format(terms->arena, &what, err, "split: %s of %s%s", share, whole,
		at_floor(taking, index) ? LOWEST : ""));
	return add_line_step(taking, index, part, what, err);
}

/* A part for each line, in their order; those that the action does not cover weigh
 * nothing. */
static enum status
list_parts(const struct taking *taking, struct split_part **parts, int64_t *base,
	struct err *err)
{
	const struct quoting *quoting = taking->quoting;

	TRY(ARENA_NEW(quoting->terms->arena, quoting->count, parts, err));
	*base = 0;
	for (size_t i = 0; i < quoting->count; i++) {
		const struct quote_line *line = &quoting->lines[i];
		struct split_part *part = &(*parts)[i];

		part->name = line->sku;
		if (!quote_action_covers(taking->action, line))
			continue;
		part->weight = quote_line_net(line);
		part->room = quote_room(line, line->discount);
		*base += part->weight;
	}
	return ST_OK;
}

static enum status
note_whole(const struct taking *taking, int64_t base, int64_t amount, int64_t rest,
	struct err *err)
{
	const struct quoting *quoting = taking->quoting;
	const struct quote_terms *terms = quoting->terms;
	struct quote_step step = { "promotion", taking->turn->promotion->promotion,
		"", NULL, amount - rest, base - amount + rest };
	char from[MONEY_TEXT_MAX];
	char dropped[MONEY_TEXT_MAX];

	money_format(base, terms->decimals, from);
	money_format(rest, terms->decimals, dropped);
	TRY(arena_format(terms->arena, &step.what, err, "%s off %s%s%s", taking->off,
		from, rest ? ", of which no line may give " : "",
		rest ? dropped : ""));
	return quote_add_step(taking->quoting, &step, err);
}

static enum status
take_from_order(const struct taking *taking, struct err *err)
{
	struct quoting *quoting = taking->quoting;
	struct split_part *parts;
	int64_t amount;
	int64_t base;
	int64_t rest;

	TRY(list_parts(taking, &parts, &base, err));
	amount = off_amount(&taking->action->off, base);
	if (amount == 0)
		return ST_OK;
	TRY(split(amount, parts, quoting->count, quoting->terms->arena, &rest, err));
	TRY(note_whole(taking, base, amount, rest, err));
	TRY(quote_give(quoting, parts, true, err));
	for (size_t i = 0; i < quoting->count; i++)
		TRY(note_share(taking, i, parts[i].share, amount, err));
	taking->turn->goods += amount - rest;
	return ST_OK;
}

/* Off one unit that costs net by now. */
static int64_t
unit_off(const struct off *off, int64_t net, int64_t floor)
{
	int64_t amount = off_amount(off, net);
	int64_t room = net > floor ? net - floor : 0;

	return amount < room ? amount : room;
}

/* The units of a line are of two kinds: those with the larger share in its discount,
 * and the others. */
static int64_t
units_off(const struct off *off, const struct quote_line *line)
{
	int64_t floor = quote_floor(line);
	int64_t larger = line->discount % line->quantity;
	int64_t net = line->unit_price - line->discount / line->quantity;

	if (line->unit_price <= floor)
		return 0;
	return (line->quantity - larger) * unit_off(off, net, floor) +
	       (larger ? larger * unit_off(off, net - 1, floor) : 0);
}

static enum status
note_units(const struct taking *taking, size_t index, int64_t amount, struct err *err)
{
	struct arena *arena = taking->quoting->terms->arena;
	int64_t quantity = taking->quoting->lines[index].quantity;
	const char *lowest = at_floor(taking, index) ? LOWEST : "";
	const char *what;

	if (amount == 0)
		return ST_OK;
	if (quantity == 1)
		TRY(arena_format(
			arena, &what, err, "%s off one%s", taking->off, lowest));
	else
		TRY(arena_format(arena, &what, err, "%s off each of %" PRId64 "%s",
			taking->off, quantity, lowest));
	return add_line_step(taking, index, amount, what, err);
}

static enum status
take_from_units(const struct taking *taking, struct err *err)
{
	struct quoting *quoting = taking->quoting;
	struct split_part *parts;
	int64_t base;

	TRY(list_parts(taking, &parts, &base, err));
	for (size_t i = 0; i < quoting->count; i++) {
		if (parts[i].weight == 0)
			continue;
		parts[i].share = units_off(&taking->action->off, &quoting->lines[i]);
		taking->turn->goods += parts[i].share;
	}
	TRY(quote_give(quoting, parts, false, err));
	for (size_t i = 0; i < quoting->count; i++)
		TRY(note_units(taking, i, parts[i].share, err));
	return ST_OK;
}

enum status
quote_take_goods(struct quoting *quoting, struct quote_turn *turn,
	const struct promotion_action *action, struct err *err)
{
	struct taking taking = { quoting, turn, action, "" };

	off_format(&action->off, quoting->terms->decimals, taking.off);
	if (action->from == OFF_UNIT)
		return take_from_units(&taking, err);
	return take_from_order(&taking, err);
}

#include <string.h>

#include "quote_model.h"

static bool
comes_before(const struct promotion *one, const struct promotion *other)
{
	if (one->priority != other->priority)
		return one->priority > other->priority;
	return strcmp(one->promotion, other->promotion) < 0;
}

static bool
within(int64_t number, int64_t min, int64_t max)
{
	return (min == NUMBER_NONE || number >= min) &&
	       (max == NUMBER_NONE || number <= max);
}

static int64_t
total_of(const struct model *model, const char *category)
{
	int64_t total = 0;

	for (size_t i = 0; i < model->count; i++)
		if (model_category_covers(category, model->lines[i].line->category))
			total += model_line_net(&model->lines[i]);
	return total;
}

static bool
has_all(const struct model *model, const struct texts *has)
{
	size_t found = 0;

	for (size_t i = 0; i < has->count; i++) {
		const struct texts one = { &has->items[i], 1 };

		for (size_t j = 0; j < model->count; j++)
			if (model_names(&one, model->lines[j].line->sku,
				    model->lines[j].line->product)) {
				found++;
				break;
			}
	}
	return found == has->count;
}

static bool
holds(const struct model *model, const struct promotion *promotion)
{
	const struct quote_terms *terms = model->terms;
	const struct category_total *totals = promotion->category_totals.items;
	int64_t pieces = 0;
	bool all = true;

	for (size_t i = 0; i < model->count; i++)
		pieces += model->lines[i].line->quantity;
	if (promotion->coupon_code[0])
		all &= !terms->coupon_fault &&
		       strcasecmp(promotion->coupon_code, terms->coupon) == 0;
	all &= promotion->from == 0 || promotion->from <= terms->now;
	all &= promotion->until == 0 || promotion->until > terms->now;
	all &= within(
		total_of(model, ""), promotion->goods_min, promotion->goods_max);
	all &= within(pieces, promotion->quantity_min, promotion->quantity_max);
	for (size_t i = 0; i < promotion->category_totals.count; i++)
		all &= within(total_of(model, totals[i].category), totals[i].min,
			totals[i].max);
	all &= has_all(model, &promotion->has);
	all &= promotion->nth_order == NUMBER_NONE ||
	       promotion->nth_order == terms->orders_before + 1;
	all &= promotion->group[0] == '\0' ||
	       strcmp(promotion->group, terms->group) == 0;
	return all;
}

/* Larger shares first, none differs from another by more than one. */
void
model_spread(struct model_line *line, int64_t whole)
{
	int64_t quantity = line->line->quantity;
	int64_t left = whole;

	for (int64_t i = 0; i < quantity; i++) {
		int64_t behind = quantity - i;

		line->cut[i] = (left + behind - 1) / behind;
		left -= line->cut[i];
	}
}

/* What may still be taken off a unit. */
static int64_t
unit_room(const struct model_line *line, int64_t unit)
{
	int64_t net = line->line->unit_price - line->cut[unit];
	int64_t lowest =
		line->line->min_price == NUMBER_NONE || line->line->min_price < 0
			? 0
			: line->line->min_price;

	return net > lowest ? net - lowest : 0;
}

static int64_t
off_units(struct model_line *line, const struct off *off)
{
	int64_t before = model_line_cut(line);
	int64_t sum = 0;

	for (int64_t i = 0; i < line->line->quantity; i++) {
		int64_t net = line->line->unit_price - line->cut[i];
		int64_t room = unit_room(line, i);
		int64_t amount;

		if (model_off(off, net, &amount))
			sum += amount < room ? amount : room;
	}
	model_spread(line, before + sum);
	return sum;
}

static int64_t
shown_room(const struct model_line *line)
{
	int64_t lowest = line->line->min_price > 0 ? line->line->min_price : 0;
	int64_t most = line->line->unit_price - lowest;

	return most > 0 ? most * line->line->quantity - line->shown : 0;
}

/* Hands out anew what the shares sum up to: in one piece from the first line on, or
 * to each line what it gave. Where there is no room it goes to whoever comes first.
 */
static void
show(struct model *model, struct model_share *shares, bool in_one_piece)
{
	int64_t left = 0;

	for (size_t i = 0; i < model->count && !model->one_tax; i++) {
		struct model_line *line = &model->lines[i];

		left += shares[i].share;
		shares[i].first = i;
		shares[i].room = shown_room(line);
		if (shares[i].weight > 0)
			shares[i].weight =
				line->line->unit_price * line->line->quantity -
				line->shown;
	}
	if (!model->one_tax && in_one_piece)
		left = model_split(left, shares, model->count);
	else
		left = 0;
	for (size_t i = 0; i < model->count && !model->one_tax; i++)
		if (shares[i].share > shares[i].room) {
			left += shares[i].share - shares[i].room;
			shares[i].share = shares[i].room;
		}
	for (size_t i = 0; i < model->count; i++) {
		model->lines[i].shown += shares[i].share;
		for (; left > 0 && shown_room(&model->lines[i]) > 0; left--)
			model->lines[i].shown++;
	}
}

static int64_t
off_order(struct model *model, const struct promotion_action *action)
{
	struct model_share shares[MODEL_LINES_MAX] = { 0 };
	int64_t base = 0;
	int64_t amount;
	int64_t dropped;

	for (size_t i = 0; i < model->count; i++) {
		struct model_line *line = &model->lines[i];

		shares[i].name = line->line->sku;
		if (!model_covers(action, line->line))
			continue;
		shares[i].weight = model_line_net(line);
		base += shares[i].weight;
		for (int64_t unit = 0; unit < line->line->quantity; unit++)
			shares[i].room += unit_room(line, unit);
	}
	if (!model_off(&action->off, base, &amount))
		return 0;
	dropped = model_split(amount, shares, model->count);
	for (size_t i = 0; i < model->count; i++)
		model_spread(&model->lines[i],
			model_line_cut(&model->lines[i]) + shares[i].share);
	show(model, shares, true);
	return amount - dropped;
}

static int64_t
off_each(struct model *model, const struct promotion_action *action)
{
	struct model_share shares[MODEL_LINES_MAX] = { 0 };
	int64_t sum = 0;

	for (size_t i = 0; i < model->count; i++) {
		if (model_covers(action, model->lines[i].line))
			shares[i].share = off_units(&model->lines[i], &action->off);
		sum += shares[i].share;
	}
	show(model, shares, false);
	return sum;
}

static void
act(struct model *model, struct model_promotion *turn)
{
	const struct promotion_action *actions = turn->promotion->actions.items;

	turn->holds = true;
	for (size_t i = 0; i < turn->promotion->actions.count; i++) {
		if (actions[i].from == OFF_ORDER)
			turn->goods += off_order(model, &actions[i]);
		if (actions[i].from == OFF_UNIT)
			turn->goods += off_each(model, &actions[i]);
	}
}

static void
put_in_order(struct model *model)
{
	const struct promotion *items = model->terms->promotions.items;
	size_t count = model->terms->promotions.count;

	model->promotion_count = count;
	for (size_t i = 0; i < count; i++) {
		size_t before = 0;

		for (size_t j = 0; j < count; j++)
			before += j != i && comes_before(&items[j], &items[i]);
		model->promotions[before].promotion = &items[i];
	}
}

void
model_promotions(struct model *model)
{
	put_in_order(model);
	for (size_t i = 0; i < model->promotion_count; i++) {
		struct model_promotion *turn = &model->promotions[i];

		if (turn->promotion->exclusive && holds(model, turn->promotion)) {
			act(model, turn);
			return;
		}
	}
	for (size_t i = 0; i < model->promotion_count; i++) {
		struct model_promotion *turn = &model->promotions[i];

		if (!turn->promotion->exclusive && holds(model, turn->promotion))
			act(model, turn);
	}
}

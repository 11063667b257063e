#include "quote_model.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

#define WHOLE 100000000 /* 100 % in millionths of a percent */

int64_t
fraction_round(struct fraction fraction)
{
	wide below = fraction.up / fraction.down;
	wide over = fraction.up - below * fraction.down;

	assert_true(fraction.up >= 0 && fraction.down > 0);
	return (int64_t)(over + over >= fraction.down ? below + 1 : below);
}

bool
fraction_is_near(struct fraction fraction, int64_t whole, int64_t halves)
{
	wide distance = (wide)whole * fraction.down - fraction.up;

	if (distance < 0)
		distance = -distance;
	return 2 * distance <= halves * fraction.down;
}

struct fraction
percent_fraction(int64_t amount, int64_t percent)
{
	return (struct fraction){ (wide)amount * percent, WHOLE };
}

/* amount - amount / (1 + percent) */
struct fraction
included_fraction(int64_t amount, int64_t percent)
{
	wide down = (wide)WHOLE + percent;

	return (struct fraction){ amount * down - (wide)amount * WHOLE, down };
}

bool
model_category_covers(const char *category, const char *path)
{
	char wanted[128];
	char whole[128];

	if (strcmp(category, "") == 0)
		return true;
	snprintf(wanted, sizeof(wanted), "%s/", category);
	snprintf(whole, sizeof(whole), "%s/", path);
	return strstr(whole, wanted) == whole;
}

bool
model_names(const struct texts *texts, const char *sku, const char *product)
{
	size_t hits = 0;

	for (size_t i = 0; i < texts->count; i++) {
		hits += strcmp(texts->items[i], sku) == 0;
		hits += strcmp(texts->items[i], product) == 0;
	}
	return hits > 0;
}

bool
model_covers(const struct promotion_action *action, const struct quote_line *line)
{
	bool price = (action->price_min == NUMBER_NONE ||
			     action->price_min <= line->unit_price) &&
		     (action->price_max == NUMBER_NONE ||
			     action->price_max >= line->unit_price);
	bool product = action->products.count == 0 ||
		       model_names(&action->products, line->sku, line->product);
	bool sale = !(action->skip_on_sale && line->on_sale);

	return price && product && sale &&
	       model_category_covers(action->category, line->category);
}

/* False where there is nothing to take. */
bool
model_off(const struct off *off, int64_t from, int64_t *amount)
{
	*amount = off->amount != NUMBER_NONE
			  ? off->amount
			  : fraction_round(percent_fraction(from, off->percent));
	if (*amount > from)
		*amount = from;
	return *amount > 0;
}

int64_t
model_line_cut(const struct model_line *line)
{
	int64_t sum = 0;

	for (int64_t i = 0; i < line->line->quantity; i++)
		sum += line->cut[i];
	return sum;
}

int64_t
model_line_net(const struct model_line *line)
{
	int64_t sum = 0;

	for (int64_t i = 0; i < line->line->quantity; i++)
		sum += line->line->unit_price - line->cut[i];
	return sum;
}

static bool
has_before(const struct model_share *one, const struct model_share *other)
{
	if (one->first != other->first)
		return one->first < other->first;
	if (one->weight != other->weight)
		return one->weight > other->weight;
	return strcmp(one->name, other->name) < 0;
}

static size_t
find_next(const struct model_share *shares, const bool *passed, size_t count)
{
	size_t best = count;

	for (size_t i = 0; i < count; i++) {
		if (passed[i])
			continue;
		if (best == count || has_before(&shares[i], &shares[best]))
			best = i;
	}
	return best;
}

/* One round over those that are not closed; gives back what was refused. */
static int64_t
split_round(int64_t amount, struct model_share *shares, bool *closed, size_t count)
{
	int64_t offered[MODEL_LINES_MAX + 1] = { 0 };
	bool passed[MODEL_LINES_MAX + 1];
	int64_t refused = 0;
	int64_t left = amount;
	wide whole = 0;

	memcpy(passed, closed, count * sizeof(*closed));
	for (size_t i = 0; i < count; i++)
		whole += closed[i] ? 0 : shares[i].weight;
	for (size_t i = 0; i < count; i++)
		if (!closed[i]) {
			offered[i] =
				(int64_t)((wide)amount * shares[i].weight / whole);
			left -= offered[i];
		}
	for (; left > 0; left--) {
		size_t next = find_next(shares, passed, count);

		assert_true(next < count);
		offered[next]++;
		passed[next] = true;
	}
	for (size_t i = 0; i < count; i++) {
		shares[i].share += offered[i];
		if (shares[i].share > shares[i].room) {
			refused += shares[i].share - shares[i].room;
			shares[i].share = shares[i].room;
		}
		closed[i] |= shares[i].share == shares[i].room;
	}
	return refused;
}

/* What nobody could take comes back. */
int64_t
model_split(int64_t amount, struct model_share *shares, size_t count)
{
	bool closed[MODEL_LINES_MAX + 1];

	for (size_t i = 0; i < count; i++) {
		shares[i].share = 0;
		closed[i] = shares[i].weight == 0;
	}
	while (amount > 0) {
		size_t open = 0;

		for (size_t i = 0; i < count; i++)
			open += !closed[i];
		if (open == 0)
			break;
		amount = split_round(amount, shares, closed, count);
	}
	return amount;
}

void
model_make(struct model *model, const struct quote_terms *terms,
	const struct list *lines)
{
	const struct quote_line *items = lines->items;

	memset(model, 0, sizeof(*model));
	model->terms = terms;
	model->count = lines->count;
	for (size_t i = 0; i < lines->count; i++) {
		model->lines[i].line = &items[i];
		assert_true(items[i].quantity <= MODEL_UNITS_MAX);
	}
	model_rates(model);
	model_promotions(model);
	for (size_t i = 0; i < model->count; i++)
		model_spread(&model->lines[i], model->lines[i].shown);
	model_shipping(model);
	if (model->status == ST_OK)
		model_taxes(model);
}

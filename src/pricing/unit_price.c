#include "pricing/unit_price.h"

#include <string.h>

#include "pricing/cover.h"
#include "pricing/off.h"

bool
sale_covers(const struct sale *sale, const struct price_base *base)
{
	if (*sale->brand && strcmp(sale->brand, base->brand) != 0)
		return false;
	return category_covers(sale->category, base->category) &&
	       products_cover(&sale->products, base->sku, base->product);
}

bool
sale_in_force(const struct sale *sale, int64_t now)
{
	return (sale->from == 0 || now >= sale->from) &&
	       (sale->until == 0 || now < sale->until);
}

/* The highest priority first, equal ones by name. */
static bool
comes_before(const struct sale *sale, const struct sale *other)
{
	if (sale->priority != other->priority)
		return sale->priority > other->priority;
	return strcmp(sale->sale, other->sale) < 0;
}

/* A price on its way down. */
struct lowering {
	const struct price_base *base;
	const struct list *sales;
	int64_t now;
	int64_t floor;
	int64_t price;
	struct price_steps *steps; /* NULL: nobody asks how */
	size_t step_room;
};

/* The sale that comes next behind another, NULL for the first; of exclusive ones
 * alone where that is asked for. NULL at the end. */
static const struct sale *
next_sale(const struct lowering *lowering, const struct sale *behind, bool exclusive)
{
	const struct sale *sales = lowering->sales->items;
	const struct sale *next = NULL;

	for (size_t i = 0; i < lowering->sales->count; i++) {
		const struct sale *sale = &sales[i];

		if ((exclusive && !sale->exclusive) ||
			(behind && !comes_before(behind, sale)) ||
			(next && !comes_before(sale, next)))
			continue;
		if (sale_in_force(sale, lowering->now) &&
			sale_covers(sale, lowering->base))
			next = sale;
	}
	return next;
}

/* Every sale may make a step, besides the price and the sale price. */
static enum status
begin_steps(struct lowering *lowering, struct err *err)
{
	struct price_steps *steps = lowering->steps;
	struct quote_step *items;

	if (!steps)
		return ST_OK;
	lowering->step_room = lowering->sales->count + 2;
	TRY(ARENA_NEW(steps->arena, lowering->step_room, &items, err));
	steps->steps = (struct list){ items, 0 };
	return ST_OK;
}

static void
add_step(
	struct lowering *lowering, const char *rule, const char *what, int64_t amount)
{
	struct price_steps *steps = lowering->steps;
	struct quote_step *items = steps->steps.items;

	invariant(steps->steps.count < lowering->step_room);
	items[steps->steps.count++] = (struct quote_step){ "price", rule,
		lowering->base->sku, what, amount, lowering->price };
}

/* Takes a price down to what is wanted, as far as its floor. *amount is what that
 * took. */
static void
lower_to(struct lowering *lowering, int64_t wanted, int64_t *amount)
{
	int64_t price = wanted > lowering->floor ? wanted : lowering->floor;

	*amount = lowering->price - price;
	lowering->price = price;
}

static enum status
begin_price(struct lowering *lowering, struct err *err)
{
	const struct price_base *base = lowering->base;
	bool on_sale = base->sale_price != NUMBER_NONE &&
		       (base->sale_from <= 0 || lowering->now >= base->sale_from) &&
		       (base->sale_until <= 0 || lowering->now < base->sale_until);
	int64_t amount;

	TRY(begin_steps(lowering, err));
	if (lowering->steps)
		add_step(lowering, "", "price", base->price);
	if (!on_sale || base->sale_price == base->price)
		return ST_OK;
	lower_to(lowering, base->sale_price, &amount);
	if (lowering->steps)
		add_step(lowering, "",
			lowering->price > base->sale_price
				? "sale price, down to the lowest price"
				: "sale price",
			amount);
	return ST_OK;
}

/* A percentage multiplies: what is left is rounded, not what is taken. */
static int64_t
lowered(const struct off *off, int64_t price)
{
	int64_t left;

	if (off->percent == NUMBER_NONE)
		return off->amount < price ? price - off->amount : 0;
	if (!percent_of(price, PERCENT_WHOLE - off->percent, &left))
		return price;
	return left;
}

static enum status
explain(struct lowering *lowering, const struct sale *sale, int64_t amount,
	bool at_floor, struct err *err)
{
	struct price_steps *steps = lowering->steps;
	char off[OFF_TEXT_MAX];
	char from[MONEY_TEXT_MAX];
	const char *what;

	if (!steps || amount == 0)
		return ST_OK;
	off_format(&sale->off, steps->decimals, off);
	money_format(lowering->price + amount, steps->decimals, from);
	TRY(arena_format(steps->arena, &what, err, "%s off %s%s", off, from,
		at_floor ? ", down to the lowest price" : ""));
	add_step(lowering, sale->sale, what, amount);
	return ST_OK;
}

static enum status
apply_sale(struct lowering *lowering, const struct sale *sale, struct err *err)
{
	int64_t wanted = lowered(&sale->off, lowering->price);
	int64_t amount;

	if (lowering->price <= lowering->floor)
		return ST_OK;
	lower_to(lowering, wanted, &amount);
	return explain(lowering, sale, amount, lowering->price > wanted, err);
}

static enum status
apply_sales(struct lowering *lowering, struct err *err)
{
	const struct sale *sale = next_sale(lowering, NULL, true);

	if (sale)
		return apply_sale(lowering, sale, err);
	while ((sale = next_sale(lowering, sale, false)))
		TRY(apply_sale(lowering, sale, err));
	return ST_OK;
}

/* A floor above the price itself lifts nothing. */
enum status
unit_price_explained(const struct price_base *base, const struct list *sales,
	int64_t now, struct unit_price *price, struct price_steps *steps,
	struct err *err)
{
	int64_t floor = base->min_price > 0 ? base->min_price : 0;
	struct lowering lowering = { .base = base,
		.sales = sales,
		.now = now,
		.floor = floor < base->price ? floor : base->price,
		.price = base->price,
		.steps = steps };

	TRY(begin_price(&lowering, err));
	TRY(apply_sales(&lowering, err));
	price->price = lowering.price;
	price->on_sale = lowering.price < base->price;
	return ST_OK;
}

enum status
unit_price(const struct price_base *base, const struct list *sales, int64_t now,
	struct unit_price *price, struct err *err)
{
	return unit_price_explained(base, sales, now, price, NULL, err);
}

int64_t
unit_price_until(const struct price_base *base, int64_t now)
{
	const int64_t dates[] = { base->sale_from, base->sale_until };
	int64_t next = INT64_MAX;

	if (base->sale_price == NUMBER_NONE)
		return next;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		if (dates[i] > now && dates[i] > 0 && dates[i] < next)
			next = dates[i];
	return next;
}

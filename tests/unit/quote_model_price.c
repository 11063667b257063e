#include <string.h>

#include "quote_model.h"

static bool
holds(const struct sale *sale, const struct price_base *base, int64_t now)
{
	bool covered = sale->products.count == 0 ||
		       model_names(&sale->products, base->sku, base->product);

	if (sale->brand[0] && strcmp(sale->brand, base->brand) != 0)
		covered = false;
	if (sale->from != 0 && sale->from > now)
		covered = false;
	if (sale->until != 0 && sale->until <= now)
		covered = false;
	return covered && model_category_covers(sale->category, base->category);
}

/* The best of those that hold and are not used up. */
static const struct sale *
take_best(const struct list *sales, bool *used, bool exclusive)
{
	const struct sale *items = sales->items;
	size_t best = sales->count;

	for (size_t i = 0; i < sales->count; i++) {
		if (used[i] || (exclusive && !items[i].exclusive))
			continue;
		if (best == sales->count ||
			items[i].priority > items[best].priority ||
			(items[i].priority == items[best].priority &&
				strcmp(items[i].sale, items[best].sale) < 0))
			best = i;
	}
	if (best == sales->count)
		return NULL;
	used[best] = true;
	return &items[best];
}

static int64_t
after(const struct sale *sale, int64_t price)
{
	if (sale->off.percent != NUMBER_NONE)
		return fraction_round(percent_fraction(
			price, 100 * (int64_t)1000000 - sale->off.percent));
	return price - sale->off.amount < 0 ? 0 : price - sale->off.amount;
}

int64_t
model_unit_price(const struct price_base *base, const struct list *sales, int64_t now)
{
	const struct sale *items = sales->items;
	int64_t lowest = base->min_price > 0 ? base->min_price : 0;
	bool used[16] = { false };
	int64_t price = base->price;
	const struct sale *sale;

	if (lowest > base->price)
		lowest = base->price;
	if (base->sale_price != NUMBER_NONE &&
		(base->sale_from == 0 || base->sale_from <= now) &&
		(base->sale_until == 0 || base->sale_until > now))
		price = base->sale_price < lowest ? lowest : base->sale_price;
	for (size_t i = 0; i < sales->count; i++)
		used[i] = !holds(&items[i], base, now);
	sale = take_best(sales, used, true);
	if (sale)
		return after(sale, price) < lowest ? lowest : after(sale, price);
	while ((sale = take_best(sales, used, false)))
		price = after(sale, price) < lowest ? lowest : after(sale, price);
	return price;
}

#include "quote_shop.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "pricing/percent.h"

int
quote_shop_open(void **state)
{
	struct quote_shop *shop = calloc(1, sizeof(*shop));

	assert_non_null(shop);
	shop->terms = (struct quote_terms){ .arena = &shop->arena,
		.currency = "EUR",
		.decimals = 2,
		.country = "DE",
		.now = SHOP_NOW,
		.method = "",
		.coupon = "",
		.group = "" };
	shop->cart.items = shop->lines;
	shop->terms.promotions.items = shop->promotions;
	shop->terms.methods.items = shop->methods;
	shop->terms.tax_rates.items = shop->rates;
	*state = shop;
	return 0;
}

int
quote_shop_close(void **state)
{
	struct quote_shop *shop = *state;

	arena_free(&shop->arena);
	free(shop);
	return 0;
}

static size_t
next(struct list *list)
{
	assert_true(list->count < SHOP_ITEMS_MAX);
	return list->count++;
}

struct quote_line *
put_line(struct quote_shop *shop, const char *sku, int64_t quantity, int64_t price)
{
	struct quote_line *line = &shop->lines[next(&shop->cart)];

	*line = (struct quote_line){ .sku = sku,
		.product = sku,
		.name = sku,
		.category = "",
		.brand = "",
		.quantity = quantity,
		.price = price,
		.unit_price = price,
		.min_price = NUMBER_NONE,
		.tax_class = "",
		.weight_g = NUMBER_NONE,
		.needs_shipping = true };
	return line;
}

struct promotion *
put_promotion(struct quote_shop *shop, const char *name, int64_t priority)
{
	size_t place = next(&shop->terms.promotions);

	shop->promotions[place] = (struct promotion){ .promotion = name,
		.priority = priority,
		.coupon_code = "",
		.coupon_limit = NUMBER_NONE,
		.coupon_limit_per_customer = NUMBER_NONE,
		.goods_min = NUMBER_NONE,
		.goods_max = NUMBER_NONE,
		.quantity_min = NUMBER_NONE,
		.quantity_max = NUMBER_NONE,
		.nth_order = NUMBER_NONE,
		.group = "",
		.actions = { shop->actions[place], 0 } };
	return &shop->promotions[place];
}

static struct promotion_action *
put_action(struct quote_shop *shop, enum promotion_from from, struct off off)
{
	size_t place = shop->terms.promotions.count - 1;
	size_t count = shop->promotions[place].actions.count++;
	struct promotion_action *action = &shop->actions[place][count];

	*action = (struct promotion_action){ .from = (int)from,
		.off = off,
		.category = "",
		.price_min = NUMBER_NONE,
		.price_max = NUMBER_NONE };
	return action;
}

struct promotion_action *
put_amount(struct quote_shop *shop, enum promotion_from from, int64_t amount)
{
	return put_action(shop, from, (struct off){ NUMBER_NONE, amount });
}

struct promotion_action *
put_percent(struct quote_shop *shop, enum promotion_from from, int64_t percent)
{
	return put_action(
		shop, from, (struct off){ percent * PERCENT_ONE, NUMBER_NONE });
}

struct shipping_method *
put_method(struct quote_shop *shop, const char *name, int64_t price)
{
	size_t place = next(&shop->terms.methods);

	shop->methods[place] = (struct shipping_method){ .method = name,
		.price = price,
		.goods_min = NUMBER_NONE,
		.goods_max = NUMBER_NONE,
		.weight_min_g = NUMBER_NONE,
		.weight_max_g = NUMBER_NONE,
		.tax_class = "" };
	return &shop->methods[place];
}

void
put_rate(struct quote_shop *shop, const char *tax_class, int64_t percent,
	bool included)
{
	shop->rates[next(&shop->terms.tax_rates)] = (struct tax_rate){ tax_class, "*",
		percent * PERCENT_ONE, included, 0 };
}

enum status
price_cart(struct quote_shop *shop)
{
	memset(&shop->err, 0, sizeof(shop->err));
	return quote_make(&shop->terms, shop->cart, &shop->quote, &shop->err);
}

const struct quote *
priced(struct quote_shop *shop)
{
	enum status status = price_cart(shop);

	if (status != ST_OK)
		fail_msg("%s", shop->err.message);
	return &shop->quote;
}

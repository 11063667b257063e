#include "quote_maker.h"

#include "base/money.h"
#include "pricing/percent.h"

#define NOW 1000

static const char *const skus[] = { "A", "B", "C", "D", "E", "F", "G", "H", "I", "J",
	"K", "L" };
static const char *const products[] = { "A", "mug", "shirt" };
static const char *const categories[] = { "", "Home", "Home/Mugs", "Homes",
	"Clothing", "Clothing/Shirts" };
static const char *const brands[] = { "", "Acme", "Other" };
static const char *const countries[] = { "", "DE", "FR", "US" };
static const char *const classes[] = { "", "standard", "reduced", "books", "none" };
static const char *const groups[] = { "", "", "club" };
static const char *const names[] = { "alpha", "beta", "gamma", "delta", "epsilon",
	"zeta" };
static const char *lists[][2] = { { "A", "mug" }, { "B", "shirt" }, { "mug", "C" },
	{ "Z", "A" } };
static const char *zones[][2] = { { "DE", "FR" }, { "FR", "US" }, { "US", "DE" } };

static bool
once_in(struct chance *chance, size_t times)
{
	return draw(chance, times) == 0;
}

static int64_t
number(struct chance *chance, int64_t below)
{
	return (int64_t)draw(chance, (size_t)below);
}

/* Some prices are small, so that one minor unit counts; some are large. */
static int64_t
amount(struct chance *chance)
{
	switch (draw(chance, 6)) {
	case 0:
		return number(chance, 4);
	case 1:
		return number(chance, 40);
	case 2:
		return number(chance, 10) * 1000;
	case 3:
		return number(chance, 1000000000) * 100 + number(chance, 100);
	default:
		return number(chance, 5000);
	}
}

static int64_t
maybe(struct chance *chance, size_t times, int64_t value)
{
	return once_in(chance, times) ? value : NUMBER_NONE;
}

static int64_t
percentage(struct chance *chance)
{
	static const int64_t rates[] = { 0, 5, 7, 10, 19, 20, 25, 33, 50, 100 };

	if (once_in(chance, 3))
		return number(chance, PERCENT_WHOLE + 1);
	return PICK(chance, rates) * PERCENT_ONE;
}

static struct off
make_off(struct chance *chance)
{
	if (once_in(chance, 2))
		return (struct off){ percentage(chance), NUMBER_NONE };
	return (struct off){ NUMBER_NONE, amount(chance) };
}

static struct texts
some(struct chance *chance, const char **list, size_t times)
{
	return (struct texts){ list,
		once_in(chance, times) ? 1 + draw(chance, 2) : 0 };
}

static void
make_dates(struct chance *chance, int64_t *from, int64_t *until)
{
	*from = once_in(chance, 4) ? NOW - 1 + number(chance, 3) : 0;
	*until = once_in(chance, 4) ? NOW + number(chance, 3) : 0;
}

static void
make_line(struct chance *chance, const char *sku, struct quote_line *line)
{
	int64_t price = amount(chance);
	bool on_sale = once_in(chance, 4);
	size_t quantity_max = once_in(chance, 4) ? MADE_UNITS_MAX : 5;

	*line = (struct quote_line){ .sku = sku,
		.product = once_in(chance, 2) ? sku : PICK(chance, products),
		.name = sku,
		.category = PICK(chance, categories),
		.brand = PICK(chance, brands),
		.quantity = 1 + (int64_t)draw(chance, quantity_max),
		.price = price + (on_sale ? amount(chance) + 1 : 0),
		.unit_price = price,
		.on_sale = on_sale,
		.min_price = NUMBER_NONE,
		.tax_class = PICK(chance, classes),
		.weight_g = maybe(chance, 2, number(chance, 2000)),
		.needs_shipping = !once_in(chance, 4) };
	if (once_in(chance, 3))
		line->min_price = once_in(chance, 3) ? amount(chance)
						     : price * number(chance, 5) / 4;
}

static void
make_lines(struct chance *chance, struct made_cart *made)
{
	size_t count = once_in(chance, 8) ? draw(chance, MADE_LINES_MAX + 1)
					  : 1 + draw(chance, 4);
	size_t first = draw(chance, sizeof(skus) / sizeof(skus[0]));

	for (size_t i = 0; i < count; i++) {
		size_t place = (first + 5 * i) % (sizeof(skus) / sizeof(skus[0]));

		make_line(chance, skus[place], &made->lines[i]);
	}
	made->cart = (struct list){ made->lines, count };
}

static void
make_rates(struct chance *chance, struct made_cart *made)
{
	static const int64_t rates[] = { 0, 5, 7, 19, 20, 23, 250, 1000 };
	bool one_rate = once_in(chance, 4);
	size_t count = 0;

	for (size_t i = 1; i < 4; i++) {
		struct tax_rate *rate = &made->rates[count];

		if (once_in(chance, 5))
			continue;
		*rate = (struct tax_rate){ classes[i], "*",
			once_in(chance, 3) ? percentage(chance)
					   : PICK(chance, rates) * PERCENT_ONE,
			once_in(chance, 2), 0 };
		if (one_rate && count > 0)
			rate->rate = made->rates[0].rate;
		count++;
	}
	made->terms.tax_rates = (struct list){ made->rates, count };
}

static void
make_methods(struct chance *chance, struct made_cart *made)
{
	size_t count = draw(chance, 4);

	for (size_t i = 0; i < count; i++)
		made->methods[i] = (struct shipping_method){ .method = names[5 - i],
			.countries = some(chance, PICK(chance, zones), 2),
			.price = once_in(chance, 3) ? 490 : amount(chance),
			.goods_min = maybe(chance, 4, amount(chance)),
			.goods_max = maybe(chance, 4, amount(chance)),
			.weight_min_g = maybe(chance, 6, number(chance, 3000)),
			.weight_max_g = maybe(chance, 6, number(chance, 30000)),
			.tax_class = PICK(chance, classes) };
	made->terms.methods = (struct list){ made->methods, count };
	made->terms.method = once_in(chance, 8) ? PICK(chance, names) : "";
}

static void
make_action(struct chance *chance, struct promotion_action *action)
{
	*action = (struct promotion_action){ .from = (int)draw(chance, 3),
		.off = make_off(chance),
		.category = once_in(chance, 3) ? PICK(chance, categories) : "",
		.products = some(chance, PICK(chance, lists), 5),
		.price_min = maybe(chance, 6, amount(chance)),
		.price_max = maybe(chance, 6, amount(chance)),
		.skip_on_sale = once_in(chance, 5) };
}

static void
make_promotion(struct chance *chance, struct made_cart *made, size_t place)
{
	struct promotion_action *actions = made->actions[place];
	struct promotion *promotion = &made->promotions[place];
	size_t action_count = 1 + draw(chance, 3);

	for (size_t i = 0; i < action_count; i++)
		make_action(chance, &actions[i]);
	made->totals[place] = (struct category_total){ PICK(chance, categories),
		maybe(chance, 2, amount(chance)), maybe(chance, 4, amount(chance)) };
	*promotion = (struct promotion){ .promotion = names[place],
		.priority = number(chance, 3),
		.exclusive = once_in(chance, 8),
		.coupon_code = once_in(chance, 5) ? "Summer" : "",
		.coupon_limit = NUMBER_NONE,
		.coupon_limit_per_customer = NUMBER_NONE,
		.goods_min = maybe(chance, 5, amount(chance)),
		.goods_max = maybe(chance, 8, amount(chance)),
		.quantity_min = maybe(chance, 6, number(chance, 10)),
		.quantity_max = maybe(chance, 8, number(chance, 20)),
		.category_totals = { &made->totals[place], once_in(chance, 5) },
		.has = some(chance, PICK(chance, lists), 8),
		.nth_order = maybe(chance, 8, 1 + number(chance, 2)),
		.group = PICK(chance, groups),
		.actions = { actions, action_count } };
	make_dates(chance, &promotion->from, &promotion->until);
}

void
make_cart(struct chance *chance, struct arena *arena, struct made_cart *made)
{
	static const char *const currencies[] = { "JPY", "EUR", "KWD" };
	static const unsigned decimals[] = { 0, 2, 3 };
	size_t currency = draw(chance, 3);
	size_t count = draw(chance, MADE_RULES_MAX);

	*made = (struct made_cart){ .terms = { .arena = arena,
					    .currency = currencies[currency],
					    .decimals = decimals[currency],
					    .country = PICK(chance, countries),
					    .now = NOW,
					    .coupon = once_in(chance, 2) ? "SUMMER"
									 : "",
					    .group = PICK(chance, groups),
					    .orders_before = number(chance, 2) } };
	made->terms.tax_round = (int)draw(chance, 3);
	if (*made->terms.coupon && once_in(chance, 6))
		made->terms.coupon_fault = "is used up";
	make_lines(chance, made);
	make_rates(chance, made);
	make_methods(chance, made);
	for (size_t i = 0; i < count; i++)
		make_promotion(chance, made, i);
	made->terms.promotions = (struct list){ made->promotions, count };
}

void
make_price(struct chance *chance, struct made_price *made)
{
	size_t count = draw(chance, MADE_RULES_MAX);
	int64_t price = amount(chance);

	*made = (struct made_price){
		.base = { .sku = PICK(chance, skus),
			.product = PICK(chance, products),
			.category = PICK(chance, categories),
			.brand = PICK(chance, brands),
			.price = price,
			.sale_price = maybe(chance, 3, price * number(chance, 4) / 4),
			.min_price =
				maybe(chance, 3, price * number(chance, 5) / 4) },
		.now = NOW
	};
	make_dates(chance, &made->base.sale_from, &made->base.sale_until);
	for (size_t i = 0; i < count; i++) {
		struct sale *sale = &made->sales[i];

		*sale = (struct sale){ .sale = names[i],
			.off = make_off(chance),
			.category =
				once_in(chance, 2) ? PICK(chance, categories) : "",
			.brand = once_in(chance, 3) ? PICK(chance, brands) : "",
			.products = some(chance, PICK(chance, lists), 4),
			.priority = number(chance, 3),
			.exclusive = once_in(chance, 6) };
		make_dates(chance, &sale->from, &sale->until);
	}
	made->list = (struct list){ made->sales, count };
}

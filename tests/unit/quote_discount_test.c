#include <string.h>

#include "quote_shop.h"
#include "unit.h"

#include "base/money.h"

static const struct quote_line *
line_of(const struct quote_shop *shop, const char *sku)
{
	for (size_t i = 0; i < shop->cart.count; i++)
		if (strcmp(shop->lines[i].sku, sku) == 0)
			return &shop->lines[i];
	return NULL;
}

static int64_t
off(const struct quote_shop *shop, const char *sku)
{
	return line_of(shop, sku)->discount;
}

static void
put_floor(struct quote_shop *shop, const char *sku, int64_t quantity, int64_t price,
	int64_t floor)
{
	put_line(shop, sku, quantity, price)->min_price = floor;
}

static void
a_discount_of_the_order_is_rounded_once_and_split(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 2, 6000);
	put_line(shop, "B", 1, 4000);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_UNIT, 2000)->price_min = 5000;
	put_amount(shop, OFF_ORDER, 1000);
	priced(shop);
	assert_int_equal(off(shop, "A"), 4000 + 667);
	assert_int_equal(off(shop, "B"), 333);
}

/* 15 % of 0.03 is 0.0045: nothing; of 0.99, 0.1485. */
static void
a_percentage_is_rounded_over_the_whole(void **state)
{
	struct quote_shop *shop = *state;

	for (int i = 0; i < 3; i++)
		put_line(shop, i == 0 ? "A" : i == 1 ? "B" : "C", 1, 33);
	put_promotion(shop, "p", 0);
	put_percent(shop, OFF_ORDER, 15);
	assert_int_equal(priced(shop)->discount_total, 15);
	assert_int_equal(off(shop, "A"), 5);
	put_percent(shop, OFF_UNIT, 15)->from = OFF_UNIT;
	shop->promotions[0].actions.items = &shop->actions[0][1];
	shop->promotions[0].actions.count = 1;
	assert_int_equal(priced(shop)->discount_total, 15);
}

static void
the_order_of_lines_changes_nothing(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "C", 1, 1000);
	put_line(shop, "A", 1, 1000);
	put_line(shop, "B", 1, 1000);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 1001);
	priced(shop);
	assert_int_equal(off(shop, "A"), 334);
	assert_int_equal(off(shop, "B"), 334);
	assert_int_equal(off(shop, "C"), 333);
}

static void
a_discount_is_never_above_the_goods(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 10000);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 20000);
	assert_int_equal(priced(shop)->discount_total, 10000);
	assert_int_equal(shop->quote.total, 0);
	shop->actions[0][0].from = OFF_UNIT;
	assert_int_equal(priced(shop)->total, 0);
}

/* No rule has such a percentage; nothing overflows even so. */
static void
a_percentage_beyond_64_bits_takes_everything(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 10000);
	put_promotion(shop, "p", 0);
	put_percent(shop, OFF_ORDER, 1)->off.percent = INT64_MAX;
	shop->lines[0].unit_price = MONEY_MAX;
	assert_int_equal(priced(shop)->total, 0);
}

static void
what_is_free_is_never_divided_by(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "Z", 3, 0);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 500);
	put_amount(shop, OFF_UNIT, 500);
	put_percent(shop, OFF_ORDER, 50);
	assert_int_equal(priced(shop)->total, 0);
	assert_int_equal(shop->quote.promotions.count, 0);
}

static void
what_a_floor_refuses_goes_to_the_others(void **state)
{
	struct quote_shop *shop = *state;

	put_floor(shop, "T", 2, 5000, 4500);
	put_line(shop, "M", 2, 2000);
	put_line(shop, "S", 1, 4000);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 2700);
	priced(shop);
	assert_int_equal(off(shop, "T"), 1000);
	assert_int_equal(off(shop, "M"), 850);
	assert_int_equal(off(shop, "S"), 850);
}

static void
what_nobody_can_take_is_dropped(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "C", 1, 1000);
	put_floor(shop, "K", 1, 2000, 1900);
	put_floor(shop, "O", 1, 5000, 5000);
	put_floor(shop, "H", 1, 3000, 2600);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 2000);
	assert_int_equal(priced(shop)->discount_total, 1500);
	assert_int_equal(off(shop, "C"), 1000);
	assert_int_equal(off(shop, "K"), 100);
	assert_int_equal(off(shop, "O"), 0);
	assert_int_equal(off(shop, "H"), 400);
}

static void
a_price_below_its_floor_gives_nothing(void **state)
{
	struct quote_shop *shop = *state;

	put_floor(shop, "A", 2, 1000, 1500);
	put_floor(shop, "B", 1, 1000, -5);
	put_promotion(shop, "p", 0);
	put_percent(shop, OFF_UNIT, 50);
	put_percent(shop, OFF_ORDER, 50);
	priced(shop);
	assert_int_equal(off(shop, "A"), 0);
	assert_int_equal(off(shop, "B"), 500 + 500);
}

static void
each_unit_gives_down_to_its_floor(void **state)
{
	struct quote_shop *shop = *state;

	put_floor(shop, "A", 3, 1000, 900);
	put_line(shop, "B", 3, 150);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_UNIT, 200);
	priced(shop);
	assert_int_equal(off(shop, "A"), 300);
	assert_int_equal(off(shop, "B"), 450);
}

/* After 1.00 off three at 1.05 they cost 0.71, 0.72 and 0.72, of which half is 0.36,
 * rounded each by itself. */
static void
a_percentage_of_units_is_rounded_for_each(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 3, 105);
	put_promotion(shop, "p", 0);
	put_amount(shop, OFF_ORDER, 100);
	put_percent(shop, OFF_UNIT, 50);
	priced(shop);
	assert_int_equal(off(shop, "A"), 100 + 36 + 36 + 36);
}

static void
shares_of_units_sum_to_the_whole_larger_ones_first(void **state)
{
	(void)state;
	assert_int_equal(quote_unit_share(1000, 3, 0), 334);
	assert_int_equal(quote_unit_share(1000, 3, 1), 333);
	assert_int_equal(quote_unit_share(1000, 3, 2), 333);
	assert_int_equal(quote_units_share(1000, 3, 0), 0);
	assert_int_equal(quote_units_share(1000, 3, 1), 334);
	assert_int_equal(quote_units_share(1000, 3, 2), 667);
	assert_int_equal(quote_units_share(1000, 3, 3), 1000);
	assert_int_equal(quote_units_share(2, 9999, 9999), 2);
	assert_int_equal(quote_unit_share(0, 1, 0), 0);
}

static const struct quote_step wanted_steps[] = {
	{ "price", "", "A", "price", 3000, 3000 },
	{ "price", "spring", "A", "10% off 30.00", 300, 2700 },
	{ "price", "", "A", "3 at 27.00", 8100, 8100 },
	{ "price", "", "B", "1 at 40.00", 4000, 4000 },
	{ "promotion", "units", "A", "1.00 off each of 3", 300, 7800 },
	{ "promotion", "units", "B", "1.00 off one", 100, 3900 },
	{ "promotion", "whole", "",
		"60.01 off 117.00, of which no line may give 1.03", 5898, 5802 },
	{ "promotion", "whole", "A",
		"split: 19.98 of 60.01, down to the lowest price", 1998, 5802 },
	{ "promotion", "whole", "B", "split: 39.00 of 60.01", 3900, 0 },
	{ "shipping", "", "", "method 'post'", 500, 500 },
	{ "shipping", "free", "", "50% off 5.00", 250, 250 },
	{ "tax", "standard", "A", "8.875% added to 58.02", 515, 6317 },
	{ "tax", "reduced", "", "7% included in 2.50", 16, 250 },
};

static void
put_explained(struct quote_shop *shop)
{
	static struct quote_step steps[] = {
		{ "price", "", "A", "price", 3000, 3000 },
		{ "price", "spring", "A", "10% off 30.00", 300, 2700 },
	};
	struct quote_line *line = put_line(shop, "A", 3, 2700);

	line->steps = (struct list){ steps, 2 };
	line->tax_class = "standard";
	put_line(shop, "B", 1, 4000)->tax_class = "standard";
	line->min_price = 1934;
	put_method(shop, "post", 500)->tax_class = "reduced";
	put_promotion(shop, "units", 3);
	put_amount(shop, OFF_UNIT, 100);
	put_promotion(shop, "whole", 2);
	put_amount(shop, OFF_ORDER, 6001);
	put_promotion(shop, "free", 1);
	put_percent(shop, OFF_SHIPPING, 50);
	put_rate(shop, "standard", 0, false);
	shop->rates[0].rate = 8875000;
	put_rate(shop, "reduced", 7, true);
}

static void
check_steps(const struct quote *quote, const struct quote_step *wanted, size_t count)
{
	const struct quote_step *steps = quote->steps.items;

	for (size_t i = 0; i < quote->steps.count && i < count; i++) {
		assert_string_equal(steps[i].what, wanted[i].what);
		assert_string_equal(steps[i].stage, wanted[i].stage);
		assert_string_equal(steps[i].rule, wanted[i].rule);
		assert_string_equal(steps[i].sku, wanted[i].sku);
		assert_int_equal(steps[i].amount, wanted[i].amount);
		assert_int_equal(steps[i].result, wanted[i].result);
	}
	assert_int_equal(quote->steps.count, count);
}

static void
its_steps_say_how_a_total_came_about(void **state)
{
	struct quote_shop *shop = *state;

	put_explained(shop);
	check_steps(priced(shop), wanted_steps,
		sizeof(wanted_steps) / sizeof(wanted_steps[0]));
}

static void
taxes_by_unit_and_by_order_say_how_they_are_rounded(void **state)
{
	static const struct quote_step by_unit[] = {
		{ "price", "", "A", "2 at 0.45", 90, 90 },
		{ "price", "", "B", "1 at 0.44", 44, 44 },
		{ "tax", "standard", "A", "10% added to 0.90, each of 2 rounded", 10,
			100 },
		{ "tax", "standard", "B", "10% added to 0.44", 4, 48 },
	};
	static const struct quote_step by_order[] = {
		{ "price", "", "A", "2 at 0.45", 90, 90 },
		{ "price", "", "B", "1 at 0.44", 44, 44 },
		{ "tax", "", "", "10% added to 1.34", 13, 147 },
		{ "tax", "standard", "A", "split: 0.09 of 0.13", 9, 99 },
		{ "tax", "standard", "B", "split: 0.04 of 0.13", 4, 48 },
	};
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 10, false);
	put_line(shop, "A", 2, 45)->tax_class = "standard";
	put_line(shop, "B", 1, 44)->tax_class = "standard";
	shop->terms.tax_round = TAX_ROUND_UNIT;
	check_steps(priced(shop), by_unit, 4);
	shop->terms.tax_round = TAX_ROUND_ORDER;
	check_steps(priced(shop), by_order, 5);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, quote_shop_open, quote_shop_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_discount_of_the_order_is_rounded_once_and_split),
		TEST(a_percentage_is_rounded_over_the_whole),
		TEST(the_order_of_lines_changes_nothing),
		TEST(a_discount_is_never_above_the_goods),
		TEST(a_percentage_beyond_64_bits_takes_everything),
		TEST(what_is_free_is_never_divided_by),
		TEST(what_a_floor_refuses_goes_to_the_others),
		TEST(what_nobody_can_take_is_dropped),
		TEST(a_price_below_its_floor_gives_nothing),
		TEST(each_unit_gives_down_to_its_floor),
		TEST(a_percentage_of_units_is_rounded_for_each),
		TEST(shares_of_units_sum_to_the_whole_larger_ones_first),
		TEST(its_steps_say_how_a_total_came_about),
		TEST(taxes_by_unit_and_by_order_say_how_they_are_rounded),
	};

	return cmocka_run_group_tests_name("discounts of quotes", tests, NULL, NULL);
}

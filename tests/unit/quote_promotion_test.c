#include <string.h>

#include "quote_shop.h"
#include "unit.h"

#include "base/clock.h"

#define DAY (24 * HOUR)

static void
priority_decides_then_the_name(void **state)
{
	struct quote_shop *shop = *state;
	const struct quote_promotion *taken;

	put_line(shop, "A", 1, 10000);
	put_promotion(shop, "c", 1);
	put_amount(shop, OFF_ORDER, 1000);
	put_promotion(shop, "b", 4);
	put_percent(shop, OFF_ORDER, 20);
	put_promotion(shop, "a", 1);
	put_percent(shop, OFF_ORDER, 50);
	taken = priced(shop)->promotions.items;
	assert_int_equal(shop->quote.promotions.count, 3);
	assert_string_equal(taken[0].promotion, "b");
	assert_int_equal(taken[0].goods, 2000);
	assert_string_equal(taken[1].promotion, "a");
	assert_int_equal(taken[1].goods, 4000);
	assert_string_equal(taken[2].promotion, "c");
	assert_int_equal(taken[2].goods, 1000);
	assert_int_equal(shop->quote.discount_total, 7000);
}

static void
an_exclusive_one_stands_alone_whatever_its_priority(void **state)
{
	struct quote_shop *shop = *state;
	const struct quote_refused *refused;

	put_line(shop, "A", 1, 10000);
	put_promotion(shop, "first", 5);
	put_amount(shop, OFF_ORDER, 1000);
	put_promotion(shop, "vip", 1)->exclusive = true;
	put_percent(shop, OFF_ORDER, 20);
	put_promotion(shop, "other", 0)->exclusive = true;
	put_percent(shop, OFF_ORDER, 90);
	assert_int_equal(priced(shop)->total, 8000);
	refused = shop->quote.refused.items;
	assert_int_equal(shop->quote.refused.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(
			refused[i].fault, "gives way to 'vip', which is exclusive");
}

/* At 100.00 it holds, whatever the first would take; at 90.00 it does not, and is not
 * taken beside the other once that has made it hold. */
static void
exclusive_ones_are_judged_before_anything_is_taken_off(void **state)
{
	struct quote_shop *shop = *state;
	struct promotion *exclusive;

	put_line(shop, "A", 1, 10000);
	put_promotion(shop, "first", 5);
	put_percent(shop, OFF_ORDER, 10);
	exclusive = put_promotion(shop, "vip", 1);
	put_percent(shop, OFF_ORDER, 20);
	exclusive->exclusive = true;
	exclusive->goods_min = 10000;
	assert_int_equal(priced(shop)->total, 8000);
	exclusive->goods_min = NUMBER_NONE;
	exclusive->goods_max = 9000;
	assert_int_equal(priced(shop)->total, 9000);
}

static void
conditions_see_what_earlier_ones_left(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 12000)->category = "Books";
	put_method(shop, "post", 1000);
	put_promotion(shop, "half", 1);
	put_percent(shop, OFF_ORDER, 50);
	put_promotion(shop, "free", 0)->goods_min = 10000;
	put_percent(shop, OFF_SHIPPING, 100);
	assert_int_equal(priced(shop)->total, 7000);
	shop->promotions[1].goods_min = 6000;
	assert_int_equal(priced(shop)->total, 6000);
}

static void
actions_see_what_earlier_ones_took(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "J", 7, 10000)->category = "Jackets";
	put_promotion(shop, "both", 0)->goods_min = 50000;
	put_percent(shop, OFF_UNIT, 20)->category = "Jackets";
	put_percent(shop, OFF_ORDER, 50);
	assert_int_equal(priced(shop)->total, 28000);
}

/* A promotion that does not hold: what it says, and the words for why. */
struct faulty {
	const char *fault;
	struct promotion promotion; /* 0: not said */
};

static int64_t
said(int64_t number)
{
	return number ? number : NUMBER_NONE;
}

static void
apply_faulty(struct promotion *promotion, const struct promotion *wanted)
{
	promotion->from = wanted->from;
	promotion->until = wanted->until;
	promotion->goods_min = said(wanted->goods_min);
	promotion->goods_max = said(wanted->goods_max);
	promotion->quantity_min = said(wanted->quantity_min);
	promotion->quantity_max = said(wanted->quantity_max);
	promotion->nth_order = said(wanted->nth_order);
	promotion->group = wanted->group ? wanted->group : "";
	promotion->coupon_code = wanted->coupon_code ? wanted->coupon_code : "";
	promotion->has = wanted->has;
	promotion->category_totals = wanted->category_totals;
}

static const char *wanted_products[] = { "shirt", "MUG" };
static const char *there[] = { "A", "shirt" };
static struct category_total books_min = { "Books", 4001, NUMBER_NONE };
static struct category_total books_max = { "Books", NUMBER_NONE, 3999 };
static struct category_total books = { "Books", 4000, 4000 };

/* The cart: A twice at 20.00 of "Books/Novels", B once at 20.00 of "Bookshelves". */
static void
put_cart(struct quote_shop *shop)
{
	struct quote_line *line = put_line(shop, "A", 2, 2000);

	line->category = "Books/Novels";
	line->product = "shirt";
	put_line(shop, "B", 1, 2000)->category = "Bookshelves";
	shop->terms.group = "press";
	shop->terms.orders_before = 2;
	put_promotion(shop, "p", 0);
	put_percent(shop, OFF_ORDER, 10);
}

static void
what_does_not_hold_says_why(void **state)
{
	static const struct faulty cases[] = {
		{ "begins on 2026-09-02", { .from = SHOP_NOW + DAY } },
		{ "ended on 2026-08-31", { .until = SHOP_NOW } },
		{ "is for the group 'club'", { .group = "club" } },
		{ "is for a customer's order number 5, this is number 3",
			{ .nth_order = 5 } },
		{ "needs 'MUG' in the cart", { .has = { wanted_products, 2 } } },
		{ "needs 4 pieces or more", { .quantity_min = 4 } },
		{ "is for 1 piece at most", { .quantity_max = 1 } },
		{ "is for 2 pieces at most", { .quantity_max = 2 } },
		{ "needs goods for 60.01 EUR or more", { .goods_min = 6001 } },
		{ "is for goods for 59.99 EUR at most", { .goods_max = 5999 } },
		{ "needs goods of 'Books' for 40.01 EUR or more",
			{ .category_totals = { &books_min, 1 } } },
		{ "is for goods of 'Books' for 39.99 EUR at most",
			{ .category_totals = { &books_max, 1 } } },
		{ "needs its coupon 'SUMMER'", { .coupon_code = "SUMMER" } },
	};
	struct quote_shop *shop = *state;

	put_cart(shop);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct quote_refused *refused;
		const char *fault;

		apply_faulty(&shop->promotions[0], &cases[i].promotion);
		refused = priced(shop)->refused.items;
		assert_int_equal(shop->quote.refused.count, 1);
		assert_string_equal(refused->promotion, "p");
		assert_string_equal(refused->fault, cases[i].fault);
		assert_int_equal(promotion_fault(&shop->terms, &shop->promotions[0],
					 &shop->cart, &fault, &shop->err),
			ST_OK);
		assert_string_equal(fault, cases[i].fault);
	}
}

static void
bounds_are_inclusive(void **state)
{
	static const struct promotion cases[] = {
		{ .from = SHOP_NOW, .until = SHOP_NOW + 1 },
		{ .group = "press", .nth_order = 3 },
		{ .has = { there, 2 } },
		{ .quantity_min = 3, .quantity_max = 3 },
		{ .goods_min = 6000, .goods_max = 6000 },
		{ .category_totals = { &books, 1 } },
	};
	struct quote_shop *shop = *state;
	const char *fault = "";

	put_cart(shop);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		apply_faulty(&shop->promotions[0], &cases[i]);
		assert_int_equal(priced(shop)->discount_total, 600);
	}
	shop->lines[0].discount = shop->lines[1].discount = 0;
	assert_int_equal(promotion_fault(&shop->terms, &shop->promotions[0],
				 &shop->cart, &fault, &shop->err),
		ST_OK);
	assert_null(fault);
}

static void
a_coupon_is_given_in_any_case(void **state)
{
	struct quote_shop *shop = *state;
	const struct quote_promotion *taken;

	put_line(shop, "A", 1, 1000);
	put_promotion(shop, "p", 0)->coupon_code = "Sömmer";
	put_percent(shop, OFF_ORDER, 10);
	assert_int_equal(priced(shop)->total, 1000);
	assert_null(shop->quote.coupon_fault);
	shop->terms.coupon = "SÖMMER";
	taken = priced(shop)->promotions.items;
	assert_int_equal(shop->quote.total, 900);
	assert_string_equal(taken->coupon, "Sömmer");
	assert_null(shop->quote.coupon_fault);
}

static void
a_coupon_that_does_not_hold_says_why(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	shop->terms.coupon = "SUMMER";
	assert_string_equal(priced(shop)->coupon_fault, "belongs to no promotion");
	put_promotion(shop, "p", 0)->coupon_code = "SUMMER";
	put_percent(shop, OFF_ORDER, 10)->category = "Books";
	assert_string_equal(priced(shop)->coupon_fault, "covers nothing in the cart");
	shop->actions[0][0].category = "";
	shop->promotions[0].quantity_min = 2;
	assert_string_equal(priced(shop)->coupon_fault, "needs 2 pieces or more");
	shop->promotions[0].quantity_min = NUMBER_NONE;
	put_promotion(shop, "vip", 0)->exclusive = true;
	put_percent(shop, OFF_ORDER, 10);
	assert_string_equal(
		priced(shop)->coupon_fault, "gives way to 'vip', which is exclusive");
	shop->promotions[1].exclusive = false;
	shop->promotions[1].priority = 1;
	shop->actions[1][0].off.percent = 100000000;
	assert_string_equal(priced(shop)->coupon_fault, "gives nothing here");
	shop->terms.coupon_fault = "is used up";
	assert_string_equal(priced(shop)->coupon_fault, "is used up");
}

static void
a_coupon_the_caller_refuses_takes_nothing(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	put_promotion(shop, "p", 0)->coupon_code = "SUMMER";
	put_percent(shop, OFF_ORDER, 10);
	shop->terms.coupon = "SUMMER";
	shop->terms.coupon_fault = "is used up";
	assert_int_equal(priced(shop)->total, 1000);
	assert_int_equal(shop->quote.promotions.count, 0);
}

/* Until it is known where to, free shipping takes nothing and is no fault. */
static void
a_coupon_for_shipping_waits_for_the_country(void **state)
{
	static const char *germany[] = { "DE" };
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	put_method(shop, "post", 500)->countries = (struct texts){ germany, 1 };
	put_promotion(shop, "p", 0)->coupon_code = "SUMMER";
	put_percent(shop, OFF_SHIPPING, 100);
	shop->terms.coupon = "SUMMER";
	shop->terms.country = "";
	assert_null(priced(shop)->coupon_fault);
	assert_int_equal(shop->quote.promotions.count, 0);
	shop->terms.country = "DE";
	assert_null(priced(shop)->coupon_fault);
	assert_int_equal(shop->quote.shipping_total, 0);
	shop->methods[0].price = 0;
	assert_string_equal(priced(shop)->coupon_fault, "gives nothing here");
}

static void
an_action_covers_what_its_filters_say(void **state)
{
	static const char *shirt[] = { "shirt" };
	static const struct {
		struct promotion_action action; /* prices: 0: not said */
		int64_t discount;
	} cases[] = {
		{ { .category = "" }, 111 },
		{ { .category = "Books" }, 100 },
		{ { .category = "", .products = { shirt, 1 } }, 10 },
		{ { .category = "Books", .products = { shirt, 1 } }, 0 },
		{ { .category = "", .price_min = 100 }, 110 },
		{ { .category = "", .price_min = 101 }, 100 },
		{ { .category = "", .price_max = 100 }, 11 },
		{ { .category = "", .price_max = 99 }, 1 },
		{ { .category = "", .skip_on_sale = true }, 110 },
	};
	struct quote_shop *shop = *state;
	struct promotion_action *action;

	put_line(shop, "A", 1, 1000)->category = "Books/Novels";
	put_line(shop, "B", 1, 100)->product = "shirt";
	put_line(shop, "C", 1, 10)->on_sale = true;
	put_promotion(shop, "p", 0);
	action = put_percent(shop, OFF_ORDER, 10);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		action->category = cases[i].action.category;
		action->products = cases[i].action.products;
		action->price_min = said(cases[i].action.price_min);
		action->price_max = said(cases[i].action.price_max);
		action->skip_on_sale = cases[i].action.skip_on_sale;
		action->from = OFF_ORDER;
		assert_int_equal(priced(shop)->discount_total, cases[i].discount);
		action->from = OFF_UNIT;
		assert_int_equal(priced(shop)->discount_total, cases[i].discount);
	}
}

/* The price before promotions, whatever they have taken by then. */
static void
a_price_filter_looks_at_the_price_before_promotions(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	put_promotion(shop, "a", 1);
	put_percent(shop, OFF_ORDER, 50);
	put_promotion(shop, "b", 0);
	put_amount(shop, OFF_UNIT, 100)->price_min = 1000;
	assert_int_equal(priced(shop)->discount_total, 600);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, quote_shop_open, quote_shop_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(priority_decides_then_the_name),
		TEST(an_exclusive_one_stands_alone_whatever_its_priority),
		TEST(exclusive_ones_are_judged_before_anything_is_taken_off),
		TEST(conditions_see_what_earlier_ones_left),
		TEST(actions_see_what_earlier_ones_took),
		TEST(what_does_not_hold_says_why),
		TEST(bounds_are_inclusive),
		TEST(a_coupon_is_given_in_any_case),
		TEST(a_coupon_that_does_not_hold_says_why),
		TEST(a_coupon_the_caller_refuses_takes_nothing),
		TEST(a_coupon_for_shipping_waits_for_the_country),
		TEST(an_action_covers_what_its_filters_say),
		TEST(a_price_filter_looks_at_the_price_before_promotions),
	};

	return cmocka_run_group_tests_name("promotions of quotes", tests, NULL, NULL);
}

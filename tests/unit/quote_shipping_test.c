#include <string.h>

#include "quote_shop.h"
#include "unit.h"

static void
the_cheapest_that_applies_ships_it(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 10000);
	put_method(shop, "air", 900);
	put_method(shop, "post", 500);
	put_method(shop, "bike", 500);
	put_method(shop, "free", 0)->goods_min = 10001;
	assert_string_equal(priced(shop)->shipping.method, "bike");
	assert_int_equal(shop->quote.shipping_total, 500);
	assert_int_equal(shop->quote.total, 10500);
	assert_null(shop->quote.unshippable);
}

static void
the_method_asked_for_ships_it(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 10000);
	put_method(shop, "air", 900);
	put_method(shop, "post", 500);
	shop->terms.method = "air";
	assert_string_equal(priced(shop)->shipping.method, "air");
	assert_int_equal(shop->quote.shipping.price, 900);
}

static void
what_needs_no_shipping_is_not_charged_for(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "E", 1, 1255)->needs_shipping = false;
	put_method(shop, "post", 500);
	assert_string_equal(priced(shop)->shipping.method, "");
	assert_int_equal(shop->quote.total, 1255);
	shop->terms.method = "post";
	assert_string_equal(priced(shop)->shipping.method, "");
	assert_int_equal(shop->quote.shipping_total, 0);
}

static void
a_shop_without_methods_charges_nothing(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	assert_int_equal(priced(shop)->total, 1000);
	assert_null(shop->quote.unshippable);
}

static void
bounds_are_inclusive(void **state)
{
	struct quote_shop *shop = *state;
	struct shipping_method *method;

	put_line(shop, "A", 2, 2500)->weight_g = 600;
	method = put_method(shop, "post", 500);
	method->goods_min = method->goods_max = 5000;
	method->weight_min_g = method->weight_max_g = 1200;
	assert_string_equal(priced(shop)->shipping.method, "post");
}

static void
goods_are_all_after_discounts_and_weight_is_of_what_ships(void **state)
{
	struct quote_shop *shop = *state;
	struct quote_line *line;
	struct shipping_method *method;

	put_line(shop, "A", 3, 1000)->weight_g = 100;
	line = put_line(shop, "E", 1, 3000);
	line->weight_g = 999999;
	line->needs_shipping = false;
	put_line(shop, "N", 1, 0);
	put_promotion(shop, "half", 0);
	put_percent(shop, OFF_ORDER, 50);
	method = put_method(shop, "post", 500);
	method->goods_min = method->goods_max = 3000;
	method->weight_min_g = method->weight_max_g = 300;
	assert_string_equal(priced(shop)->shipping.method, "post");
}

/* One that is there but does not apply: why, and what would do. */
static void
a_method_that_does_not_apply_is_refused_with_the_reason(void **state)
{
	static const char *french[] = { "FR", "BE" };
	static const struct {
		struct shipping_method method;
		const char *country;
		const char *message;
	} cases[] = {
		{ { .countries = { french, 2 } }, "DE",
			"shipping method 'post' does not ship to 'DE' ('air' would "
			"do)" },
		{ { .countries = { french, 2 } }, "",
			"shipping method 'post' ships to some countries only, and "
			"none is given ('air' would do)" },
		{ { .goods_max = 4999 }, "DE",
			"shipping method 'post' takes goods for 49.99 EUR or less, "
			"these cost 60.00 ('air' would do)" },
		{ { .goods_min = 6001 }, "DE",
			"shipping method 'post' takes goods for 60.01 EUR or more, "
			"these cost 60.00 ('air' would do)" },
		{ { .weight_max_g = 1000 }, "DE",
			"shipping method 'post' takes 1000 g or less, these weigh "
			"1200 g ('air' would do)" },
		{ { .weight_min_g = 1201 }, "DE",
			"shipping method 'post' takes 1201 g or more, these weigh "
			"1200 g ('air' would do)" },
	};
	struct quote_shop *shop = *state;
	struct shipping_method *method;

	put_line(shop, "A", 2, 3000)->weight_g = 600;
	put_method(shop, "air", 900);
	put_method(shop, "boat", 1900);
	method = put_method(shop, "post", 500);
	shop->terms.method = "post";
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct shipping_method *wanted = &cases[i].method;

		method->countries = wanted->countries;
		method->goods_min =
			wanted->goods_min ? wanted->goods_min : NUMBER_NONE;
		method->goods_max =
			wanted->goods_max ? wanted->goods_max : NUMBER_NONE;
		method->weight_min_g =
			wanted->weight_min_g ? wanted->weight_min_g : NUMBER_NONE;
		method->weight_max_g =
			wanted->weight_max_g ? wanted->weight_max_g : NUMBER_NONE;
		shop->terms.country = cases[i].country;
		assert_int_equal(price_cart(shop), ST_REFUSED);
		assert_string_equal(shop->err.message, cases[i].message);
	}
}

static void
a_refusal_names_nothing_that_would_not_do(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 3000);
	put_method(shop, "post", 500)->goods_max = 2000;
	shop->terms.method = "post";
	assert_int_equal(price_cart(shop), ST_REFUSED);
	assert_string_equal(shop->err.message, "shipping method 'post' takes goods "
					       "for 20.00 EUR or less, these cost "
					       "30.00");
}

static void
an_unknown_method_is_refused_with_those_there_are(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 3000)->needs_shipping = false;
	shop->terms.method = "ari";
	assert_int_equal(price_cart(shop), ST_NOT_FOUND);
	assert_string_equal(shop->err.message,
		"there is no shipping method 'ari' (there are none)");
	put_method(shop, "air", 900);
	put_method(shop, "post", 500);
	assert_int_equal(price_cart(shop), ST_NOT_FOUND);
	assert_string_equal(shop->err.message,
		"there is no shipping method 'ari' (there is: air, post)");
}

static void
a_country_that_nothing_ships_to_is_named(void **state)
{
	static const char *germany[] = { "DE" };
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 3000);
	put_method(shop, "post", 500)->countries = (struct texts){ germany, 1 };
	shop->terms.country = "FR";
	assert_string_equal(priced(shop)->unshippable, "nothing is shipped to 'FR'");
	assert_int_equal(shop->quote.total, 3000);
	shop->terms.country = "";
	assert_string_equal(priced(shop)->unshippable,
		"where it goes is not known, no country is given");
}

static void
what_no_method_takes_is_said(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 2, 3000)->weight_g = 600;
	put_method(shop, "post", 500)->weight_max_g = 1000;
	assert_string_equal(priced(shop)->unshippable,
		"shipping method 'post' takes 1000 g or less, these weigh 1200 g");
	put_method(shop, "air", 500)->goods_max = 5000;
	assert_string_equal(priced(shop)->unshippable,
		"no shipping method to 'DE' takes goods for 60.00 EUR that weigh "
		"1200 g");
	shop->terms.country = "";
	assert_string_equal(priced(shop)->unshippable,
		"no shipping method takes goods for 60.00 EUR that weigh 1200 g");
}

static void
discounts_of_shipping_follow_each_other_and_end_at_zero(void **state)
{
	struct quote_shop *shop = *state;
	const struct quote_promotion *taken;

	put_line(shop, "A", 1, 10000);
	put_method(shop, "post", 5106);
	put_promotion(shop, "tenth", 2);
	put_percent(shop, OFF_SHIPPING, 10);
	put_promotion(shop, "rest", 1);
	put_amount(shop, OFF_SHIPPING, 9999);
	put_promotion(shop, "late", 0);
	put_amount(shop, OFF_SHIPPING, 1);
	taken = priced(shop)->promotions.items;
	assert_int_equal(shop->quote.promotions.count, 2);
	assert_int_equal(taken[0].shipping, 511);
	assert_int_equal(taken[1].shipping, 4595);
	assert_int_equal(shop->quote.shipping.discount, 5106);
	assert_int_equal(shop->quote.shipping_total, 0);
	assert_int_equal(shop->quote.total, 10000);
}

static void
goods_discounts_do_not_touch_shipping(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 1, 1000);
	put_method(shop, "post", 500);
	put_promotion(shop, "all", 0);
	put_amount(shop, OFF_ORDER, 99999);
	assert_int_equal(priced(shop)->total, 500);
	assert_int_equal(shop->quote.discount_total, 1000);
}

static void
shipping_is_cheaper_where_its_action_covers_a_line(void **state)
{
	struct quote_shop *shop = *state;
	struct quote_line *line = put_line(shop, "A", 1, 1000);

	put_line(shop, "B", 1, 1000);
	put_method(shop, "post", 500);
	put_promotion(shop, "free", 0);
	put_percent(shop, OFF_SHIPPING, 100)->category = "Books";
	assert_int_equal(priced(shop)->shipping_total, 500);
	line->category = "Books/Novels";
	assert_int_equal(priced(shop)->shipping_total, 0);
}

static void
every_method_is_offered_with_its_fault(void **state)
{
	struct quote_shop *shop = *state;
	const struct quote_offer *offers;

	put_line(shop, "A", 1, 4000);
	put_method(shop, "any", 2000);
	put_method(shop, "dear", 100)->goods_min = 5000;
	put_method(shop, "small", 1000)->goods_max = 2999;
	offers = priced(shop)->offers.items;
	assert_int_equal(shop->quote.offers.count, 3);
	assert_string_equal(offers[0].method, "any");
	assert_int_equal(offers[0].price, 2000);
	assert_null(offers[0].fault);
	assert_string_equal(offers[1].fault,
		"takes goods for 50.00 EUR or more, these cost 40.00");
	assert_string_equal(offers[2].fault,
		"takes goods for 29.99 EUR or less, these cost 40.00");
	shop->lines[0].needs_shipping = false;
	assert_int_equal(priced(shop)->offers.count, 0);
}

static void
a_weight_that_does_not_fit_is_refused(void **state)
{
	struct quote_shop *shop = *state;

	put_line(shop, "A", 2, 1000)->weight_g = INT64_MAX;
	put_method(shop, "post", 500);
	assert_int_equal(price_cart(shop), ST_BAD_DATA);
	assert_string_equal(shop->err.message, "the weight of 'A' is too large");
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, quote_shop_open, quote_shop_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_cheapest_that_applies_ships_it),
		TEST(the_method_asked_for_ships_it),
		TEST(what_needs_no_shipping_is_not_charged_for),
		TEST(a_shop_without_methods_charges_nothing),
		TEST(bounds_are_inclusive),
		TEST(goods_are_all_after_discounts_and_weight_is_of_what_ships),
		TEST(a_method_that_does_not_apply_is_refused_with_the_reason),
		TEST(a_refusal_names_nothing_that_would_not_do),
		TEST(an_unknown_method_is_refused_with_those_there_are),
		TEST(a_country_that_nothing_ships_to_is_named),
		TEST(what_no_method_takes_is_said),
		TEST(discounts_of_shipping_follow_each_other_and_end_at_zero),
		TEST(goods_discounts_do_not_touch_shipping),
		TEST(shipping_is_cheaper_where_its_action_covers_a_line),
		TEST(every_method_is_offered_with_its_fault),
		TEST(a_weight_that_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests_name("shipping of quotes", tests, NULL, NULL);
}

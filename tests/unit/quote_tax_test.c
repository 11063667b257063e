#include <string.h>

#include "quote_shop.h"
#include "unit.h"

#include "base/money.h"

static void
a_line_is_rounded_once(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 23, false);
	put_line(shop, "A", 10, 1010)->tax_class = "standard";
	assert_int_equal(priced(shop)->tax_added, 2323);
	assert_int_equal(shop->quote.total, 12423);
	assert_int_equal(shop->lines[0].tax_added, 2323);
	assert_int_equal(shop->lines[0].tax_rate, 23000000);
	assert_false(shop->lines[0].tax_is_included);
}

static void
half_a_unit_is_rounded_up(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 10, false);
	put_line(shop, "A", 1, 4595)->tax_class = "standard";
	assert_int_equal(priced(shop)->tax_added, 460);
}

/* 4595 and 4595, not 9190. */
static void
units_are_rounded_each_by_itself(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 10, false);
	put_line(shop, "A", 2, 4595)->tax_class = "standard";
	assert_int_equal(priced(shop)->tax_added, 919);
	shop->terms.tax_round = TAX_ROUND_UNIT;
	assert_int_equal(priced(shop)->tax_added, 920);
}

/* 10.01 over 3 units: 3.34, 3.34 and 3.33 off. */
static void
units_with_a_larger_share_of_the_discount_are_taxed_less(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 25, false);
	put_line(shop, "A", 3, 1000)->tax_class = "standard";
	put_promotion(shop, "less", 0);
	put_amount(shop, OFF_ORDER, 1001);
	shop->terms.tax_round = TAX_ROUND_UNIT;
	assert_int_equal(priced(shop)->tax_added, 167 + 167 + 167);
	assert_int_equal(shop->lines[0].discount, 1001);
}

static void
an_included_tax_changes_no_total(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 20, true);
	put_line(shop, "A", 1, 1970)->tax_class = "standard";
	put_line(shop, "B", 1, 1970)->tax_class = "standard";
	assert_int_equal(priced(shop)->total, 3940);
	assert_int_equal(shop->quote.tax_included, 656);
	assert_int_equal(shop->quote.tax_added, 0);
	assert_true(shop->lines[0].tax_is_included);
	assert_int_equal(shop->lines[0].tax_included, 328);
}

/* 6.567 is 6.57 once, not 3.28 twice; the odd one goes to the first by SKU. */
static void
an_order_is_rounded_once_for_each_rate(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 20, true);
	put_line(shop, "B", 1, 1970)->tax_class = "standard";
	put_line(shop, "A", 1, 1970)->tax_class = "standard";
	shop->terms.tax_round = TAX_ROUND_ORDER;
	assert_int_equal(priced(shop)->tax_included, 657);
	assert_int_equal(shop->lines[0].tax_included, 328);
	assert_int_equal(shop->lines[1].tax_included, 329);
}

static void
classes_of_the_same_rate_are_rounded_together(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "books", 10, false);
	put_rate(shop, "food", 10, false);
	put_line(shop, "A", 1, 1003)->tax_class = "books";
	put_line(shop, "B", 1, 1003)->tax_class = "food";
	put_method(shop, "post", 1003)->tax_class = "food";
	assert_int_equal(priced(shop)->tax_added, 300);
	shop->terms.tax_round = TAX_ROUND_ORDER;
	assert_int_equal(priced(shop)->tax_added, 301);
	assert_int_equal(shop->quote.shipping.tax_added, 101);
	assert_int_equal(shop->lines[0].tax_added, 100);
	assert_int_equal(shop->quote.taxes.count, 1);
}

static void
discounts_come_before_tax(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 10, false);
	put_line(shop, "B", 1, 5605)->tax_class = "standard";
	put_promotion(shop, "less", 0);
	put_amount(shop, OFF_ORDER, 1010);
	assert_int_equal(priced(shop)->tax_added, 460);
	assert_int_equal(shop->quote.total, 5055);
}

static void
shipping_is_taxed_by_its_own_class_after_its_discounts(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 23, false);
	put_rate(shop, "reduced", 10, true);
	put_line(shop, "A", 1, 1000)->tax_class = "standard";
	put_method(shop, "post", 5685)->tax_class = "reduced";
	put_promotion(shop, "less", 0);
	put_percent(shop, OFF_SHIPPING, 10);
	assert_int_equal(priced(shop)->shipping_total, 5116);
	assert_int_equal(shop->quote.shipping.tax_included, 465);
	assert_int_equal(shop->quote.shipping.tax_rate, 10000000);
	assert_true(shop->quote.shipping.tax_is_included);
	assert_int_equal(shop->quote.tax_included, 465);
	assert_int_equal(shop->quote.tax_added, 230);
	assert_int_equal(shop->quote.total, 1000 + 5116 + 230);
}

static void
no_class_and_a_class_without_a_rate_have_no_tax(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 23, false);
	put_line(shop, "A", 1, 1000);
	put_line(shop, "B", 1, 1000)->tax_class = "abroad";
	assert_int_equal(priced(shop)->tax_added, 0);
	assert_int_equal(shop->lines[0].tax_rate, NUMBER_NONE);
	assert_int_equal(shop->lines[1].tax_rate, NUMBER_NONE);
	assert_int_equal(shop->quote.taxes.count, 0);
	assert_int_equal(shop->quote.shipping.tax_rate, NUMBER_NONE);
}

static void
taxes_are_listed_by_rate(void **state)
{
	static const struct quote_tax wanted[] = {
		{ 0, false, 500, 0 },
		{ 7000000, false, 1000, 70 },
		{ 7000000, true, 2000, 131 },
		{ 19000000, false, 4500, 855 },
	};
	struct quote_shop *shop = *state;
	const struct quote_tax *taxes;

	put_rate(shop, "standard", 19, false);
	put_rate(shop, "zero", 0, false);
	put_rate(shop, "books", 7, true);
	put_rate(shop, "food", 7, false);
	put_line(shop, "A", 2, 2000)->tax_class = "standard";
	put_line(shop, "B", 1, 2000)->tax_class = "books";
	put_line(shop, "C", 1, 1000)->tax_class = "food";
	put_line(shop, "D", 1, 500)->tax_class = "zero";
	put_line(shop, "E", 1, 0)->tax_class = "zero";
	put_method(shop, "post", 500)->tax_class = "standard";
	taxes = priced(shop)->taxes.items;
	assert_int_equal(shop->quote.taxes.count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(taxes[i].rate, wanted[i].rate);
		assert_int_equal(taxes[i].included, wanted[i].included);
		assert_int_equal(taxes[i].base, wanted[i].base);
		assert_int_equal(taxes[i].tax, wanted[i].tax);
	}
}

/* 1,000 % of the largest amount there is. */
static void
the_largest_tax_makes_the_total_too_large(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 1000, false);
	put_line(shop, "A", 1, MONEY_MAX)->tax_class = "standard";
	for (int round = TAX_ROUND_LINE; round <= TAX_ROUND_ORDER; round++) {
		shop->terms.tax_round = round;
		assert_int_equal(price_cart(shop), ST_BAD_DATA);
		assert_string_equal(
			shop->err.message, "the total of the cart is too large");
	}
}

/* No rule has such a rate; nothing overflows even so. */
static void
a_tax_beyond_64_bits_is_refused_and_named(void **state)
{
	static const char *const messages[] = { "the tax of 'A' is too large",
		"the tax of 'A' is too large", "the tax of the cart is too large" };
	struct quote_shop *shop = *state;

	put_rate(shop, "standard", 1, false);
	shop->rates[0].rate = INT64_MAX;
	put_line(shop, "A", 2, MONEY_MAX / 2)->tax_class = "standard";
	for (int round = TAX_ROUND_LINE; round <= TAX_ROUND_ORDER; round++) {
		shop->terms.tax_round = round;
		assert_int_equal(price_cart(shop), ST_BAD_DATA);
		assert_string_equal(shop->err.message, messages[round]);
	}
	shop->lines[0].tax_class = "";
	put_method(shop, "post", MONEY_MAX)->tax_class = "standard";
	shop->terms.tax_round = TAX_ROUND_LINE;
	assert_int_equal(price_cart(shop), ST_BAD_DATA);
	assert_string_equal(shop->err.message, "the tax of shipping is too large");
}

/* As above: each fits, their sum does not. */
static void
taxes_whose_sum_is_beyond_64_bits_are_refused(void **state)
{
	struct quote_shop *shop = *state;

	put_rate(shop, "a", 1, false);
	put_rate(shop, "b", 1, false);
	shop->rates[0].rate = 1200000000000;
	shop->rates[1].rate = 1200000000001;
	put_line(shop, "A", 1, MONEY_MAX / 2)->tax_class = "a";
	put_line(shop, "B", 1, MONEY_MAX / 2)->tax_class = "b";
	assert_int_equal(price_cart(shop), ST_BAD_DATA);
	assert_string_equal(shop->err.message, "the total of the cart is too large");
	shop->lines[1].tax_class = "a";
	assert_int_equal(price_cart(shop), ST_BAD_DATA);
	assert_string_equal(shop->err.message, "the tax of 'B' is too large");
	put_method(shop, "post", INT64_MAX)->tax_class = "a";
	shop->terms.tax_round = TAX_ROUND_ORDER;
	assert_int_equal(price_cart(shop), ST_BAD_DATA);
	assert_string_equal(shop->err.message, "the tax of shipping is too large");
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, quote_shop_open, quote_shop_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_is_rounded_once),
		TEST(half_a_unit_is_rounded_up),
		TEST(units_are_rounded_each_by_itself),
		TEST(units_with_a_larger_share_of_the_discount_are_taxed_less),
		TEST(an_included_tax_changes_no_total),
		TEST(an_order_is_rounded_once_for_each_rate),
		TEST(classes_of_the_same_rate_are_rounded_together),
		TEST(discounts_come_before_tax),
		TEST(shipping_is_taxed_by_its_own_class_after_its_discounts),
		TEST(no_class_and_a_class_without_a_rate_have_no_tax),
		TEST(taxes_are_listed_by_rate),
		TEST(the_largest_tax_makes_the_total_too_large),
		TEST(a_tax_beyond_64_bits_is_refused_and_named),
		TEST(taxes_whose_sum_is_beyond_64_bits_are_refused),
	};

	return cmocka_run_group_tests_name("taxes of quotes", tests, NULL, NULL);
}

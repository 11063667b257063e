#include "pricing/quote.h"

#include <string.h>

#include "unit.h"

#include "base/money.h"

static enum status
quote(struct quote_line *lines, size_t count, struct quote *made, struct err *err)
{
	struct arena arena = { NULL };
	const struct quote_terms terms = { .arena = &arena,
		.currency = "EUR",
		.decimals = 2,
		.country = "DE",
		.method = "",
		.coupon = "",
		.group = "" };
	struct list list = { lines, count };
	enum status status;

	memset(err, 0, sizeof(*err));
	status = quote_make(&terms, list, made, err);
	arena_free(&arena);
	return status;
}

static void
a_line_is_price_times_quantity(void **state)
{
	struct quote_line line = { .sku = "A", .quantity = 3, .unit_price = 1999 };
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(&line, 1, &made, &err), ST_OK);
	assert_int_equal(line.line_total, 5997);
	assert_int_equal(made.goods_total, 5997);
	assert_int_equal(made.quantity, 3);
	assert_string_equal(made.currency, "EUR");
}

static void
the_total_is_the_sum_of_its_parts(void **state)
{
	struct quote_line lines[] = {
		{ .sku = "A", .quantity = 2, .unit_price = 1250 },
		{ .sku = "B", .quantity = 1, .unit_price = 0 },
		{ .sku = "C", .quantity = 9999, .unit_price = 1 },
	};
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(lines, 3, &made, &err), ST_OK);
	assert_int_equal(made.goods_total, 2500 + 9999);
	assert_int_equal(made.quantity, 2 + 1 + 9999);
	assert_int_equal(made.total, made.goods_total - made.discount_total +
					     made.shipping_total + made.tax_added);
}

static void
nothing_costs_nothing(void **state)
{
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(NULL, 0, &made, &err), ST_OK);
	assert_int_equal(made.total, 0);
	assert_int_equal(made.quantity, 0);
}

static void
the_largest_amount_still_fits(void **state)
{
	struct quote_line line = {
		.sku = "A", .quantity = 1, .unit_price = MONEY_MAX
	};
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(&line, 1, &made, &err), ST_OK);
	assert_int_equal(made.total, MONEY_MAX);
}

static void
a_line_above_the_largest_amount_is_refused_and_named(void **state)
{
	struct quote_line line = {
		.sku = "RING", .quantity = 2, .unit_price = MONEY_MAX
	};
	struct quote made = { .total = 17 };
	struct err err;

	(void)state;
	assert_int_equal(quote(&line, 1, &made, &err), ST_BAD_DATA);
	assert_string_equal(err.message, "the total of 'RING' is too large");
	assert_int_equal(made.total, 17);
}

static void
a_line_beyond_64_bits_is_refused(void **state)
{
	struct quote_line line = {
		.sku = "RING", .quantity = 9999, .unit_price = INT64_MAX
	};
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(&line, 1, &made, &err), ST_BAD_DATA);
	assert_string_equal(err.message, "the total of 'RING' is too large");
}

static void
a_price_below_zero_is_refused_and_named(void **state)
{
	struct quote_line line = { .sku = "RING", .quantity = 1, .unit_price = -1 };
	struct quote made;
	struct err err;

	(void)state;
	assert_int_equal(quote(&line, 1, &made, &err), ST_BAD_DATA);
	assert_string_equal(err.message, "the price of 'RING' is below zero");
}

static void
a_cart_above_the_largest_amount_is_refused(void **state)
{
	struct quote_line lines[] = {
		{ .sku = "A", .quantity = 1, .unit_price = MONEY_MAX },
		{ .sku = "B", .quantity = 1, .unit_price = 1 },
	};
	struct quote made = { .total = 17 };
	struct err err;

	(void)state;
	assert_int_equal(quote(lines, 2, &made, &err), ST_BAD_DATA);
	assert_string_equal(err.message, "the total of the cart is too large");
	assert_int_equal(made.total, 17);
}

/* As many lines as a cart may have, each as dear as it may be: more than 2^62. */
static void
the_dearest_cart_of_all_is_refused_without_overflow(void **state)
{
	static struct quote_line lines[CART_LINES_MAX];
	struct quote made;
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < CART_LINES_MAX; i++)
		lines[i] = (struct quote_line){
			.sku = "A", .quantity = 1, .unit_price = MONEY_MAX
		};
	assert_int_equal(quote(lines, CART_LINES_MAX, &made, &err), ST_BAD_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_price_times_quantity),
		cmocka_unit_test(the_total_is_the_sum_of_its_parts),
		cmocka_unit_test(nothing_costs_nothing),
		cmocka_unit_test(the_largest_amount_still_fits),
		cmocka_unit_test(
			a_line_above_the_largest_amount_is_refused_and_named),
		cmocka_unit_test(a_line_beyond_64_bits_is_refused),
		cmocka_unit_test(a_price_below_zero_is_refused_and_named),
		cmocka_unit_test(a_cart_above_the_largest_amount_is_refused),
		cmocka_unit_test(the_dearest_cart_of_all_is_refused_without_overflow),
	};

	return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}

#include "pricing/unit_price.h"

#include <string.h>

#include "unit.h"

#include "pricing/percent.h"

#define SALES_MAX 6
#define NOW 1000

struct pricing {
	struct price_base base;
	struct sale sales[SALES_MAX];
	struct list list; /* of struct sale */
};

static struct pricing
price_of(int64_t price)
{
	return (struct pricing){ .base = { .sku = "A-1",
					 .product = "A",
					 .category = "Clothing/Shirts",
					 .brand = "Acme",
					 .price = price,
					 .sale_price = NUMBER_NONE,
					 .min_price = NUMBER_NONE } };
}

static struct sale *
put_sale(struct pricing *pricing, const char *name, struct off off)
{
	struct sale *sale = &pricing->sales[pricing->list.count++];

	*sale = (struct sale){
		.sale = name, .off = off, .category = "", .brand = ""
	};
	return sale;
}

static struct off
percent(int64_t percent)
{
	return (struct off){ percent * PERCENT_ONE, NUMBER_NONE };
}

static struct off
amount(int64_t amount)
{
	return (struct off){ NUMBER_NONE, amount };
}

static struct unit_price
now(struct pricing *pricing)
{
	struct unit_price price;
	struct err err;

	pricing->list.items = pricing->sales;
	assert_int_equal(
		unit_price(&pricing->base, &pricing->list, NOW, &price, &err), ST_OK);
	return price;
}

static void
without_sales_it_is_the_price(void **state)
{
	struct pricing pricing = price_of(2000);

	(void)state;
	assert_int_equal(now(&pricing).price, 2000);
	assert_false(now(&pricing).on_sale);
}

static void
a_sale_price_holds_within_its_dates(void **state)
{
	static const struct {
		int64_t from;
		int64_t until;
		int64_t price;
	} cases[] = {
		{ 0, 0, 1500 },
		{ NOW, 0, 1500 },
		{ NOW + 1, 0, 2000 },
		{ 0, NOW, 2000 },
		{ 0, NOW + 1, 1500 },
		{ NOW - 5, NOW + 5, 1500 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pricing pricing = price_of(2000);

		pricing.base.sale_price = 1500;
		pricing.base.sale_from = cases[i].from;
		pricing.base.sale_until = cases[i].until;
		assert_int_equal(now(&pricing).price, cases[i].price);
		assert_int_equal(now(&pricing).on_sale, cases[i].price < 2000);
	}
}

/* 8.925 is rounded to 8.93: what is left counts, not what is taken. */
static void
a_percentage_rounds_what_is_left(void **state)
{
	struct pricing pricing = price_of(1050);

	(void)state;
	put_sale(&pricing, "spring", percent(15));
	assert_int_equal(now(&pricing).price, 893);
	assert_true(now(&pricing).on_sale);
}

static void
sales_follow_each_other_by_priority_then_name(void **state)
{
	struct pricing pricing = price_of(10000);

	(void)state;
	put_sale(&pricing, "d", amount(500));
	put_sale(&pricing, "b", percent(10))->priority = 1;
	put_sale(&pricing, "a", percent(10))->priority = 1;
	put_sale(&pricing, "c", percent(10))->priority = 1;
	put_sale(&pricing, "f", amount(500));
	put_sale(&pricing, "e", amount(500));
	assert_int_equal(now(&pricing).price, 5790);
}

static void
an_exclusive_sale_stands_alone(void **state)
{
	struct pricing pricing = price_of(10000);

	(void)state;
	put_sale(&pricing, "first", percent(10))->priority = 9;
	put_sale(&pricing, "vip", percent(70))->exclusive = true;
	put_sale(&pricing, "vip2", percent(90))->exclusive = true;
	assert_int_equal(now(&pricing).price, 3000);
}

static void
an_exclusive_sale_elsewhere_or_over_changes_nothing(void **state)
{
	struct pricing pricing = price_of(10000);
	struct sale *sale;

	(void)state;
	put_sale(&pricing, "first", percent(10));
	sale = put_sale(&pricing, "over", percent(70));
	sale->exclusive = true;
	sale->until = NOW;
	sale = put_sale(&pricing, "elsewhere", percent(70));
	sale->exclusive = true;
	sale->category = "Home";
	assert_int_equal(now(&pricing).price, 9000);
}

static void
no_sale_goes_below_the_lowest_price(void **state)
{
	struct pricing pricing = price_of(2000);

	(void)state;
	pricing.base.min_price = 1500;
	put_sale(&pricing, "a", percent(80));
	put_sale(&pricing, "b", percent(40));
	assert_int_equal(now(&pricing).price, 1500);
	pricing.base.sale_price = 100;
	assert_int_equal(now(&pricing).price, 1500);
}

static void
a_lowest_price_above_the_price_lifts_nothing(void **state)
{
	struct pricing pricing = price_of(2000);

	(void)state;
	pricing.base.min_price = 2500;
	put_sale(&pricing, "a", percent(10));
	assert_int_equal(now(&pricing).price, 2000);
	assert_false(now(&pricing).on_sale);
}

static void
no_price_is_below_zero(void **state)
{
	struct pricing pricing = price_of(300);

	(void)state;
	put_sale(&pricing, "a", amount(500));
	assert_int_equal(now(&pricing).price, 0);
	pricing.sales[0].off = percent(100);
	assert_int_equal(now(&pricing).price, 0);
}

/* No rule has such a percentage; nothing overflows even so. */
static void
a_percentage_beyond_64_bits_takes_nothing(void **state)
{
	struct pricing pricing = price_of(INT64_MAX / 2);

	(void)state;
	put_sale(&pricing, "a", (struct off){ INT64_MIN / 2, NUMBER_NONE });
	assert_int_equal(now(&pricing).price, INT64_MAX / 2);
}

static void
a_sale_covers_what_it_says(void **state)
{
	static const char *handle[] = { "other", "A" };
	static const char *sku[] = { "A-1" };
	static const char *other[] = { "A-2" };
	static const struct {
		const char *category;
		const char *brand;
		struct texts products;
		bool covers;
	} cases[] = {
		{ "", "", { NULL, 0 }, true },
		{ "Clothing", "", { NULL, 0 }, true },
		{ "Clothing/Shirts", "", { NULL, 0 }, true },
		{ "Clothing/Shirt", "", { NULL, 0 }, false },
		{ "Clothing/Shirts/Red", "", { NULL, 0 }, false },
		{ "Shirts", "", { NULL, 0 }, false },
		{ "", "Acme", { NULL, 0 }, true },
		{ "", "acme", { NULL, 0 }, false },
		{ "Home", "Acme", { NULL, 0 }, false },
		{ "", "", { handle, 2 }, true },
		{ "", "", { sku, 1 }, true },
		{ "", "", { other, 1 }, false },
		{ "Clothing", "Acme", { sku, 1 }, true },
	};
	const struct pricing pricing = price_of(100);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sale sale = { .category = cases[i].category,
			.brand = cases[i].brand,
			.products = cases[i].products };

		assert_int_equal(sale_covers(&sale, &pricing.base), cases[i].covers);
	}
}

static void
a_sale_is_in_force_from_its_first_moment_until_its_last(void **state)
{
	const struct sale always = { 0 };
	const struct sale dated = { .from = 10, .until = 20 };

	(void)state;
	assert_true(sale_in_force(&always, 0));
	assert_false(sale_in_force(&dated, 9));
	assert_true(sale_in_force(&dated, 10));
	assert_true(sale_in_force(&dated, 19));
	assert_false(sale_in_force(&dated, 20));
}

static void
a_price_changes_next_at_a_date_of_its_own(void **state)
{
	struct price_base base = { .price = 100, .sale_price = 90 };

	(void)state;
	assert_int_equal(unit_price_until(&base, NOW), INT64_MAX);
	base.sale_from = NOW + 5;
	base.sale_until = NOW + 9;
	assert_int_equal(unit_price_until(&base, NOW), NOW + 5);
	assert_int_equal(unit_price_until(&base, NOW + 5), NOW + 9);
	assert_int_equal(unit_price_until(&base, NOW + 9), INT64_MAX);
	base.sale_price = NUMBER_NONE;
	assert_int_equal(unit_price_until(&base, NOW), INT64_MAX);
}

struct wanted_step {
	const char *rule;
	const char *what;
	int64_t amount;
	int64_t result;
};

static void
check_steps(struct pricing *pricing, const struct wanted_step *wanted, size_t count)
{
	struct arena arena = { NULL };
	struct price_steps steps = { .arena = &arena, .decimals = 2 };
	const struct quote_step *items;
	struct unit_price price;
	struct err err;

	pricing->list.items = pricing->sales;
	assert_int_equal(unit_price_explained(&pricing->base, &pricing->list, NOW,
				 &price, &steps, &err),
		ST_OK);
	items = steps.steps.items;
	assert_int_equal(steps.steps.count, count);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(items[i].stage, "price");
		assert_string_equal(items[i].sku, "A-1");
		assert_string_equal(items[i].rule, wanted[i].rule);
		assert_string_equal(items[i].what, wanted[i].what);
		assert_int_equal(items[i].amount, wanted[i].amount);
		assert_int_equal(items[i].result, wanted[i].result);
	}
	arena_free(&arena);
}

static void
its_steps_say_how_a_price_came_about(void **state)
{
	static const struct wanted_step wanted[] = {
		{ "", "price", 2000, 2000 },
		{ "", "sale price", 200, 1800 },
		{ "more", "0.50 off 18.00", 50, 1750 },
		{ "winter", "8.5% off 17.50", 149, 1601 },
	};
	struct pricing pricing = price_of(2000);

	(void)state;
	pricing.base.sale_price = 1800;
	put_sale(&pricing, "winter", (struct off){ 8500000, NUMBER_NONE });
	put_sale(&pricing, "more", amount(50));
	check_steps(&pricing, wanted, 4);
}

static void
steps_end_at_the_lowest_price(void **state)
{
	static const struct wanted_step wanted[] = {
		{ "", "price", 2000, 2000 },
		{ "a", "80% off 20.00, down to the lowest price", 500, 1500 },
	};
	static const struct wanted_step of_its_own[] = {
		{ "", "price", 2000, 2000 },
		{ "", "sale price, down to the lowest price", 500, 1500 },
	};
	struct pricing pricing = price_of(2000);

	(void)state;
	pricing.base.min_price = 1500;
	put_sale(&pricing, "a", percent(80));
	put_sale(&pricing, "b", percent(40));
	check_steps(&pricing, wanted, 2);
	pricing.base.sale_price = 100;
	check_steps(&pricing, of_its_own, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_sales_it_is_the_price),
		cmocka_unit_test(a_sale_price_holds_within_its_dates),
		cmocka_unit_test(a_percentage_rounds_what_is_left),
		cmocka_unit_test(sales_follow_each_other_by_priority_then_name),
		cmocka_unit_test(an_exclusive_sale_stands_alone),
		cmocka_unit_test(an_exclusive_sale_elsewhere_or_over_changes_nothing),
		cmocka_unit_test(no_sale_goes_below_the_lowest_price),
		cmocka_unit_test(a_lowest_price_above_the_price_lifts_nothing),
		cmocka_unit_test(no_price_is_below_zero),
		cmocka_unit_test(a_percentage_beyond_64_bits_takes_nothing),
		cmocka_unit_test(a_sale_covers_what_it_says),
		cmocka_unit_test(
			a_sale_is_in_force_from_its_first_moment_until_its_last),
		cmocka_unit_test(a_price_changes_next_at_a_date_of_its_own),
		cmocka_unit_test(its_steps_say_how_a_price_came_about),
		cmocka_unit_test(steps_end_at_the_lowest_price),
	};

	return cmocka_run_group_tests_name("unit prices", tests, NULL, NULL);
}

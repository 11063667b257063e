#include "order/cart.h"

#include <string.h>

#include "account_shop.h"
#include "order/cart_store.h"

#define CUSTOMER 1001

/* What the transactions of these tests share. */
struct meanwhile {
	const char *coupon; /* NULL: none */
	struct cart cart;
	struct cart_view view;
};

static enum status
put(struct txn *txn, void *arg, struct err *err)
{
	struct meanwhile *meanwhile = arg;

	return cart_put(txn, &meanwhile->cart, err);
}

static enum status
note(struct txn *txn, void *arg, struct err *err)
{
	struct meanwhile *meanwhile = arg;

	return cart_note_shown(txn, CUSTOMER, &meanwhile->view, err);
}

static enum status
get(struct txn *txn, void *arg, struct err *err)
{
	struct meanwhile *meanwhile = arg;

	return cart_get(txn, CUSTOMER, &meanwhile->cart, err);
}

/* A cart of a mug and a shirt, of which a view is noted. */
static void
note_view(struct shop *shop, struct meanwhile *meanwhile)
{
	struct cart_line lines[] = {
		{ "MUG", 1, "Mug", 500, 9, NUMBER_NONE },
		{ "TEE", 2, "Shirt", 1250, 9, NUMBER_NONE },
	};
	struct err error;
	struct err *err = &error;

	meanwhile->cart = (struct cart){ .customer = CUSTOMER,
		.version = 7,
		.lines = { lines, 2 },
		.coupon = meanwhile->coupon ? meanwhile->coupon : "",
		.shown_coupon_fault = "" };
	CHECK(store_write(shop->store, &shop->arena, put, meanwhile, err));
	CHECK(store_write(shop->store, &shop->arena, note, meanwhile, err));
	CHECK(store_read(shop->store, &shop->arena, get, meanwhile, err));
}

static void
what_came_into_the_cart_meanwhile_stays(void **state)
{
	struct cart_view_line shown = {
		.sku = "MUG", .name = "Mug", .unit_price = 600, .available = 9
	};
	struct meanwhile meanwhile = { .view = { .items = { &shown, 1 } } };
	const struct cart_line *lines;

	note_view(*state, &meanwhile);
	lines = meanwhile.cart.lines.items;
	assert_int_equal(meanwhile.cart.lines.count, 2);
	assert_int_equal(lines[0].shown_unit_price, 600);
	assert_int_equal(lines[1].shown_unit_price, 1250);
	assert_int_equal(meanwhile.cart.version, 7);
}

static void
what_was_shown_as_gone_goes(void **state)
{
	struct cart_change gone = { "MUG", "gone", "Mug", "" };
	struct meanwhile meanwhile = { .view = { .changes = { &gone, 1 } } };
	const struct cart_line *lines;

	note_view(*state, &meanwhile);
	lines = meanwhile.cart.lines.items;
	assert_int_equal(meanwhile.cart.lines.count, 1);
	assert_string_equal(lines[0].sku, "TEE");
	assert_int_equal(meanwhile.cart.version, 8);
}

static void
what_a_coupon_was_said_to_lack_is_noted(void **state)
{
	struct meanwhile meanwhile = { .coupon = "SUMMER",
		.view = { .coupon = "SUMMER", .coupon_fault = "is used up" } };

	note_view(*state, &meanwhile);
	assert_true(meanwhile.cart.coupon_shown);
	assert_string_equal(meanwhile.cart.shown_coupon_fault, "is used up");
}

static void
a_coupon_that_came_meanwhile_was_not_shown(void **state)
{
	struct meanwhile meanwhile = { .coupon = "WINTER",
		.view = { .coupon = "SUMMER", .coupon_fault = "is used up" } };

	note_view(*state, &meanwhile);
	assert_false(meanwhile.cart.coupon_shown);
	assert_string_equal(meanwhile.cart.shown_coupon_fault, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_came_into_the_cart_meanwhile_stays, shop_in_memory,
			shop_close),
		cmocka_unit_test_setup_teardown(
			what_was_shown_as_gone_goes, shop_in_memory, shop_close),
		cmocka_unit_test_setup_teardown(
			what_a_coupon_was_said_to_lack_is_noted, shop_in_memory,
			shop_close),
		cmocka_unit_test_setup_teardown(
			a_coupon_that_came_meanwhile_was_not_shown, shop_in_memory,
			shop_close),
	};

	return cmocka_run_group_tests_name("cart", tests, NULL, NULL);
}

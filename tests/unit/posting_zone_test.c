#include "unit.h"

#include "base/clock.h"
#include "books/books.h"
#include "order/order_store.h"
#include "order/posting.h"
#include "store/setting.h"
#include "store_bench.h"

/* The evening of 1970-01-02 in London is the morning of the third in Tokyo. */
#define EVENING (44 * HOUR)

static enum status
set_zone(struct txn *txn, void *arg, struct err *err)
{
	TRY(setting_set(txn, "shop.time-zone", arg, err));
	return books_counted_all(txn, err);
}

static enum status
place(struct txn *txn, void *arg, struct err *err)
{
	const struct order order = { .number = 1001,
		.placed_at = *(const int64_t *)arg,
		.country = "",
		.payment_method = "manual" };

	return order_post(txn, &order, err);
}

static enum status
expect_day(struct txn *txn, void *arg, struct err *err)
{
	int32_t first;
	int32_t last;
	bool found;

	TRY(books_span(txn, &first, &last, &found, err));
	assert_true(found);
	assert_int_equal(first, *(const int32_t *)arg);
	assert_int_equal(last, first);
	return ST_OK;
}

/* Somebody changed the zone while a process was on its way to place an order. */
static void
an_order_is_of_the_day_in_the_zone_that_the_shop_has_by_now(void **state)
{
	static char zone[] = "Asia/Tokyo";
	int64_t placed_at = EVENING;
	int32_t day = 2;
	struct err err = { 0 };

	bench_write(*state, set_zone, zone);
	assert_int_equal(zone_use("Europe/London", &err), ST_OK);
	bench_write(*state, place, &placed_at);
	assert_true(zone_is("Asia/Tokyo"));
	bench_read(*state, expect_day, &day);
	assert_int_equal(zone_use("UTC", &err), ST_OK);
	assert_true(zone_is("UTC"));
}

static enum status
put_uncounted(struct txn *txn, void *arg, struct err *err)
{
	struct order order;

	record_init(&order_record, &order);
	order.number = 1001;
	order.placed_at = *(const int64_t *)arg;
	TRY(order_put(txn, NULL, &order, err));
	return books_begin_count(txn, err);
}

static enum status
count_anew(struct txn *txn, void *arg, struct err *err)
{
	bool *done = arg;

	return order_count_books(txn, SECOND, done, err);
}

/* Somebody changed the zone while a process was counting the books anew, which goes
 * on with what that began. */
static void
books_are_counted_in_the_zone_that_the_shop_has_by_now(void **state)
{
	static char zone[] = "Asia/Tokyo";
	int64_t placed_at = EVENING;
	int32_t day = 2;
	bool done = false;
	struct err err = { 0 };

	bench_write(*state, set_zone, zone);
	bench_write(*state, put_uncounted, &placed_at);
	assert_int_equal(zone_use("Europe/London", &err), ST_OK);
	bench_write(*state, count_anew, &done);
	assert_true(done);
	bench_read(*state, expect_day, &day);
	assert_int_equal(zone_use("UTC", &err), ST_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(
			an_order_is_of_the_day_in_the_zone_that_the_shop_has_by_now,
			STORE_MEMORY),
		BENCH_TEST(books_are_counted_in_the_zone_that_the_shop_has_by_now,
			STORE_MEMORY),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "unit.h"

#include "base/clock.h"
#include "books_maker.h"
#include "store/setting.h"
#include "store_bench.h"

#define DAY (24 * HOUR)

static struct posting_line sold[] = {
	{ "A", "Apple", "a", "Food", "", 19000000, 3, 3000, 300, 513 },
	{ "B", "Boot", "b", "", "Acme", 7000000, 1, 1000, 0, 70 },
};
static struct posting_line back[] = {
	{ "A", "Apple", "a", "Food", "", 19000000, 1, 900, 0, 171 },
};

static struct posting
sale(uint64_t order)
{
	return (struct posting){ .kind = POSTING_SALE,
		.at = (int64_t)order * DAY / 2,
		.order = order,
		.customer = 7,
		.country = "DE",
		.method = "manual",
		.lines = { sold, 2 },
		.shipping = 500,
		.shipping_tax = 95,
		.shipping_tax_rate = 19000000 };
}

static struct posting
taking(uint64_t order, int kind)
{
	struct posting posting = sale(order);

	posting.kind = kind;
	posting.fact = 1;
	posting.lines = (struct list){ back, 1 };
	posting.shipping = 0;
	posting.shipping_tax = 0;
	return posting;
}

static void
figures_say_what_was_sold_and_what_came_back(void **state)
{
	static const struct figures nothing;
	struct figures sum = { 0 };
	struct figures figures;
	struct posting posting = sale(1);
	int64_t total;

	(void)state;
	assert_true(posting_figures(&posting, &figures));
	assert_true(figures_add(&sum, &figures));
	assert_true(posting_total(&posting, &total));
	assert_int_equal(total, 4000 - 300 + 500 + 678);
	assert_int_equal(figures_total(&sum), total);
	posting = taking(1, POSTING_RETURN);
	assert_true(posting_figures(&posting, &figures));
	assert_true(figures_add(&sum, &figures));
	assert_int_equal(sum.orders, 1);
	assert_int_equal(sum.units, 4);
	assert_int_equal(sum.returned, 1);
	assert_int_equal(sum.cancelled, 0);
	assert_int_equal(figures_net(&sum), 4000 - 300 - 900);
	assert_int_equal(figures_total(&sum), total - 900 - 171);
	assert_int_equal(figures_ordered(&sum), total);
	assert_int_equal(figures_average(&sum), total);
	posting = taking(1, POSTING_CANCEL);
	assert_true(posting_figures(&posting, &figures));
	assert_int_equal(figures.cancelled, 1);
	posting = taking(1, POSTING_CREDIT);
	assert_true(posting_figures(&posting, &figures));
	assert_int_equal(figures.credits, 1);
	assert_true(figures_average(&figures) == NUMBER_NONE);
	posting.kind = POSTING_PAYMENT;
	posting.amount = 12;
	assert_true(posting_figures(&posting, &figures));
	assert_true(figures_are_equal(&figures, &nothing));
	assert_true(posting_total(&posting, &total));
	assert_int_equal(total, 12);
}

static void
an_average_is_rounded_half_away_from_zero(void **state)
{
	struct figures figures = { .orders = 2, .gross = 5 };

	(void)state;
	assert_int_equal(figures_average(&figures), 3);
	figures.gross = -5;
	assert_int_equal(figures_average(&figures), -3);
	figures = (struct figures){ .orders = 3, .gross = 4 };
	assert_int_equal(figures_average(&figures), 1);
}

static void
figures_that_do_not_fit_leave_the_sum_alone(void **state)
{
	struct figures sum = { .tax_refunded = FIGURE_MAX, .orders = 1 };
	struct figures before = sum;
	struct figures more = { .tax_refunded = 1, .orders = 1 };

	(void)state;
	assert_false(figures_add(&sum, &more));
	assert_true(figures_are_equal(&sum, &before));
	more.tax_refunded = -1;
	assert_true(figures_add(&sum, &more));
	assert_int_equal(sum.tax_refunded, FIGURE_MAX - 1);
	assert_int_equal(sum.orders, 2);
}

static enum status
post_all(struct txn *txn, void *arg, struct err *err)
{
	const struct books_made *made = arg;

	for (size_t i = 0; i < made->count; i++)
		TRY(books_post(txn, &made->items[i], err));
	return ST_OK;
}

static void
post(struct bench *bench, struct posting posting)
{
	struct books_made made = { .items = &posting, .count = 1 };

	bench_write(bench, post_all, &made);
}

struct span {
	int32_t first;
	int32_t last;
	bool found;
};

static enum status
find_span(struct txn *txn, void *arg, struct err *err)
{
	struct span *span = arg;

	return books_span(txn, &span->first, &span->last, &span->found, err);
}

static enum status
post_too_much(struct txn *txn, void *arg, struct err *err)
{
	struct posting posting = taking(41, POSTING_REFUND);
	struct posting_line line = back[0];

	(void)arg;
	line.goods = FIGURE_MAX;
	posting.lines.items = &line;
	TRY(books_post(txn, &posting, err));
	return books_post(txn, &posting, err);
}

static void
a_day_whose_sums_do_not_fit_is_refused(void **state)
{
	struct bench *bench = *state;
	struct span span;

	assert_int_equal(store_write(bench->store, &bench->arena, post_too_much, NULL,
				 &bench->err),
		ST_BAD_DATA);
	bench_expect_message(bench, "do not fit with order 41 in them");
	bench_read(bench, find_span, &span);
	assert_false(span.found);
}

static enum status
put_order(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_u64(*(const uint64_t *)arg);

	return txn_put(txn, TABLE_ORDER, key_bytes(&key), bytes_of_text("x"), err);
}

static enum status
get_state(struct txn *txn, void *arg, struct err *err)
{
	return books_state(txn, arg, err);
}

static void
expect_state(struct bench *bench, bool whole, bool clearing, uint64_t next)
{
	struct books_state books;

	bench_read(bench, get_state, &books);
	assert_int_equal(books.whole, whole);
	assert_int_equal(books.clearing, clearing);
	assert_int_equal(books.next, next);
}

static void
expect_busy(struct bench *bench, txn_fn *fn, void *arg)
{
	assert_int_equal(
		store_read(bench->store, &bench->arena, fn, arg, &bench->err),
		ST_BUSY);
	bench_expect_message(bench,
		"the books are being counted anew (shop admin reindex ends it)");
}

struct trial {
	struct cut cut;
	struct list groups;
	struct figures sum;
};

static enum status
cut_days(struct txn *txn, void *arg, struct err *err)
{
	struct trial *trial = arg;

	trial->cut = (struct cut){ .from = INT32_MIN, .until = INT32_MAX };
	return books_cut(txn, &trial->cut, &trial->groups, &trial->sum, err);
}

static enum status
open_days(struct txn *txn, void *arg, struct err *err)
{
	struct book_scan *scan;

	(void)arg;
	return books_open(txn, 0, 1, false, &scan, err);
}

static void
expect_count(struct bench *bench, int64_t orders)
{
	struct trial trial;

	bench_read(bench, cut_days, &trial);
	assert_int_equal(trial.sum.orders, orders);
}

static void
the_books_of_a_shop_begin_with_its_first_order(void **state)
{
	uint64_t order = 1;

	expect_state(*state, true, false, 0);
	bench_write(*state, put_order, &order);
	post(*state, sale(1));
	expect_state(*state, true, false, 0);
	expect_count(*state, 1);
}

static void
orders_without_books_are_to_be_counted(void **state)
{
	uint64_t order = 1;
	struct trial trial;
	struct span span;

	bench_write(*state, put_order, &order);
	expect_state(*state, false, false, 0);
	expect_busy(*state, open_days, NULL);
	expect_busy(*state, find_span, &span);
	expect_busy(*state, cut_days, &trial);
	post(*state, taking(1, POSTING_RETURN));
	order = 2;
	bench_write(*state, put_order, &order);
	post(*state, sale(2));
	expect_state(*state, false, false, 0);
}

static enum status
begin(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return books_begin_count(txn, err);
}

static enum status
clear_some(struct txn *txn, void *arg, struct err *err)
{
	return books_clear_some(txn, arg, err);
}

static enum status
count_ten(struct txn *txn, void *arg, struct err *err)
{
	uint64_t *next = arg;
	struct posting posting;

	for (uint64_t i = 0; i < 10; i++) {
		posting = sale(*next + i);
		TRY(books_count(txn, &posting, err));
	}
	*next += 10;
	return books_counted_below(txn, *next, err);
}

static enum status
end(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return books_counted_all(txn, err);
}

static void
clear(struct bench *bench)
{
	bool done = false;

	bench_write(bench, begin, NULL);
	expect_state(bench, false, true, 0);
	while (!done)
		bench_write(bench, clear_some, &done);
	expect_state(bench, false, false, 1);
}

static void
orders_are_counted_once_whatever_happens_between_two_slices(void **state)
{
	const struct cut_group *days;
	struct trial trial;
	uint64_t next = 1;

	for (uint64_t i = 1; i <= 30; i++)
		post(*state, sale(i));
	clear(*state);
	post(*state, sale(31));
	post(*state, taking(3, POSTING_RETURN));
	bench_write(*state, count_ten, &next);
	expect_state(*state, false, false, 11);
	post(*state, taking(10, POSTING_RETURN));
	post(*state, taking(11, POSTING_RETURN));
	post(*state, sale(32));
	bench_write(*state, count_ten, &next);
	bench_reopen(*state, STORE_WRITE);
	expect_state(*state, false, false, 21);
	bench_write(*state, count_ten, &next);
	bench_write(*state, end, NULL);
	expect_state(*state, true, false, 31);
	expect_count(*state, 30);
	bench_read(*state, cut_days, &trial);
	days = trial.groups.items;
	assert_int_equal(days[5].day, 5);
	assert_int_equal(days[5].figures.refunds, 900);
	post(*state, sale(31));
	expect_count(*state, 31);
}

static void
what_is_cleared_in_slices_is_all_of_it(void **state)
{
	struct books_wish wish = {
		.count = 2600, .lines_max = 1, .from = 0, .time = 2600 * DAY
	};
	struct chance chance = { seed_of(4) };
	struct books_made made = { .arena = { NULL } };
	bool done;

	books_make(&made, &chance, &wish);
	bench_write(*state, post_all, &made);
	bench_write(*state, begin, NULL);
	bench_write(*state, clear_some, &done);
	assert_false(done);
	expect_state(*state, false, true, 0);
	bench_write(*state, begin, NULL);
	while (!done)
		bench_write(*state, clear_some, &done);
	bench_write(*state, end, NULL);
	expect_count(*state, 0);
	arena_free(&made.arena);
}

static enum status
set_zone(struct txn *txn, void *arg, struct err *err)
{
	return setting_set(txn, "shop.time-zone", arg, err);
}

static void
another_zone_makes_them_to_be_counted(void **state)
{
	char east[] = "Asia/Tokyo";
	char none[] = "UTC";
	uint64_t order = 1;
	struct trial trial;

	bench_write(*state, put_order, &order);
	post(*state, sale(1));
	bench_write(*state, set_zone, east);
	expect_state(*state, false, false, 0);
	expect_busy(*state, cut_days, &trial);
	post(*state, taking(1, POSTING_RETURN));
	clear(*state);
	post(*state, sale(2));
	bench_write(*state, end, NULL);
	expect_count(*state, 0);
	bench_write(*state, set_zone, none);
	expect_state(*state, false, false, 0);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_say_what_was_sold_and_what_came_back),
		cmocka_unit_test(an_average_is_rounded_half_away_from_zero),
		cmocka_unit_test(figures_that_do_not_fit_leave_the_sum_alone),
		EACH(a_day_whose_sums_do_not_fit_is_refused),
		EACH(the_books_of_a_shop_begin_with_its_first_order),
		EACH(orders_without_books_are_to_be_counted),
		BENCH_TEST(
			orders_are_counted_once_whatever_happens_between_two_slices,
			STORE_LMDB),
		EACH(what_is_cleared_in_slices_is_all_of_it),
		EACH(another_zone_makes_them_to_be_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

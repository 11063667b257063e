#include <string.h>

#include "unit.h"

#include "base/clock.h"
#include "base/period.h"
#include "books_maker.h"
#include "store_bench.h"

#define DAY (24 * HOUR)

static enum status
post_all(struct txn *txn, void *arg, struct err *err)
{
	const struct books_made *made = arg;

	for (size_t i = 0; i < made->count; i++)
		TRY(books_post(txn, &made->items[i], err));
	return ST_OK;
}

/* Days as they are stored. */
struct reading {
	int32_t from;
	int32_t until;
	bool details;
	struct book_day days[200];
	size_t count;
};

static enum status
read_days(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct book_scan *scan;
	bool found = true;

	TRY(books_open(
		txn, reading->from, reading->until, reading->details, &scan, err));
	for (reading->count = 0; found; reading->count += found) {
		assert_true(reading->count < 200);
		TRY(books_next(scan, &reading->days[reading->count], &found, err));
	}
	return ST_OK;
}

/* What a day's taxes or payments come to by looking at each posting. */
static int64_t
naive_tax(const struct books_made *made, int32_t day, const struct book_tax *of,
	bool sales, bool base)
{
	int64_t sum = 0;

	for (size_t i = 0; i < made->count; i++) {
		const struct posting *posting = &made->items[i];
		const struct posting_line *lines = posting->lines.items;

		if (day_of(posting->at) != day || posting_is_money(posting) ||
			strcmp(posting->country, of->country) != 0 ||
			(posting->kind == POSTING_SALE) != sales)
			continue;
		if (posting->shipping_tax_rate == of->rate)
			sum += base ? posting->shipping : posting->shipping_tax;
		for (size_t j = 0; j < posting->lines.count; j++)
			if (lines[j].tax_rate == of->rate)
				sum += base ? lines[j].goods - lines[j].discount
					    : lines[j].tax;
	}
	return sum;
}

static int64_t
naive_payment(const struct books_made *made, int32_t day, const char *method,
	int kind, bool count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < made->count; i++)
		if (day_of(made->items[i].at) == day && made->items[i].kind == kind &&
			strcmp(made->items[i].method, method) == 0)
			sum += count ? 1 : made->items[i].amount;
	return sum;
}

static void
expect_day(const struct books_made *made, const struct book_day *day)
{
	const struct book_tax *taxes = day->taxes.items;
	const struct book_payment *payments = day->payments.items;
	struct figures sum = { 0 };
	struct figures figures;

	for (size_t i = 0; i < made->count; i++) {
		if (day_of(made->items[i].at) != day->day)
			continue;
		assert_true(posting_figures(&made->items[i], &figures));
		assert_true(figures_add(&sum, &figures));
	}
	assert_true(figures_are_equal(&sum, &day->figures));
	for (size_t i = 0; i < day->taxes.count; i++) {
		const struct book_tax *tax = &taxes[i];

		assert_int_equal(
			tax->base, naive_tax(made, day->day, tax, true, true));
		assert_int_equal(
			tax->tax, naive_tax(made, day->day, tax, true, false));
		assert_int_equal(tax->base_refunded,
			naive_tax(made, day->day, tax, false, true));
		assert_int_equal(tax->tax_refunded,
			naive_tax(made, day->day, tax, false, false));
		sum.tax -= tax->tax;
		sum.tax_refunded -= tax->tax_refunded;
		if (i > 0)
			assert_true(strcmp(tax[-1].country, tax->country) < 0 ||
				    (strcmp(tax[-1].country, tax->country) == 0 &&
					    tax[-1].rate < tax->rate));
	}
	assert_int_equal(sum.tax, 0);
	assert_int_equal(sum.tax_refunded, 0);
	for (size_t i = 0; i < day->payments.count; i++) {
		const struct book_payment *payment = &payments[i];
		const char *method = payment->method;

		assert_int_equal(payment->payments,
			naive_payment(made, day->day, method, POSTING_PAYMENT, true));
		assert_int_equal(
			payment->received, naive_payment(made, day->day, method,
						   POSTING_PAYMENT, false));
		assert_int_equal(
			payment->repayments, naive_payment(made, day->day, method,
						     POSTING_REPAYMENT, true));
		assert_int_equal(
			payment->repaid, naive_payment(made, day->day, method,
						 POSTING_REPAYMENT, false));
		if (i > 0)
			assert_true(strcmp(payment[-1].method, method) < 0);
	}
}

/* Days on which anything is posted, at or after one. */
static int32_t
next_day(const struct books_made *made, int32_t from)
{
	int32_t next = INT32_MAX;

	for (size_t i = 0; i < made->count; i++) {
		int32_t day = day_of(made->items[i].at);

		if (day >= from && day < next)
			next = day;
	}
	return next;
}

static void
expect_days(const struct books_made *made, const struct reading *reading)
{
	int32_t day = reading->from;

	for (size_t i = 0; i < reading->count; i++) {
		day = next_day(made, day);
		assert_int_equal(reading->days[i].day, day);
		if (reading->details)
			expect_day(made, &reading->days[i]);
		else
			assert_int_equal(reading->days[i].taxes.count, 0);
		day++;
	}
	assert_true(next_day(made, day) >= reading->until);
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

static void
a_day_is_what_its_postings_add_up_to(void **state)
{
	struct books_wish wish = {
		.count = 400, .lines_max = 4, .from = -30 * DAY, .time = 60 * DAY
	};
	struct chance chance = { seed_of(3) };
	struct books_made made = { .arena = { NULL } };
	static struct reading reading;
	struct span span;

	bench_read(*state, find_span, &span);
	assert_false(span.found);
	books_make(&made, &chance, &wish);
	bench_write(*state, post_all, &made);
	bench_read(*state, find_span, &span);
	assert_true(span.found);
	assert_int_equal(span.first, next_day(&made, INT32_MIN));
	assert_true(next_day(&made, span.last) == span.last);
	assert_true(next_day(&made, span.last + 1) == INT32_MAX);
	reading = (struct reading){
		.from = INT32_MIN, .until = INT32_MAX, .details = true
	};
	bench_read(*state, read_days, &reading);
	assert_true(reading.count > 50);
	expect_days(&made, &reading);
	for (int32_t from = -32; from < 32; from += 5) {
		reading = (struct reading){
			.from = from, .until = from + 7, .details = from % 2 != 0
		};
		bench_read(*state, read_days, &reading);
		expect_days(&made, &reading);
	}
	arena_free(&made.arena);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_day_is_what_its_postings_add_up_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

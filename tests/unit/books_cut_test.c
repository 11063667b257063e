#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "base/clock.h"
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

struct trial {
	struct cut cut;
	struct list groups;
	struct figures sum;
};

static enum status
run_cut(struct txn *txn, void *arg, struct err *err)
{
	struct trial *trial = arg;

	return books_cut(txn, &trial->cut, &trial->groups, &trial->sum, err);
}

static void
expect_cut(struct bench *bench, const struct books_made *made, struct trial *trial)
{
	struct arena arena = { NULL };
	const struct cut_group *expected;
	const struct cut_group *got;
	struct list groups;
	struct figures sum;

	books_naive_cut(made, &trial->cut, &arena, &groups, &sum);
	bench_read(bench, run_cut, trial);
	assert_true(figures_are_equal(&sum, &trial->sum));
	assert_int_equal(groups.count, trial->groups.count);
	expected = groups.items;
	got = trial->groups.items;
	for (size_t i = 0; i < groups.count; i++)
		assert_true(books_group_is_equal(&expected[i], &got[i]));
	arena_free(&arena);
}

static void
expect_cuts(struct bench *bench, const struct books_wish *wish, size_t trials)
{
	struct chance chance = { seed_of(20261126) };
	struct books_made made = { .arena = { NULL } };
	struct trial trial;

	books_make(&made, &chance, wish);
	bench_write(bench, post_all, &made);
	for (size_t i = 0; i < trials; i++) {
		trial.cut = books_any_cut(&chance, &made);
		expect_cut(bench, &made, &trial);
	}
	arena_free(&made.arena);
}

static void
cuts_are_what_a_naive_loop_finds(void **state)
{
	struct books_wish wish = {
		.count = 300, .lines_max = 5, .from = -40 * DAY, .time = 80 * DAY
	};

	expect_cuts(*state, &wish, 200);
}

struct comparison {
	const struct books_made *made;
	size_t place;
};

static enum status
compare_one(void *arg, const struct posting *posting, struct err *err)
{
	struct comparison *comparison = arg;
	const struct posting *expected;

	(void)err;
	do {
		assert_true(comparison->place < comparison->made->count);
		expected = &comparison->made->items[comparison->place++];
	} while (posting_is_money(expected));
	assert_true(books_posting_is_equal(expected, posting));
	return ST_OK;
}

static enum status
each(struct txn *txn, void *arg, struct err *err)
{
	return books_each_posting(txn, compare_one, arg, err);
}

static void
expect_postings(struct bench *bench, const struct books_made *made)
{
	struct comparison comparison = { made, 0 };

	bench_read(bench, each, &comparison);
	while (comparison.place < made->count &&
		posting_is_money(&made->items[comparison.place]))
		comparison.place++;
	assert_int_equal(comparison.place, made->count);
}

/* Takes out what is there. */
static enum status
empty(struct txn *txn, void *arg, struct err *err)
{
	bool done = false;

	(void)arg;
	TRY(books_begin_count(txn, err));
	while (!done)
		TRY(books_clear_some(txn, &done, err));
	return books_counted_all(txn, err);
}

/* Enough blocks for two threads, some of which lie outside many periods. */
static void
cuts_through_many_blocks_are_what_a_naive_loop_finds(void **state)
{
	struct books_wish wish = { .count = 14000,
		.lines_max = 20,
		.from = 0,
		.time = 900 * DAY,
		.sorted = true,
		.wide = true };

	expect_cuts(*state, &wish, 20);
}

static enum status
count_rows(struct txn *txn, void *arg, struct err *err)
{
	return txn_table_stat(txn, TABLE_BOOK_POSTING, arg, err);
}

/* So many postings with so many lines each, and how many rows they have then. */
static void
expect_rows(struct bench *bench, size_t count, size_t lines, uint64_t rows)
{
	struct posting_line line[500] = { { 0 } };
	struct posting *items = calloc(count, sizeof(*items));
	struct books_made made = { .items = items, .count = count };
	struct table_stat stat;
	bool done = false;

	for (size_t i = 0; i < lines; i++)
		line[i] = (struct posting_line){ .sku = "A",
			.name = "A",
			.product = "A",
			.category = "",
			.brand = "",
			.goods = 1 };
	for (size_t i = 0; i < count; i++)
		items[i] = (struct posting){ .order = i + 1,
			.country = "",
			.method = "",
			.lines = { line, lines } };
	bench_write(bench, empty, &done);
	bench_write(bench, post_all, &made);
	bench_read(bench, count_rows, &stat);
	assert_int_equal(stat.entries, rows);
	expect_postings(bench, &made);
	free(items);
}

static void
the_tail_is_packed_as_soon_as_it_is_full(void **state)
{
	expect_rows(*state, 1, 1, 1);
	expect_rows(*state, 1023, 1, 1023);
	expect_rows(*state, 1024, 1, 1);
	expect_rows(*state, 1025, 1, 2);
	expect_rows(*state, 2048, 0, 2);
	expect_rows(*state, 8, 500, 8);
	expect_rows(*state, 9, 500, 1);
	expect_rows(*state, 10, 500, 2);
}

static void
postings_are_handed_out_as_they_were_written(void **state)
{
	struct books_wish wish = { .count = 3000,
		.lines_max = 5,
		.from = -40 * DAY,
		.time = 8000 * DAY,
		.wide = true };
	struct chance chance = { seed_of(1) };
	struct books_made made = { .arena = { NULL } };

	books_make(&made, &chance, &wish);
	bench_write(*state, post_all, &made);
	expect_postings(*state, &made);
	arena_free(&made.arena);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(cuts_are_what_a_naive_loop_finds),
		EACH(cuts_through_many_blocks_are_what_a_naive_loop_finds),
		EACH(the_tail_is_packed_as_soon_as_it_is_full),
		EACH(postings_are_handed_out_as_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

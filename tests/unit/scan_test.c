#include <stdio.h>

#include "unit.h"

#include "store_bench.h"

/* Scans, over both engines. */
/* A scan as text: "from..until" or "prefix*", "-" before it for backward. */
struct question {
	const char *from;
	const char *until;
	const char *prefix;
	bool backward;
	char answer[1000];
};

static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	struct question *question = arg;
	struct scan_range range = { .backward = question->backward };
	struct scan *scan;

	if (question->prefix) {
		TRY(scan_open_prefix(txn, TABLE_SKU, bytes_of_text(question->prefix),
			question->backward, &scan, err));
	} else {
		range.from = bytes_of_text(question->from);
		range.until = bytes_of_text(question->until);
		TRY(scan_open(txn, TABLE_SKU, range, &scan, err));
	}
	TRY(bench_list(scan, question->answer, sizeof(question->answer), err));
	scan_close(scan);
	return ST_OK;
}

static void
scans_keep_to_their_range_in_both_directions(void **state)
{
	struct bench *bench = *state;
	char all[] = "a=1 ab=2 abc=3 b=4 b\xFF=5 b\xFF\xFF=6 c=7";
	struct question questions[] = {
		{ "", "", NULL, false, "" },
		{ "", "", NULL, true, "" },
		{ "ab", "b", NULL, false, "" },
		{ "ab", "b", NULL, true, "" },
		{ "aa", "abd", NULL, false, "" },
		{ "d", "", NULL, false, "" },
		{ "d", "", NULL, true, "" },
		{ "", "a", NULL, false, "" },
		{ "", "a", NULL, true, "" },
		{ "b", "a", NULL, false, "" },
		{ NULL, NULL, "ab", false, "" },
		{ NULL, NULL, "ab", true, "" },
		{ NULL, NULL, "b\xFF", false, "" },
		{ NULL, NULL, "b\xFF", true, "" },
		{ NULL, NULL, "\xFF", false, "" },
		{ NULL, NULL, "x", true, "" },
	};
	static const char *const answers[] = {
		"a=1 ab=2 abc=3 b=4 b\xFF=5 b\xFF\xFF=6 c=7",
		"c=7 b\xFF\xFF=6 b\xFF=5 b=4 abc=3 ab=2 a=1",
		"ab=2 abc=3",
		"abc=3 ab=2",
		"ab=2 abc=3",
		"",
		"",
		"",
		"",
		"",
		"ab=2 abc=3",
		"abc=3 ab=2",
		"b\xFF=5 b\xFF\xFF=6",
		"b\xFF\xFF=6 b\xFF=5",
		"",
		"",
	};
	size_t i;

	bench_write(bench, bench_write_pairs, all);
	for (i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		bench_read(bench, ask, &questions[i]);
		assert_string_equal(questions[i].answer, answers[i]);
	}
}

/* Deletes each entry that the scan hands out, and puts as many into other tables. */
static enum status
move_all(struct txn *txn, void *arg, struct err *err)
{
	const bool *backward = arg;
	struct bytes all = { NULL, 0 };
	struct scan *scan;
	int count = 0;
	bool found;

	TRY(scan_open_prefix(txn, TABLE_SKU, all, *backward, &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct key copy = { .size = 0 };
		size_t i;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		for (i = 0; i < key.size; i++)
			key_add_u8(&copy, key.data[i]);
		TRY(txn_put(txn, TABLE_HANDLE, key_bytes(&copy), all, err));
		TRY(txn_delete(txn, TABLE_SKU, key_bytes(&copy), &found, err));
		assert_true(found);
		count++;
	}
	assert_int_equal(count, 1000);
	return ST_OK;
}

static enum status
put_thousand(struct txn *txn, void *arg, struct err *err)
{
	char key[20];
	int i;

	(void)arg;
	for (i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "%d", i);
		TRY(bench_put(
			txn, key, "a value of some length, to fill a page", err));
	}
	return ST_OK;
}

static enum status
count_handles(struct txn *txn, void *arg, struct err *err)
{
	return txn_table_stat(txn, TABLE_HANDLE, arg, err);
}

static void
a_scan_goes_on_where_the_transaction_writes_behind_it(void **state)
{
	struct bench *bench = *state;
	struct table_stat stat;
	bool backward;
	int i;

	for (i = 0; i < 2; i++) {
		backward = i == 1;
		bench_write(bench, put_thousand, NULL);
		bench_write(bench, move_all, &backward);
		bench_expect_pairs(bench, "");
	}
	bench_read(bench, count_handles, &stat);
	assert_int_equal(stat.entries, 1000);
	assert_true(stat.bytes > 0);
}

static enum status
open_many_scans(struct txn *txn, void *arg, struct err *err)
{
	struct bytes all = { NULL, 0 };
	struct bytes key;
	struct bytes value;
	struct scan *kept[50];
	struct scan *scan;
	bool found;
	int i;

	(void)arg;
	for (i = 0; i < 50; i++)
		TRY(scan_open_prefix(txn, TABLE_SKU, all, false, &kept[i], err));
	for (i = 0; i < 1000; i++) {
		TRY(scan_open_prefix(txn, TABLE_SKU, all, i % 2, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		assert_int_equal(key.data[0], i % 2 ? 'c' : 'a');
		scan_close(scan);
	}
	for (i = 0; i < 50; i += 2)
		scan_close(kept[i]);
	TRY(scan_next(kept[1], &key, &value, &found, err));
	assert_true(found);
	return ST_OK;
}

static void
many_scans_may_be_open_at_once_and_need_not_be_closed(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, bench_write_pairs, bench_pairs);
	bench_read(bench, open_many_scans, NULL);
	bench_write(bench, open_many_scans, NULL);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(scans_keep_to_their_range_in_both_directions),
		EACH(a_scan_goes_on_where_the_transaction_writes_behind_it),
		EACH(many_scans_may_be_open_at_once_and_need_not_be_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "store/due.h"
#include "store_bench.h"

/* What is noted for a moment, in the order of moments. The arg is
 * "10:2:a 20:1:b ...": moment, kind, subject. */
static enum status
each(struct txn *txn, void *arg, bool take_back, struct err *err)
{
	char line[400];
	char *rest;
	char *one;

	snprintf(line, sizeof(line), "%s", (const char *)arg);
	for (one = strtok_r(line, " ", &rest); one;
		one = strtok_r(NULL, " ", &rest)) {
		long long at;
		unsigned kind;
		char subject[40];

		assert_int_equal(sscanf(one, "%lld:%u:%39s", &at, &kind, subject), 3);
		TRY((take_back ? due_delete : due_put)(
			txn, at, (enum due_kind)kind, bytes_of_text(subject), err));
	}
	return ST_OK;
}

static enum status
note(struct txn *txn, void *arg, struct err *err)
{
	return each(txn, arg, false, err);
}

static enum status
take_back(struct txn *txn, void *arg, struct err *err)
{
	return each(txn, arg, true, err);
}

struct taking {
	int64_t now;
	char line[400];
};

static enum status
take(struct txn *txn, void *arg, struct err *err)
{
	struct taking *taking = arg;
	struct due due;
	bool found = true;

	taking->line[0] = '\0';
	for (;;) {
		size_t used = strlen(taking->line);

		TRY(due_take(txn, taking->now, &due, &found, err));
		if (!found)
			return ST_OK;
		snprintf(taking->line + used, sizeof(taking->line) - used,
			"%s%lld:%d:%.*s", used ? " " : "", (long long)due.at,
			(int)due.kind, (int)due.subject.size,
			(const char *)due.subject.data);
	}
}

static void
expect_taken(struct bench *bench, int64_t now, const char *line)
{
	struct taking taking = { .now = now };

	bench_write(bench, take, &taking);
	assert_string_equal(taking.line, line);
}

static enum status
first(struct txn *txn, void *arg, struct err *err)
{
	return due_first(txn, arg, err);
}

static void
expect_first(struct bench *bench, int64_t expected)
{
	int64_t at = 0;

	bench_read(bench, first, &at);
	assert_true(at == expected);
}

static void
note_all(struct bench *bench, const char *line)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", line);
	bench_write(bench, note, copy);
}

static void
what_is_due_is_taken_by_its_moment(void **state)
{
	struct bench *bench = *state;

	expect_first(bench, INT64_MAX);
	expect_taken(bench, INT64_MAX, "");
	note_all(bench, "300:1:c 100:3:b 100:2:z -5:1:a 200:1:d");
	expect_first(bench, -5);
	expect_taken(bench, 199, "-5:1:a 100:2:z 100:3:b");
	expect_first(bench, 200);
	expect_taken(bench, 200, "200:1:d");
	expect_taken(bench, 299, "");
	expect_taken(bench, INT64_MAX, "300:1:c");
	expect_first(bench, INT64_MAX);
}

static void
noting_and_taking_back_twice_changes_nothing(void **state)
{
	struct bench *bench = *state;
	char gone[] = "100:1:a 100:1:a 100:1:none";

	note_all(bench, "100:1:a 100:1:a 100:2:a 100:1:ab");
	bench_write(bench, take_back, gone);
	expect_taken(bench, 100, "100:1:ab 100:2:a");
}

/* A value of another length than a sum's: as a flipped bit, nothing it says counts.
 */
static enum status
damage(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_text("\x01");

	(void)arg;
	return txn_put(txn, TABLE_DUE, key_bytes(&key), bytes_of_text("x"), err);
}

static enum status
count(struct txn *txn, void *arg, struct err *err)
{
	return txn_table_stat(txn, TABLE_DUE, arg, err);
}

/* As older shops have it: a price's row among the others. */
static enum status
note_as_before(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_u64((uint64_t)100 ^ (uint64_t)1 << 63);

	(void)arg;
	key_add_u8(&key, DUE_PRICE);
	key_add_text(&key, "old");
	return txn_put(
		txn, TABLE_DUE, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

static enum status
has_old(struct txn *txn, void *arg, struct err *err)
{
	return due_has(txn, 100, DUE_PRICE, bytes_of_text("old"), arg, err);
}

static void
rows_of_prices_from_older_shops_are_found_and_taken(void **state)
{
	struct bench *bench = *state;
	char gone[] = "100:2:old";
	bool found;

	bench_write(bench, note_as_before, NULL);
	bench_read(bench, has_old, &found);
	assert_true(found);
	note_all(bench, "100:1:a 100:2:b 100:3:c");
	expect_taken(bench, 100, "100:1:a 100:2:old 100:2:b 100:3:c");
	bench_write(bench, note_as_before, NULL);
	bench_write(bench, take_back, gone);
	expect_first(bench, INT64_MAX);
}

/* Prices go with the catalogue, so they have a table of their own. */
static void
rows_of_prices_have_their_own_table(void **state)
{
	struct bench *bench = *state;
	struct table_stat stat;

	note_all(bench, "100:1:a 100:2:b 200:2:c");
	bench_read(bench, count, &stat);
	assert_int_equal(stat.entries, 1);
}

static enum status
clear(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return due_clear(txn, err);
}

static void
a_row_that_is_none_stops_no_other_and_is_cleared(void **state)
{
	struct bench *bench = *state;
	struct table_stat stat;

	note_all(bench, "100:1:a");
	bench_write(bench, damage, NULL);
	expect_first(bench, 100);
	expect_taken(bench, 100, "100:1:a");
	note_all(bench, "200:1:b");
	bench_read(bench, count, &stat);
	assert_int_equal(stat.entries, 2);
	bench_write(bench, clear, NULL);
	bench_read(bench, count, &stat);
	assert_int_equal(stat.entries, 0);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_is_due_is_taken_by_its_moment),
		EACH(noting_and_taking_back_twice_changes_nothing),
		EACH(rows_of_prices_from_older_shops_are_found_and_taken),
		EACH(rows_of_prices_have_their_own_table),
		EACH(a_row_that_is_none_stops_no_other_and_is_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "store_bench.h"

/* Transactions, values, scans and sequences, over both engines. */
static void
what_is_written_is_read(void **state)
{
	struct bench *bench = *state;

	bench_expect_pairs(bench, "");
	bench_write(bench, bench_write_pairs, bench_pairs);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
}

static enum status
write_and_give_up(struct txn *txn, void *arg, struct err *err)
{
	TRY(bench_write_pairs(txn, arg, err));
	return fail(err, ST_OUT_OF_STOCK, "only 3 of 'A'");
}

static void
a_callback_that_gives_up_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	char more[] = "a=x d=4";

	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_int_equal(store_write(bench->store, &bench->arena, write_and_give_up,
				 more, &bench->err),
		ST_OUT_OF_STOCK);
	bench_expect_message(bench, "only 3 of 'A'");
	bench_expect_pairs(bench, "a=1 b=2 c=3");
}

static void
a_rehearsal_runs_the_same_and_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	char more[] = "a=x d=4";

	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_int_equal(store_rehearse(bench->store, &bench->arena,
				 bench_write_pairs, more, &bench->err),
		ST_OK);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	assert_int_equal(store_rehearse(bench->store, &bench->arena,
				 write_and_give_up, more, &bench->err),
		ST_OUT_OF_STOCK);
}

/* A hook that refuses the first commits. */
struct refusals {
	int left;
	bool retry;
};

static enum status
refuse(void *arg, bool *retry, struct err *err)
{
	struct refusals *refusals = arg;

	if (refusals->left == 0)
		return ST_OK;
	refusals->left--;
	*retry = refusals->retry;
	return fail(err, ST_BUSY, "somebody else was faster");
}

/* What each run of a callback drew and saw. */
struct runs {
	int count;
	uint8_t drawn[16][2][20];
	int64_t now[16];
	struct arena_mark mark[16];
};

static enum status
draw(struct txn *txn, void *arg, struct err *err)
{
	struct runs *runs = arg;
	const char *copy;

	runs->now[runs->count] = txn_now(txn);
	runs->mark[runs->count] = arena_mark(txn_arena(txn));
	TRY(arena_text(txn_arena(txn), "something to hand out", &copy, err));
	TRY(txn_random(txn, runs->drawn[runs->count][0], 20, err));
	TRY(txn_random(txn, runs->drawn[runs->count][1], 20, err));
	runs->count++;
	return bench_put(txn, "drawn", "yes", err);
}

static void
a_run_again_draws_the_same_and_begins_with_the_same_arena(void **state)
{
	struct bench *bench = *state;
	struct refusals refusals = { 3, true };
	struct runs runs = { 0 };
	struct runs other = { 0 };
	int i;

	store_set_commit_hook(bench->store, refuse, &refusals);
	bench_write(bench, draw, &runs);
	assert_int_equal(runs.count, 4);
	for (i = 1; i < 4; i++) {
		assert_memory_equal(runs.drawn[i], runs.drawn[0], 40);
		assert_int_equal(runs.now[i], runs.now[0]);
		assert_true(runs.mark[i].used == runs.mark[0].used);
	}
	assert_memory_not_equal(runs.drawn[0][0], runs.drawn[0][1], 20);
	bench_write(bench, draw, &other);
	assert_memory_not_equal(runs.drawn[0][0], other.drawn[0][0], 20);
	bench_expect_pairs(bench, "drawn=yes");
}

static void
a_commit_that_is_refused_for_good_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	struct refusals once = { 1, false };
	struct refusals always = { 1000, true };

	store_set_commit_hook(bench->store, refuse, &once);
	assert_int_equal(store_write(bench->store, &bench->arena, bench_write_pairs,
				 bench_pairs, &bench->err),
		ST_BUSY);
	bench_expect_message(bench, "somebody else was faster");
	store_set_commit_hook(bench->store, refuse, &always);
	assert_int_equal(store_write(bench->store, &bench->arena, bench_write_pairs,
				 bench_pairs, &bench->err),
		ST_BUSY);
	assert_in_range(1000 - always.left, 2, 20);
	store_set_commit_hook(bench->store, NULL, NULL);
	bench_expect_pairs(bench, "");
	bench_write(bench, bench_write_pairs, bench_pairs);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
}

static enum status
take_number(struct txn *txn, void *arg, struct err *err)
{
	return sequence_next(txn, "order", arg, err);
}

static enum status
take_number_and_give_up(struct txn *txn, void *arg, struct err *err)
{
	TRY(sequence_next(txn, "order", arg, err));
	return fail(err, ST_DECLINED, "no");
}

static enum status
last_number(struct txn *txn, void *arg, struct err *err)
{
	return sequence_last(txn, "order", arg, err);
}

static void
sequences_have_no_gaps_among_committed_transactions(void **state)
{
	struct bench *bench = *state;
	uint64_t number;

	bench_read(bench, last_number, &number);
	assert_int_equal(number, 0);
	bench_write(bench, take_number, &number);
	assert_int_equal(number, 1);
	assert_int_equal(store_write(bench->store, &bench->arena,
				 take_number_and_give_up, &number, &bench->err),
		ST_DECLINED);
	assert_int_equal(number, 2);
	bench_write(bench, take_number, &number);
	assert_int_equal(number, 2);
	bench_read(bench, last_number, &number);
	assert_int_equal(number, 2);
}

struct part {
	const char *name;
	int64_t count;
};

static const struct field part_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct part, name) },
	{ FIELD(2, FIELD_COUNT, struct part, count) },
};

static const struct record_type part_record = {
	.name = "part",
	RECORD_FIELDS(struct part, part_fields),
};

static const struct stored parts = { TABLE_PRODUCT, &part_record };

static enum status
put_part(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_u64(17);

	return txn_put_record(txn, &parts, key_bytes(&key), arg, err);
}

static enum status
get_part(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_u64(17);
	struct key missing = key_u64(18);
	bool found;

	TRY(txn_get_record(txn, &parts, key_bytes(&key), arg, &found, err));
	assert_true(found);
	TRY(txn_get_record(txn, &parts, key_bytes(&missing), arg, &found, err));
	assert_false(found);
	return ST_OK;
}

static void
records_are_kept_whole_and_outlive_their_transaction(void **state)
{
	struct bench *bench = *state;
	struct part written = { "a part", 42 };
	struct part read = { NULL, 0 };

	bench_write(bench, put_part, &written);
	bench_read(bench, get_part, &read);
	assert_string_equal(read.name, "a part");
	assert_int_equal(read.count, 42);
}

static enum status
use_longest_keys(struct txn *txn, void *arg, struct err *err)
{
	struct key key = { .size = 0 };
	struct bytes value;
	bool found;
	int i;

	(void)arg;
	for (i = 0; i < 500; i++)
		key_add_u8(&key, 0xFF);
	TRY(txn_put(txn, TABLE_SKU, key_bytes(&key), bytes_of_text("last"), err));
	TRY(txn_get(txn, TABLE_SKU, key_bytes(&key), &value, &found, err));
	assert_true(found && bytes_equal(value, bytes_of_text("last")));
	TRY(txn_delete(txn, TABLE_SKU, key_bytes(&key), &found, err));
	assert_true(found);
	TRY(txn_delete(txn, TABLE_SKU, key_bytes(&key), &found, err));
	assert_false(found);
	return ST_OK;
}

static void
keys_may_have_500_bytes(void **state)
{
	bench_write(*state, use_longest_keys, NULL);
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

static void
note_fault(void *arg, enum table table, struct bytes key, const char *message)
{
	int *count = arg;

	(void)table;
	(void)key;
	(void)message;
	++*count;
}

static void
a_sound_store_has_no_faults_and_all_its_values_are_counted(void **state)
{
	struct bench *bench = *state;
	uint64_t checked;
	int faults = 0;

	bench_write(bench, put_thousand, NULL);
	assert_int_equal(store_verify(bench->store, note_fault, &faults, &checked,
				 &bench->err),
		ST_OK);
	assert_int_equal(faults, 0);
	assert_int_equal(checked, 1001);
}

static void
keys_are_ordered_as_their_numbers(void **state)
{
	struct key small = key_u64(255);
	struct key large = key_u64(256);
	struct key mixed = key_text("A");

	(void)state;
	assert_true(bytes_compare(key_bytes(&small), key_bytes(&large)) < 0);
	key_add_u8(&mixed, 0);
	key_add_u16(&mixed, 0x0102);
	key_add_u32(&mixed, 0x03040506);
	assert_int_equal(mixed.size, 8);
	assert_memory_equal(mixed.data, "A\0\1\2\3\4\5\6", 8);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_is_written_is_read),
		EACH(a_callback_that_gives_up_leaves_nothing),
		EACH(a_rehearsal_runs_the_same_and_leaves_nothing),
		EACH(a_run_again_draws_the_same_and_begins_with_the_same_arena),
		EACH(a_commit_that_is_refused_for_good_leaves_nothing),
		EACH(sequences_have_no_gaps_among_committed_transactions),
		EACH(records_are_kept_whole_and_outlive_their_transaction),
		EACH(keys_may_have_500_bytes),
		EACH(a_sound_store_has_no_faults_and_all_its_values_are_counted),
		cmocka_unit_test(keys_are_ordered_as_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

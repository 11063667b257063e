#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "base/clock.h"
#include "stage_bench.h"

/* Two sets of the catalogue's tables, over both engines. */
static void
what_is_staged_is_read_by_nobody_till_it_is_named(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1 y=2";
	struct stage *stage;

	bench_write(bench, bench_write_pairs, bench_pairs);
	stage = bench_stage(bench);
	bench_write_staged(bench, stage, bench_write_pairs, fresh);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	bench_expect_staged(bench, stage, "x=1 y=2");
	bench_settle(bench, stage, bench_name, NULL);
	bench_expect_pairs(bench, "x=1 y=2");
	bench_expect_other(bench, 3);
	stage_close(stage);
	bench_expect_pairs(bench, "x=1 y=2");
	bench_expect_other(bench, 0);
}

static void
what_is_given_up_is_removed(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1 y=2";
	struct stage *stage;
	int i;

	bench_write(bench, bench_write_pairs, bench_pairs);
	for (i = 0; i < 2; i++) {
		stage = bench_stage(bench);
		bench_write_staged(bench, stage, bench_write_pairs, fresh);
		stage_close(stage);
		bench_expect_pairs(bench, "a=1 b=2 c=3");
		bench_expect_other(bench, 0);
	}
}

/* Which set a scan goes through is settled when it is opened. */
static enum status
look_at_both(struct txn *txn, void *arg, struct err *err)
{
	struct scan_range all = { .backward = false };
	struct bytes value;
	struct scan *scan;
	char line[100];
	bool found;

	(void)arg;
	TRY(scan_open(txn, TABLE_SKU, all, &scan, err));
	TRY(bench_put(txn, "y", "2", err));
	txn_use_set(txn, SET_IN_USE);
	TRY(txn_get(txn, TABLE_SKU, bytes_of_text("b"), &value, &found, err));
	assert_true(found && bytes_equal(value, bytes_of_text("2")));
	TRY(txn_get(txn, TABLE_SKU, bytes_of_text("x"), &value, &found, err));
	assert_false(found);
	TRY(bench_list(scan, line, sizeof(line), err));
	assert_string_equal(line, "x=1 y=2");
	TRY(sequence_next(txn, "import", &(uint64_t){ 0 }, err));
	txn_use_set(txn, SET_STAGED);
	return bench_put(txn, "z", "3", err);
}

static void
who_stages_sees_both_sets(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1";
	struct stage *stage;

	bench_write(bench, bench_write_pairs, bench_pairs);
	stage = bench_stage(bench);
	bench_write_staged(bench, stage, bench_write_pairs, fresh);
	bench_write_staged(bench, stage, look_at_both, NULL);
	bench_expect_staged(bench, stage, "x=1 y=2 z=3");
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	stage_close(stage);
}

/* Each of these is a mistake of ours. */
static enum status
write_what_is_in_use(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	txn_use_set(txn, SET_IN_USE);
	return bench_put(txn, "a", "x", err);
}

static enum status
change_sets(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	(void)err;
	txn_use_set(txn, SET_STAGED);
	return ST_OK;
}

static void
slice_that_writes_what_is_in_use(struct bench *bench, struct stage *stage)
{
	(void)stage_write(stage, write_what_is_in_use, NULL, &bench->err);
}

static void
slice_that_names(struct bench *bench, struct stage *stage)
{
	(void)stage_write(stage, bench_name, NULL, &bench->err);
}

static void
write_that_changes_sets(struct bench *bench, struct stage *stage)
{
	(void)stage;
	(void)store_write(
		bench->store, &bench->arena, change_sets, NULL, &bench->err);
}

static void
what_only_the_last_transaction_may_do_is_done_by_no_other(void **state)
{
	static void (*const mistakes[])(struct bench *, struct stage *) = {
		slice_that_writes_what_is_in_use,
		slice_that_names,
		write_that_changes_sets,
	};
	struct bench *bench = *state;
	struct stage *stage = bench_stage(bench);
	size_t i;

	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		pid_t child = fork();
		int how;

		if (child == 0) {
			close(STDERR_FILENO);
			mistakes[i](bench, stage);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &how, 0), child);
		assert_true(WIFEXITED(how));
		assert_int_equal(WEXITSTATUS(how), 70);
	}
	stage_close(stage);
}

static enum status
settle_in_place(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	TRY(bench_put(txn, "a", "new", err));
	TRY(stage_note(txn, 7, err));
	txn_use_set(txn, SET_STAGED);
	TRY(bench_put(txn, "x", "staged", err));
	txn_use_set(txn, SET_IN_USE);
	return bench_put(txn, "d", "4", err);
}

static void
the_last_transaction_may_write_both_and_name_none(void **state)
{
	struct bench *bench = *state;
	struct stage *stage;

	bench_write(bench, bench_write_pairs, bench_pairs);
	stage = bench_stage(bench);
	bench_settle(bench, stage, settle_in_place, NULL);
	stage_close(stage);
	bench_expect_pairs(bench, "a=new b=2 c=3 d=4");
	bench_expect_other(bench, 0);
}

static enum status
append_pairs(struct txn *txn, void *arg, struct err *err)
{
	const char *const *keys = arg;

	for (; *keys; keys++)
		TRY(txn_append(txn, TABLE_SKU, bytes_of_text(*keys),
			bytes_of_text("1"), err));
	return ST_OK;
}

static void
entries_are_appended_in_order_or_not_at_all(void **state)
{
	static const char *const good[] = { "a", "b", "bb", NULL };
	static const char *const more[] = { "c", "d", NULL };
	static const char *const same[] = { "e", "e", NULL };
	static const char *const before[] = { "bc", NULL };
	struct bench *bench = *state;
	struct stage *stage = bench_stage(bench);

	bench_write_staged(bench, stage, append_pairs, (void *)(uintptr_t)good);
	bench_write_staged(bench, stage, append_pairs, (void *)(uintptr_t)more);
	assert_int_equal(stage_write(stage, append_pairs, (void *)(uintptr_t)same,
				 &bench->err),
		ST_DEFECT);
	bench_expect_message(bench, "table 'sku");
	assert_int_equal(stage_write(stage, append_pairs, (void *)(uintptr_t)before,
				 &bench->err),
		ST_DEFECT);
	bench_expect_staged(bench, stage, "a=1 b=1 bb=1 c=1 d=1");
	stage_close(stage);
}

/* Writes of a size until its slice is over. */
struct fill {
	size_t size;
	unsigned count;
	uint64_t bytes;
	int64_t took;
};

static enum status
fill_slice(struct txn *txn, void *arg, struct err *err)
{
	struct fill *fill = arg;
	int64_t begun = clock_monotonic();
	uint8_t *value = calloc(1, fill->size);

	fill->bytes = 0;
	while (!stage_slice_over(txn)) {
		struct key key = key_u64(fill->count++);

		TRY(txn_put(txn, TABLE_PRODUCT, key_bytes(&key),
			(struct bytes){ value, fill->size }, err));
		fill->bytes += fill->size;
	}
	free(value);
	fill->took = clock_monotonic() - begun;
	return ST_OK;
}

static enum status
never_over(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	(void)err;
	usleep(STAGE_SLICE_TIME + 1000);
	assert_false(stage_slice_over(txn));
	return ST_OK;
}

static void
a_slice_is_over_by_its_time_or_its_bytes(void **state)
{
	struct bench *bench = *state;
	struct stage *stage = bench_stage(bench);
	struct fill small = { .size = 1 };
	struct fill large = { .size = 300000 };

	bench_write_staged(bench, stage, fill_slice, &small);
	assert_true(small.count > 1);
	assert_true(small.took < 20 * STAGE_SLICE_TIME);
	bench_write_staged(bench, stage, fill_slice, &large);
	assert_true(large.bytes <= (uint64_t)33 << 20);
	stage_close(stage);
	bench_write(bench, never_over, NULL);
}

/* Copying: many entries of many sizes in three tables, of which one is empty. */
#define ENTRIES 1500

static const enum table copied[] = { TABLE_PRODUCT, TABLE_CATEGORY, TABLE_SKU };

static enum status
put_entries(struct txn *txn, void *arg, struct err *err)
{
	uint8_t *value = calloc(1, 70000);
	uint64_t i;

	(void)arg;
	for (i = 0; i < ENTRIES; i++) {
		struct key key = key_u64(i);
		struct bytes text = { value, i % 100 == 0 ? 70000 : i % 400 };

		TRY(txn_put(txn, TABLE_PRODUCT, key_bytes(&key), text, err));
		TRY(txn_put(txn, TABLE_SKU, key_bytes(&key), key_bytes(&key), err));
	}
	free(value);
	return ST_OK;
}

static enum status
compare_table(struct txn *txn, enum table table, struct err *err)
{
	struct scan_range all = { .backward = false };
	struct scan *scans[2];
	struct bytes keys[2];
	struct bytes values[2];
	bool found[2];
	int i;

	for (i = 0; i < 2; i++) {
		txn_use_set(txn, i == 0 ? SET_IN_USE : SET_STAGED);
		TRY(scan_open(txn, table, all, &scans[i], err));
	}
	do {
		for (i = 0; i < 2; i++)
			TRY(scan_next(
				scans[i], &keys[i], &values[i], &found[i], err));
		assert_int_equal(found[0], found[1]);
		assert_true(!found[0] || (bytes_equal(keys[0], keys[1]) &&
						 bytes_equal(values[0], values[1])));
	} while (found[0]);
	return ST_OK;
}

static enum status
compare_sets(struct txn *txn, void *arg, struct err *err)
{
	size_t i;

	(void)arg;
	for (i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
		TRY(compare_table(txn, copied[i], err));
	return ST_OK;
}

/* Every other commit is to be run again. */
static enum status
refuse_others(void *arg, bool *retry, struct err *err)
{
	unsigned *count = arg;

	*retry = ++*count % 2 == 1;
	return *retry ? fail(err, ST_BUSY, "somebody else was faster") : ST_OK;
}

static void
a_copy_is_the_same_however_often_its_slices_are_run(void **state)
{
	struct bench *bench = *state;
	unsigned commits = 0;
	struct stage *stage;
	int i;

	bench_write(bench, put_entries, NULL);
	for (i = 0; i < 2; i++) {
		stage = bench_stage(bench);
		if (i == 1)
			store_set_commit_hook(bench->store, refuse_others, &commits);
		assert_int_equal(stage_copy(stage, copied, 3, &bench->err), ST_OK);
		assert_int_equal(
			stage_read(stage, compare_sets, NULL, &bench->err), ST_OK);
		bench_expect_other(bench, (uint64_t)2 * ENTRIES);
		bench_settle(bench, stage, bench_name, NULL);
		stage_close(stage);
		bench_expect_other(bench, 0);
	}
	store_set_commit_hook(bench->store, NULL, NULL);
}

/* Notes. */
static enum status
note_some(struct txn *txn, void *arg, struct err *err)
{
	static const uint64_t ids[] = { 300, 5, 1, 300, UINT64_MAX };
	size_t i;

	(void)arg;
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		TRY(stage_note(txn, ids[i], err));
	return ST_OK;
}

struct notes {
	uint64_t ids[10];
	size_t limit;
	size_t count;
};

static enum status
take_notes(struct txn *txn, void *arg, struct err *err)
{
	struct notes *notes = arg;

	return stage_take_notes(txn, notes->ids, notes->limit, &notes->count, err);
}

static void
changes_are_noted_while_somebody_stages(void **state)
{
	struct bench *bench = *state;
	struct notes notes = { .limit = 3 };
	struct stage *stage;

	bench_write(bench, note_some, NULL);
	stage = bench_stage(bench);
	bench_settle(bench, stage, take_notes, &notes);
	assert_int_equal(notes.count, 0);
	bench_write(bench, note_some, NULL);
	bench_write_staged(bench, stage, note_some, NULL);
	bench_write_staged(bench, stage, take_notes, &notes);
	assert_int_equal(notes.count, 3);
	assert_true(notes.ids[0] == 1 && notes.ids[1] == 5 && notes.ids[2] == 300);
	bench_settle(bench, stage, take_notes, &notes);
	assert_int_equal(notes.count, 1);
	assert_true(notes.ids[0] == UINT64_MAX);
	bench_write(bench, note_some, NULL);
	stage_close(stage);
	bench_write(bench, note_some, NULL);
	bench_write(bench, take_notes, &notes);
	assert_int_equal(notes.count, 0);
}

static void
once_it_is_named_nothing_is_noted(void **state)
{
	struct bench *bench = *state;
	struct notes notes = { .limit = 10 };
	struct stage *stage = bench_stage(bench);

	bench_settle(bench, stage, bench_name, NULL);
	bench_write(bench, note_some, NULL);
	bench_settle(bench, stage, take_notes, &notes);
	assert_int_equal(notes.count, 0);
	stage_close(stage);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_is_staged_is_read_by_nobody_till_it_is_named),
		EACH(what_is_given_up_is_removed),
		EACH(who_stages_sees_both_sets),
		BENCH_TEST(what_only_the_last_transaction_may_do_is_done_by_no_other,
			STORE_MEMORY),
		EACH(the_last_transaction_may_write_both_and_name_none),
		EACH(entries_are_appended_in_order_or_not_at_all),
		EACH(a_slice_is_over_by_its_time_or_its_bytes),
		EACH(a_copy_is_the_same_however_often_its_slices_are_run),
		EACH(changes_are_noted_while_somebody_stages),
		EACH(once_it_is_named_nothing_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "base/clock.h"
#include "base/process.h"
#include "stage_bench.h"

/* Staging that goes wrong, and others that stage. */
/* A commit that goes wrong, each in its turn. */
struct countdown {
	unsigned left;
};

static enum status
fail_at_last(void *arg, bool *retry, struct err *err)
{
	struct countdown *countdown = arg;

	*retry = false;
	if (countdown->left == 0 || --countdown->left > 0)
		return ST_OK;
	return fail(err, ST_IO, "no space left");
}

static enum status
replace(struct bench *bench, char *pairs)
{
	struct stage *stage;
	enum status status;

	TRY(stage_open(bench->store, &bench->arena, &stage, &bench->err));
	status = stage_write(stage, bench_write_pairs, pairs, &bench->err);
	if (status == ST_OK)
		status = stage_settle(stage, bench_name, NULL, &bench->err);
	stage_close(stage);
	return status;
}

static void
whichever_commit_goes_wrong_all_is_as_before_or_done(void **state)
{
	struct bench *bench = *state;
	struct countdown countdown;
	enum status status;
	unsigned at = 0;

	store_set_commit_hook(bench->store, fail_at_last, &countdown);
	do {
		char before[] = "a=1 b=2";
		char after[] = "x=1";

		countdown.left = 0;
		assert_int_equal(replace(bench, before), ST_OK);
		countdown.left = ++at;
		status = replace(bench, after);
		bench_expect_pairs(bench, status == ST_OK ? "x=1" : "a=1 b=2");
	} while (status != ST_OK);
	/* Begin, write, settle; the fourth removes. */
	assert_int_equal(at, 4);
	bench_expect_other(bench, 2);
	countdown.left = 0;
	stage_close(bench_stage(bench));
	bench_expect_other(bench, 0);
}

static enum status
damage_sets(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return txn_put(
		txn, TABLE_META, bytes_of_text("set"), bytes_of_text("x"), err);
}

static enum status
nothing(struct txn *txn, void *arg, struct err *err)
{
	(void)txn;
	(void)arg;
	(void)err;
	return ST_OK;
}

static void
a_shop_that_does_not_know_its_set_is_refused(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, damage_sets, NULL);
	assert_int_equal(
		store_read(bench->store, &bench->arena, nothing, NULL, &bench->err),
		ST_CORRUPT);
	bench_expect_message(bench, "which of the catalogue's two sets is in use");
	assert_int_equal(
		store_write(bench->store, &bench->arena, nothing, NULL, &bench->err),
		ST_CORRUPT);
}

static void
note_fault(void *arg, enum table table, struct bytes key, const char *message)
{
	unsigned *count = arg;

	(void)table;
	(void)key;
	(void)message;
	++*count;
}

static void
what_is_staged_is_no_fault_and_is_verified(void **state)
{
	struct bench *bench = *state;
	char fresh[] = "x=1 y=2";
	unsigned faults = 0;
	struct stage *stage;
	uint64_t checked;

	bench_write(bench, bench_write_pairs, bench_pairs);
	stage = bench_stage(bench);
	bench_write_staged(bench, stage, bench_write_pairs, fresh);
	assert_int_equal(store_verify(bench->store, note_fault, &faults, &checked,
				 &bench->err),
		ST_OK);
	assert_int_equal(faults, 0);
	/* Three and two, the format and the set. */
	assert_int_equal(checked, 7);
	stage_close(stage);
}

/* A process of its own that stages, says so, and waits to be let go or killed. */
struct stager {
	pid_t pid;
	int ready[2];
	int go[2];
};

static void
stage_and_wait(struct bench *bench, const struct stager *stager)
{
	char fresh[] = "x=1 y=2";
	struct stage *stage;
	char byte;

	assert_int_equal(bench_open(bench, STORE_WRITE, SECOND), ST_OK);
	stage = bench_stage(bench);
	bench_write_staged(bench, stage, bench_write_pairs, fresh);
	if (write(stager->ready[1], "x", 1) == 1 &&
		read(stager->go[0], &byte, 1) == 1)
		stage_close(stage);
	store_close(bench->store);
	_exit(0);
}

static void
start_stager(struct bench *bench, struct stager *stager, int64_t wait)
{
	char byte;

	store_close(bench->store);
	bench->store = NULL;
	assert_int_equal(pipe(stager->ready), 0);
	assert_int_equal(pipe(stager->go), 0);
	stager->pid = fork();
	if (stager->pid == 0)
		stage_and_wait(bench, stager);
	assert_int_equal(read(stager->ready[0], &byte, 1), 1);
	assert_int_equal(bench_open(bench, STORE_WRITE, wait), ST_OK);
}

static void
end_stager(struct stager *stager, int expected)
{
	int how;

	assert_int_equal(waitpid(stager->pid, &how, 0), stager->pid);
	assert_int_equal(how, expected);
	close(stager->ready[0]);
	close(stager->ready[1]);
	close(stager->go[0]);
	close(stager->go[1]);
}

static void
a_second_one_waits_as_long_as_it_was_told_to_and_is_refused(void **state)
{
	struct bench *bench = *state;
	int64_t begun = clock_monotonic();
	struct stager stager;
	struct stage *stage;

	start_stager(bench, &stager, 100000);
	begun = clock_monotonic();
	assert_int_equal(stage_open(bench->store, &bench->arena, &stage, &bench->err),
		ST_BUSY);
	assert_in_range(clock_monotonic() - begun, 100000, 10 * SECOND);
	bench_expect_message(bench,
		"another import or reindex is running (try again, or --wait "
		"SECONDS)");
	bench_expect_other(bench, 2);
	bench_write(bench, bench_write_pairs, bench_pairs);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	assert_int_equal(write(stager.go[1], "x", 1), 1);
	end_stager(&stager, 0);
	bench_expect_other(bench, 0);
	stage_close(bench_stage(bench));
}

static void
a_second_one_that_may_wait_comes_after_the_first(void **state)
{
	struct bench *bench = *state;
	struct stager stager;

	start_stager(bench, &stager, 20 * SECOND);
	assert_int_equal(write(stager.go[1], "x", 1), 1);
	stage_close(bench_stage(bench));
	end_stager(&stager, 0);
}

static void
what_a_killed_one_left_is_seen_by_nobody_and_removed_by_the_next(void **state)
{
	struct bench *bench = *state;
	char text[] = "n=1";
	struct stager stager;
	struct stage *stage;

	bench_write(bench, bench_write_pairs, bench_pairs);
	start_stager(bench, &stager, SECOND);
	assert_int_equal(kill(stager.pid, SIGKILL), 0);
	end_stager(&stager, SIGKILL);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	bench_write(bench, bench_write_pairs, text);
	bench_expect_other(bench, 2);
	bench_reopen(bench, STORE_WRITE);
	bench_expect_pairs(bench, "a=1 b=2 c=3 n=1");
	stage = bench_stage(bench);
	bench_expect_staged(bench, stage, "");
	bench_settle(bench, stage, bench_name, NULL);
	stage_close(stage);
	bench_expect_pairs(bench, "");
	bench_expect_other(bench, 0);
}

/* Ends with what a slice after a signal says. */
static void
an_interrupt_ends_it_between_slices(void **state)
{
	struct bench *bench = *state;
	pid_t child;
	int how;

	bench_write(bench, bench_write_pairs, bench_pairs);
	store_close(bench->store);
	bench->store = NULL;
	child = fork();
	if (child == 0) {
		struct stage *stage;
		enum status status;

		signals_install(&(struct arena){ NULL });
		assert_int_equal(bench_open(bench, STORE_WRITE, SECOND), ST_OK);
		stage = bench_stage(bench);
		bench_write_staged(bench, stage, bench_write_pairs, bench_pairs);
		raise(SIGINT);
		status = stage_write(
			stage, bench_write_pairs, bench_pairs, &bench->err);
		if (status == ST_INTERRUPTED)
			status = stage_settle(stage, bench_name, NULL, &bench->err);
		stage_close(stage);
		store_close(bench->store);
		_exit(status == ST_INTERRUPTED ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	assert_int_equal(bench_open(bench, STORE_WRITE, SECOND), ST_OK);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	bench_expect_other(bench, 0);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)
#define RULE(test) BENCH_TEST(test, STORE_LMDB)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(whichever_commit_goes_wrong_all_is_as_before_or_done),
		EACH(a_shop_that_does_not_know_its_set_is_refused),
		EACH(what_is_staged_is_no_fault_and_is_verified),
		RULE(a_second_one_waits_as_long_as_it_was_told_to_and_is_refused),
		RULE(a_second_one_that_may_wait_comes_after_the_first),
		RULE(what_a_killed_one_left_is_seen_by_nobody_and_removed_by_the_next),
		RULE(an_interrupt_ends_it_between_slices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

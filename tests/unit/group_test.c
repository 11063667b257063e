#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"

#include "chance.h"
#include "store_bench.h"

/* Groups: many transactions in one commit, over both engines. */
static void
expect_settled(struct bench *bench)
{
	assert_int_equal(store_group_settle(bench->store, &bench->err), ST_OK);
	assert_false(store_group_is_pending(bench->store));
}

static void
members_see_each_other_and_are_there_once_settled(void **state)
{
	struct bench *bench = *state;
	char more[] = "d=4";

	store_group_open(bench->store);
	expect_settled(bench);
	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_true(store_group_is_pending(bench->store));
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	bench_write(bench, bench_write_pairs, more);
	expect_settled(bench);
	assert_int_equal(store_group_settled(bench->store), 1);
	bench_expect_pairs(bench, "a=1 b=2 c=3 d=4");
	bench_write(bench, bench_write_pairs, bench_pairs);
	store_group_give_up(bench->store);
	store_group_end(bench->store);
	bench_write(bench, bench_write_pairs, more);
	assert_false(store_group_is_pending(bench->store));
}

static void
what_is_given_up_or_not_settled_is_not_there(void **state)
{
	struct bench *bench = *state;

	store_group_open(bench->store);
	bench_write(bench, bench_write_pairs, bench_pairs);
	store_group_give_up(bench->store);
	bench_expect_pairs(bench, "");
	bench_write(bench, bench_write_pairs, bench_pairs);
	if (bench->kind != STORE_LMDB)
		return;
	bench_reopen(bench, STORE_WRITE);
	bench_expect_pairs(bench, "");
}

/* Overwrites, adds and deletes, each twice, and gives up. */
static enum status
meddle(struct txn *txn, void *arg, struct err *err)
{
	static const char *const pairs[] = { "a", "b", "x", "y" };
	bool found;
	size_t round;
	size_t i;

	(void)arg;
	for (round = 0; round < 2; round++)
		for (i = 0; i < 4; i++) {
			TRY(bench_put(txn, pairs[i],
				round ? "longer than it was" : "", err));
			if (i % 2 == round)
				continue;
			TRY(txn_delete(txn, TABLE_SKU, bytes_of_text(pairs[i]),
				&found, err));
			assert_true(found);
		}
	return fail(err, ST_OUT_OF_STOCK, "only 3 of 'A'");
}

static void
a_member_that_fails_leaves_the_others_as_they_are(void **state)
{
	struct bench *bench = *state;
	char more[] = "d=4";

	store_group_open(bench->store);
	assert_int_equal(
		store_write(bench->store, &bench->arena, meddle, NULL, &bench->err),
		ST_OUT_OF_STOCK);
	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_int_equal(
		store_write(bench->store, &bench->arena, meddle, NULL, &bench->err),
		ST_OUT_OF_STOCK);
	bench_expect_message(bench, "only 3 of 'A'");
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	bench_write(bench, bench_write_pairs, more);
	assert_int_equal(store_group_losses(bench->store), 0);
	expect_settled(bench);
	bench_expect_pairs(bench, "a=1 b=2 c=3 d=4");
}

static void
a_rehearsal_in_a_group_sees_it_and_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	char more[] = "a=x d=4";

	store_group_open(bench->store);
	assert_int_equal(store_rehearse(bench->store, &bench->arena,
				 bench_write_pairs, more, &bench->err),
		ST_OK);
	assert_false(store_group_is_pending(bench->store));
	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_int_equal(store_rehearse(bench->store, &bench->arena,
				 bench_write_pairs, more, &bench->err),
		ST_OK);
	expect_settled(bench);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
}

static enum status
refuse(void *arg, bool *retry, struct err *err)
{
	bool *once = arg;

	if (!*once)
		return ST_OK;
	*once = false;
	*retry = true;
	return fail(err, ST_IO, "the disk is gone");
}

static void
a_group_whose_commit_is_refused_is_lost_whole(void **state)
{
	struct bench *bench = *state;
	bool once = true;
	char more[] = "d=4";

	bench_write(bench, bench_write_pairs, more);
	store_group_open(bench->store);
	store_set_commit_hook(bench->store, refuse, &once);
	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_int_equal(store_group_settle(bench->store, &bench->err), ST_IO);
	bench_expect_message(bench, "the disk is gone");
	assert_int_equal(store_group_losses(bench->store), 1);
	assert_int_equal(store_group_settled(bench->store), 0);
	bench_expect_pairs(bench, "d=4");
	bench_write(bench, bench_write_pairs, bench_pairs);
	expect_settled(bench);
	bench_expect_pairs(bench, "a=1 b=2 c=3 d=4");
}

static void
a_member_that_comes_late_settles_those_before_it(void **state)
{
	static const struct timespec late = { 0, (GROUP_TIME + 1000) * 1000 };
	struct bench *bench = *state;
	char more[] = "d=4";

	store_group_open(bench->store);
	bench_write(bench, bench_write_pairs, bench_pairs);
	assert_false(store_group_is_over(bench->store));
	nanosleep(&late, NULL);
	assert_true(store_group_is_over(bench->store));
	bench_write(bench, bench_write_pairs, more);
	assert_int_equal(store_group_settled(bench->store), 1);
	assert_false(store_group_is_over(bench->store));
	store_group_give_up(bench->store);
	bench_expect_pairs(bench, "a=1 b=2 c=3");
	store_group_rehearse(bench->store);
	bench_write(bench, bench_write_pairs, more);
	nanosleep(&late, NULL);
	assert_false(store_group_is_over(bench->store));
	store_group_give_up(bench->store);
}

static enum status
draw_bytes(struct txn *txn, void *arg, struct err *err)
{
	return txn_random(txn, arg, 20, err);
}

static void
each_member_draws_its_own(void **state)
{
	struct bench *bench = *state;
	uint8_t drawn[2][20];

	store_group_open(bench->store);
	bench_write(bench, draw_bytes, drawn[0]);
	bench_write(bench, draw_bytes, drawn[1]);
	assert_memory_not_equal(drawn[0], drawn[1], 20);
}

/* A table of one-letter keys, as it must be. */
#define KEYS 8
struct model {
	char values[KEYS][64]; /* empty: not there */
};

struct step {
	struct chance *chance;
	struct model *model;
	bool fails;
};

/* What it does to the store it does to the model. */
static enum status
change(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	size_t left = 1 + draw(step->chance, 6);

	while (left-- > 0) {
		size_t at = draw(step->chance, KEYS);
		char key[2] = { (char)('a' + at), '\0' };
		char *value = step->model->values[at];
		bool found;

		if (draw(step->chance, 3) == 0) {
			TRY(txn_delete(
				txn, TABLE_SKU, bytes_of_text(key), &found, err));
			assert_int_equal(found, value[0] != '\0');
			value[0] = '\0';
			continue;
		}
		memset(value, '1', 64);
		value[1 + draw(step->chance, 60)] = '\0';
		TRY(bench_put(txn, key, value, err));
	}
	return step->fails ? fail(err, ST_REFUSED, "not so") : ST_OK;
}

static void
expect_model(struct bench *bench, const struct model *model)
{
	char pairs[KEYS * 70] = "";
	size_t used = 0;
	int i;

	for (i = 0; i < KEYS; i++)
		if (model->values[i][0])
			used += (size_t)snprintf(pairs + used, sizeof(pairs) - used,
				"%s%c=%s", used ? " " : "", 'a' + i,
				model->values[i]);
	bench_expect_pairs(bench, pairs);
}

/* One of the ways that a member ends, or its group does. */
static void
take_step(struct bench *bench, struct chance *chance, struct model *pending,
	struct model *kept)
{
	struct model before = *pending;
	struct step step = { chance, pending, draw(chance, 3) == 0 };
	size_t end = draw(chance, 12);
	enum status status;

	if (end == 0) {
		store_group_give_up(bench->store);
		*pending = *kept;
	} else if (end <= 2) {
		expect_settled(bench);
		*kept = *pending;
	} else if (end <= 4) {
		status = store_rehearse(
			bench->store, &bench->arena, change, &step, &bench->err);
		assert_int_equal(status, step.fails ? ST_REFUSED : ST_OK);
		*pending = before;
	} else {
		status = store_write(
			bench->store, &bench->arena, change, &step, &bench->err);
		assert_int_equal(status, step.fails ? ST_REFUSED : ST_OK);
		if (step.fails)
			*pending = before;
	}
}

static void
a_group_is_what_its_good_members_make_of_it(void **state)
{
	struct bench *bench = *state;
	struct chance chance = { seed_of(17) };
	struct model pending = { 0 };
	struct model kept = { 0 };
	int i;

	store_group_open(bench->store);
	for (i = 0; i < 1000; i++) {
		uint64_t settled = store_group_settled(bench->store);

		take_step(bench, &chance, &pending, &kept);
		/* It may have taken too long, on a machine that is busy. */
		if (store_group_settled(bench->store) != settled &&
			store_group_is_pending(bench->store))
			break;
		expect_model(bench, &pending);
	}
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(members_see_each_other_and_are_there_once_settled),
		EACH(what_is_given_up_or_not_settled_is_not_there),
		EACH(a_member_that_fails_leaves_the_others_as_they_are),
		EACH(a_rehearsal_in_a_group_sees_it_and_leaves_nothing),
		EACH(a_group_whose_commit_is_refused_is_lost_whole),
		EACH(a_member_that_comes_late_settles_those_before_it),
		EACH(each_member_draws_its_own),
		EACH(a_group_is_what_its_good_members_make_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <string.h>

#include "unit.h"

#include "store/private.h"
#include "store_bench.h"

/* Reading derived tables without checking sums, over both engines. */
static enum status
put_sound(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	TRY(txn_put(txn, TABLE_TERM, bytes_of_text("a"), bytes_of_text("one"), err));
	TRY(txn_put(txn, TABLE_TERM, bytes_of_text("b"), bytes_of_text(""), err));
	return txn_put(
		txn, TABLE_TERM, bytes_of_text("c"), bytes_of_text("three"), err);
}

/* What txn_put does not write: a sum that does not agree, and no room for one. */
static enum status
put_damaged(struct txn *txn, void *arg, struct err *err)
{
	const char *stored = arg;
	size_t size = strlen(stored);
	uint8_t *room;

	TRY(txn->type->reserve(
		txn->engine, TABLE_TERM, bytes_of_text("b"), size, &room, err));
	memcpy(room, stored, size);
	return ST_OK;
}

static enum status
peek(struct txn *txn, void *arg, struct err *err)
{
	struct bytes value = { NULL, 0 };
	bool found;

	TRY(txn_peek(txn, TABLE_TERM, bytes_of_text("b"), &value, &found, err));
	assert_true(found);
	txn_will_need(txn, value);
	assert_true(bytes_equal(value, bytes_of_text(arg)));
	TRY(txn_peek(txn, TABLE_TERM, bytes_of_text("d"), &value, &found, err));
	assert_false(found);
	TRY(txn_peek(txn, TABLE_FACET, bytes_of_text("b"), &value, &found, err));
	assert_false(found);
	return ST_OK;
}

static enum status
get(struct txn *txn, void *arg, struct err *err)
{
	bool found;

	return txn_get(txn, TABLE_TERM, bytes_of_text("b"), arg, &found, err);
}

static enum status
expect_entry(struct scan *scan, const char *name, const char *text, struct err *err)
{
	struct bytes key = { NULL, 0 };
	struct bytes value = { NULL, 0 };
	bool found;

	TRY(scan_peek(scan, &key, &value, &found, err));
	assert_int_equal(found, name != NULL);
	if (!found)
		return ST_OK;
	assert_true(bytes_equal(key, bytes_of_text(name)));
	assert_true(bytes_equal(value, bytes_of_text(text)));
	return ST_OK;
}

static enum status
scan(struct txn *txn, void *arg, struct err *err)
{
	struct bytes all = { NULL, 0 };
	enum status status;
	struct scan *scan;

	TRY(scan_open_prefix(txn, TABLE_TERM, all, false, &scan, err));
	TRY(expect_entry(scan, "a", "one", err));
	status = expect_entry(scan, "b", arg, err);
	TRY(expect_entry(scan, "c", "three", err));
	TRY(expect_entry(scan, NULL, NULL, err));
	TRY(expect_entry(scan, NULL, NULL, err));
	return status;
}

static void
a_peek_takes_the_value_as_it_is(void **state)
{
	struct bench *bench = *state;
	char stored[] = "onenosuchsum";
	char empty[] = "";
	char one[] = "onen";
	struct bytes value;

	bench_write(bench, put_sound, NULL);
	bench_read(bench, peek, empty);
	bench_read(bench, scan, empty);
	bench_write(bench, put_damaged, stored);
	bench_read(bench, peek, one);
	bench_read(bench, scan, one);
	assert_int_equal(
		store_read(bench->store, &bench->arena, get, &value, &bench->err),
		ST_CORRUPT);
}

static void
expect_damage(struct bench *bench, txn_fn *fn)
{
	char nothing[] = "";

	bench->err.message[0] = '\0';
	assert_int_equal(
		store_read(bench->store, &bench->arena, fn, nothing, &bench->err),
		ST_CORRUPT);
	bench_expect_message(bench, "the entry 'b' of table 'term' is damaged");
}

static void
a_peek_refuses_what_is_too_short_for_a_sum(void **state)
{
	struct bench *bench = *state;
	char stored[] = "1234567";

	bench_write(bench, put_sound, NULL);
	bench_write(bench, put_damaged, stored);
	expect_damage(bench, peek);
	expect_damage(bench, scan);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB), BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_peek_takes_the_value_as_it_is),
		EACH(a_peek_refuses_what_is_too_short_for_a_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

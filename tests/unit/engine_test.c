#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "engine_bench.h"
#include "store/tables.h"

/*
 * What every engine keeps to. Each test runs over each engine.
 */
static void
put_three(struct seam *seam, void *arg)
{
	(void)arg;
	seam_put(seam, "b", "2");
	seam_put(seam, "c", "3");
	seam_put(seam, "a", "1");
}

static void
what_was_committed_is_there(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, put_three, NULL);
	seam_begin(seam, false);
	seam_expect(seam, "a", "1");
	seam_expect(seam, "b", "2");
	seam_expect(seam, "c", "3");
	seam_expect(seam, "d", NULL);
	seam_end(seam);
}

static void
what_was_committed_is_there_after_reopening(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, put_three, NULL);
	seam->type->close(seam->engine);
	seam_open(seam, ENGINE_READ);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
a_table_that_nobody_wrote_to_is_empty(void **state)
{
	struct seam *seam = *state;
	const struct engine_type *type = seam->type;
	struct engine_stat stat;

	seam_expect_list(seam, "", "");
	seam_begin(seam, false);
	seam_expect(seam, "a", NULL);
	assert_int_equal(type->stat(seam->txn, TABLE_SKU, &stat, &seam->err), ST_OK);
	assert_int_equal(stat.entries, 0);
	seam_end(seam);
	seam_begin(seam, true);
	assert_false(seam_remove(seam, "a"));
	seam_end(seam);
}

static void
a_table_that_was_looked_for_in_vain_may_come_to_be(void **state)
{
	struct seam *seam = *state;

	seam_begin(seam, true);
	seam_expect(seam, "a", NULL);
	assert_false(seam_remove(seam, "a"));
	seam_put(seam, "a", "1");
	seam_expect(seam, "a", "1");
	seam_end(seam);
	seam_begin(seam, true);
	seam_expect(seam, "a", NULL);
	seam_end(seam);
	seam_write(seam, put_three, NULL);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
abort_takes_everything_back(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, put_three, NULL);
	seam_begin(seam, true);
	seam_put(seam, "b", "two");
	seam_put(seam, "b", "zwei");
	seam_put(seam, "d", "4");
	assert_true(seam_remove(seam, "a"));
	assert_false(seam_remove(seam, "a"));
	seam_put(seam, "a", "again");
	assert_true(seam_remove(seam, "c"));
	seam_end(seam);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
abort_of_the_first_write_leaves_no_table(void **state)
{
	struct seam *seam = *state;

	seam_begin(seam, true);
	seam_put(seam, "a", "1");
	seam_end(seam);
	seam_expect_list(seam, "", "");
	seam_begin(seam, true);
	seam_put(seam, "b", "2");
	seam_expect(seam, "a", NULL);
	seam_expect(seam, "b", "2");
	seam_end(seam);
	seam_write(seam, put_three, NULL);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
put_empty_value(struct seam *seam, void *arg)
{
	(void)arg;
	seam_put(seam, "b", "");
	assert_true(seam_remove(seam, "c"));
	seam_expect(seam, "c", NULL);
	seam_expect(seam, "a", "1");
}

static void
a_put_replaces_and_a_write_sees_itself(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, put_three, NULL);
	seam_write(seam, put_empty_value, NULL);
	seam_expect_list(seam, "a=1 b=", "b= a=1");
}

static void
put_in_two_tables(struct seam *seam, void *arg)
{
	(void)arg;
	seam_put_bytes(seam, TABLE_SKU, seam_text("key"), seam_text("sku"));
	seam_put_bytes(seam, TABLE_HANDLE, seam_text("key"), seam_text("handle"));
}

static void
tables_are_apart(void **state)
{
	struct seam *seam = *state;
	struct bytes value;
	bool found;

	seam_write(seam, put_in_two_tables, NULL);
	seam_begin(seam, false);
	seam_expect(seam, "key", "sku");
	assert_int_equal(seam->type->get(seam->txn, TABLE_HANDLE, seam_text("key"),
				 &value, &found, &seam->err),
		ST_OK);
	assert_true(found && bytes_equal(value, seam_text("handle")));
	assert_int_equal(seam->type->get(seam->txn, TABLE_CATEGORY, seam_text("key"),
				 &value, &found, &seam->err),
		ST_OK);
	assert_false(found);
	seam_end(seam);
}

static void
put_odd_keys(struct seam *seam, void *arg)
{
	const struct bytes *keys = arg;
	size_t i;

	for (i = 5; i-- > 0;)
		seam_put_bytes(seam, TABLE_SKU, keys[i], seam_text("x"));
}

static void
keys_are_ordered_by_memcmp_and_may_have_500_bytes(void **state)
{
	struct seam *seam = *state;
	const struct engine_type *type = seam->type;
	uint8_t longest[ENGINE_KEY_MAX];
	struct bytes keys[] = { seam_text("A"), seam_text("a"), seam_text("a\x7F"),
		seam_text("a\xC3\xA4"), { longest, sizeof(longest) } };
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	size_t i;
	bool found;

	memset(longest, 0xFF, sizeof(longest));
	seam_write(seam, put_odd_keys, keys);
	seam_begin(seam, false);
	assert_int_equal(
		type->cursor_open(seam->txn, TABLE_SKU, &cursor, &seam->err), ST_OK);
	assert_int_equal(type->cursor_seek(cursor, none, &found, &seam->err), ST_OK);
	for (i = 0; i < 5; i++) {
		assert_true(found);
		type->cursor_entry(cursor, &key, &value);
		assert_true(bytes_equal(key, keys[i]));
		type->cursor_step(cursor, false, &found, &seam->err);
	}
	assert_false(found);
	seam_end(seam);
}

static void
put_large(struct seam *seam, void *arg)
{
	struct bytes *value = arg;

	seam_put_bytes(seam, TABLE_SKU, seam_text("large"), *value);
	seam_put_bytes(seam, TABLE_SKU, seam_text("small"), seam_text("s"));
}

static void
values_may_be_large(void **state)
{
	struct seam *seam = *state;
	size_t size = 3000001;
	uint8_t *data = malloc(size);
	struct bytes value = { data, size };
	struct bytes got;
	bool found;

	memset(data, 'v', size);
	data[size - 1] = 'e';
	seam_write(seam, put_large, &value);
	seam_begin(seam, false);
	assert_int_equal(seam->type->get(seam->txn, TABLE_SKU, seam_text("large"),
				 &got, &found, &seam->err),
		ST_OK);
	seam->type->will_need(got);
	assert_true(found && bytes_equal(got, value));
	seam_expect(seam, "small", "s");
	seam_end(seam);
	free(data);
}

static void
seek_expects(struct seam *seam, bool before, const char *from, const char *key)
{
	const struct engine_type *type = seam->type;
	struct engine_cursor *cursor;
	struct bytes got;
	struct bytes value;
	bool found;

	assert_int_equal(
		type->cursor_open(seam->txn, TABLE_SKU, &cursor, &seam->err), ST_OK);
	assert_int_equal((before ? type->cursor_seek_before : type->cursor_seek)(
				 cursor, seam_text(from), &found, &seam->err),
		ST_OK);
	assert_int_equal(found, key != NULL);
	if (key) {
		type->cursor_entry(cursor, &got, &value);
		assert_true(bytes_equal(got, seam_text(key)));
	}
	type->cursor_close(cursor);
}

static void
put_letters(struct seam *seam, void *arg)
{
	(void)arg;
	seam_put(seam, "bb", "1");
	seam_put(seam, "dd", "2");
	seam_put(seam, "ff", "3");
}

static void
a_seek_finds_the_entry_at_or_after_and_the_one_before(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, put_letters, NULL);
	seam_begin(seam, false);
	seek_expects(seam, false, "", "bb");
	seek_expects(seam, false, "a", "bb");
	seek_expects(seam, false, "bb", "bb");
	seek_expects(seam, false, "bbb", "dd");
	seek_expects(seam, false, "ff", "ff");
	seek_expects(seam, false, "fff", NULL);
	seek_expects(seam, true, "", "ff");
	seek_expects(seam, true, "z", "ff");
	seek_expects(seam, true, "ff", "dd");
	seek_expects(seam, true, "e", "dd");
	seek_expects(seam, true, "bbb", "bb");
	seek_expects(seam, true, "bb", NULL);
	seek_expects(seam, true, "a", NULL);
	seam_end(seam);
}

static void
a_seek_after_a_write_sees_it(void **state)
{
	struct seam *seam = *state;
	const struct engine_type *type = seam->type;
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	bool found;

	seam_begin(seam, true);
	assert_int_equal(
		type->cursor_open(seam->txn, TABLE_SKU, &cursor, &seam->err), ST_OK);
	assert_int_equal(
		type->cursor_seek(cursor, seam_text("b"), &found, &seam->err), ST_OK);
	assert_false(found);
	seam_put(seam, "b", "1");
	seam_put(seam, "c", "2");
	assert_int_equal(
		type->cursor_seek(cursor, seam_text("b"), &found, &seam->err), ST_OK);
	assert_true(found);
	seam_remove(seam, "b");
	assert_int_equal(
		type->cursor_seek(cursor, seam_text("b"), &found, &seam->err), ST_OK);
	assert_true(found);
	type->cursor_entry(cursor, &key, &value);
	assert_true(bytes_equal(key, seam_text("c")));
	seam_end(seam);
}

static void
put_many(struct seam *seam, void *arg)
{
	char key[20];
	int i;

	(void)arg;
	for (i = 0; i < 3000; i++) {
		snprintf(key, sizeof(key), "%05d", i);
		seam_put(seam, key, key);
	}
	seam_put(seam, "00000x", "in between");
	seam_put(seam, "99999", "at the end");
	seam_put(seam, "01000x", "in between");
}

static void
what_is_put_at_the_end_and_in_between_is_in_order(void **state)
{
	struct seam *seam = *state;
	struct engine_stat stat;

	seam_write(seam, put_many, NULL);
	seam_begin(seam, false);
	assert_int_equal(
		seam->type->stat(seam->txn, TABLE_SKU, &stat, &seam->err), ST_OK);
	assert_int_equal(stat.entries, 3003);
	assert_true(stat.bytes > 3000 * 10);
	seam_expect(seam, "02999", "02999");
	seek_expects(seam, false, "00000a", "00000x");
	seek_expects(seam, true, "01001", "01000x");
	seek_expects(seam, true, "", "99999");
	seam_end(seam);
}

/* A small model: what each of 64 keys holds, 0 for nothing. */
#define MODEL_KEYS 64

struct model {
	unsigned random;
	unsigned values[MODEL_KEYS];
};

static unsigned
next(struct model *model)
{
	model->random = model->random * 1103515245 + 12345;
	return model->random >> 16;
}

static void
change_at_random(struct seam *seam, void *arg)
{
	struct model *model = arg;
	char key[20];
	char value[40];
	int i;

	for (i = 0; i < 40; i++) {
		unsigned at = next(model) % MODEL_KEYS;

		snprintf(key, sizeof(key), "%02u", at);
		if (next(model) % 3 == 0) {
			assert_int_equal(
				seam_remove(seam, key), model->values[at] != 0);
			model->values[at] = 0;
			continue;
		}
		model->values[at] = 1 + next(model);
		snprintf(value, sizeof(value), "%0*u", (int)(next(model) % 30),
			model->values[at]);
		seam_put(seam, key, value);
	}
}

static void
expect_model(struct seam *seam, const struct model *model)
{
	struct bytes value;
	char key[20];
	unsigned i;
	bool found;

	seam_begin(seam, false);
	for (i = 0; i < MODEL_KEYS; i++) {
		snprintf(key, sizeof(key), "%02u", i);
		seam->type->get(seam->txn, TABLE_SKU, seam_text(key), &value, &found,
			&seam->err);
		assert_int_equal(found, model->values[i] != 0);
		if (found) {
			char copy[40] = "";

			memcpy(copy, value.data, value.size);
			assert_int_equal(strtoul(copy, NULL, 10), model->values[i]);
		}
	}
	seam_end(seam);
}

/* A commit that is refused is run again from the same state. */
static void
commit_at_random(struct seam *seam, struct model *model)
{
	struct model before = *model;
	enum status status;
	bool retry;

	do {
		*model = before;
		seam_begin(seam, true);
		change_at_random(seam, model);
		status = seam->type->commit(seam->txn, &retry, &seam->err);
		if (status != ST_OK)
			expect_model(seam, &before);
	} while (status != ST_OK && retry);
	assert_int_equal(status, ST_OK);
}

static void
random_changes_agree_with_a_model(void **state)
{
	struct seam *seam = *state;
	struct model model = { .random = 42 };
	int i;

	for (i = 0; i < 60; i++) {
		struct model before = model;

		if (i % 3 == 2) {
			seam_begin(seam, true);
			change_at_random(seam, &model);
			seam_end(seam);
			memcpy(model.values, before.values, sizeof(model.values));
		} else {
			commit_at_random(seam, &model);
		}
		expect_model(seam, &model);
	}
}

static void
a_commit_that_is_refused_leaves_nothing(void **state)
{
	struct seam *seam = *state;
	bool retry;

	seam_begin(seam, true);
	put_three(seam, NULL);
	assert_int_equal(seam->type->commit(seam->txn, &retry, &seam->err), ST_BUSY);
	assert_true(retry);
	seam_expect_list(seam, "", "");
}

int
main(void)
{
	const struct seam_test tests[] = {
		EACH(what_was_committed_is_there),
		OVER(lmdb, what_was_committed_is_there_after_reopening),
		EACH(a_table_that_nobody_wrote_to_is_empty),
		EACH(a_table_that_was_looked_for_in_vain_may_come_to_be),
		EACH(abort_takes_everything_back),
		EACH(abort_of_the_first_write_leaves_no_table),
		EACH(a_put_replaces_and_a_write_sees_itself),
		EACH(tables_are_apart),
		EACH(keys_are_ordered_by_memcmp_and_may_have_500_bytes),
		EACH(values_may_be_large),
		EACH(a_seek_finds_the_entry_at_or_after_and_the_one_before),
		EACH(a_seek_after_a_write_sees_it),
		EACH(what_is_put_at_the_end_and_in_between_is_in_order),
		EACH(random_changes_agree_with_a_model),
		OVER(refusing, a_commit_that_is_refused_leaves_nothing),
	};

	return seam_run(tests, sizeof(tests) / sizeof(tests[0]));
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "engine_refusing.h"
#include "folder.h"
#include "store/tables.h"

/*
 * What every engine keeps to. Each test runs over each engine.
 */
struct bench {
	const struct engine_type *type;
	struct engine *engine;
	struct engine_txn *txn;
	struct test_folder folder;
	struct err err;
};

static void
open_engine(struct bench *bench, enum engine_mode mode)
{
	struct engine_location location = { bench->folder.path, mode, 0600 };

	assert_int_equal(
		bench->type->open(&location, &bench->engine, &bench->err), ST_OK);
}

static int
setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->type = *state;
	test_folder_make(&bench->folder);
	open_engine(bench, ENGINE_CREATE);
	*state = bench;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *bench = *state;

	bench->type->close(bench->engine);
	test_folder_remove(&bench->folder);
	free(bench);
	return 0;
}

static struct bytes
text(const char *string)
{
	return bytes_of_text(string);
}

static void
begin(struct bench *bench, bool write)
{
	assert_int_equal(
		bench->type->begin(bench->engine, write, &bench->txn, &bench->err),
		ST_OK);
}

static void
end(struct bench *bench)
{
	bench->type->abort(bench->txn);
}

static void
put_bytes(struct bench *bench, unsigned table, struct bytes key, struct bytes value)
{
	uint8_t *room;

	assert_int_equal(bench->type->reserve(bench->txn, table, key, value.size,
				 &room, &bench->err),
		ST_OK);
	if (value.size > 0)
		memcpy(room, value.data, value.size);
}

static void
put(struct bench *bench, const char *key, const char *value)
{
	put_bytes(bench, TABLE_SKU, text(key), text(value));
}

static bool
remove_key(struct bench *bench, const char *key)
{
	bool found;

	assert_int_equal(bench->type->delete (bench->txn, TABLE_SKU, text(key),
				 &found, &bench->err),
		ST_OK);
	return found;
}

static void
expect(struct bench *bench, const char *key, const char *value)
{
	struct bytes got;
	bool found;

	assert_int_equal(bench->type->get(bench->txn, TABLE_SKU, text(key), &got,
				 &found, &bench->err),
		ST_OK);
	assert_int_equal(found, value != NULL);
	if (value)
		assert_true(bytes_equal(got, text(value)));
}

/* Runs a write until its commit is not refused, as the store does. */
static void
write_with(struct bench *bench, void (*fn)(struct bench *bench, void *arg), void *arg)
{
	enum status status;
	bool retry;

	do {
		begin(bench, true);
		fn(bench, arg);
		status = bench->type->commit(bench->txn, &retry, &bench->err);
	} while (status != ST_OK && retry);
	assert_int_equal(status, ST_OK);
}

/* "key=value key=value": all of a table in its order, and backward. */
static void
list(struct bench *bench, bool backward, char *line, size_t size)
{
	const struct engine_type *type = bench->type;
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	bool found;

	line[0] = '\0';
	assert_int_equal(
		type->cursor_open(bench->txn, TABLE_SKU, &cursor, &bench->err),
		ST_OK);
	assert_int_equal((backward ? type->cursor_seek_before : type->cursor_seek)(
				 cursor, none, &found, &bench->err),
		ST_OK);
	while (found) {
		size_t used = strlen(line);

		type->cursor_entry(cursor, &key, &value);
		snprintf(line + used, size - used, "%s%.*s=%.*s", used ? " " : "",
			(int)key.size, (const char *)key.data, (int)value.size,
			(const char *)value.data);
		assert_int_equal(
			type->cursor_step(cursor, backward, &found, &bench->err),
			ST_OK);
	}
	type->cursor_close(cursor);
}

static void
expect_list(struct bench *bench, const char *forward, const char *backward)
{
	char line[1000];

	begin(bench, false);
	list(bench, false, line, sizeof(line));
	assert_string_equal(line, forward);
	list(bench, true, line, sizeof(line));
	assert_string_equal(line, backward);
	end(bench);
}

static void
put_three(struct bench *bench, void *arg)
{
	(void)arg;
	put(bench, "b", "2");
	put(bench, "c", "3");
	put(bench, "a", "1");
}

static void
what_was_committed_is_there(void **state)
{
	struct bench *bench = *state;

	write_with(bench, put_three, NULL);
	begin(bench, false);
	expect(bench, "a", "1");
	expect(bench, "b", "2");
	expect(bench, "c", "3");
	expect(bench, "d", NULL);
	end(bench);
}

static void
what_was_committed_is_there_after_reopening(void **state)
{
	struct bench *bench = *state;

	write_with(bench, put_three, NULL);
	bench->type->close(bench->engine);
	open_engine(bench, ENGINE_READ);
	expect_list(bench, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
a_table_that_nobody_wrote_to_is_empty(void **state)
{
	struct bench *bench = *state;
	const struct engine_type *type = bench->type;
	struct engine_stat stat;

	expect_list(bench, "", "");
	begin(bench, false);
	expect(bench, "a", NULL);
	assert_int_equal(
		type->stat(bench->txn, TABLE_SKU, &stat, &bench->err), ST_OK);
	assert_int_equal(stat.entries, 0);
	end(bench);
	begin(bench, true);
	assert_false(remove_key(bench, "a"));
	end(bench);
}

static void
abort_takes_everything_back(void **state)
{
	struct bench *bench = *state;

	write_with(bench, put_three, NULL);
	begin(bench, true);
	put(bench, "b", "two");
	put(bench, "b", "zwei");
	put(bench, "d", "4");
	assert_true(remove_key(bench, "a"));
	assert_false(remove_key(bench, "a"));
	put(bench, "a", "again");
	assert_true(remove_key(bench, "c"));
	end(bench);
	expect_list(bench, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
abort_of_the_first_write_leaves_no_table(void **state)
{
	struct bench *bench = *state;

	begin(bench, true);
	put(bench, "a", "1");
	end(bench);
	expect_list(bench, "", "");
	begin(bench, true);
	put(bench, "b", "2");
	expect(bench, "a", NULL);
	expect(bench, "b", "2");
	end(bench);
	write_with(bench, put_three, NULL);
	expect_list(bench, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
put_empty_value(struct bench *bench, void *arg)
{
	(void)arg;
	put(bench, "b", "");
	assert_true(remove_key(bench, "c"));
	expect(bench, "c", NULL);
	expect(bench, "a", "1");
}

static void
a_put_replaces_and_a_write_sees_itself(void **state)
{
	struct bench *bench = *state;

	write_with(bench, put_three, NULL);
	write_with(bench, put_empty_value, NULL);
	expect_list(bench, "a=1 b=", "b= a=1");
}

static void
put_in_two_tables(struct bench *bench, void *arg)
{
	(void)arg;
	put_bytes(bench, TABLE_SKU, text("key"), text("sku"));
	put_bytes(bench, TABLE_HANDLE, text("key"), text("handle"));
}

static void
tables_are_apart(void **state)
{
	struct bench *bench = *state;
	struct bytes value;
	bool found;

	write_with(bench, put_in_two_tables, NULL);
	begin(bench, false);
	expect(bench, "key", "sku");
	assert_int_equal(bench->type->get(bench->txn, TABLE_HANDLE, text("key"),
				 &value, &found, &bench->err),
		ST_OK);
	assert_true(found && bytes_equal(value, text("handle")));
	assert_int_equal(bench->type->get(bench->txn, TABLE_CATEGORY, text("key"),
				 &value, &found, &bench->err),
		ST_OK);
	assert_false(found);
	end(bench);
}

static void
put_odd_keys(struct bench *bench, void *arg)
{
	const struct bytes *keys = arg;
	size_t i;

	for (i = 5; i-- > 0;)
		put_bytes(bench, TABLE_SKU, keys[i], text("x"));
}

static void
keys_are_ordered_by_memcmp_and_may_have_500_bytes(void **state)
{
	struct bench *bench = *state;
	const struct engine_type *type = bench->type;
	uint8_t longest[ENGINE_KEY_MAX];
	struct bytes keys[] = { text("A"), text("a"), text("a\x7F"),
		text("a\xC3\xA4"), { longest, sizeof(longest) } };
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	size_t i;
	bool found;

	memset(longest, 0xFF, sizeof(longest));
	write_with(bench, put_odd_keys, keys);
	begin(bench, false);
	assert_int_equal(
		type->cursor_open(bench->txn, TABLE_SKU, &cursor, &bench->err),
		ST_OK);
	assert_int_equal(type->cursor_seek(cursor, none, &found, &bench->err), ST_OK);
	for (i = 0; i < 5; i++) {
		assert_true(found);
		type->cursor_entry(cursor, &key, &value);
		assert_true(bytes_equal(key, keys[i]));
		type->cursor_step(cursor, false, &found, &bench->err);
	}
	assert_false(found);
	end(bench);
}

static void
put_large(struct bench *bench, void *arg)
{
	struct bytes *value = arg;

	put_bytes(bench, TABLE_SKU, text("large"), *value);
	put_bytes(bench, TABLE_SKU, text("small"), text("s"));
}

static void
values_may_be_large(void **state)
{
	struct bench *bench = *state;
	size_t size = 3000001;
	uint8_t *data = malloc(size);
	struct bytes value = { data, size };
	struct bytes got;
	bool found;

	memset(data, 'v', size);
	data[size - 1] = 'e';
	write_with(bench, put_large, &value);
	begin(bench, false);
	assert_int_equal(bench->type->get(bench->txn, TABLE_SKU, text("large"), &got,
				 &found, &bench->err),
		ST_OK);
	assert_true(found && bytes_equal(got, value));
	expect(bench, "small", "s");
	end(bench);
	free(data);
}

static void
seek_expects(struct bench *bench, bool before, const char *from, const char *key)
{
	const struct engine_type *type = bench->type;
	struct engine_cursor *cursor;
	struct bytes got;
	struct bytes value;
	bool found;

	assert_int_equal(
		type->cursor_open(bench->txn, TABLE_SKU, &cursor, &bench->err),
		ST_OK);
	assert_int_equal((before ? type->cursor_seek_before : type->cursor_seek)(
				 cursor, text(from), &found, &bench->err),
		ST_OK);
	assert_int_equal(found, key != NULL);
	if (key) {
		type->cursor_entry(cursor, &got, &value);
		assert_true(bytes_equal(got, text(key)));
	}
	type->cursor_close(cursor);
}

static void
put_letters(struct bench *bench, void *arg)
{
	(void)arg;
	put(bench, "bb", "1");
	put(bench, "dd", "2");
	put(bench, "ff", "3");
}

static void
a_seek_finds_the_entry_at_or_after_and_the_one_before(void **state)
{
	struct bench *bench = *state;

	write_with(bench, put_letters, NULL);
	begin(bench, false);
	seek_expects(bench, false, "", "bb");
	seek_expects(bench, false, "a", "bb");
	seek_expects(bench, false, "bb", "bb");
	seek_expects(bench, false, "bbb", "dd");
	seek_expects(bench, false, "ff", "ff");
	seek_expects(bench, false, "fff", NULL);
	seek_expects(bench, true, "", "ff");
	seek_expects(bench, true, "z", "ff");
	seek_expects(bench, true, "ff", "dd");
	seek_expects(bench, true, "e", "dd");
	seek_expects(bench, true, "bbb", "bb");
	seek_expects(bench, true, "bb", NULL);
	seek_expects(bench, true, "a", NULL);
	end(bench);
}

static void
a_seek_after_a_write_sees_it(void **state)
{
	struct bench *bench = *state;
	const struct engine_type *type = bench->type;
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	bool found;

	begin(bench, true);
	assert_int_equal(
		type->cursor_open(bench->txn, TABLE_SKU, &cursor, &bench->err),
		ST_OK);
	assert_int_equal(
		type->cursor_seek(cursor, text("b"), &found, &bench->err), ST_OK);
	assert_false(found);
	put(bench, "b", "1");
	put(bench, "c", "2");
	assert_int_equal(
		type->cursor_seek(cursor, text("b"), &found, &bench->err), ST_OK);
	assert_true(found);
	remove_key(bench, "b");
	assert_int_equal(
		type->cursor_seek(cursor, text("b"), &found, &bench->err), ST_OK);
	assert_true(found);
	type->cursor_entry(cursor, &key, &value);
	assert_true(bytes_equal(key, text("c")));
	end(bench);
}

static void
put_many(struct bench *bench, void *arg)
{
	char key[20];
	int i;

	(void)arg;
	for (i = 0; i < 3000; i++) {
		snprintf(key, sizeof(key), "%05d", i);
		put(bench, key, key);
	}
	put(bench, "00000x", "in between");
	put(bench, "99999", "at the end");
	put(bench, "01000x", "in between");
}

static void
what_is_put_at_the_end_and_in_between_is_in_order(void **state)
{
	struct bench *bench = *state;
	struct engine_stat stat;

	write_with(bench, put_many, NULL);
	begin(bench, false);
	assert_int_equal(
		bench->type->stat(bench->txn, TABLE_SKU, &stat, &bench->err), ST_OK);
	assert_int_equal(stat.entries, 3003);
	assert_true(stat.bytes > 3000 * 10);
	expect(bench, "02999", "02999");
	seek_expects(bench, false, "00000a", "00000x");
	seek_expects(bench, true, "01001", "01000x");
	seek_expects(bench, true, "", "99999");
	end(bench);
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
change_at_random(struct bench *bench, void *arg)
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
				remove_key(bench, key), model->values[at] != 0);
			model->values[at] = 0;
			continue;
		}
		model->values[at] = 1 + next(model);
		snprintf(value, sizeof(value), "%0*u", (int)(next(model) % 30),
			model->values[at]);
		put(bench, key, value);
	}
}

static void
expect_model(struct bench *bench, const struct model *model)
{
	struct bytes value;
	char key[20];
	unsigned i;
	bool found;

	begin(bench, false);
	for (i = 0; i < MODEL_KEYS; i++) {
		snprintf(key, sizeof(key), "%02u", i);
		bench->type->get(bench->txn, TABLE_SKU, text(key), &value, &found,
			&bench->err);
		assert_int_equal(found, model->values[i] != 0);
		if (found) {
			char copy[40] = "";

			memcpy(copy, value.data, value.size);
			assert_int_equal(strtoul(copy, NULL, 10), model->values[i]);
		}
	}
	end(bench);
}

/* A commit that is refused is run again from the same state. */
static void
commit_at_random(struct bench *bench, struct model *model)
{
	struct model before = *model;
	enum status status;
	bool retry;

	do {
		*model = before;
		begin(bench, true);
		change_at_random(bench, model);
		status = bench->type->commit(bench->txn, &retry, &bench->err);
		if (status != ST_OK)
			expect_model(bench, &before);
	} while (status != ST_OK && retry);
	assert_int_equal(status, ST_OK);
}

static void
random_changes_agree_with_a_model(void **state)
{
	struct bench *bench = *state;
	struct model model = { .random = 42 };
	int i;

	for (i = 0; i < 60; i++) {
		struct model before = model;

		if (i % 3 == 2) {
			begin(bench, true);
			change_at_random(bench, &model);
			end(bench);
			memcpy(model.values, before.values, sizeof(model.values));
		} else {
			commit_at_random(bench, &model);
		}
		expect_model(bench, &model);
	}
}

static void
a_commit_that_is_refused_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	bool retry;

	begin(bench, true);
	put_three(bench, NULL);
	assert_int_equal(
		bench->type->commit(bench->txn, &retry, &bench->err), ST_BUSY);
	assert_true(retry);
	expect_list(bench, "", "");
}

#define OVER(engine, test) \
	{ \
#engine ": " #test, test, setup, teardown, &engine_##engine \
	}
#define EACH(test) OVER(lmdb, test), OVER(memory, test), OVER(refusing, test)

int
main(void)
{
	/* cmocka's state is not const; the type is only read. */
	union {
		const struct engine_type *in;
		void *out;
	} state;
	struct {
		const char *name;
		CMUnitTestFunction test;
		CMFixtureFunction setup;
		CMFixtureFunction teardown;
		const struct engine_type *type;
	} table[] = {
		EACH(what_was_committed_is_there),
		OVER(lmdb, what_was_committed_is_there_after_reopening),
		EACH(a_table_that_nobody_wrote_to_is_empty),
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
	struct CMUnitTest tests[sizeof(table) / sizeof(table[0])];
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		state.in = table[i].type;
		tests[i] = (struct CMUnitTest){ table[i].name, table[i].test,
			table[i].setup, table[i].teardown, state.out };
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

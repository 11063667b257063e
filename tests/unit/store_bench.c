#include "store_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "base/clock.h"

static enum store_kind kinds[] = { STORE_LMDB, STORE_MEMORY };

void *
bench_state(enum store_kind kind)
{
	return &kinds[kind];
}

enum status
bench_open(struct bench *bench, enum store_access access, int64_t wait)
{
	struct store_options options = {
		.kind = bench->kind,
		.folder = bench->folder.path,
		.access = access,
		.wait = wait,
	};
	struct actor actor = { "staff", 1000, "test" };
	enum status status;

	bench->store = NULL;
	status = store_open(&options, &bench->store, &bench->err);
	if (status != ST_OK)
		return status;
	store_set_actor(bench->store, actor);
	store_set_key(bench->store, &bench->key);
	return ST_OK;
}

int
bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	const enum store_kind *kind = *state;

	bench->kind = *kind;
	memset(bench->key_data, 7, sizeof(bench->key_data));
	bench->key = (struct secret){ bench->key_data, sizeof(bench->key_data) };
	test_folder_make(&bench->folder);
	assert_int_equal(bench_open(bench, STORE_CREATE, 10 * SECOND), ST_OK);
	*state = bench;
	return 0;
}

int
bench_teardown(void **state)
{
	struct bench *bench = *state;

	store_close(bench->store);
	arena_free(&bench->arena);
	test_folder_remove(&bench->folder);
	free(bench);
	return 0;
}

void
bench_reopen(struct bench *bench, enum store_access access)
{
	store_close(bench->store);
	assert_int_equal(bench_open(bench, access, 10 * SECOND), ST_OK);
}

static void
expect_ok(const struct bench *bench, enum status status)
{
	if (status != ST_OK)
		print_error("%s\n", bench->err.message);
	assert_int_equal(status, ST_OK);
}

void
bench_write(struct bench *bench, txn_fn *fn, void *arg)
{
	expect_ok(bench,
		store_write(bench->store, &bench->arena, fn, arg, &bench->err));
}

void
bench_read(struct bench *bench, txn_fn *fn, void *arg)
{
	expect_ok(
		bench, store_read(bench->store, &bench->arena, fn, arg, &bench->err));
}

void
bench_expect_message(const struct bench *bench, const char *part)
{
	if (!strstr(bench->err.message, part))
		print_error("message: %s\n", bench->err.message);
	assert_non_null(strstr(bench->err.message, part));
}

char bench_pairs[] = "b=2 a=1 c=3";

enum status
bench_put(struct txn *txn, const char *key, const char *value, struct err *err)
{
	return txn_put(txn, TABLE_SKU, bytes_of_text(key), bytes_of_text(value), err);
}

enum status
bench_write_pairs(struct txn *txn, void *arg, struct err *err)
{
	char line[200];
	char *rest;
	char *pair;

	snprintf(line, sizeof(line), "%s", (const char *)arg);
	for (pair = strtok_r(line, " ", &rest); pair;
		pair = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(pair, '=');

		*value++ = '\0';
		TRY(bench_put(txn, pair, value, err));
	}
	return ST_OK;
}

enum status
bench_list(struct scan *scan, char *line, size_t size, struct err *err)
{
	struct bytes key;
	struct bytes value;
	bool found;

	line[0] = '\0';
	for (;;) {
		size_t used = strlen(line);

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		snprintf(line + used, size - used, "%s%.*s=%.*s", used ? " " : "",
			(int)key.size, (const char *)key.data, (int)value.size,
			(const char *)value.data);
	}
}

static enum status
read_pairs(struct txn *txn, void *arg, struct err *err)
{
	struct bytes all = { NULL, 0 };
	struct scan *scan;

	TRY(scan_open_prefix(txn, TABLE_SKU, all, false, &scan, err));
	return bench_list(scan, arg, 1000, err);
}

void
bench_expect_pairs(struct bench *bench, const char *pairs)
{
	char line[1000];

	bench_read(bench, read_pairs, line);
	assert_string_equal(line, pairs);
}

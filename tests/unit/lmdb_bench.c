#include "lmdb_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "store/tables.h"

enum status
lmdb_bench_open(struct lmdb_bench *bench, enum engine_mode mode, uint32_t file_mode)
{
	struct engine_location location = {
		.folder = bench->folder.path, .mode = mode, .file_mode = file_mode
	};

	bench->engine = NULL;
	return engine_lmdb.open(&location, &bench->engine, &bench->err);
}

void
lmdb_bench_close(struct lmdb_bench *bench)
{
	if (bench->engine)
		engine_lmdb.close(bench->engine);
	bench->engine = NULL;
}

int
lmdb_bench_setup(void **state)
{
	struct lmdb_bench *bench = calloc(1, sizeof(*bench));

	test_folder_make(&bench->folder);
	*state = bench;
	return 0;
}

int
lmdb_bench_teardown(void **state)
{
	struct lmdb_bench *bench = *state;

	lmdb_bench_close(bench);
	test_folder_remove(&bench->folder);
	free(bench);
	return 0;
}

enum status
lmdb_bench_put(struct lmdb_bench *bench, const char *name, size_t size)
{
	struct engine_txn *txn;
	enum status status;
	uint8_t *room;
	bool retry;

	assert_int_equal(
		engine_lmdb.begin(bench->engine, true, &txn, &bench->err), ST_OK);
	status = engine_lmdb.reserve(
		txn, TABLE_SKU, bytes_of_text(name), size, &room, &bench->err);
	if (status != ST_OK) {
		engine_lmdb.abort(txn);
		return status;
	}
	memset(room, 'v', size);
	status = engine_lmdb.commit(txn, &retry, &bench->err);
	assert_false(retry);
	return status;
}

bool
lmdb_bench_has(struct lmdb_bench *bench, const char *name)
{
	struct engine_txn *txn;
	struct bytes value;
	bool found;

	assert_int_equal(
		engine_lmdb.begin(bench->engine, false, &txn, &bench->err), ST_OK);
	assert_int_equal(engine_lmdb.get(txn, TABLE_SKU, bytes_of_text(name), &value,
				 &found, &bench->err),
		ST_OK);
	engine_lmdb.abort(txn);
	return found;
}

void
lmdb_bench_make(struct lmdb_bench *bench)
{
	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0600), ST_OK);
	assert_int_equal(lmdb_bench_put(bench, "first", 10), ST_OK);
}

void
lmdb_bench_reopen(struct lmdb_bench *bench)
{
	lmdb_bench_close(bench);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0600), ST_OK);
}

void
lmdb_bench_file(const struct lmdb_bench *bench, const char *name, char path[300])
{
	snprintf(path, 300, "%s/%s", bench->folder.path, name);
}

struct stat
lmdb_bench_look(const struct lmdb_bench *bench, const char *name)
{
	struct stat file;
	char path[300];

	lmdb_bench_file(bench, name, path);
	assert_int_equal(lstat(path, &file), 0);
	return file;
}

void
lmdb_bench_expect_message(const struct lmdb_bench *bench, const char *part)
{
	if (!strstr(bench->err.message, part))
		print_error("message: %s\n", bench->err.message);
	assert_non_null(strstr(bench->err.message, part));
}

/* Reads and changes what is stored, below everything that keeps it whole, so that a
 * test can damage a shop:
 *
 *     stored HOME keys TABLE
 *     stored HOME get TABLE KEY
 *     stored HOME put TABLE KEY VALUE
 *     stored HOME delete TABLE KEY
 *
 * Keys and values are hexadecimal. */

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "store/store.h"

struct job {
	enum table table;
	const char *what;
	struct bytes key;
	struct bytes value;
};

static enum status
find_table(const char *name, enum table *table, struct err *err)
{
	int i;

	for (i = 0; i < TABLE_COUNT; i++) {
		if (strcmp(table_infos[i].name, name) == 0) {
			*table = (enum table)i;
			return ST_OK;
		}
	}
	return fail(err, ST_USAGE, "no table '%s'", name);
}

static enum status
decode(struct arena *arena, const char *hex, struct bytes *bytes, struct err *err)
{
	size_t size = strlen(hex) / 2;
	uint8_t *data;

	TRY(arena_take(arena, size, 1, &data, err));
	if (!hex_decode(hex, data, size))
		return fail(err, ST_USAGE, "'%s' is not hexadecimal", hex);
	*bytes = (struct bytes){ data, size };
	return ST_OK;
}

static void
print(struct bytes bytes)
{
	size_t i;

	for (i = 0; i < bytes.size; i++)
		printf("%02x", bytes.data[i]);
	putchar('\n');
}

static enum status
print_keys(struct txn *txn, const struct job *job, struct err *err)
{
	struct scan_range all = { .backward = false };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(txn, job->table, all, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		print(key);
	}
}

static enum status
run(struct txn *txn, void *arg, struct err *err)
{
	struct job *job = arg;
	struct bytes value;
	bool found = true;

	if (strcmp(job->what, "keys") == 0)
		return print_keys(txn, job, err);
	if (strcmp(job->what, "put") == 0)
		return txn_put(txn, job->table, job->key, job->value, err);
	if (strcmp(job->what, "delete") == 0) {
		TRY(txn_delete(txn, job->table, job->key, &found, err));
	} else {
		TRY(txn_get(txn, job->table, job->key, &value, &found, err));
		if (found)
			print(value);
	}
	return found ? ST_OK : fail(err, ST_NOT_FOUND, "no such key");
}

static enum status
work(struct arena *arena, int argc, char **argv, struct err *err)
{
	struct store_options options = {
		.kind = STORE_LMDB, .access = STORE_WRITE, .wait = 10000000
	};
	struct job job = { .what = "" };
	struct store *store;
	enum status status;

	if (argc < 4)
		return fail(err, ST_USAGE, "HOME WHAT TABLE [KEY [VALUE]]");
	options.folder = argv[1];
	job.what = argv[2];
	TRY(find_table(argv[3], &job.table, err));
	if (argc > 4)
		TRY(decode(arena, argv[4], &job.key, err));
	if (argc > 5)
		TRY(decode(arena, argv[5], &job.value, err));
	TRY(store_open(&options, &store, err));
	status = store_write(store, arena, run, &job, err);
	store_close(store);
	return status;
}

int
main(int argc, char **argv)
{
	struct arena arena = { NULL };
	struct err err = { .status = ST_OK };
	enum status status = work(&arena, argc, argv, &err);

	if (status != ST_OK)
		fprintf(stderr, "stored: %s\n", err.message);
	arena_free(&arena);
	return status_exit(status);
}

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "unit.h"

#include "lmdb_bench.h"
#include "store/tables.h"

#define VALUE_PAGES 200

/*
 * What LMDB is made to ask of the system, and what becomes of it when that goes
 * wrong. System calls are counted and made to go wrong by functions of this file that
 * take the place of the C library's.
 */
static struct {
	int data_syncs;    /* fdatasync */
	int folder_syncs;  /* fsync of a folder */
	int synced_writes; /* to a descriptor that writes through (O_DSYNC) */
	int fail_sync;     /* errno, 0 for none */
	int fail_write;
	int fail_synced_write;
	long file_system; /* what fstatfs says, 0 for the truth */
} calls;

static bool
writes_through(int fd)
{
	return fcntl(fd, F_GETFL) & O_DSYNC;
}

/* What the write to fd is to end with. */
static int
fault_of_write(int fd)
{
	bool through = writes_through(fd);

	calls.synced_writes += through;
	return through ? calls.fail_synced_write : calls.fail_write;
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
	errno = fault_of_write(fd);
	return errno ? -1 : syscall(SYS_pwrite64, fd, data, size, at);
}

ssize_t
writev(int fd, const struct iovec *pieces, int count)
{
	errno = fault_of_write(fd);
	return errno ? -1 : syscall(SYS_writev, fd, pieces, count);
}

int
fdatasync(int fd)
{
	calls.data_syncs++;
	errno = calls.fail_sync;
	return errno ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	struct stat file;

	if (fstat(fd, &file) == 0 && S_ISDIR(file.st_mode))
		calls.folder_syncs++;
	return (int)syscall(SYS_fsync, fd);
}

int
fstatfs(int fd, struct statfs *place)
{
	int rc = (int)syscall(SYS_fstatfs, fd, place);

	if (calls.file_system != 0)
		place->f_type = calls.file_system;
	return rc;
}

static int
setup(void **state)
{
	memset(&calls, 0, sizeof(calls));
	return lmdb_bench_setup(state);
}

static int
teardown(void **state)
{
	memset(&calls, 0, sizeof(calls));
	return lmdb_bench_teardown(state);
}

static void
each_commit_is_synced_and_nothing_weaker_is_asked_of_lmdb(void **state)
{
	struct lmdb_bench *bench = *state;
	int i;

	lmdb_bench_make(bench);
	for (i = 0; i < 3; i++) {
		char name[10];

		memset(&calls, 0, sizeof(calls));
		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(lmdb_bench_put(bench, name, 100), ST_OK);
		assert_int_equal(calls.data_syncs, 1);
		assert_int_equal(calls.synced_writes, 1);
	}
}

static void
making_a_shop_syncs_its_folder(void **state)
{
	struct lmdb_bench *bench = *state;

	lmdb_bench_make(bench);
	assert_true(calls.folder_syncs >= 1);
}

static void
a_network_file_system_is_refused_with_the_reason(void **state)
{
	static const struct {
		long magic;
		const char *name;
	} systems[] = { { 0x6969, "NFS" }, { 0xFF534D42, "CIFS" },
		{ 0x01021997, "9P" }, { 0x00C36400, "Ceph" } };
	struct lmdb_bench *bench = *state;
	size_t i;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	for (i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		calls.file_system = systems[i].magic;
		assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CONFIG);
		lmdb_bench_expect_message(bench, "network file system");
		lmdb_bench_expect_message(bench, systems[i].name);
	}
}

static void
a_full_disk_changes_nothing(void **state)
{
	struct lmdb_bench *bench = *state;

	lmdb_bench_make(bench);
	calls.fail_write = ENOSPC;
	assert_int_equal(lmdb_bench_put(bench, "second", 100), ST_IO);
	lmdb_bench_expect_message(bench, "no space left");
	lmdb_bench_expect_message(bench, "nothing was changed");
	calls.fail_write = 0;
	assert_false(lmdb_bench_has(bench, "second"));
	assert_int_equal(lmdb_bench_put(bench, "second", 100), ST_OK);
	lmdb_bench_reopen(bench);
	assert_true(lmdb_bench_has(bench, "second"));
}

static void
a_sync_that_goes_wrong_leaves_the_state_unknown(void **state)
{
	struct lmdb_bench *bench = *state;

	lmdb_bench_make(bench);
	calls.fail_sync = EIO;
	assert_int_equal(lmdb_bench_put(bench, "second", 100), ST_IO);
	lmdb_bench_expect_message(bench, "state is unknown");
	lmdb_bench_expect_message(bench, "run the same again (same --key)");
	calls.fail_sync = 0;
	lmdb_bench_reopen(bench);
	assert_true(lmdb_bench_has(bench, "first"));
}

static void
a_last_write_that_goes_wrong_leaves_the_state_unknown(void **state)
{
	static const int causes[] = { EIO, ENOSPC };
	struct lmdb_bench *bench = *state;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct engine_txn *txn;

		lmdb_bench_make(bench);
		calls.fail_synced_write = causes[i];
		assert_int_equal(lmdb_bench_put(bench, "second", 100), ST_IO);
		lmdb_bench_expect_message(bench, "state is unknown");
		calls.fail_synced_write = 0;
		assert_int_equal(
			engine_lmdb.begin(bench->engine, true, &txn, &bench->err),
			ST_IO);
		lmdb_bench_reopen(bench);
		assert_true(lmdb_bench_has(bench, "first"));
		lmdb_bench_close(bench);
		test_folder_remove(&bench->folder);
		test_folder_make(&bench->folder);
	}
}

/* How many of a value's pages lie in memory. */
static size_t
pages_present(struct bytes value, size_t *count)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t begin = (uintptr_t)value.data & ~(page - 1);
	uintptr_t end = (uintptr_t)value.data + value.size;
	unsigned char there[VALUE_PAGES + 1];
	size_t present = 0;
	size_t i;

	*count = (end - begin + page - 1) / page;
	assert_in_range(*count, 1, sizeof(there));
	assert_int_equal(mincore((void *)begin, end - begin, there), 0);
	for (i = 0; i < *count; i++)
		present += there[i] & 1;
	return present;
}

static void
forget_pages(const struct lmdb_bench *bench)
{
	char path[300];
	int fd;

	lmdb_bench_file(bench, "data.mdb", path);
	fd = open(path, O_RDONLY);
	assert_int_equal(syscall(SYS_fdatasync, fd), 0);
	assert_int_equal(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
	close(fd);
}

static void
what_will_be_needed_is_fetched_before_it_is_read(void **state)
{
	struct lmdb_bench *bench = *state;
	struct engine_txn *txn;
	struct bytes value;
	size_t before;
	size_t count;
	bool found;
	int i;

	lmdb_bench_make(bench);
	assert_int_equal(
		lmdb_bench_put(bench, "large", (VALUE_PAGES - 1) * 4096), ST_OK);
	lmdb_bench_close(bench);
	forget_pages(bench);
	lmdb_bench_reopen(bench);
	assert_int_equal(
		engine_lmdb.begin(bench->engine, false, &txn, &bench->err), ST_OK);
	assert_int_equal(engine_lmdb.get(txn, TABLE_SKU, bytes_of_text("large"),
				 &value, &found, &bench->err),
		ST_OK);
	assert_true(found);
	before = pages_present(value, &count);
	engine_lmdb.will_need(value);
	for (i = 0; i < 5000 && pages_present(value, &count) < count; i++)
		usleep(1000);
	assert_int_equal(pages_present(value, &count), count);
	engine_lmdb.abort(txn);
	if (before == count) {
		print_message("this file system keeps everything in memory\n");
		skip();
	}
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(each_commit_is_synced_and_nothing_weaker_is_asked_of_lmdb),
		RULE(making_a_shop_syncs_its_folder),
		RULE(a_network_file_system_is_refused_with_the_reason),
		RULE(a_full_disk_changes_nothing),
		RULE(a_sync_that_goes_wrong_leaves_the_state_unknown),
		RULE(what_will_be_needed_is_fetched_before_it_is_read),
		RULE(a_last_write_that_goes_wrong_leaves_the_state_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

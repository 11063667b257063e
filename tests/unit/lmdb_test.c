#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <lmdb.h>

#include "unit.h"

#include "folder.h"
#include "store/engine.h"
#include "store/lmdb_files.h"
#include "store/tables.h"

/*
 * The rules of LMDB that were learnt the hard way, each shown where this version can
 * show it. System calls are counted and made to go wrong by functions of this file
 * that take the place of the C library's.
 */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#ifndef HAS_SANITIZER
#define HAS_SANITIZER 0
#endif

static struct {
	int data_syncs;    /* fdatasync */
	int folder_syncs;  /* fsync of a folder */
	int synced_writes; /* to a descriptor that writes through (O_DSYNC) */
	int fail_sync;     /* errno, 0 for none */
	int fail_write;
	int fail_synced_write;
	long file_system; /* what statfs says, 0 for the truth */
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
statfs(const char *path, struct statfs *place)
{
	int rc = (int)syscall(SYS_statfs, path, place);

	if (calls.file_system != 0)
		place->f_type = calls.file_system;
	return rc;
}

struct bench {
	struct test_folder folder;
	struct engine *engine;
	struct err err;
};

static enum status
open_as(struct bench *bench, enum engine_mode mode, uint32_t file_mode)
{
	struct engine_location location = { bench->folder.path, mode, file_mode };

	bench->engine = NULL;
	return engine_lmdb.open(&location, &bench->engine, &bench->err);
}

static void
close_engine(struct bench *bench)
{
	if (bench->engine)
		engine_lmdb.close(bench->engine);
	bench->engine = NULL;
}

static int
setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	memset(&calls, 0, sizeof(calls));
	test_folder_make(&bench->folder);
	*state = bench;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *bench = *state;

	memset(&calls, 0, sizeof(calls));
	close_engine(bench);
	test_folder_remove(&bench->folder);
	free(bench);
	return 0;
}

static enum status
put_value(struct bench *bench, const char *name, size_t size)
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

static bool
has_value(struct bench *bench, const char *name)
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

static void
make_shop(struct bench *bench)
{
	assert_int_equal(open_as(bench, ENGINE_CREATE, 0600), ST_OK);
	assert_int_equal(put_value(bench, "first", 10), ST_OK);
}

static void
reopen(struct bench *bench)
{
	close_engine(bench);
	assert_int_equal(open_as(bench, ENGINE_READ, 0600), ST_OK);
}

static void
file_of(const struct bench *bench, const char *name, char path[300])
{
	snprintf(path, 300, "%s/%s", bench->folder.path, name);
}

static struct stat
look_at(const struct bench *bench, const char *name)
{
	struct stat file;
	char path[300];

	file_of(bench, name, path);
	assert_int_equal(lstat(path, &file), 0);
	return file;
}

static void
expect_message(const struct bench *bench, const char *part)
{
	if (!strstr(bench->err.message, part))
		print_error("message: %s\n", bench->err.message);
	assert_non_null(strstr(bench->err.message, part));
}

static void
each_commit_is_synced_and_nothing_weaker_is_asked_of_lmdb(void **state)
{
	struct bench *bench = *state;
	int i;

	make_shop(bench);
	for (i = 0; i < 3; i++) {
		char name[10];

		memset(&calls, 0, sizeof(calls));
		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(put_value(bench, name, 100), ST_OK);
		assert_int_equal(calls.data_syncs, 1);
		assert_int_equal(calls.synced_writes, 1);
	}
}

static void
making_a_shop_syncs_its_folder(void **state)
{
	struct bench *bench = *state;

	make_shop(bench);
	assert_true(calls.folder_syncs >= 1);
}

static void
files_have_exactly_the_modes_asked_for(void **state)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "gate.lock" };
	struct bench *bench = *state;
	mode_t before = umask(077);
	size_t i;

	assert_int_equal(open_as(bench, ENGINE_CREATE, 0660), ST_OK);
	assert_int_equal(put_value(bench, "first", 10), ST_OK);
	for (i = 0; i < 3; i++)
		assert_int_equal(look_at(bench, names[i]).st_mode & 07777, 0660);
	close_engine(bench);
	test_folder_remove(&bench->folder);

	umask(0);
	test_folder_make(&bench->folder);
	make_shop(bench);
	for (i = 0; i < 3; i++)
		assert_int_equal(look_at(bench, names[i]).st_mode & 07777, 0600);
	umask(before);
}

static void
a_lost_lock_file_is_made_anew_with_the_modes_of_the_data(void **state)
{
	struct bench *bench = *state;
	mode_t before = umask(022);
	char path[300];

	assert_int_equal(open_as(bench, ENGINE_CREATE, 0660), ST_OK);
	assert_int_equal(put_value(bench, "first", 10), ST_OK);
	close_engine(bench);
	file_of(bench, "lock.mdb", path);
	assert_int_equal(unlink(path), 0);
	file_of(bench, "gate.lock", path);
	assert_int_equal(unlink(path), 0);
	reopen(bench);
	assert_int_equal(look_at(bench, "lock.mdb").st_mode & 07777, 0660);
	assert_int_equal(look_at(bench, "gate.lock").st_mode & 07777, 0660);
	umask(before);
}

static void
a_sparse_lock_file_gets_its_blocks_before_lmdb_writes_to_it(void **state)
{
	struct bench *bench = *state;
	off_t needed = 64 * LMDB_READERS;
	char path[300];

	make_shop(bench);
	close_engine(bench);
	assert_true(look_at(bench, "lock.mdb").st_blocks * 512 >= needed);
	file_of(bench, "lock.mdb", path);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(truncate(path, needed), 0);
	reopen(bench);
	assert_true(look_at(bench, "lock.mdb").st_blocks * 512 >= needed);
	assert_true(has_value(bench, "first"));
}

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
opening_and_closing_wait_for_who_opens_or_closes(void **state)
{
	struct bench *bench = *state;
	char path[300];
	int64_t begun;
	pid_t child;
	int ready[2];
	char byte;

	make_shop(bench);
	close_engine(bench);
	file_of(bench, "gate.lock", path);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		int fd = open(path, O_RDONLY);

		flock(fd, LOCK_EX);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		usleep(200000);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	begun = milliseconds();
	assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_OK);
	assert_true(milliseconds() - begun >= 150);
	waitpid(child, NULL, 0);
	close(ready[0]);
	close(ready[1]);
}

/* Many readers at once, each in a process of its own, ended by kill -9. */
#define READERS 140

static pid_t
start_reader(struct bench *bench, int ready)
{
	struct engine_txn *txn;
	pid_t child = fork();

	if (child != 0)
		return child;
	if (open_as(bench, ENGINE_READ, 0) != ST_OK ||
		engine_lmdb.begin(bench->engine, false, &txn, &bench->err) != ST_OK)
		_exit(1);
	if (write(ready, "x", 1) == 1)
		pause();
	_exit(1);
}

static int
note_readers(const char *message, void *arg)
{
	int *none = arg;

	*none = strstr(message, "no active readers") != NULL;
	return 0;
}

/* Without it the next to open would be alone, and begin a new table of readers. */
static pid_t
start_bystander(struct bench *bench, int ready)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	if (open_as(bench, ENGINE_READ, 0) == ST_OK && write(ready, "x", 1) == 1)
		pause();
	_exit(1);
}

static bool
has_no_readers(const char *folder)
{
	int none = 0;
	MDB_env *env;

	assert_int_equal(mdb_env_create(&env), 0);
	assert_int_equal(mdb_env_open(env, folder, MDB_RDONLY, 0600), 0);
	mdb_reader_list(env, note_readers, &none);
	mdb_env_close(env);
	return none;
}

static void
killed_readers_leave_room_for_others(void **state)
{
	struct bench *bench = *state;
	pid_t readers[READERS];
	pid_t bystander;
	int ready[2];
	char byte;
	int i;

	make_shop(bench);
	close_engine(bench);
	assert_int_equal(pipe(ready), 0);
	bystander = start_bystander(bench, ready[1]);
	for (i = 0; i < READERS; i++)
		readers[i] = start_reader(bench, ready[1]);
	close(ready[1]);
	for (i = 0; i < READERS + 1; i++)
		assert_int_equal(read(ready[0], &byte, 1), 1);
	for (i = 0; i < READERS; i++)
		kill(readers[i], SIGKILL);
	for (i = 0; i < READERS; i++)
		waitpid(readers[i], NULL, 0);
	close(ready[0]);
	assert_false(has_no_readers(bench->folder.path));
	reopen(bench);
	close_engine(bench);
	assert_true(has_no_readers(bench->folder.path));
	kill(bystander, SIGKILL);
	waitpid(bystander, NULL, 0);
}

static int
open_descriptors(void)
{
	int count = 0;
	int fd;

	for (fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void
closing_leaves_no_descriptor_for_children(void **state)
{
	struct bench *bench = *state;
	int before = open_descriptors();

	make_shop(bench);
	assert_true(open_descriptors() > before);
	close_engine(bench);
	assert_int_equal(open_descriptors(), before);
}

static void
a_network_file_system_is_refused_with_the_reason(void **state)
{
	static const struct {
		long magic;
		const char *name;
	} systems[] = { { 0x6969, "NFS" }, { 0xFF534D42, "CIFS" },
		{ 0x01021997, "9P" }, { 0x00C36400, "Ceph" } };
	struct bench *bench = *state;
	size_t i;

	make_shop(bench);
	close_engine(bench);
	for (i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		calls.file_system = systems[i].magic;
		assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CONFIG);
		expect_message(bench, "network file system");
		expect_message(bench, systems[i].name);
	}
}

static void
a_folder_without_a_shop_says_so_and_stays_empty(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CONFIG);
	expect_message(bench, "no shop in '/");
	expect_message(
		bench, "make one with 'shop init', or name another with --home");
	assert_int_equal(open_as(bench, ENGINE_WRITE, 0), ST_CONFIG);
	assert_int_equal(rmdir(bench->folder.path), 0);
	assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CONFIG);
	expect_message(bench, "no shop in '/");
	assert_int_equal(mkdir(bench->folder.path, 0700), 0);
}

static void
a_second_shop_in_one_folder_is_refused(void **state)
{
	struct bench *bench = *state;

	make_shop(bench);
	close_engine(bench);
	assert_int_equal(open_as(bench, ENGINE_CREATE, 0600), ST_EXISTS);
	expect_message(bench, "there is a shop in '/");
	reopen(bench);
	assert_true(has_value(bench, "first"));
}

static void
making_a_shop_goes_on_where_it_was_interrupted(void **state)
{
	struct bench *bench = *state;
	char path[300];

	file_of(bench, "data.mdb", path);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CONFIG);
	expect_message(bench, "no shop in '/");
	assert_int_equal(open_as(bench, ENGINE_CREATE, 0600), ST_OK);
	close_engine(bench);
	assert_int_equal(open_as(bench, ENGINE_CREATE, 0600), ST_OK);
	assert_int_equal(put_value(bench, "first", 10), ST_OK);
}

static void
a_symbolic_link_is_not_followed(void **state)
{
	struct bench *bench = *state;
	char path[300];
	char other[300];

	make_shop(bench);
	close_engine(bench);
	file_of(bench, "data.mdb", path);
	file_of(bench, "elsewhere", other);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_int_not_equal(open_as(bench, ENGINE_READ, 0), ST_OK);
	expect_message(bench, "data.mdb");
}

static void
a_foreign_file_is_no_shop(void **state)
{
	struct bench *bench = *state;
	char path[300];
	FILE *file;
	int i;

	file_of(bench, "data.mdb", path);
	file = fopen(path, "w");
	for (i = 0; i < 2000; i++)
		fputs("not a shop\n", file);
	fclose(file);
	assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CORRUPT);
	expect_message(bench, "is not a shop's data");
}

static void
data_that_was_cut_off_is_refused(void **state)
{
	struct bench *bench = *state;
	struct stat data;
	char path[300];
	off_t size;

	make_shop(bench);
	assert_int_equal(put_value(bench, "second", 100000), ST_OK);
	close_engine(bench);
	file_of(bench, "data.mdb", path);
	data = look_at(bench, "data.mdb");
	for (size = data.st_size - 4096; size > 100; size -= 4096 - 100) {
		assert_int_equal(truncate(path, size), 0);
		assert_int_equal(open_as(bench, ENGINE_READ, 0), ST_CORRUPT);
	}
}

static unsigned
next(unsigned *random)
{
	*random = *random * 1103515245 + 12345;
	return *random >> 16;
}

static void
put_and_delete_much(struct bench *bench, unsigned *random)
{
	unsigned count = next(random) % 60;
	unsigned keep = next(random) % 3;
	struct engine_txn *txn;
	char name[20];
	uint8_t *room;
	unsigned i;
	bool found;
	bool retry;

	engine_lmdb.begin(bench->engine, true, &txn, &bench->err);
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%u", i);
		engine_lmdb.reserve(txn, TABLE_SKU, bytes_of_text(name),
			next(random) % 12000, &room, &bench->err);
	}
	for (i = 0; i < 60; i++) {
		if (keep == 0 || (keep == 1 && next(random) % 2))
			continue;
		snprintf(name, sizeof(name), "%u", i);
		engine_lmdb.delete(
			txn, TABLE_SKU, bytes_of_text(name), &found, &bench->err);
	}
	assert_int_equal(engine_lmdb.commit(txn, &retry, &bench->err), ST_OK);
}

/* LMDB does not write pages that one transaction takes at the file's end and gives
 * back. */
static void
a_file_that_ends_before_pages_that_are_free_is_sound(void **state)
{
	struct bench *bench = *state;
	struct engine_location location = { bench->folder.path, ENGINE_READ, 0 };
	struct lmdb_data data;
	unsigned random = 1;
	int early = 0;
	int i;

	make_shop(bench);
	for (i = 0; i < 200; i++) {
		put_and_delete_much(bench, &random);
		assert_int_equal(
			lmdb_files_look(&location, &data, &bench->err), ST_OK);
		if (!data.ends_early)
			continue;
		early++;
		close_engine(bench);
		assert_int_equal(open_as(bench, ENGINE_WRITE, 0), ST_OK);
		assert_true(has_value(bench, "first"));
	}
	if (early == 0)
		skip();
}

/* Each in a process of its own, for not every flip can be seen at opening. */
static void
a_flipped_bit_in_the_head_never_crashes_the_opening(void **state)
{
	struct bench *bench = *state;
	char path[300];
	int fd;
	int at;

	make_shop(bench);
	close_engine(bench);
	file_of(bench, "data.mdb", path);
	fd = open(path, O_RDWR);
	for (at = 0; at < 2 * 168; at++) {
		off_t place = at < 168 ? at : 4096 + at - 168;
		uint8_t byte;
		uint8_t flipped;
		pid_t child;
		int how;

		/* Where tables begin is LMDB's own matter. */
		if (at % 168 >= 80 && at % 168 < 136)
			continue;
		assert_int_equal(pread(fd, &byte, 1, place), 1);
		flipped = byte ^ 0x10;
		assert_int_equal(pwrite(fd, &flipped, 1, place), 1);
		child = fork();
		if (child == 0) {
			enum status status = open_as(bench, ENGINE_READ, 0);

			close_engine(bench);
			_exit(status == ST_OK || status == ST_CORRUPT ||
						status == ST_CONFIG ||
						status == ST_SYSTEM
					? 0
					: 1);
		}
		assert_int_equal(waitpid(child, &how, 0), child);
		if (how != 0)
			print_error("byte %d of the head: %x\n", at, how);
		assert_int_equal(how, 0);
		assert_int_equal(pwrite(fd, &byte, 1, place), 1);
	}
	close(fd);
	reopen(bench);
	assert_true(has_value(bench, "first"));
}

static void
a_full_disk_changes_nothing(void **state)
{
	struct bench *bench = *state;

	make_shop(bench);
	calls.fail_write = ENOSPC;
	assert_int_equal(put_value(bench, "second", 100), ST_IO);
	expect_message(bench, "no space left");
	expect_message(bench, "nothing was changed");
	calls.fail_write = 0;
	assert_false(has_value(bench, "second"));
	assert_int_equal(put_value(bench, "second", 100), ST_OK);
	reopen(bench);
	assert_true(has_value(bench, "second"));
}

static void
a_sync_that_goes_wrong_leaves_the_state_unknown(void **state)
{
	struct bench *bench = *state;

	make_shop(bench);
	calls.fail_sync = EIO;
	assert_int_equal(put_value(bench, "second", 100), ST_IO);
	expect_message(bench, "state is unknown");
	expect_message(bench, "run the same again (same --key)");
	calls.fail_sync = 0;
	reopen(bench);
	assert_true(has_value(bench, "first"));
}

static void
a_last_write_that_goes_wrong_leaves_the_state_unknown(void **state)
{
	static const int causes[] = { EIO, ENOSPC };
	struct bench *bench = *state;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct engine_txn *txn;

		make_shop(bench);
		calls.fail_synced_write = causes[i];
		assert_int_equal(put_value(bench, "second", 100), ST_IO);
		expect_message(bench, "state is unknown");
		calls.fail_synced_write = 0;
		assert_int_equal(
			engine_lmdb.begin(bench->engine, true, &txn, &bench->err),
			ST_IO);
		reopen(bench);
		assert_true(has_value(bench, "first"));
		close_engine(bench);
		test_folder_remove(&bench->folder);
		test_folder_make(&bench->folder);
	}
}

static int
work_in_little_space(struct bench *bench)
{
	struct rlimit limit = { (rlim_t)300 << 20, (rlim_t)300 << 20 };
	char name[20];
	int i;

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 2;
	if (open_as(bench, ENGINE_WRITE, 0) != ST_OK)
		return 3;
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "%d", i);
		if (put_value(bench, name, 100000) != ST_OK)
			return 4;
	}
	for (i = 0; i < 200; i++) {
		enum status status;

		snprintf(name, sizeof(name), "large %d", i);
		status = put_value(bench, name, 2000000);
		if (status != ST_OK)
			return status == ST_SYSTEM &&
					       strstr(bench->err.message, "ulimit -v")
				       ? 0
				       : 5;
	}
	return 6;
}

static void
where_address_space_is_limited_as_much_as_fits_is_used(void **state)
{
	struct bench *bench = *state;
	pid_t child;
	int how;

	if (HAS_SANITIZER) {
		print_message("the sanitizer's own memory is above any limit\n");
		skip();
	}
	make_shop(bench);
	close_engine(bench);
	child = fork();
	if (child == 0)
		_exit(work_in_little_space(bench));
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	assert_int_equal(open_as(bench, ENGINE_WRITE, 0), ST_OK);
	assert_true(has_value(bench, "19"));
	assert_true(has_value(bench, "large 0"));
	assert_int_equal(put_value(bench, "more", 3000000), ST_OK);
}

/* A command with a small map meets data that others made larger meanwhile. */
static void
a_map_that_others_outgrew_is_made_larger(void **state)
{
	struct bench *bench = *state;
	int ends[2];
	pid_t child;
	char byte;
	int how;
	int i;

	if (HAS_SANITIZER) {
		print_message("the sanitizer's own memory is above any limit\n");
		skip();
	}
	make_shop(bench);
	close_engine(bench);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct rlimit limit = { (rlim_t)100 << 20, (rlim_t)1 << 40 };

		setrlimit(RLIMIT_AS, &limit);
		if (open_as(bench, ENGINE_READ, 0) != ST_OK)
			_exit(2);
		if (read(ends[0], &byte, 1) != 1)
			_exit(3);
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_AS, &limit);
		_exit(has_value(bench, "49") ? 0 : 4);
	}
	assert_int_equal(open_as(bench, ENGINE_WRITE, 0), ST_OK);
	for (i = 0; i < 50; i++) {
		char name[20];

		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(put_value(bench, name, 2000000), ST_OK);
	}
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	close(ends[0]);
	close(ends[1]);
}

#define RULE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(each_commit_is_synced_and_nothing_weaker_is_asked_of_lmdb),
		RULE(making_a_shop_syncs_its_folder),
		RULE(files_have_exactly_the_modes_asked_for),
		RULE(a_lost_lock_file_is_made_anew_with_the_modes_of_the_data),
		RULE(a_sparse_lock_file_gets_its_blocks_before_lmdb_writes_to_it),
		RULE(opening_and_closing_wait_for_who_opens_or_closes),
		RULE(killed_readers_leave_room_for_others),
		RULE(closing_leaves_no_descriptor_for_children),
		RULE(a_network_file_system_is_refused_with_the_reason),
		RULE(a_folder_without_a_shop_says_so_and_stays_empty),
		RULE(a_second_shop_in_one_folder_is_refused),
		RULE(making_a_shop_goes_on_where_it_was_interrupted),
		RULE(a_symbolic_link_is_not_followed),
		RULE(a_foreign_file_is_no_shop),
		RULE(data_that_was_cut_off_is_refused),
		RULE(a_file_that_ends_before_pages_that_are_free_is_sound),
		RULE(a_flipped_bit_in_the_head_never_crashes_the_opening),
		RULE(a_full_disk_changes_nothing),
		RULE(a_sync_that_goes_wrong_leaves_the_state_unknown),
		RULE(a_last_write_that_goes_wrong_leaves_the_state_unknown),
		RULE(where_address_space_is_limited_as_much_as_fits_is_used),
		RULE(a_map_that_others_outgrew_is_made_larger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

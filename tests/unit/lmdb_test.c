#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <lmdb.h>

#include "unit.h"

#include "lmdb_bench.h"
#include "store/lmdb_files.h"
#include "store/tables.h"

/*
 * The rules of LMDB that were learnt the hard way, each shown where this version can
 * show it.
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

static void
files_have_exactly_the_modes_asked_for(void **state)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "gate.lock" };
	struct lmdb_bench *bench = *state;
	mode_t before = umask(077);
	size_t i;

	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0660), ST_OK);
	assert_int_equal(lmdb_bench_put(bench, "first", 10), ST_OK);
	for (i = 0; i < 3; i++)
		assert_int_equal(
			lmdb_bench_look(bench, names[i]).st_mode & 07777, 0660);
	lmdb_bench_close(bench);
	test_folder_remove(&bench->folder);

	umask(0);
	test_folder_make(&bench->folder);
	lmdb_bench_make(bench);
	for (i = 0; i < 3; i++)
		assert_int_equal(
			lmdb_bench_look(bench, names[i]).st_mode & 07777, 0600);
	umask(before);
}

static void
a_lost_lock_file_is_made_anew_with_the_modes_of_the_data(void **state)
{
	struct lmdb_bench *bench = *state;
	mode_t before = umask(022);
	char path[300];

	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0660), ST_OK);
	assert_int_equal(lmdb_bench_put(bench, "first", 10), ST_OK);
	lmdb_bench_close(bench);
	lmdb_bench_file(bench, "lock.mdb", path);
	assert_int_equal(unlink(path), 0);
	lmdb_bench_file(bench, "gate.lock", path);
	assert_int_equal(unlink(path), 0);
	lmdb_bench_reopen(bench);
	assert_int_equal(lmdb_bench_look(bench, "lock.mdb").st_mode & 07777, 0660);
	assert_int_equal(lmdb_bench_look(bench, "gate.lock").st_mode & 07777, 0660);
	umask(before);
}

static void
a_sparse_lock_file_gets_its_blocks_before_lmdb_writes_to_it(void **state)
{
	struct lmdb_bench *bench = *state;
	off_t needed = 64 * LMDB_READERS;
	char path[300];

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	assert_true(lmdb_bench_look(bench, "lock.mdb").st_blocks * 512 >= needed);
	lmdb_bench_file(bench, "lock.mdb", path);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(truncate(path, needed), 0);
	lmdb_bench_reopen(bench);
	assert_true(lmdb_bench_look(bench, "lock.mdb").st_blocks * 512 >= needed);
	assert_true(lmdb_bench_has(bench, "first"));
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
	struct lmdb_bench *bench = *state;
	char path[300];
	int64_t begun;
	pid_t child;
	int ready[2];
	char byte;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	lmdb_bench_file(bench, "gate.lock", path);
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
	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_OK);
	assert_true(milliseconds() - begun >= 150);
	waitpid(child, NULL, 0);
	close(ready[0]);
	close(ready[1]);
}

/* Many readers at once, each in a process of its own, ended by kill -9. */
#define READERS 140

static pid_t
start_reader(struct lmdb_bench *bench, int ready)
{
	struct engine_txn *txn;
	pid_t child = fork();

	if (child != 0)
		return child;
	if (lmdb_bench_open(bench, ENGINE_READ, 0) != ST_OK ||
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
start_bystander(struct lmdb_bench *bench, int ready)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	if (lmdb_bench_open(bench, ENGINE_READ, 0) == ST_OK &&
		write(ready, "x", 1) == 1)
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
	struct lmdb_bench *bench = *state;
	pid_t readers[READERS];
	pid_t bystander;
	int ready[2];
	char byte;
	int i;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
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
	lmdb_bench_reopen(bench);
	lmdb_bench_close(bench);
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
	struct lmdb_bench *bench = *state;
	int before = open_descriptors();

	lmdb_bench_make(bench);
	assert_true(open_descriptors() > before);
	lmdb_bench_close(bench);
	assert_int_equal(open_descriptors(), before);
}

static void
a_folder_without_a_shop_says_so_and_stays_empty(void **state)
{
	struct lmdb_bench *bench = *state;

	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CONFIG);
	lmdb_bench_expect_message(bench, "no shop in '/");
	lmdb_bench_expect_message(
		bench, "make one with 'shop init', or name another with --home");
	assert_int_equal(lmdb_bench_open(bench, ENGINE_WRITE, 0), ST_CONFIG);
	assert_int_equal(rmdir(bench->folder.path), 0);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CONFIG);
	lmdb_bench_expect_message(bench, "no shop in '/");
	assert_int_equal(mkdir(bench->folder.path, 0700), 0);
}

static void
a_second_shop_in_one_folder_is_refused(void **state)
{
	struct lmdb_bench *bench = *state;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0600), ST_EXISTS);
	lmdb_bench_expect_message(bench, "there is a shop in '/");
	lmdb_bench_reopen(bench);
	assert_true(lmdb_bench_has(bench, "first"));
}

static void
making_a_shop_goes_on_where_it_was_interrupted(void **state)
{
	struct lmdb_bench *bench = *state;
	char path[300];

	lmdb_bench_file(bench, "data.mdb", path);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CONFIG);
	lmdb_bench_expect_message(bench, "no shop in '/");
	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0600), ST_OK);
	lmdb_bench_close(bench);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_CREATE, 0600), ST_OK);
	assert_int_equal(lmdb_bench_put(bench, "first", 10), ST_OK);
}

static void
a_symbolic_link_is_not_followed(void **state)
{
	struct lmdb_bench *bench = *state;
	char path[300];
	char other[300];

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	lmdb_bench_file(bench, "data.mdb", path);
	lmdb_bench_file(bench, "elsewhere", other);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_int_not_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_OK);
	lmdb_bench_expect_message(bench, "data.mdb");
}

static void
a_foreign_file_is_no_shop(void **state)
{
	struct lmdb_bench *bench = *state;
	char path[300];
	FILE *file;
	int i;

	lmdb_bench_file(bench, "data.mdb", path);
	file = fopen(path, "w");
	for (i = 0; i < 2000; i++)
		fputs("not a shop\n", file);
	fclose(file);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CORRUPT);
	lmdb_bench_expect_message(bench, "is not a shop's data");
}

static void
data_that_was_cut_off_is_refused(void **state)
{
	struct lmdb_bench *bench = *state;
	struct stat data;
	char path[300];
	off_t size;

	lmdb_bench_make(bench);
	assert_int_equal(lmdb_bench_put(bench, "second", 100000), ST_OK);
	lmdb_bench_close(bench);
	lmdb_bench_file(bench, "data.mdb", path);
	data = lmdb_bench_look(bench, "data.mdb");
	for (size = data.st_size - 4096; size > 100; size -= 4096 - 100) {
		assert_int_equal(truncate(path, size), 0);
		assert_int_equal(lmdb_bench_open(bench, ENGINE_READ, 0), ST_CORRUPT);
	}
}

static unsigned
next(unsigned *random)
{
	*random = *random * 1103515245 + 12345;
	return *random >> 16;
}

static void
put_and_delete_much(struct lmdb_bench *bench, unsigned *random)
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
	struct lmdb_bench *bench = *state;
	struct engine_location location = { .folder = bench->folder.path,
		.mode = ENGINE_READ };
	struct lmdb_data data;
	unsigned random = 1;
	int early = 0;
	int i;

	lmdb_bench_make(bench);
	for (i = 0; i < 200; i++) {
		put_and_delete_much(bench, &random);
		assert_int_equal(
			lmdb_files_look(&location, &data, &bench->err), ST_OK);
		if (!data.ends_early)
			continue;
		early++;
		lmdb_bench_close(bench);
		assert_int_equal(lmdb_bench_open(bench, ENGINE_WRITE, 0), ST_OK);
		assert_true(lmdb_bench_has(bench, "first"));
	}
	if (early == 0)
		skip();
}

/* Each in a process of its own, for not every flip can be seen at opening. */
static void
a_flipped_bit_in_the_head_never_crashes_the_opening(void **state)
{
	struct lmdb_bench *bench = *state;
	char path[300];
	int fd;
	int at;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	lmdb_bench_file(bench, "data.mdb", path);
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
			enum status status = lmdb_bench_open(bench, ENGINE_READ, 0);

			lmdb_bench_close(bench);
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
	lmdb_bench_reopen(bench);
	assert_true(lmdb_bench_has(bench, "first"));
}

static int
work_in_little_space(struct lmdb_bench *bench)
{
	struct rlimit limit = { (rlim_t)300 << 20, (rlim_t)300 << 20 };
	char name[20];
	int i;

	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 2;
	if (lmdb_bench_open(bench, ENGINE_WRITE, 0) != ST_OK)
		return 3;
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "%d", i);
		if (lmdb_bench_put(bench, name, 100000) != ST_OK)
			return 4;
	}
	for (i = 0; i < 200; i++) {
		enum status status;

		snprintf(name, sizeof(name), "large %d", i);
		status = lmdb_bench_put(bench, name, 2000000);
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
	struct lmdb_bench *bench = *state;
	pid_t child;
	int how;

	if (HAS_SANITIZER) {
		print_message("the sanitizer's own memory is above any limit\n");
		skip();
	}
	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	child = fork();
	if (child == 0)
		_exit(work_in_little_space(bench));
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	assert_int_equal(lmdb_bench_open(bench, ENGINE_WRITE, 0), ST_OK);
	assert_true(lmdb_bench_has(bench, "19"));
	assert_true(lmdb_bench_has(bench, "large 0"));
	assert_int_equal(lmdb_bench_put(bench, "more", 3000000), ST_OK);
}

/* Who reads maps little more than there is when it opens. */
static void
a_map_that_others_outgrew_is_made_larger(void **state)
{
	struct lmdb_bench *bench = *state;
	int ends[2];
	pid_t child;
	char byte;
	int how;
	int i;

	lmdb_bench_make(bench);
	lmdb_bench_close(bench);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		if (lmdb_bench_open(bench, ENGINE_READ, 0) != ST_OK)
			_exit(2);
		if (read(ends[0], &byte, 1) != 1)
			_exit(3);
		_exit(lmdb_bench_has(bench, "49") ? 0 : 4);
	}
	assert_int_equal(lmdb_bench_open(bench, ENGINE_WRITE, 0), ST_OK);
	for (i = 0; i < 50; i++) {
		char name[20];

		snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(lmdb_bench_put(bench, name, 2000000), ST_OK);
	}
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	close(ends[0]);
	close(ends[1]);
}

#define RULE(test) \
	cmocka_unit_test_setup_teardown(test, lmdb_bench_setup, lmdb_bench_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(files_have_exactly_the_modes_asked_for),
		RULE(a_lost_lock_file_is_made_anew_with_the_modes_of_the_data),
		RULE(a_sparse_lock_file_gets_its_blocks_before_lmdb_writes_to_it),
		RULE(opening_and_closing_wait_for_who_opens_or_closes),
		RULE(killed_readers_leave_room_for_others),
		RULE(closing_leaves_no_descriptor_for_children),
		RULE(a_folder_without_a_shop_says_so_and_stays_empty),
		RULE(a_second_shop_in_one_folder_is_refused),
		RULE(making_a_shop_goes_on_where_it_was_interrupted),
		RULE(a_symbolic_link_is_not_followed),
		RULE(a_foreign_file_is_no_shop),
		RULE(data_that_was_cut_off_is_refused),
		RULE(a_file_that_ends_before_pages_that_are_free_is_sound),
		RULE(a_flipped_bit_in_the_head_never_crashes_the_opening),
		RULE(where_address_space_is_limited_as_much_as_fits_is_used),
		RULE(a_map_that_others_outgrew_is_made_larger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "base/clock.h"
#include "base/process.h"
#include "store_bench.h"

/* Several processes at one store, and damage to its file. */
static enum status
put_value(struct txn *txn, void *arg, struct err *err)
{
	return txn_put(txn, TABLE_SKU, bytes_of_text("key"), bytes_of_text(arg), err);
}

static enum status
get_value(struct txn *txn, void *arg, struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_SKU, bytes_of_text("key"), &value, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "nothing there");
	memcpy(arg, value.data, value.size);
	return ST_OK;
}

/* In a process of its own: holds the writers' turn, says so and waits to be let go
 * or killed. */
struct holder {
	pid_t pid;
	int ready[2];
	int go[2];
};

static enum status
hold(struct txn *txn, void *arg, struct err *err)
{
	struct holder *holder = arg;
	char byte;

	TRY(txn_put(
		txn, TABLE_SKU, bytes_of_text("key"), bytes_of_text("held"), err));
	if (write(holder->ready[1], "x", 1) != 1 ||
		read(holder->go[0], &byte, 1) != 1)
		return fail(err, ST_DEFECT, "no answer");
	return ST_OK;
}

static void
start_holder(struct bench *bench, struct holder *holder)
{
	char byte;

	store_close(bench->store);
	bench->store = NULL;
	assert_int_equal(pipe(holder->ready), 0);
	assert_int_equal(pipe(holder->go), 0);
	holder->pid = fork();
	if (holder->pid == 0) {
		enum status status = bench_open(bench, STORE_WRITE, SECOND);

		if (status == ST_OK)
			status = store_write(bench->store, &bench->arena, hold,
				holder, &bench->err);
		store_close(bench->store);
		_exit(status == ST_OK ? 0 : 1);
	}
	assert_int_equal(read(holder->ready[0], &byte, 1), 1);
}

static void
end_holder(struct holder *holder, int expected)
{
	int how;

	assert_int_equal(waitpid(holder->pid, &how, 0), holder->pid);
	assert_int_equal(how, expected);
	close(holder->ready[0]);
	close(holder->ready[1]);
	close(holder->go[0]);
	close(holder->go[1]);
}

static void
a_writer_waits_for_its_turn_no_longer_than_it_was_told_to(void **state)
{
	struct bench *bench = *state;
	struct holder holder;
	char text[] = "mine";
	int64_t begun;
	int64_t waited;

	start_holder(bench, &holder);
	assert_int_equal(bench_open(bench, STORE_WRITE, 1200000), ST_OK);
	begun = clock_monotonic();
	assert_int_equal(store_write(bench->store, &bench->arena, put_value, text,
				 &bench->err),
		ST_BUSY);
	waited = clock_monotonic() - begun;
	assert_in_range(waited, 1190000, 2500000);
	bench_expect_message(bench,
		"the shop is busy; another command has been writing for 1 second ");
	bench_expect_message(bench, "(try again, or --wait SECONDS)");
	bench_reopen(bench, STORE_WRITE);
	assert_int_equal(write(holder.go[1], "x", 1), 1);
	bench_write(bench, put_value, text);
	end_holder(&holder, 0);
}

static void
a_writer_that_is_not_to_wait_is_told_at_once(void **state)
{
	struct bench *bench = *state;
	struct holder holder;
	char text[] = "mine";
	int64_t begun;

	start_holder(bench, &holder);
	assert_int_equal(bench_open(bench, STORE_WRITE, 0), ST_OK);
	begun = clock_monotonic();
	assert_int_equal(store_rehearse(bench->store, &bench->arena, put_value, text,
				 &bench->err),
		ST_BUSY);
	assert_true(clock_monotonic() - begun < SECOND / 2);
	assert_int_equal(write(holder.go[1], "x", 1), 1);
	end_holder(&holder, 0);
}

static void
readers_do_not_wait_for_a_writer(void **state)
{
	struct bench *bench = *state;
	struct holder holder;
	char text[20] = "";
	char before[] = "before";

	bench_write(bench, put_value, before);
	start_holder(bench, &holder);
	assert_int_equal(bench_open(bench, STORE_READ, 0), ST_OK);
	bench_read(bench, get_value, text);
	assert_string_equal(text, "before");
	assert_int_equal(write(holder.go[1], "x", 1), 1);
	end_holder(&holder, 0);
	memset(text, 0, sizeof(text));
	bench_read(bench, get_value, text);
	assert_string_equal(text, "held");
}

static void
a_killed_writer_leaves_nothing_and_its_turn_to_the_next(void **state)
{
	struct bench *bench = *state;
	struct holder holder;
	char before[] = "before";
	char after[] = "after";
	char text[20] = "";

	bench_write(bench, put_value, before);
	start_holder(bench, &holder);
	assert_int_equal(kill(holder.pid, SIGKILL), 0);
	end_holder(&holder, SIGKILL);
	assert_int_equal(bench_open(bench, STORE_WRITE, SECOND), ST_OK);
	bench_read(bench, get_value, text);
	assert_string_equal(text, "before");
	bench_write(bench, put_value, after);
}

static void
an_interrupt_ends_the_wait(void **state)
{
	struct bench *bench = *state;
	struct holder holder;
	char text[] = "mine";
	pid_t waiter;
	int how;

	start_holder(bench, &holder);
	waiter = fork();
	if (waiter == 0) {
		enum status status;

		signals_install(&(struct arena){ NULL });
		status = bench_open(bench, STORE_WRITE, 20 * SECOND);
		if (status == ST_OK)
			status = store_write(bench->store, &bench->arena, put_value,
				text, &bench->err);
		_exit(status == ST_INTERRUPTED ? 0 : 1);
	}
	usleep(300000);
	assert_int_equal(kill(waiter, SIGINT), 0);
	assert_int_equal(waitpid(waiter, &how, 0), waiter);
	assert_int_equal(how, 0);
	assert_int_equal(write(holder.go[1], "x", 1), 1);
	end_holder(&holder, 0);
}

#define WRITERS 8
#define NUMBERS 25

static enum status
take_number(struct txn *txn, void *arg, struct err *err)
{
	return sequence_next(txn, "order", arg, err);
}

static enum status
last_number(struct txn *txn, void *arg, struct err *err)
{
	return sequence_last(txn, "order", arg, err);
}

static void
writers_at_once_lose_nothing(void **state)
{
	struct bench *bench = *state;
	pid_t writers[WRITERS];
	uint64_t number;
	int how;
	int i;

	store_close(bench->store);
	bench->store = NULL;
	for (i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (writers[i] != 0)
			continue;
		for (i = 0; i < NUMBERS; i++) {
			if (bench_open(bench, STORE_WRITE, 60 * SECOND) != ST_OK ||
				store_write(bench->store, &bench->arena, take_number,
					&number, &bench->err) != ST_OK)
				_exit(1);
			store_close(bench->store);
		}
		_exit(0);
	}
	for (i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(writers[i], &how, 0), writers[i]);
		assert_int_equal(how, 0);
	}
	assert_int_equal(bench_open(bench, STORE_READ, 0), ST_OK);
	bench_read(bench, last_number, &number);
	assert_int_equal(number, WRITERS * NUMBERS);
}

static enum status
raise_format(struct txn *txn, void *arg, struct err *err)
{
	uint8_t format[4] = { 0, 0, 0, 2 };

	(void)arg;
	return txn_put(txn, TABLE_META, bytes_of_text("format"),
		(struct bytes){ format, 4 }, err);
}

static void
a_shop_of_a_newer_format_is_refused(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, raise_format, NULL);
	store_close(bench->store);
	assert_int_equal(bench_open(bench, STORE_READ, 0), ST_CONFIG);
	bench_expect_message(bench, "format 2");
	bench_expect_message(bench, "formats up to 1");
}

static void
a_store_is_made_once(void **state)
{
	struct bench *bench = *state;

	store_close(bench->store);
	assert_int_equal(bench_open(bench, STORE_CREATE, 0), ST_EXISTS);
	bench_expect_message(bench, "there is a shop in");
}

/* Damage: the file as bytes. */
struct image {
	char path[300];
	uint8_t *data;
	size_t size;
};

static void
image_load(const struct bench *bench, struct image *image)
{
	struct stat file;
	int fd;

	snprintf(image->path, sizeof(image->path), "%s/data.mdb", bench->folder.path);
	fd = open(image->path, O_RDONLY);
	assert_int_equal(fstat(fd, &file), 0);
	image->size = (size_t)file.st_size;
	image->data = malloc(image->size);
	assert_int_equal(read(fd, image->data, image->size), image->size);
	close(fd);
}

static void
image_save(const struct image *image)
{
	int fd = open(image->path, O_WRONLY);

	assert_int_equal(write(fd, image->data, image->size), image->size);
	close(fd);
}

static uint8_t *
image_find(const struct image *image, const char *text)
{
	uint8_t *at = memmem(image->data, image->size, text, strlen(text));

	assert_non_null(at);
	return at;
}

struct faults {
	int count;
	enum table table;
	char key[100];
	char message[ERR_MESSAGE_MAX];
};

static void
note_fault(void *arg, enum table table, struct bytes key, const char *message)
{
	struct faults *faults = arg;

	faults->count++;
	faults->table = table;
	snprintf(faults->key, sizeof(faults->key), "%.*s", (int)key.size,
		(const char *)key.data);
	snprintf(faults->message, sizeof(faults->message), "%s", message);
}

static char needle[] = "a value that is easily found";

static void
every_flipped_bit_of_a_value_is_found(void **state)
{
	struct bench *bench = *state;
	struct image image;
	uint8_t *at;
	size_t i;

	bench_write(bench, put_value, needle);
	store_close(bench->store);
	bench->store = NULL;
	image_load(bench, &image);
	at = image_find(&image, needle);
	for (i = 0; i < strlen(needle) + 8; i++) {
		struct faults faults = { 0 };
		uint64_t checked;
		char text[100];

		at[i] ^= (uint8_t)(1 << (i % 8));
		image_save(&image);
		assert_int_equal(bench_open(bench, STORE_READ, 0), ST_OK);
		assert_int_equal(store_read(bench->store, &bench->arena, get_value,
					 text, &bench->err),
			ST_CORRUPT);
		bench_expect_message(bench, "'key' of table 'sku' is damaged");
		if (i % 8 == 0) {
			assert_int_equal(store_verify(bench->store, note_fault,
						 &faults, &checked, &bench->err),
				ST_OK);
			assert_int_equal(faults.count, 1);
			assert_int_equal(faults.table, TABLE_SKU);
			assert_string_equal(faults.key, "key");
			assert_int_equal(checked, 2);
		}
		store_close(bench->store);
		bench->store = NULL;
		at[i] ^= (uint8_t)(1 << (i % 8));
	}
	free(image.data);
}

static enum status
put_many(struct txn *txn, void *arg, struct err *err)
{
	char key[40];
	uint64_t i;

	(void)arg;
	for (i = 0; i < 500; i++) {
		struct key number = key_u64(i);

		snprintf(key, sizeof(key), "key number %d", (int)i);
		TRY(txn_put(txn, TABLE_SKU, bytes_of_text(key), bytes_of_text(needle),
			err));
		TRY(txn_put(txn, TABLE_ORDER, key_bytes(&number),
			bytes_of_text(needle), err));
	}
	return ST_OK;
}

/* Whatever stands in a page, the proof ends with a report, and the process lives. */
static void
damaged_pages_are_reported_and_crash_only_the_child(void **state)
{
	struct bench *bench = *state;
	struct image image;
	unsigned random = 7;
	int reported = 0;
	size_t page;

	bench_write(bench, put_many, NULL);
	store_close(bench->store);
	bench->store = NULL;
	image_load(bench, &image);
	for (page = 2; page < image.size / 4096; page++) {
		struct faults faults = { 0 };
		uint8_t kept[4096];
		uint64_t checked;
		size_t i;
		pid_t child;
		int how;

		memcpy(kept, image.data + page * 4096, 4096);
		for (i = 0; i < 4096; i++) {
			random = random * 1103515245 + 12345;
			image.data[page * 4096 + i] = (uint8_t)(random >> 16);
		}
		image_save(&image);
		/* Opening reads a table, too, so that it is done in a child. */
		child = fork();
		if (child == 0) {
			enum status status = bench_open(bench, STORE_READ, 0);

			if (status == ST_OK)
				status = store_verify(bench->store, note_fault,
					&faults, &checked, &bench->err);
			_exit(status == ST_OK ? faults.count > 0 : 2);
		}
		assert_int_equal(waitpid(child, &how, 0), child);
		reported += how != 0;
		memcpy(image.data + page * 4096, kept, 4096);
	}
	assert_true(reported > 10);
	image_save(&image);
	assert_int_equal(bench_open(bench, STORE_READ, 0), ST_OK);
	free(image.data);
}

/* The page in which a table's values lie, once the table is known to be larger than
 * one page, so that opening does not need it. */
static void
a_crash_in_one_table_leaves_the_others_checked(void **state)
{
	struct bench *bench = *state;
	struct faults faults = { 0 };
	struct image image;
	uint64_t checked;
	size_t page;

	bench_write(bench, put_many, NULL);
	store_close(bench->store);
	bench->store = NULL;
	image_load(bench, &image);
	page = (size_t)(image_find(&image, "key number 250") - image.data) / 4096;
	memset(image.data + page * 4096 + 16, 0xFF, 4080);
	image_save(&image);
	free(image.data);
	assert_int_equal(bench_open(bench, STORE_READ, 0), ST_OK);
	assert_int_equal(store_verify(bench->store, note_fault, &faults, &checked,
				 &bench->err),
		ST_OK);
	assert_true(faults.count > 0);
	assert_int_equal(faults.table, TABLE_SKU);
	assert_true(checked >= 501);
}

#define RULE(test) BENCH_TEST(test, STORE_LMDB)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(a_writer_waits_for_its_turn_no_longer_than_it_was_told_to),
		RULE(a_writer_that_is_not_to_wait_is_told_at_once),
		RULE(readers_do_not_wait_for_a_writer),
		RULE(a_killed_writer_leaves_nothing_and_its_turn_to_the_next),
		RULE(an_interrupt_ends_the_wait),
		RULE(writers_at_once_lose_nothing),
		RULE(a_shop_of_a_newer_format_is_refused),
		RULE(a_store_is_made_once),
		RULE(every_flipped_bit_of_a_value_is_found),
		RULE(damaged_pages_are_reported_and_crash_only_the_child),
		RULE(a_crash_in_one_table_leaves_the_others_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

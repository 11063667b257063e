#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "place.h"

static void
a_new_file_has_its_bytes_and_its_mode_whatever_the_umask(void **state)
{
	struct place *place = *state;
	mode_t old = umask(0777);

	place_create(place, "open", "all may read", 0664);
	place_create(place, "key", "one may read", 0400);
	umask(old);
	assert_int_equal(place_mode(place, "open"), 0664);
	assert_int_equal(place_mode(place, "key"), 0400);
	place_expect(place, "open", "all may read");
	place_expect(place, "key", "one may read");
}

static void
a_new_file_never_takes_the_place_of_another_nor_follows_a_link(void **state)
{
	struct place *place = *state;

	place_create(place, "old", "old", 0644);
	assert_int_equal(symlink("elsewhere", place_path(place, "link")), 0);
	assert_int_equal(file_create(place_path(place, "old"), bytes_of_text("new"),
				 0644, &place->err),
		ST_EXISTS);
	assert_non_null(strstr(place->err.message, "/old' exists already"));
	assert_int_equal(file_create(place_path(place, "link"), bytes_of_text("new"),
				 0644, &place->err),
		ST_EXISTS);
	place_expect(place, "old", "old");
	assert_false(file_exists(place_path(place, "elsewhere")));
}

static void
a_new_file_in_no_folder_cannot_be_created(void **state)
{
	struct place *place = *state;

	assert_int_equal(file_create(place_path(place, "none/new"),
				 bytes_of_text("x"), 0644, &place->err),
		ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "No such file"));
}

/* The limit on a file's size stands for a full disk. */
static void
limit_file_size(rlim_t size)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size == 0 ? limit.rlim_max : size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_file_that_does_not_fit_leaves_nothing_behind(void **state)
{
	struct place *place = *state;
	static const uint8_t much[100000];
	struct bytes content = { much, sizeof(much) };
	enum status created;
	enum status replaced;

	place_create(place, "old", "old", 0644);
	limit_file_size(50000);
	created = file_create(place_path(place, "new"), content, 0644, &place->err);
	replaced = file_replace(place_path(place, "old"), content, 0644, &place->err);
	limit_file_size(0);
	assert_int_equal(created, ST_IO);
	assert_int_equal(replaced, ST_IO);
	assert_non_null(strstr(place->err.message, "cannot write to '"));
	assert_int_equal(place_count(place), 1);
	place_expect(place, "old", "old");
}

static void
a_replaced_file_has_the_new_bytes_and_mode_and_no_other_is_left(void **state)
{
	struct place *place = *state;

	place_create(place, "file", "old", 0644);
	assert_int_equal(file_replace(place_path(place, "file"),
				 bytes_of_text("newer"), 0600, &place->err),
		ST_OK);
	assert_int_equal(place_mode(place, "file"), 0600);
	assert_int_equal(file_replace(place_path(place, "fresh"),
				 bytes_of_text("fresh"), 0640, &place->err),
		ST_OK);
	assert_int_equal(place_mode(place, "fresh"), 0640);
	place_expect(place, "file", "newer");
	place_expect(place, "fresh", "fresh");
	assert_int_equal(place_count(place), 2);
}

static void
replacing_a_link_leaves_what_it_led_to_alone(void **state)
{
	struct place *place = *state;

	place_create(place, "target", "target", 0644);
	assert_int_equal(symlink("target", place_path(place, "link")), 0);
	assert_int_equal(file_replace(place_path(place, "link"), bytes_of_text("own"),
				 0600, &place->err),
		ST_OK);
	place_expect(place, "target", "target");
	place_expect(place, "link", "own");
}

static void
a_file_larger_than_its_limit_is_refused_with_the_limit(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };

	place_create(place, "file", "12345", 0644);
	assert_int_equal(file_read(&place->arena, place_path(place, "file"), 4,
				 &bytes, &place->err),
		ST_BAD_DATA);
	assert_non_null(strstr(place->err.message, "is larger than 4 bytes"));
	assert_null(bytes.data);
	assert_int_equal(file_read(&place->arena, place_path(place, "file"), 5,
				 &bytes, &place->err),
		ST_OK);
	assert_int_equal(bytes.size, 5);
	assert_int_equal(
		file_read(&place->arena, "/dev/zero", 100000, &bytes, &place->err),
		ST_BAD_DATA);
}

static void
files_whose_size_is_not_known_are_read_whole(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };

	assert_int_equal(file_read(&place->arena, "/proc/self/status", 1 << 20,
				 &bytes, &place->err),
		ST_OK);
	assert_true(bytes.size > 100);
	place_create(place, "empty", "", 0644);
	place_expect(place, "empty", "");
}

static void
a_missing_file_or_a_folder_is_no_input(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };

	assert_int_equal(file_read(&place->arena, place_path(place, "none"), 10,
				 &bytes, &place->err),
		ST_NO_INPUT);
	assert_non_null(strstr(place->err.message, "cannot read '"));
	assert_int_equal(
		file_read(&place->arena, place->folder.path, 10, &bytes, &place->err),
		ST_NO_INPUT);
}

/* Puts a text in place of standard input; hands back what was there. */
static int
feed(const char *text)
{
	int old = dup(STDIN_FILENO);
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	return old;
}

static void
feed_again(int old)
{
	dup2(old, STDIN_FILENO);
	close(old);
}

static void
a_dash_is_standard_input(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };
	int old = feed("from a pipe");
	enum status status = file_read(&place->arena, "-", 100, &bytes, &place->err);

	feed_again(old);
	assert_int_equal(status, ST_OK);
	assert_int_equal(bytes.size, 11);
	assert_memory_equal(bytes.data, "from a pipe", 11);
}

static void
a_password_on_standard_input_leaves_the_lines_behind_it(void **state)
{
	struct place *place = *state;
	struct secret secret = { NULL, 0 };
	char rest[16] = "";
	int old = feed("old secret\r\nnext\n");
	enum status status = secret_read_file("-", &secret, &place->err);
	ssize_t got = read(STDIN_FILENO, rest, sizeof(rest) - 1);

	feed_again(old);
	assert_int_equal(status, ST_OK);
	assert_int_equal(secret.size, 10);
	assert_memory_equal(secret.data, "old secret", 10);
	assert_int_equal(got, 5);
	assert_string_equal(rest, "next\n");
	secret_free(&secret);
	assert_null(secret.data);
}

static enum status
read_password(struct place *place, const char *content, struct secret *secret)
{
	unlink(place_path(place, "password"));
	place_create(place, "password", content, 0600);
	return secret_read_file(place_path(place, "password"), secret, &place->err);
}

static void
a_password_file_holds_one_line_of_at_most_1024_bytes(void **state)
{
	struct place *place = *state;
	struct secret secret = { NULL, 0 };
	char line[1030];

	assert_int_equal(read_password(place, "", &secret), ST_BAD_DATA);
	assert_int_equal(read_password(place, "\nsecond", &secret), ST_BAD_DATA);
	assert_non_null(strstr(place->err.message, "holds no password"));
	memset(line, 'x', sizeof(line));
	memcpy(line + 1024, "\r\n", 3);
	assert_int_equal(read_password(place, line, &secret), ST_OK);
	assert_int_equal(secret.size, 1024);
	memcpy(line + 1024, "x\n", 3);
	assert_int_equal(read_password(place, line, &secret), ST_BAD_DATA);
	assert_non_null(strstr(place->err.message, "longer than 1024 bytes"));
	assert_int_equal(secret.size, 1024);
	assert_int_equal(read_password(place, "no line end", &secret), ST_OK);
	assert_int_equal(secret.size, 11);
	secret_free(&secret);
}

static void
folders_are_made_with_what_is_missing_above(void **state)
{
	struct place *place = *state;
	mode_t old = umask(0277);
	enum status status =
		folder_create(place_path(place, "a//b/c/"), 0750, &place->err);

	umask(old);
	assert_int_equal(status, ST_OK);
	assert_int_equal(place_mode(place, "a"), 0750);
	assert_int_equal(place_mode(place, "a/b/c"), 0750);
	assert_int_equal(
		folder_create(place_path(place, "a/b"), 0700, &place->err), ST_OK);
	assert_int_equal(place_mode(place, "a/b"), 0750);
	place_create(place, "a/file", "", 0644);
	assert_int_equal(
		folder_create(place_path(place, "a/file"), 0700, &place->err),
		ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "/a/file' is not a folder"));
	assert_int_equal(
		folder_create(place_path(place, "a/file/b"), 0700, &place->err),
		ST_CANNOT_CREATE);
	unlink(place_path(place, "a/file"));
	rmdir(place_path(place, "a/b/c"));
	rmdir(place_path(place, "a/b"));
	rmdir(place_path(place, "a"));
}

static void
a_temporary_file_has_no_name(void **state)
{
	struct place *place = *state;
	char text[4] = "";
	int fd = -1;

	assert_int_equal(setenv("TMPDIR", place->folder.path, 1), 0);
	assert_int_equal(file_temporary(&fd, &place->err), ST_OK);
	assert_int_equal(setenv("TMPDIR", place_path(place, "none"), 1), 0);
	assert_int_equal(place_count(place), 0);
	assert_int_equal(file_write_all(fd, "row", 3, "", &place->err), ST_OK);
	assert_int_equal(pread(fd, text, 4, 0), 3);
	assert_string_equal(text, "row");
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	assert_int_equal(file_temporary(&fd, &place->err), ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "set TMPDIR"));
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

static void
paths_are_joined_by_one_slash(void **state)
{
	struct place *place = *state;
	const char *path = NULL;

	assert_int_equal(
		path_join(&place->arena, "/", "a", &path, &place->err), ST_OK);
	assert_string_equal(path, "/a");
	assert_int_equal(
		path_join(&place->arena, "a/", "b", &path, &place->err), ST_OK);
	assert_string_equal(path, "a/b");
	assert_int_equal(
		path_join(&place->arena, "", "b", &path, &place->err), ST_OK);
	assert_string_equal(path, "b");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE(a_new_file_has_its_bytes_and_its_mode_whatever_the_umask),
		PLACE_RULE(
			a_new_file_never_takes_the_place_of_another_nor_follows_a_link),
		PLACE_RULE(a_new_file_in_no_folder_cannot_be_created),
		PLACE_RULE(a_file_that_does_not_fit_leaves_nothing_behind),
		PLACE_RULE(
			a_replaced_file_has_the_new_bytes_and_mode_and_no_other_is_left),
		PLACE_RULE(replacing_a_link_leaves_what_it_led_to_alone),
		PLACE_RULE(a_file_larger_than_its_limit_is_refused_with_the_limit),
		PLACE_RULE(files_whose_size_is_not_known_are_read_whole),
		PLACE_RULE(a_missing_file_or_a_folder_is_no_input),
		PLACE_RULE(a_dash_is_standard_input),
		PLACE_RULE(a_password_on_standard_input_leaves_the_lines_behind_it),
		PLACE_RULE(a_password_file_holds_one_line_of_at_most_1024_bytes),
		PLACE_RULE(folders_are_made_with_what_is_missing_above),
		PLACE_RULE(a_temporary_file_has_no_name),
		PLACE_RULE(paths_are_joined_by_one_slash),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}

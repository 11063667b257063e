#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "folder.h"

struct place {
	struct test_folder folder;
	struct arena arena;
	struct err err;
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (!place)
		return -1;
	test_folder_make(&place->folder);
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	test_folder_remove(&place->folder);
	arena_free(&place->arena);
	free(place);
	return 0;
}

static const char *
path_of(struct place *place, const char *name)
{
	const char *path = NULL;

	assert_int_equal(path_join(&place->arena, place->folder.path, name, &path,
				 &place->err),
		ST_OK);
	return path;
}

static void
expect_content(struct place *place, const char *name, const char *content)
{
	struct bytes bytes = { NULL, 0 };

	assert_int_equal(file_read(&place->arena, path_of(place, name), 1 << 20,
				 &bytes, &place->err),
		ST_OK);
	assert_int_equal(bytes.size, strlen(content));
	assert_memory_equal(bytes.data, content, bytes.size + 1);
}

static mode_t
mode_of(struct place *place, const char *name)
{
	struct stat status;

	assert_int_equal(lstat(path_of(place, name), &status), 0);
	return status.st_mode & 07777;
}

/* Names in the test's folder but "." and "..". */
static size_t
count_names(struct place *place)
{
	DIR *names = opendir(place->folder.path);
	size_t count = 0;

	assert_non_null(names);
	while (readdir(names))
		count++;
	closedir(names);
	return count - 2;
}

static void
create(struct place *place, const char *name, const char *content, mode_t mode)
{
	assert_int_equal(file_create(path_of(place, name), bytes_of_text(content),
				 mode, &place->err),
		ST_OK);
}

static void
a_new_file_has_its_bytes_and_its_mode_whatever_the_umask(void **state)
{
	struct place *place = *state;
	mode_t old = umask(0777);

	create(place, "open", "all may read", 0664);
	create(place, "key", "one may read", 0400);
	umask(old);
	assert_int_equal(mode_of(place, "open"), 0664);
	assert_int_equal(mode_of(place, "key"), 0400);
	expect_content(place, "open", "all may read");
	expect_content(place, "key", "one may read");
}

static void
a_new_file_never_takes_the_place_of_another_nor_follows_a_link(void **state)
{
	struct place *place = *state;

	create(place, "old", "old", 0644);
	assert_int_equal(symlink("elsewhere", path_of(place, "link")), 0);
	assert_int_equal(file_create(path_of(place, "old"), bytes_of_text("new"),
				 0644, &place->err),
		ST_EXISTS);
	assert_non_null(strstr(place->err.message, "/old' exists already"));
	assert_int_equal(file_create(path_of(place, "link"), bytes_of_text("new"),
				 0644, &place->err),
		ST_EXISTS);
	expect_content(place, "old", "old");
	assert_false(file_exists(path_of(place, "elsewhere")));
}

static void
a_new_file_in_no_folder_cannot_be_created(void **state)
{
	struct place *place = *state;

	assert_int_equal(file_create(path_of(place, "none/new"), bytes_of_text("x"),
				 0644, &place->err),
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

	create(place, "old", "old", 0644);
	limit_file_size(50000);
	created = file_create(path_of(place, "new"), content, 0644, &place->err);
	replaced = file_replace(path_of(place, "old"), content, 0644, &place->err);
	limit_file_size(0);
	assert_int_equal(created, ST_IO);
	assert_int_equal(replaced, ST_IO);
	assert_non_null(strstr(place->err.message, "cannot write to '"));
	assert_int_equal(count_names(place), 1);
	expect_content(place, "old", "old");
}

static void
a_replaced_file_has_the_new_bytes_and_mode_and_no_other_is_left(void **state)
{
	struct place *place = *state;

	create(place, "file", "old", 0644);
	assert_int_equal(file_replace(path_of(place, "file"), bytes_of_text("newer"),
				 0600, &place->err),
		ST_OK);
	assert_int_equal(mode_of(place, "file"), 0600);
	assert_int_equal(file_replace(path_of(place, "fresh"), bytes_of_text("fresh"),
				 0640, &place->err),
		ST_OK);
	assert_int_equal(mode_of(place, "fresh"), 0640);
	expect_content(place, "file", "newer");
	expect_content(place, "fresh", "fresh");
	assert_int_equal(count_names(place), 2);
}

static void
replacing_a_link_leaves_what_it_led_to_alone(void **state)
{
	struct place *place = *state;

	create(place, "target", "target", 0644);
	assert_int_equal(symlink("target", path_of(place, "link")), 0);
	assert_int_equal(file_replace(path_of(place, "link"), bytes_of_text("own"),
				 0600, &place->err),
		ST_OK);
	expect_content(place, "target", "target");
	expect_content(place, "link", "own");
}

static void
write_output(struct file_output *output, const char *text, struct place *place)
{
	assert_int_equal(
		file_write_all(output->fd, text, strlen(text), "output", &place->err),
		ST_OK);
}

static void
an_output_is_there_when_committed_and_not_before(void **state)
{
	struct place *place = *state;
	const char *path = path_of(place, "output");
	struct file_output output;

	assert_int_equal(file_output_open(&output, path, 0644, &place->err), ST_OK);
	write_output(&output, "rows", place);
	assert_false(file_exists(path));
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	expect_content(place, "output", "rows");
	assert_int_equal(mode_of(place, "output"), 0644);
	assert_int_equal(count_names(place), 1);
}

static void
an_abandoned_output_leaves_the_old_file(void **state)
{
	struct place *place = *state;
	const char *path = path_of(place, "output");
	struct file_output output;

	create(place, "output", "old", 0644);
	assert_int_equal(file_output_open(&output, path, 0644, &place->err), ST_OK);
	write_output(&output, "half of", place);
	file_output_abandon(&output);
	file_output_abandon(&output);
	expect_content(place, "output", "old");
	assert_int_equal(count_names(place), 1);
}

static void
an_output_through_a_link_replaces_what_it_leads_to(void **state)
{
	struct place *place = *state;
	struct file_output output;
	struct stat status;

	create(place, "target", "old", 0644);
	assert_int_equal(symlink("target", path_of(place, "link")), 0);
	assert_int_equal(
		file_output_open(&output, path_of(place, "link"), 0644, &place->err),
		ST_OK);
	write_output(&output, "new", place);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	expect_content(place, "target", "new");
	assert_int_equal(lstat(path_of(place, "link"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(count_names(place), 2);
}

static void
devices_and_pipes_are_written_in_place(void **state)
{
	struct place *place = *state;
	const char *pipe_path = path_of(place, "pipe");
	struct file_output output;
	char got[4] = "";
	int reader;

	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	reader = open(pipe_path, O_RDONLY | O_NONBLOCK);
	assert_true(reader >= 0);
	assert_int_equal(
		file_output_open(&output, pipe_path, 0644, &place->err), ST_OK);
	write_output(&output, "row", place);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	assert_int_equal(read(reader, got, sizeof(got)), 3);
	assert_string_equal(got, "row");
	close(reader);
	assert_int_equal(
		file_output_open(&output, "/dev/null", 0644, &place->err), ST_OK);
	write_output(&output, "gone", place);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	assert_int_equal(access("/dev/null", W_OK), 0);
}

static void
a_full_device_is_an_input_output_error(void **state)
{
	struct place *place = *state;
	struct file_output output;

	assert_int_equal(
		file_output_open(&output, "/dev/full", 0644, &place->err), ST_OK);
	assert_int_equal(
		file_write_all(output.fd, "x", 1, "/dev/full", &place->err), ST_IO);
	assert_string_equal(place->err.message,
		"cannot write to '/dev/full': No space left on device");
	file_output_abandon(&output);
	assert_true(file_exists("/dev/full"));
}

static void
standard_output_is_only_handed_back(void **state)
{
	struct place *place = *state;
	struct file_output output;
	static const char *const names[] = { "-", "/dev/stdout" };
	size_t i;

	for (i = 0; i < 2; i++) {
		assert_int_equal(
			file_output_open(&output, names[i], 0644, &place->err),
			ST_OK);
		assert_true(output.fd > STDERR_FILENO);
		assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
		assert_true(fcntl(STDOUT_FILENO, F_GETFD) >= 0);
	}
}

static void
a_folder_is_no_output(void **state)
{
	struct place *place = *state;
	struct file_output output = { .fd = 77 };

	assert_int_equal(
		file_output_open(&output, place->folder.path, 0644, &place->err),
		ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "Is a directory"));
	assert_int_equal(file_output_open(&output, path_of(place, "none/output"),
				 0644, &place->err),
		ST_CANNOT_CREATE);
	assert_int_equal(output.fd, 77);
}

static void
a_file_larger_than_its_limit_is_refused_with_the_limit(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };

	create(place, "file", "12345", 0644);
	assert_int_equal(file_read(&place->arena, path_of(place, "file"), 4, &bytes,
				 &place->err),
		ST_BAD_DATA);
	assert_non_null(strstr(place->err.message, "is larger than 4 bytes"));
	assert_null(bytes.data);
	assert_int_equal(file_read(&place->arena, path_of(place, "file"), 5, &bytes,
				 &place->err),
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
	create(place, "empty", "", 0644);
	expect_content(place, "empty", "");
}

static void
a_missing_file_or_a_folder_is_no_input(void **state)
{
	struct place *place = *state;
	struct bytes bytes = { NULL, 0 };

	assert_int_equal(file_read(&place->arena, path_of(place, "none"), 10, &bytes,
				 &place->err),
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
	unlink(path_of(place, "password"));
	create(place, "password", content, 0600);
	return secret_read_file(path_of(place, "password"), secret, &place->err);
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
		folder_create(path_of(place, "a//b/c/"), 0750, &place->err);

	umask(old);
	assert_int_equal(status, ST_OK);
	assert_int_equal(mode_of(place, "a"), 0750);
	assert_int_equal(mode_of(place, "a/b/c"), 0750);
	assert_int_equal(
		folder_create(path_of(place, "a/b"), 0700, &place->err), ST_OK);
	assert_int_equal(mode_of(place, "a/b"), 0750);
	create(place, "a/file", "", 0644);
	assert_int_equal(folder_create(path_of(place, "a/file"), 0700, &place->err),
		ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "/a/file' is not a folder"));
	assert_int_equal(folder_create(path_of(place, "a/file/b"), 0700, &place->err),
		ST_CANNOT_CREATE);
	unlink(path_of(place, "a/file"));
	rmdir(path_of(place, "a/b/c"));
	rmdir(path_of(place, "a/b"));
	rmdir(path_of(place, "a"));
}

static void
a_temporary_file_has_no_name(void **state)
{
	struct place *place = *state;
	char text[4] = "";
	int fd = -1;

	assert_int_equal(setenv("TMPDIR", place->folder.path, 1), 0);
	assert_int_equal(file_temporary(&fd, &place->err), ST_OK);
	assert_int_equal(setenv("TMPDIR", path_of(place, "none"), 1), 0);
	assert_int_equal(count_names(place), 0);
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

#define RULE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest rules[] = {
		RULE(a_new_file_has_its_bytes_and_its_mode_whatever_the_umask),
		RULE(a_new_file_never_takes_the_place_of_another_nor_follows_a_link),
		RULE(a_new_file_in_no_folder_cannot_be_created),
		RULE(a_file_that_does_not_fit_leaves_nothing_behind),
		RULE(a_replaced_file_has_the_new_bytes_and_mode_and_no_other_is_left),
		RULE(replacing_a_link_leaves_what_it_led_to_alone),
		RULE(an_output_is_there_when_committed_and_not_before),
		RULE(an_abandoned_output_leaves_the_old_file),
		RULE(an_output_through_a_link_replaces_what_it_leads_to),
		RULE(devices_and_pipes_are_written_in_place),
		RULE(a_full_device_is_an_input_output_error),
		RULE(standard_output_is_only_handed_back),
		RULE(a_folder_is_no_output),
		RULE(a_file_larger_than_its_limit_is_refused_with_the_limit),
		RULE(files_whose_size_is_not_known_are_read_whole),
		RULE(a_missing_file_or_a_folder_is_no_input),
		RULE(a_dash_is_standard_input),
		RULE(a_password_on_standard_input_leaves_the_lines_behind_it),
		RULE(a_password_file_holds_one_line_of_at_most_1024_bytes),
		RULE(folders_are_made_with_what_is_missing_above),
		RULE(a_temporary_file_has_no_name),
		RULE(paths_are_joined_by_one_slash),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}

#include "unit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "place.h"

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
	const char *path = place_path(place, "output");
	struct file_output output;

	assert_int_equal(file_output_open(&output, path, 0644, &place->err), ST_OK);
	write_output(&output, "rows", place);
	assert_false(file_exists(path));
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	place_expect(place, "output", "rows");
	assert_int_equal(place_mode(place, "output"), 0644);
	assert_int_equal(place_count(place), 1);
}

static void
an_abandoned_output_leaves_the_old_file(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "output");
	struct file_output output;

	place_create(place, "output", "old", 0644);
	assert_int_equal(file_output_open(&output, path, 0644, &place->err), ST_OK);
	write_output(&output, "half of", place);
	file_output_abandon(&output);
	file_output_abandon(&output);
	place_expect(place, "output", "old");
	assert_int_equal(place_count(place), 1);
}

static void
an_output_through_a_link_replaces_what_it_leads_to(void **state)
{
	struct place *place = *state;
	struct file_output output;
	struct stat status;

	place_create(place, "target", "old", 0644);
	assert_int_equal(symlink("target", place_path(place, "link")), 0);
	assert_int_equal(file_output_open(&output, place_path(place, "link"), 0644,
				 &place->err),
		ST_OK);
	write_output(&output, "new", place);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	place_expect(place, "target", "new");
	assert_int_equal(lstat(place_path(place, "link"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(place_count(place), 2);
}

static void
an_output_has_no_name_before_it_is_there(void **state)
{
	struct place *place = *state;
	const char *path = place_path(place, "output");
	const char *temporary;
	const char *target;
	struct file_output output;

	assert_int_equal(file_output_open(&output, path, 0644, &place->err), ST_OK);
	write_output(&output, "rows", place);
	assert_int_equal(file_output_paths(&output, &place->arena, &target,
				 &temporary, &place->err),
		ST_OK);
	assert_string_equal(target, path);
	assert_int_equal(strncmp(temporary, path, strlen(path)), 0);
	assert_int_equal(place_count(place), output.nameless ? 0 : 1);
	/* Who has the temporary name already keeps it. */
	if (output.nameless)
		place_create(place, strrchr(temporary, '/') + 1, "another's", 0644);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	place_expect(place, "output", "rows");
	assert_int_equal(place_count(place), file_exists(temporary) ? 2 : 1);
}

static void
an_output_like_the_old_file_keeps_its_mode(void **state)
{
	struct place *place = *state;
	struct file_output output;
	mode_t mask = umask(027);

	assert_int_equal(
		file_output_open_like(&output, place_path(place, "new"), &place->err),
		ST_OK);
	umask(mask);
	write_output(&output, "rows", place);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	assert_int_equal(place_mode(place, "new"), 0640);
	assert_int_equal(chmod(place_path(place, "new"), 0604), 0);
	assert_int_equal(
		file_output_open_like(&output, place_path(place, "new"), &place->err),
		ST_OK);
	assert_int_equal(file_output_commit(&output, &place->err), ST_OK);
	assert_int_equal(place_mode(place, "new"), 0604);
	place_expect(place, "new", "");
}

static void
a_link_that_leads_nowhere_is_no_output(void **state)
{
	struct place *place = *state;
	struct file_output output;

	assert_int_equal(symlink("nowhere", place_path(place, "lost")), 0);
	assert_int_equal(file_output_open(&output, place_path(place, "lost"), 0644,
				 &place->err),
		ST_CANNOT_CREATE);
	assert_non_null(strstr(place->err.message, "leads nowhere"));
	assert_int_equal(place_count(place), 1);
}

static void
devices_and_pipes_are_written_in_place(void **state)
{
	struct place *place = *state;
	const char *pipe_path = place_path(place, "pipe");
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
	assert_int_equal(file_output_open(&output, place_path(place, "none/output"),
				 0644, &place->err),
		ST_CANNOT_CREATE);
	assert_int_equal(output.fd, 77);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		PLACE_RULE(an_output_is_there_when_committed_and_not_before),
		PLACE_RULE(an_abandoned_output_leaves_the_old_file),
		PLACE_RULE(an_output_through_a_link_replaces_what_it_leads_to),
		PLACE_RULE(an_output_has_no_name_before_it_is_there),
		PLACE_RULE(an_output_like_the_old_file_keeps_its_mode),
		PLACE_RULE(a_link_that_leads_nowhere_is_no_output),
		PLACE_RULE(devices_and_pipes_are_written_in_place),
		PLACE_RULE(a_full_device_is_an_input_output_error),
		PLACE_RULE(standard_output_is_only_handed_back),
		PLACE_RULE(a_folder_is_no_output),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}

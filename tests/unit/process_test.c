#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"

/* A shell as the program that is run, which the code itself never does. */
struct run {
	struct arena arena;
	struct process_result result;
	struct err err;
	enum status status;
};

static void
run_shell(struct run *run, const char *script, struct bytes input, int64_t timeout)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct process_request request = { .argv = argv,
		.input = input,
		.timeout = timeout,
		.output_max = 1 << 20 };

	*run = (struct run){ .status = ST_OK };
	run->status = process_run(&request, &run->arena, &run->result, &run->err);
}

static void
expect_output(const char *script, const char *input, const char *output)
{
	struct run run;

	run_shell(&run, script, bytes_of_text(input), 20 * SECOND);
	assert_int_equal(run.status, ST_OK);
	assert_int_equal(run.result.exit, 0);
	assert_int_equal(run.result.signal, 0);
	assert_false(run.result.timed_out);
	assert_int_equal(run.result.output.size, strlen(output));
	if (*output)
		assert_memory_equal(run.result.output.data, output, strlen(output));
	arena_free(&run.arena);
}

static void
a_program_gets_its_input_and_its_output_comes_back(void **state)
{
	(void)state;
	expect_output("cat", "some bytes", "some bytes");
	expect_output("cat", "", "");
	expect_output("echo done", "never read", "done\n");
	expect_output("cat; exec >&-; sleep 0.05", "late end", "late end");
}

static void
much_flows_both_ways_at_once(void **state)
{
	static uint8_t much[900000];
	struct run run;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(much); i++)
		much[i] = (uint8_t)(i * 7 + i / 251);
	run_shell(&run, "cat", (struct bytes){ much, sizeof(much) }, 20 * SECOND);
	assert_int_equal(run.status, ST_OK);
	assert_true(
		bytes_equal(run.result.output, (struct bytes){ much, sizeof(much) }));
	arena_free(&run.arena);
}

static void
output_beyond_its_limit_is_dropped_and_the_program_ends(void **state)
{
	const char *const argv[] = { "/bin/sh", "-c",
		"head -c 300000 /dev/zero; exit 3", NULL };
	struct process_request request = {
		.argv = argv, .timeout = 20 * SECOND, .output_max = 10
	};
	struct run run = { .status = ST_OK };

	(void)state;
	assert_int_equal(
		process_run(&request, &run.arena, &run.result, &run.err), ST_OK);
	assert_int_equal(run.result.output.size, 10);
	assert_int_equal(run.result.exit, 3);
	arena_free(&run.arena);
}

static void
how_a_program_ends_is_told(void **state)
{
	struct bytes none = { NULL, 0 };
	struct run run;

	(void)state;
	run_shell(&run, "exit 75", none, 20 * SECOND);
	assert_int_equal(run.result.exit, 75);
	assert_int_equal(run.result.signal, 0);
	arena_free(&run.arena);
	run_shell(&run, "kill -TERM $$", none, 20 * SECOND);
	assert_int_equal(run.result.exit, -1);
	assert_int_equal(run.result.signal, SIGTERM);
	assert_false(run.result.timed_out);
	arena_free(&run.arena);
}

static void
at_its_deadline_a_program_is_killed_with_its_children(void **state)
{
	struct bytes none = { NULL, 0 };
	int64_t begun = clock_monotonic();
	struct run run;
	char pid[32] = "";
	int left = 500;

	(void)state;
	run_shell(&run, "sleep 100 & echo $!; trap '' TERM; wait", none,
		300 * SECOND / 1000);
	assert_int_equal(run.status, ST_OK);
	assert_true(run.result.timed_out);
	assert_int_equal(run.result.exit, -1);
	assert_int_equal(run.result.signal, SIGKILL);
	assert_true(clock_monotonic() - begun < 10 * SECOND);
	assert_true(run.result.output.size < sizeof(pid));
	memcpy(pid, run.result.output.data, run.result.output.size);
	while (kill((pid_t)strtol(pid, NULL, 10), 0) == 0 && left-- > 0) {
		char path[64];
		char text[256] = "";
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%ld/stat", strtol(pid, NULL, 10));
		file = fopen(path, "r");
		if (file && fgets(text, sizeof(text), file) && strstr(text, ") Z"))
			left = -2;
		if (file)
			fclose(file);
		usleep(10000);
	}
	assert_int_not_equal(left, -1);
	arena_free(&run.arena);
}

static void
a_child_left_behind_is_not_waited_for(void **state)
{
	int64_t begun = clock_monotonic();

	(void)state;
	expect_output("sleep 30 & echo here", "", "here\n");
	assert_true(clock_monotonic() - begun < 10 * SECOND);
}

static void
a_program_that_cannot_be_started_is_unavailable(void **state)
{
	static const char *const missing[] = { "/nowhere/helper", NULL };
	static const char *const folder[] = { "/tmp", NULL };
	struct process_request request = { .argv = missing, .timeout = SECOND };
	struct run run = { .status = ST_OK };

	(void)state;
	assert_int_equal(process_run(&request, &run.arena, &run.result, &run.err),
		ST_UNAVAILABLE);
	assert_string_equal(run.err.message,
		"cannot run '/nowhere/helper': No such file or directory");
	request.argv = folder;
	assert_int_equal(process_run(&request, &run.arena, &run.result, &run.err),
		ST_UNAVAILABLE);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	arena_free(&run.arena);
}

/* Even descriptors that lack O_CLOEXEC. */
static void
a_program_gets_the_three_standard_descriptors_alone(void **state)
{
	int high = fcntl(STDERR_FILENO, F_DUPFD, 200);
	int low = dup(STDERR_FILENO);

	(void)state;
	assert_true(high >= 200 && low > 2);
	expect_output("for fd in 3 4 5 6 7 8 9 200; do"
		      " [ ! -e /proc/$$/fd/$fd ] || echo $fd; done",
		"", "");
	close(high);
	close(low);
}

static void
a_program_starts_with_the_usual_signals(void **state)
{
	sigset_t blocked;
	sigset_t old;

	(void)state;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &old);
	expect_output("while read -r name value; do"
		      "  case $name in SigBlk:|SigIgn:)"
		      "    echo \"$name $((0x$value & 0x5003))\";; esac"
		      " done </proc/self/status",
		"", "SigBlk: 0\nSigIgn: 0\n");
	sigprocmask(SIG_SETMASK, &old, NULL);
}

/* Runs a part in a child, so that what a signal leaves behind does not stay. */
static int
exit_of(int (*part)(void))
{
	int wait_status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(part());
	assert_int_equal(waitpid(child, &wait_status, 0), child);
	return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status)
				      : -WTERMSIG(wait_status);
}

static int
raise_interrupt(void)
{
	struct err err = { 0 };

	if (signal_check(&err) != ST_OK)
		return 1;
	raise(SIGINT);
	return (int)signal_check(&err);
}

static int
raise_hang_up(void)
{
	struct err err = { 0 };

	raise(SIGHUP);
	return (int)signal_check(&err);
}

static int
hang_up_while_ignored(void)
{
	struct err err = { 0 };

	signal(SIGHUP, SIG_IGN);
	signals_install(&(struct arena){ NULL });
	raise(SIGHUP);
	return (int)signal_check(&err);
}

static int
write_to_a_closed_pipe(void)
{
	struct err err = { 0 };
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	close(ends[0]);
	return (int)file_write_all(ends[1], "x", 1, "pipe", &err);
}

/* cmocka has taken the handlers for faults for itself. */
static int
touch_what_is_not_in_the_file(void)
{
	char path[] = "/tmp/shop-test-XXXXXX";
	int fd = mkstemp(path);
	int null = open("/dev/null", O_WRONLY);
	volatile char *page;

	signals_install(&(struct arena){ NULL });
	unlink(path);
	dup2(null, STDERR_FILENO);
	page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	return page[0] + 1;
}

static int
interrupt_a_wait_for_input(void)
{
	struct arena arena = { NULL };
	struct bytes bytes;
	struct err err = { 0 };
	int ends[2];

	if (pipe(ends) < 0 || dup2(ends[0], STDIN_FILENO) < 0)
		return 1;
	alarm(20);
	signal(SIGUSR1, SIG_DFL);
	if (fork() == 0) {
		usleep(50000);
		kill(getppid(), SIGINT);
		_exit(0);
	}
	return (int)file_read(&arena, "-", 100, &bytes, &err);
}

static int
interrupt_a_program(void)
{
	struct bytes none = { NULL, 0 };
	struct run run;

	alarm(20);
	run_shell(&run, "kill -TERM $PPID; sleep 100", none, 100 * SECOND);
	return (int)run.status;
}

static void
signals_are_noted_and_told_when_asked(void **state)
{
	(void)state;
	assert_int_equal(exit_of(raise_interrupt), ST_INTERRUPTED);
	assert_int_equal(exit_of(raise_hang_up), ST_TERMINATED);
}

static void
a_signal_that_was_ignored_at_the_start_stays_so(void **state)
{
	(void)state;
	assert_int_equal(exit_of(hang_up_while_ignored), ST_OK);
}

static void
a_closed_pipe_is_an_error_and_no_death(void **state)
{
	(void)state;
	assert_int_equal(exit_of(write_to_a_closed_pipe), ST_IO);
}

static void
a_fault_in_a_mapped_file_ends_with_status_74(void **state)
{
	(void)state;
	assert_int_equal(exit_of(touch_what_is_not_in_the_file), 74);
}

static void
a_signal_ends_the_wait_for_input_and_for_a_program(void **state)
{
	(void)state;
	assert_int_equal(exit_of(interrupt_a_wait_for_input), ST_INTERRUPTED);
	assert_int_equal(exit_of(interrupt_a_program), ST_TERMINATED);
}

static int
write_to_reserved_output(void)
{
	struct err err = { 0 };
	int fd;

	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	descriptors_reserve();
	fd = open("/dev/null", O_RDWR);
	if (fd <= STDERR_FILENO || read(STDIN_FILENO, &fd, 1) >= 0)
		return 1;
	return (int)file_write_all(STDOUT_FILENO, "x", 1, "standard output", &err);
}

static void
closed_standard_descriptors_stay_errors(void **state)
{
	(void)state;
	assert_int_equal(exit_of(write_to_reserved_output), ST_IO);
}

static void
run_pager(const char *pager, const char *text, const char *path, const char *expected)
{
	struct arena arena = { NULL };
	struct bytes shown = { NULL, 0 };
	struct err err = { 0 };
	int fd = -1;
	int pid = -1;

	assert_int_equal(pager_start(pager, &fd, &pid, &err), ST_OK);
	assert_int_equal(
		file_write_all(fd, text, strlen(text), "pager", &err), ST_OK);
	close(fd);
	process_wait(pid);
	assert_int_equal(file_read(&arena, path, 1000, &shown, &err), ST_OK);
	assert_true(bytes_equal(shown, bytes_of_text(expected)));
	arena_free(&arena);
}

static void
a_pager_is_found_on_the_path_and_split_at_blanks(void **state)
{
	char path[] = "/tmp/shop-test-XXXXXX";
	char pager[100];

	(void)state;
	close(mkstemp(path));
	snprintf(pager, sizeof(pager), " sed \t-n  w%s ", path);
	run_pager(pager, "one\ntwo\n", path, "one\ntwo\n");
	unlink(path);
}

static void
a_pager_that_is_not_there_is_unavailable(void **state)
{
	char longest[5000];
	struct err err = { 0 };
	int fd = -1;
	int pid = -1;

	(void)state;
	assert_int_equal(
		pager_start("no-such-pager -x", &fd, &pid, &err), ST_UNAVAILABLE);
	assert_string_equal(
		err.message, "cannot run 'no-such-pager': No such file or directory");
	assert_int_equal(fd, -1);
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(pager_start(longest, &fd, &pid, &err), ST_UNAVAILABLE);
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		cmocka_unit_test(a_program_gets_its_input_and_its_output_comes_back),
		cmocka_unit_test(much_flows_both_ways_at_once),
		cmocka_unit_test(
			output_beyond_its_limit_is_dropped_and_the_program_ends),
		cmocka_unit_test(how_a_program_ends_is_told),
		cmocka_unit_test(
			at_its_deadline_a_program_is_killed_with_its_children),
		cmocka_unit_test(a_child_left_behind_is_not_waited_for),
		cmocka_unit_test(a_program_that_cannot_be_started_is_unavailable),
		cmocka_unit_test(a_program_gets_the_three_standard_descriptors_alone),
		cmocka_unit_test(a_program_starts_with_the_usual_signals),
		cmocka_unit_test(signals_are_noted_and_told_when_asked),
		cmocka_unit_test(a_signal_that_was_ignored_at_the_start_stays_so),
		cmocka_unit_test(a_closed_pipe_is_an_error_and_no_death),
		cmocka_unit_test(a_fault_in_a_mapped_file_ends_with_status_74),
		cmocka_unit_test(a_signal_ends_the_wait_for_input_and_for_a_program),
		cmocka_unit_test(closed_standard_descriptors_stay_errors),
		cmocka_unit_test(a_pager_is_found_on_the_path_and_split_at_blanks),
		cmocka_unit_test(a_pager_that_is_not_there_is_unavailable),
	};

	signals_install(&(struct arena){ NULL });
	return cmocka_run_group_tests(rules, NULL, NULL);
}

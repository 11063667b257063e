#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define PAGER_DEFAULT "less -FRX"
#define PAGER_SIZE_MAX 1024
#define PAGER_WORDS_MAX 32
#define BLOCK_SIZE 16384

/* How long a child's end may go unnoticed: while its output is open, and once it is
 * closed, which is when most end. */
#define LOOK_MILLISECONDS 50
#define LOOK_AT_END_MILLISECONDS 1

struct spawn {
	const char *const *argv;
	bool on_path;   /* argv[0] is looked for on $PATH */
	bool own_group; /* so that it can be killed with its own children */
	const char *folder;
	const char *const *environment;
	int input;
	int output; /* -1: ours */
};

/* Descriptors that the child was not meant to have, where the kernel cannot close
 * them in one call. */
static void
close_one_by_one(int first)
{
	struct rlimit limit;
	int last = 65536;
	int fd;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536)
		last = (int)limit.rlim_cur;
	for (fd = first; fd < last; fd++)
		close(fd);
}

static void
close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0)
		return;
#endif
	close_one_by_one(first);
}

static void
exec_program(const struct spawn *spawn)
{
	char *const *environment = environ;
	char *const *argv;

	memcpy(&argv, &spawn->argv, sizeof(argv));
	if (spawn->environment)
		memcpy(&environment, &spawn->environment, sizeof(environment));
	if (spawn->folder && chdir(spawn->folder) < 0)
		return;
	if (spawn->on_path)
		execvp(argv[0], argv);
	else
		execve(argv[0], argv, environment);
}

/* Who dies while it waits for a program can tell nobody what came of it; so the
 * program ends, too, and what it left undone is found and done anew. */
static void
die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() != parent)
		raise(SIGKILL);
}

/* Between fork and exec: only what is safe in a copy of a process. Handlers fall away
 * with exec, ignored signals do not. */
static _Noreturn void
become_program(const struct spawn *spawn, pid_t parent, int report)
{
	sigset_t none;
	int error;

	if (spawn->own_group) {
		setpgid(0, 0);
		die_with(parent);
	}
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(spawn->input, STDIN_FILENO) >= 0 &&
		(spawn->output < 0 || dup2(spawn->output, STDOUT_FILENO) >= 0) &&
		dup2(report, 3) >= 0 && fcntl(3, F_SETFD, FD_CLOEXEC) >= 0) {
		report = 3;
		close_from(4);
		exec_program(spawn);
	}
	error = errno;
	if (write(report, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

/* A pipe ends when its last writer is closed, and somebody waits for that; so where
 * a close is refused, it is tried once more. */
static void
close_end(int *fd)
{
	if (*fd >= 0 && close(*fd) < 0)
		close(*fd);
	*fd = -1;
}

/* The child's errno, or 0 once it has become the program, which closes the pipe. */
static int
read_report(int fd)
{
	int error;
	ssize_t got;

	do
		got = read(fd, &error, sizeof(error));
	while (got < 0 && errno == EINTR);
	close(fd);
	return got == (ssize_t)sizeof(error) ? error : 0;
}

static enum status
start(const struct spawn *spawn, pid_t *pid, struct err *err)
{
	pid_t parent = getpid();
	int report[2];
	pid_t child;
	int error;

	if (pipe2(report, O_CLOEXEC) < 0)
		return fail_errno(
			err, ST_SYSTEM, errno, "cannot run '%s'", spawn->argv[0]);
	child = fork();
	if (child == 0)
		become_program(spawn, parent, report[1]);
	error = errno;
	close_end(&report[1]);
	if (child < 0) {
		close(report[0]);
		return fail_errno(
			err, ST_SYSTEM, error, "cannot run '%s'", spawn->argv[0]);
	}
	error = read_report(report[0]);
	if (error != 0) {
		process_wait(child);
		return fail_errno(err, ST_UNAVAILABLE, error, "cannot run '%s'",
			spawn->argv[0]);
	}
	*pid = child;
	return ST_OK;
}

struct child {
	const struct process_request *request;
	pid_t pid;
	int input;  /* -1 once closed */
	int output; /* -1 once closed */
	size_t sent;
	struct buffer received;
	int64_t deadline;
	bool ended;
	int wait_status; /* -1: not known */
};

/* Ours only: the child's end of a pipe has flags of its own. */
static enum status
make_nonblocking(struct child *child, struct err *err)
{
	if (fcntl(child->input, F_SETFL, O_NONBLOCK) < 0 ||
		fcntl(child->output, F_SETFL, O_NONBLOCK) < 0)
		return fail_errno(err, ST_SYSTEM, errno, "cannot run '%s'",
			child->request->argv[0]);
	return ST_OK;
}

static enum status
start_child(struct child *child, struct err *err)
{
	const char *program = child->request->argv[0];
	int input[2] = { -1, -1 };
	int output[2] = { -1, -1 };
	enum status status;

	if (pipe2(input, O_CLOEXEC) < 0 || pipe2(output, O_CLOEXEC) < 0) {
		status =
			fail_errno(err, ST_SYSTEM, errno, "cannot run '%s'", program);
	} else {
		struct spawn spawn = { .argv = child->request->argv,
			.own_group = true,
			.folder = child->request->folder,
			.environment = child->request->environment,
			.input = input[0],
			.output = output[1] };

		status = start(&spawn, &child->pid, err);
	}
	close_end(&input[0]);
	close_end(&output[1]);
	if (status != ST_OK) {
		close_end(&input[1]);
		close_end(&output[0]);
	}
	child->input = input[1];
	child->output = output[0];
	return status;
}

static enum status
cannot_talk(const struct child *child, struct err *err)
{
	return fail_errno(
		err, ST_IO, errno, "cannot talk to '%s'", child->request->argv[0]);
}

/* A child that does not read its input to the end has its reasons. */
static enum status
send_some(struct child *child, struct err *err)
{
	struct bytes input = child->request->input;
	ssize_t sent = 0;

	if (child->input < 0)
		return ST_OK;
	if (child->sent < input.size)
		sent = write(child->input, input.data + child->sent,
			input.size - child->sent);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return ST_OK;
	if (sent < 0 && errno != EPIPE)
		return cannot_talk(child, err);
	if (sent > 0)
		child->sent += (size_t)sent;
	if (sent < 0 || child->sent == input.size)
		close_end(&child->input);
	return ST_OK;
}

/* What is beyond the limit is read, so that the child can end, and dropped. */
static enum status
receive_some(struct child *child, bool *more, struct err *err)
{
	size_t room = child->request->output_max - child->received.size;
	uint8_t block[BLOCK_SIZE];
	enum status status;
	ssize_t got;

	*more = false;
	if (child->output < 0)
		return ST_OK;
	got = read(child->output, block, sizeof(block));
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return ST_OK;
	if (got < 0)
		return cannot_talk(child, err);
	if (got == 0) {
		close_end(&child->output);
		return ST_OK;
	}
	*more = true;
	status = buffer_append(&child->received, block,
		(size_t)got < room ? (size_t)got : room, err);
	if (child->request->room)
		explicit_bzero(block, (size_t)got);
	return status;
}

static void
look_for_end(struct child *child, int flags)
{
	pid_t pid;

	do
		pid = waitpid(child->pid, &child->wait_status, flags);
	while (pid < 0 && errno == EINTR);
	if (pid < 0)
		child->wait_status = -1;
	child->ended = pid != 0;
}

static void
wait_a_moment(const struct child *child)
{
	struct pollfd ends[] = {
		{ .fd = child->input, .events = POLLOUT },
		{ .fd = child->output, .events = POLLIN },
	};

	poll(ends, 2,
		child->output < 0 ? LOOK_AT_END_MILLISECONDS : LOOK_MILLISECONDS);
}

/* Until the child has ended, or its time is over. A child of the child's own may hold
 * the output open for longer; it is not waited for. */
static enum status
converse(struct child *child, struct err *err)
{
	bool more;

	TRY(make_nonblocking(child, err));
	while (!child->ended) {
		TRY(signal_check(err));
		if (clock_monotonic() >= child->deadline)
			return ST_OK;
		wait_a_moment(child);
		TRY(send_some(child, err));
		TRY(receive_some(child, &more, err));
		look_for_end(child, WNOHANG);
	}
	do
		TRY(receive_some(child, &more, err));
	while (more && clock_monotonic() < child->deadline);
	return ST_OK;
}

static void
finish(struct child *child)
{
	close_end(&child->input);
	close_end(&child->output);
	if (child->ended)
		return;
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	look_for_end(child, 0);
}

enum status
process_run(const struct process_request *request, struct arena *arena,
	struct process_result *result, struct err *err)
{
	struct child child = { .request = request, .received = { .arena = arena } };
	enum status status;
	bool in_time;

	TRY(signal_check(err));
	if (request->room) {
		child.received.data = request->room;
		child.received.capacity = request->output_max;
	}
	child.deadline = clock_monotonic() + request->timeout;
	TRY(start_child(&child, err));
	status = converse(&child, err);
	in_time = child.ended;
	finish(&child);
	TRY(status);
	*result = (struct process_result){
		.exit = -1,
		.timed_out = !in_time,
		.output = buffer_bytes(&child.received),
	};
	if (child.wait_status != -1 && WIFEXITED(child.wait_status))
		result->exit = WEXITSTATUS(child.wait_status);
	else if (child.wait_status != -1 && WIFSIGNALED(child.wait_status))
		result->signal = WTERMSIG(child.wait_status);
	return ST_OK;
}

/* Splits a copy of a command at blanks; false where it has no words or too many. */
static bool
split_words(const char *command, char copy[PAGER_SIZE_MAX],
	const char *words[PAGER_WORDS_MAX])
{
	size_t count = 0;
	char *rest = copy;
	char *word;

	if (strlen(command) >= PAGER_SIZE_MAX)
		return false;
	memcpy(copy, command, strlen(command) + 1);
	while ((word = strsep(&rest, " \t\n")) != NULL) {
		if (word[0] == '\0')
			continue;
		if (count == PAGER_WORDS_MAX - 1)
			return false;
		words[count++] = word;
	}
	words[count] = NULL;
	return count > 0;
}

enum status
pager_start(const char *pager, int *fd, int *pid, struct err *err)
{
	const char *words[PAGER_WORDS_MAX];
	char copy[PAGER_SIZE_MAX];
	enum status status;
	int ends[2];

	if (!pager || pager[strspn(pager, " \t\n")] == '\0')
		pager = PAGER_DEFAULT;
	if (!split_words(pager, copy, words))
		return fail(err, ST_UNAVAILABLE,
			"the pager's command is too long (set PAGER)");
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail_errno(
			err, ST_SYSTEM, errno, "cannot run the pager '%s'", words[0]);
	status = start(&(struct spawn){ .argv = words,
			       .on_path = true,
			       .input = ends[0],
			       .output = -1 },
		pid, err);
	close(ends[0]);
	if (status != ST_OK)
		close(ends[1]);
	else
		*fd = ends[1];
	return status;
}

void
process_wait(int pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

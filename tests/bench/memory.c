/*
 * Runs a command and prints the most private memory that it held, in kB:
 *
 *     memory COMMAND...
 *
 * Private is what no file stands behind: heap, stack, and the pages of files that
 * were changed in a copy of its own; a store that is mapped to be read is not. A
 * process gets such memory by touching it and gives it back only by some system
 * calls, so it has the most of it where one of them begins, and there it is stopped
 * and looked at ("Anonymous" in /proc/PID/smaps_rollup, exact). Ends with 77 where
 * ptrace is refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void
stop(const char *what)
{
	fprintf(stderr, "memory: %s: %s\n", what, strerror(errno));
	exit(errno == EPERM || errno == ENOSYS ? 77 : 1);
}

static _Noreturn void
become(char **argv)
{
	int nowhere = open("/dev/null", O_RDWR);

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(77);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

/* 0 where the process is no more. */
static long
private_now(pid_t process)
{
	char line[256];
	char path[64];
	long size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)process);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, "Anonymous:", 10) == 0)
			size = strtol(line + 10, NULL, 10);
	if (file != NULL)
		fclose(file);
	return size;
}

/* Whether a stopped thread begins a call that gives memory back. */
static bool
gives_back(pid_t process)
{
	struct __ptrace_syscall_info call;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof(call), &call) < 0)
		stop("ptrace");
	if (call.op != PTRACE_SYSCALL_INFO_ENTRY)
		return false;
	switch (call.entry.nr) {
	case SYS_brk:
	case SYS_mmap:
	case SYS_munmap:
	case SYS_mremap:
	case SYS_madvise:
	case SYS_exit:
	case SYS_exit_group:
		return true;
	default:
		return false;
	}
}

/* A thread that was started stops once, and a signal is passed on. */
static void
go_on(pid_t process, int signal)
{
	if ((signal & 0x7f) == SIGTRAP || signal == SIGSTOP)
		signal = 0;
	ptrace(PTRACE_SYSCALL, process, NULL, (long)signal);
}

static int
follow(pid_t child, long *most)
{
	pid_t process;
	int status;

	while ((process = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFSTOPPED(status)) {
			long size = gives_back(process) ? private_now(child) : 0;

			if (size > *most)
				*most = size;
			go_on(process, WSTOPSIG(status));
		} else if (process == child) {
			return status;
		}
	}
	return -1;
}

int
main(int argc, char **argv)
{
	long options =
		PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE;
	long most = 0;
	pid_t child;
	int status;

	if (argc < 2) {
		fprintf(stderr, "usage: memory COMMAND...\n");
		return 2;
	}
	child = fork();
	if (child == 0)
		become(argv + 1);
	if (child < 0 || waitpid(child, &status, 0) != child)
		stop(argv[1]);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (ptrace(PTRACE_SETOPTIONS, child, NULL, options) != 0)
		stop(argv[1]);
	go_on(child, SIGTRAP);
	status = follow(child, &most);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "memory: %s ended with a failure\n", argv[1]);
		return 1;
	}
	printf("%ld\n", most);
	return 0;
}

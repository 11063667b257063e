/*
 * Runs a command one instruction at a time and prints where each of them lies the
 * first time that it is reached, in hexadecimal, in the order of time:
 *
 *     steps COMMAND...
 *
 * For programs that have a fixed place. What the command prints is thrown away.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* The program is smaller; what lies above is the kernel's page in every process. */
#define ADDRESS_MAX ((uint64_t)1 << 27)

static void
stop(const char *what)
{
	fprintf(stderr, "steps: %s\n", what);
	exit(1);
}

static pid_t
start(char **argv)
{
	pid_t child = fork();
	int nowhere;

	if (child != 0)
		return child;
	nowhere = open("/dev/null", O_RDWR);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	execv(argv[0], argv);
	_exit(127);
}

static void
note(uint64_t address, uint8_t *seen)
{
	uint8_t bit = (uint8_t)(1 << (address % 8));

	if (address >= ADDRESS_MAX || seen[address / 8] & bit)
		return;
	seen[address / 8] |= bit;
	printf("%016llx\n", (unsigned long long)address);
}

int
main(int argc, char **argv)
{
	uint8_t *seen = calloc(ADDRESS_MAX / 8, 1);
	struct user_regs_struct registers;
	pid_t child;
	int status;

	if (argc < 2 || !seen)
		stop("needs a command");
	child = start(argv + 1);
	while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
		if (ptrace(PTRACE_GETREGS, child, NULL, &registers) != 0)
			stop("cannot look at the command");
		note(registers.rip, seen);
		if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) != 0)
			stop("cannot go on with the command");
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		stop("the command failed");
	return 0;
}

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/process.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define FAULT_STACK_SIZE ((size_t)64 * 1024)
#define FAULT_EXIT 74

static volatile sig_atomic_t noted;

static void
note(int number)
{
	noted = number;
}

static void
end_at_fault(int number)
{
	static const char text[] =
		"shop: the shop's data is damaged or its disk is full"
		" (see 'shop admin check')\n";

	(void)number;
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(FAULT_EXIT);
	_exit(FAULT_EXIT);
}

static void
handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* nohup and background jobs start with signals ignored, and are to stay so. Calls are
 * not restarted, so that a wait for a slow pipe ends when a person wants it to. */
static void
note_unless_ignored(int number)
{
	struct sigaction old;

	if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
		return;
	handle(number, note, 0);
}

/* A fault may come from a stack that has run out. Without memory for another stack
 * the handler runs on the first, which is right for all other faults. */
static int
use_fault_stack(struct arena *arena)
{
	stack_t stack = { .ss_size = FAULT_STACK_SIZE };
	struct err ignored;

	if (arena_take_raw(arena, FAULT_STACK_SIZE, &stack.ss_sp, &ignored) !=
			ST_OK ||
		sigaltstack(&stack, NULL) < 0)
		return 0;
	return SA_ONSTACK;
}

void
signals_install(struct arena *arena)
{
	int flags = SANITIZED ? SA_ONSTACK : use_fault_stack(arena);

	note_unless_ignored(SIGINT);
	note_unless_ignored(SIGTERM);
	note_unless_ignored(SIGHUP);
	handle(SIGPIPE, SIG_IGN, 0);
	handle(SIGXFSZ, SIG_IGN, 0);
	handle(SIGCHLD, SIG_DFL, 0);
	handle(SIGBUS, end_at_fault, flags);
	if (!SANITIZED)
		handle(SIGSEGV, end_at_fault, flags);
}

enum status
signal_check(struct err *err)
{
	if (noted == 0)
		return ST_OK;
	if (noted == SIGINT)
		return fail(err, ST_INTERRUPTED, "interrupted");
	return fail(err, ST_TERMINATED, "terminated");
}

void
descriptors_reserve(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) !=
				fd)
			_exit(71);
}

#include "cli/terminal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"

void
terminal_hold(struct terminal_hold *hold)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t held;

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGTSTP, &ignore, &hold->stop);
	sigaction(SIGQUIT, &ignore, &hold->quit);
	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, &hold->mask);
}

void
terminal_release(const struct terminal_hold *hold)
{
	sigprocmask(SIG_SETMASK, &hold->mask, NULL);
	sigaction(SIGTSTP, &hold->stop, NULL);
	sigaction(SIGQUIT, &hold->quit, NULL);
}

enum status
terminal_read(const struct terminal_hold *hold, uint8_t *byte, struct err *err)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	for (;;) {
		ssize_t size;

		TRY(signal_check(err));
		if (ppoll(&input, 1, NULL, &hold->mask) < 0) {
			if (errno == EINTR)
				continue;
			return fail_errno(
				err, ST_IO, errno, "cannot wait for an answer");
		}
		size = read(STDIN_FILENO, byte, 1);
		if (size == 1)
			return ST_OK;
		if (size < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		return fail(err, ST_DECLINED, "no answer");
	}
}

enum status
terminal_write(const char *text, struct err *err)
{
	return file_write_all(STDERR_FILENO, text, strlen(text), "the terminal", err);
}

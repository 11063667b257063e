#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/crypto.h"
#include "cli/prompt.h"
#include "cli/terminal.h"

/* Passwords are read by hand: an editor would keep them in memory of its own. */

static enum status
read_bytes_unseen(const struct terminal_hold *hold, struct secret *line, size_t *size,
	struct err *err)
{
	uint8_t byte;

	*size = 0;
	for (;;) {
		TRY(terminal_read(hold, &byte, err));
		if (byte == '\n' || byte == '\r')
			return ST_OK;
		/* What is too long is read to its end and refused then. */
		if (*size < line->size)
			line->data[*size] = byte;
		if (*size <= line->size)
			(*size)++;
	}
}

static enum status
ask_held(const struct terminal_hold *hold, const char *question, struct secret *line,
	size_t *size, struct err *err)
{
	TRY(terminal_write(question, err));
	TRY(terminal_write(": ", err));
	return read_bytes_unseen(hold, line, size, err);
}

/* The question comes when nothing typed is shown any more: what a person, or a
 * program that waits for it, types at once is neither seen nor lost. */
static enum status
read_unseen(const char *question, struct secret *line, size_t *size, struct err *err)
{
	struct terminal_hold hold;
	struct termios seen;
	struct termios unseen;
	struct err ignored;
	enum status status;

	if (tcgetattr(STDIN_FILENO, &seen) != 0)
		return fail(err, ST_USAGE,
			"a password needs a terminal or --password-file");
	terminal_hold(&hold);
	unseen = seen;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	unseen.c_lflag |= ECHONL | ICANON;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) == 0)
		status = ask_held(&hold, question, line, size, err);
	else
		status = fail(err, ST_IO, "cannot hide what is typed");
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
	if (status != ST_OK)
		(void)terminal_write("\n", &ignored);
	terminal_release(&hold);
	return status;
}

static enum status
ask_unseen(const char *question, struct secret *password, struct err *err)
{
	struct secret line = { NULL, 0 };
	enum status status = secret_take(&line, PASSWORD_SIZE_MAX, err);
	size_t size = 0;

	if (status == ST_OK)
		status = read_unseen(question, &line, &size, err);
	if (status == ST_OK && size > PASSWORD_SIZE_MAX)
		status = fail(err, ST_REFUSED, "a password may have at most %d bytes",
			PASSWORD_SIZE_MAX);
	if (status == ST_OK)
		status = secret_take(password, size > 0 ? size : 1, err);
	if (status == ST_OK) {
		memcpy(password->data, line.data, size);
		password->size = size;
	}
	secret_free(&line);
	return status;
}

static bool
is_same(const struct secret *a, const struct secret *b)
{
	return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* Says why the password is to be typed again; *good where it is not. */
static enum status
try_once(const char *question, struct secret *password, bool *good, struct err *err)
{
	struct secret again = { NULL, 0 };
	enum status status;
	struct err reason = { .status = ST_OK };

	*good = false;
	TRY(ask_unseen(question, password, err));
	status = password_check_quality(password, &reason);
	if (status == ST_SYSTEM || status == ST_DEFECT) {
		*err = reason;
		return status;
	}
	if (status != ST_OK) {
		TRY(terminal_write(reason.message, err));
		return terminal_write("\n", err);
	}
	status = ask_unseen("the same again", &again, err);
	if (status == ST_OK) {
		*good = is_same(password, &again);
		if (!*good)
			status =
				terminal_write("the two differ; type it anew\n", err);
	}
	secret_free(&again);
	return status;
}

enum status
prompt_password(
	const char *question, bool confirm, struct secret *password, struct err *err)
{
	enum status status = ST_OK;
	bool good = false;

	if (!confirm)
		return ask_unseen(question, password, err);
	while (status == ST_OK && !good)
		status = try_once(question, password, &good, err);
	if (status != ST_OK)
		secret_free(password);
	return status;
}

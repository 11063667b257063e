#include "base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	int exit;
	const char *name;
} statuses[ST_COUNT] = {
	[ST_OK] = { 0, "ok" },
	[ST_NO_HITS] = { 1, "no_hits" },
	[ST_NOT_FOUND] = { 1, "not_found" },
	[ST_EXISTS] = { 1, "exists" },
	[ST_UNCHANGED] = { 1, "unchanged" },
	[ST_REFUSED] = { 1, "refused" },
	[ST_DECLINED] = { 1, "declined" },
	[ST_OUT_OF_STOCK] = { 1, "out_of_stock" },
	[ST_EMPTY] = { 1, "empty" },
	[ST_CHANGED] = { 1, "changed" },
	[ST_USAGE] = { 2, "usage" },
	[ST_PARTLY] = { 3, "partly" },
	[ST_BAD_DATA] = { 65, "bad_data" },
	[ST_CORRUPT] = { 65, "corrupt" },
	[ST_NO_INPUT] = { 66, "no_input" },
	[ST_UNAVAILABLE] = { 69, "unavailable" },
	[ST_DEFECT] = { 70, "defect" },
	[ST_SYSTEM] = { 71, "system" },
	[ST_CANNOT_CREATE] = { 73, "cannot_create" },
	[ST_IO] = { 74, "io" },
	[ST_BUSY] = { 75, "busy" },
	[ST_NOT_LOGGED_IN] = { 77, "not_logged_in" },
	[ST_NOT_ALLOWED] = { 77, "not_allowed" },
	[ST_CONFIG] = { 78, "config" },
	[ST_INTERRUPTED] = { 130, "interrupted" },
	[ST_TERMINATED] = { 143, "terminated" },
};

int
status_exit(enum status status)
{
	invariant(status >= ST_OK && status < ST_COUNT);
	return statuses[status].exit;
}

const char *
status_name(enum status status)
{
	invariant(status >= ST_OK && status < ST_COUNT);
	return statuses[status].name;
}

/* A cut inside a UTF-8 sequence would leave a broken character at the end. */
static void
trim_partial_character(char *text, size_t size)
{
	size_t end = size;

	while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
		end--;
	if (end > 0 && (unsigned char)text[end - 1] >= 0xC0)
		text[end - 1] = '\0';
}

static void __attribute__((format(printf, 3, 0)))
describe(struct err *err, enum status status, const char *format, va_list args)
{
	int size = vsnprintf(err->message, sizeof(err->message), format, args);

	if (size >= (int)sizeof(err->message))
		trim_partial_character(err->message, sizeof(err->message) - 1);
	err->status = status;
	err->file = NULL;
	err->line = 0;
	err->column = 0;
}

enum status
fail(struct err *err, enum status status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	describe(err, status, format, args);
	va_end(args);
	return status;
}

enum status
fail_at(struct err *err, const char *file, uint64_t line, uint64_t column,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	describe(err, ST_BAD_DATA, format, args);
	va_end(args);
	err->file = file;
	err->line = line;
	err->column = column;
	return ST_BAD_DATA;
}

enum status
fail_errno(
	struct err *err, enum status status, int errno_value, const char *format, ...)
{
	va_list args;
	size_t used;

	if (errno_value == ENOMEM || errno_value == EMFILE || errno_value == ENFILE)
		status = ST_SYSTEM;
	va_start(args, format);
	describe(err, status, format, args);
	va_end(args);
	used = strlen(err->message);
	snprintf(err->message + used, sizeof(err->message) - used, ": %s",
		strerror(errno_value));
	return status;
}

enum status
fail_memory(struct err *err)
{
	return fail(err, ST_SYSTEM, "out of memory");
}

void
invariant_broken(const char *condition, const char *file, int line)
{
	char text[512];
	int size = snprintf(text, sizeof(text),
		"shop: a defect in shop: %s:%d: %s does not hold\n", file, line,
		condition);

	if (size > 0 && write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(70);
	_exit(70);
}

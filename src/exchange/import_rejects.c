#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "csv/csv_items.h"
#include "exchange/import_parts.h"

/*
 * Each item is copied byte by byte behind "- ", its first character in the column
 * where it stood, so that nothing within it changes its meaning. Items of one
 * section and column follow each other; any other begins a new document.
 */
static const char WHAT[] = "the file of rejected rows";

#define COLUMN_MIN 3

enum status
import_rejects_open(struct import_rejects *rejects, int fd, int file, struct err *err)
{
	*rejects = (struct import_rejects){ .fd = fd, .file = file };
	if (fd >= 0 && (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0))
		return fail_errno(err, ST_IO, errno, "cannot empty %s", WHAT);
	return ST_OK;
}

static enum status
write_text(struct import_rejects *rejects, const char *text, struct err *err)
{
	return file_write_all(rejects->fd, text, strlen(text), WHAT, err);
}

/* A section's name as a key in double quotes would read it: what is neither letter
 * nor digit is of no section we know. */
static void
plain_name(const char *section, char name[IMPORT_SECTION_MAX + 1])
{
	size_t i;

	for (i = 0; section[i] && i < IMPORT_SECTION_MAX; i++) {
		char c = section[i];

		name[i] = c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?';
	}
	name[i] = '\0';
}

static enum status
begin_section(struct import_rejects *rejects, const struct item *item,
	uint64_t column, struct err *err)
{
	char name[IMPORT_SECTION_MAX + 1];
	char head[IMPORT_SECTION_MAX + 16];
	const char *quote;

	plain_name(item->section, name);
	if (rejects->any && rejects->column == column &&
		strcmp(rejects->section, name) == 0)
		return ST_OK;
	quote = strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name) ? ""
									    : "\"";
	snprintf(head, sizeof(head), "%s%s%s%s:\n", rejects->any ? "---\n" : "",
		quote, name, quote);
	rejects->any = true;
	rejects->column = column;
	memcpy(rejects->section, name, sizeof(name));
	return write_text(rejects, head, err);
}

static uint64_t
column_of(const struct item *item)
{
	return item->column < COLUMN_MIN ? COLUMN_MIN : item->column;
}

/* In CSV the errors of an item are one cell. */
static void
keep_error(struct import_rejects *rejects, const char *error)
{
	size_t room = sizeof(rejects->errors) - rejects->errors_size;
	int size = snprintf(rejects->errors + rejects->errors_size, room, "%s%s",
		rejects->errors_size > 0 ? "; " : "", error);

	if (size > 0 && (size_t)size < room)
		rejects->errors_size += (size_t)size;
	else
		rejects->errors[rejects->errors_size] = '\0';
}

enum status
import_rejects_comment(struct import_rejects *rejects, const struct item *item,
	const struct import_error *error, struct arena *arena, struct err *err)
{
	const char *line;
	const char *escaped;

	if (rejects->fd < 0)
		return ST_OK;
	if (!rejects->in_item && !rejects->csv)
		TRY(begin_section(rejects, item, column_of(item), err));
	rejects->in_item = true;
	TRY(arena_format(arena, &line, err, "%sline %" PRId64 ": %s%s%s",
		rejects->csv ? "" : "# ", error->line, error->sku,
		error->sku[0] ? ": " : "", error->message));
	TRY(text_escape_terminal(arena, line, strlen(line), false, &escaped, err));
	if (rejects->csv) {
		keep_error(rejects, escaped);
		return ST_OK;
	}
	TRY(write_text(rejects, escaped, err));
	return write_text(rejects, "\n", err);
}

/* A text of many lines brings its last line's end along. */
static enum status
copy(struct import_rejects *rejects, uint64_t from, uint64_t until, struct err *err)
{
	char piece[4096];
	char last = '\0';

	while (from < until) {
		size_t size = until - from < sizeof(piece) ? (size_t)(until - from)
							   : sizeof(piece);
		ssize_t got = pread(rejects->file, piece, size, (off_t)from);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return fail_errno(err, ST_IO, got < 0 ? errno : EIO,
				"cannot read a rejected row again");
		TRY(file_write_all(rejects->fd, piece, (size_t)got, WHAT, err));
		from += (uint64_t)got;
		last = piece[got - 1];
	}
	return last == '\n' ? ST_OK : write_text(rejects, "\n", err);
}

static enum status
take_piece(void *arg, const void *data, size_t size, struct err *err)
{
	const struct import_rejects *rejects = arg;

	return file_write_all(rejects->fd, data, size, WHAT, err);
}

static enum status
write_csv(struct import_rejects *rejects, const struct item *item, struct err *err)
{
	const struct csv_output output = { take_piece, rejects };

	if (!rejects->any)
		TRY(csv_items_write_header(rejects->csv, &output, err));
	rejects->any = true;
	TRY(csv_items_write_rows(
		rejects->csv, &item->place, rejects->errors, &output, err));
	rejects->in_item = false;
	rejects->errors_size = 0;
	rejects->errors[0] = '\0';
	return ST_OK;
}

enum status
import_rejects_item(
	struct import_rejects *rejects, const struct item *item, struct err *err)
{
	uint64_t column = column_of(item);

	if (rejects->fd < 0)
		return ST_OK;
	if (rejects->csv)
		return write_csv(rejects, item, err);
	TRY(begin_section(rejects, item, column, err));
	rejects->in_item = false;
	for (; column > COLUMN_MIN; column--)
		TRY(write_text(rejects, " ", err));
	TRY(write_text(rejects, "- ", err));
	return copy(rejects, item->offset, item->end_offset, err);
}

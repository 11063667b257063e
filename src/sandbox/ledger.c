#include "sandbox/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define LEDGER_SIZE_MAX ((size_t)256 * 1024 * 1024)
#define LINE_SIZE_MAX 3000
#define CELL_COUNT 8

static enum status
lock(int fd, struct err *err)
{
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot lock '" LEDGER_FILE "'");
	return ST_OK;
}

static enum status
cut_torn_line(int fd, struct bytes *text, struct err *err)
{
	size_t size = text->size;

	while (size > 0 && text->data[size - 1] != '\n')
		size--;
	if (size < text->size && ftruncate(fd, (off_t)size) < 0)
		return fail_errno(err, ST_IO, errno, "cannot mend '" LEDGER_FILE "'");
	text->size = size;
	return ST_OK;
}

static enum status
read_entry(char *line, struct entry *entry, struct err *err)
{
	const char *cells[CELL_COUNT];
	size_t i;

	for (i = 0; i < CELL_COUNT; i++) {
		cells[i] = strsep(&line, " ");
		if (!cells[i])
			return fail(err, ST_CORRUPT, "'" LEDGER_FILE "' is damaged");
	}
	*entry = (struct entry){ .operation = cells[1],
		.status = cells[2],
		.key = cells[3],
		.amount = strtoll(cells[4], NULL, 10),
		.currency = cells[5],
		.parent = cells[6],
		.token = cells[7] };
	return ST_OK;
}

static enum status
read_entries(struct ledger *ledger, struct bytes text, struct arena *arena,
	struct err *err)
{
	const char *copy;
	size_t lines = 0;
	char *rest;
	size_t i;

	for (i = 0; i < text.size; i++)
		lines += text.data[i] == '\n';
	TRY(arena_copy(
		arena, (const char *)text.data, text.size, &ledger->text, err));
	TRY(arena_copy(arena, (const char *)text.data, text.size, &copy, err));
	TRY(ARENA_NEW(arena, lines, &ledger->entries, err));
	memcpy(&rest, &copy, sizeof(rest));
	for (i = 0; i < lines; i++)
		TRY(read_entry(strsep(&rest, "\n"), &ledger->entries[i], err));
	ledger->count = lines;
	return ST_OK;
}

/* With the modes of the folder, whatever the umask says. */
static int
open_file(void)
{
	struct stat state;
	int fd = open(LEDGER_FILE,
		O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 || stat(".", &state) < 0 ||
		fchmod(fd, state.st_mode & 0660) == 0 || errno == EPERM)
		return fd;
	close(fd);
	return -1;
}

enum status
ledger_open(struct ledger *ledger, struct arena *arena, struct err *err)
{
	struct bytes text;

	ledger->fd = open_file();
	if (ledger->fd < 0)
		return fail_errno(err, ST_IO, errno, "cannot open '" LEDGER_FILE "'");
	TRY(lock(ledger->fd, err));
	TRY(file_read(arena, LEDGER_FILE, LEDGER_SIZE_MAX, &text, err));
	TRY(cut_torn_line(ledger->fd, &text, err));
	return read_entries(ledger, text, arena, err);
}

enum status
ledger_append(struct ledger *ledger, const struct entry *entry, struct err *err)
{
	char line[LINE_SIZE_MAX];
	int size = snprintf(line, sizeof(line),
		"%" PRId64 " %s %s %s %" PRId64 " %s %s %s\n", clock_now() / SECOND,
		entry->operation, entry->status, entry->key, entry->amount,
		entry->currency, entry->parent, entry->token);

	if (size < 0 || (size_t)size >= sizeof(line))
		return fail(err, ST_BAD_DATA, "the request is too long");
	TRY(file_write_all(ledger->fd, line, (size_t)size, LEDGER_FILE, err));
	return file_sync(ledger->fd, LEDGER_FILE, err);
}

void
ledger_close(struct ledger *ledger)
{
	close(ledger->fd);
}

const struct entry *
ledger_find(const struct ledger *ledger, const char *key)
{
	size_t i;

	for (i = ledger->count; i > 0; i--)
		if (strcmp(ledger->entries[i - 1].key, key) == 0)
			return &ledger->entries[i - 1];
	return NULL;
}

int64_t
ledger_taken(const struct ledger *ledger, const char *parent, const char *operation)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < ledger->count; i++) {
		const struct entry *entry = &ledger->entries[i];

		if (strcmp(entry->parent, parent) == 0 &&
			strcmp(entry->operation, operation) == 0 &&
			ledger_find(ledger, entry->key) == entry &&
			(strcmp(entry->status, "approved") == 0 ||
				strcmp(entry->status, "pending") == 0))
			sum += entry->amount;
	}
	return sum;
}

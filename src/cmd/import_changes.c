#include "cmd/import_changes.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* Each change is five times: size u32 of this machine, a text without its NUL. */
#define TEXT_COUNT 5

static enum status
file_fault(const struct import_changes *changes, struct err *err)
{
	int fault = errno;

	clearerr(changes->file);
	return fail_errno(err, ST_IO, fault, "cannot use a temporary file");
}

enum status
import_changes_open(struct import_changes *changes, struct err *err)
{
	int fd;

	TRY(file_temporary(&fd, err));
	changes->file = fdopen(fd, "w+");
	if (changes->file)
		return ST_OK;
	close(fd);
	return fail_memory(err);
}

void
import_changes_close(struct import_changes *changes)
{
	if (changes->file)
		fclose(changes->file);
	changes->file = NULL;
}

enum status
import_changes_begin(struct import_changes *changes, struct err *err)
{
	if (!changes->file)
		return ST_OK;
	changes->start = ftell(changes->file);
	return changes->start < 0 ? file_fault(changes, err) : ST_OK;
}

enum status
import_changes_again(struct import_changes *changes, struct err *err)
{
	if (!changes->file)
		return ST_OK;
	if (fseek(changes->file, changes->start, SEEK_SET) != 0 ||
		ftruncate(fileno(changes->file), changes->start) != 0)
		return file_fault(changes, err);
	return ST_OK;
}

static bool
put_text(FILE *file, const char *text)
{
	uint32_t size = (uint32_t)strlen(text);

	return fwrite(&size, sizeof(size), 1, file) == 1 &&
	       (size == 0 || fwrite(text, size, 1, file) == 1);
}

enum status
import_changes_add(struct import_changes *changes, const struct import_change *change,
	struct err *err)
{
	const char *const texts[TEXT_COUNT] = { change->sku, change->kind,
		change->field, change->old, change->new };
	size_t i;

	if (!changes->file ||
		(!changes->all && strcmp(change->kind, "unchanged") == 0))
		return ST_OK;
	for (i = 0; i < TEXT_COUNT; i++)
		if (!put_text(changes->file, texts[i]))
			return file_fault(changes, err);
	return ST_OK;
}

enum status
import_changes_rewind(struct import_changes *changes, struct err *err)
{
	return fseek(changes->file, 0, SEEK_SET) == 0 ? ST_OK
						      : file_fault(changes, err);
}

static enum status
get_text(struct import_changes *changes, struct arena *arena, const char **text,
	bool *found, struct err *err)
{
	uint32_t size;
	char *taken;

	*found = fread(&size, sizeof(size), 1, changes->file) == 1;
	if (!*found)
		return ferror(changes->file) ? file_fault(changes, err) : ST_OK;
	TRY(arena_take(arena, (size_t)size + 1, 1, &taken, err));
	if (size > 0 && fread(taken, size, 1, changes->file) != 1)
		return file_fault(changes, err);
	*text = taken;
	return ST_OK;
}

enum status
import_changes_next(struct import_changes *changes, struct arena *arena,
	struct import_change *change, bool *found, struct err *err)
{
	struct import_change read;

	TRY(get_text(changes, arena, &read.sku, found, err));
	if (*found)
		TRY(get_text(changes, arena, &read.kind, found, err));
	if (*found)
		TRY(get_text(changes, arena, &read.field, found, err));
	if (*found)
		TRY(get_text(changes, arena, &read.old, found, err));
	if (*found)
		TRY(get_text(changes, arena, &read.new, found, err));
	if (*found)
		*change = read;
	return ST_OK;
}

#include "cmd/file_copy.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define PIECE_SIZE ((size_t)16 * 1024)

/* Everything from where a descriptor stands. */
static enum status
copy_rest(
	int from, int to, const char *from_what, const char *to_what, struct err *err)
{
	char piece[PIECE_SIZE];
	ssize_t got;

	do {
		got = read(from, piece, sizeof(piece));
		if (got < 0 && errno != EINTR)
			return fail_errno(err, errno == EISDIR ? ST_NO_INPUT : ST_IO,
				errno, "cannot read '%s'", from_what);
		if (got > 0)
			TRY(file_write_all(to, piece, (size_t)got, to_what, err));
	} while (got != 0);
	return ST_OK;
}

enum status
file_copy(int from, int to, const char *what, struct err *err)
{
	if (lseek(from, 0, SEEK_SET) != 0)
		return fail_errno(
			err, ST_IO, errno, "cannot read a temporary file again");
	return copy_rest(from, to, "a temporary file", what, err);
}

static enum status
spool(int from, const char *path, int *fd, struct err *err)
{
	enum status status;
	int spooled;

	TRY(file_temporary(&spooled, err));
	status = copy_rest(from, spooled, path, "a temporary file", err);
	if (status == ST_OK && lseek(spooled, 0, SEEK_SET) != 0)
		status = fail_errno(
			err, ST_IO, errno, "cannot read a temporary file again");
	if (status == ST_OK)
		*fd = spooled;
	else
		close(spooled);
	return status;
}

enum status
file_open_spooled(const char *path, int *fd, struct err *err)
{
	enum status status;
	struct stat stat;
	int opened;

	TRY(file_open_input(path, &opened, err));
	if (fstat(opened, &stat) == 0 && S_ISREG(stat.st_mode)) {
		*fd = opened;
		return ST_OK;
	}
	status = spool(opened, path, fd, err);
	close(opened);
	return status;
}

#include "cmd/file_copy.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"

#define PIECE_SIZE ((size_t)64 * 1024)
#define TEMPORARY "a temporary file"

enum status
file_copy_rest(
	int from, const char *from_name, int to, const char *to_name, struct err *err)
{
	char piece[PIECE_SIZE];
	size_t got = 1;

	while (got > 0) {
		TRY(signal_check(err));
		TRY(file_read_some(from, piece, sizeof(piece), from_name, &got, err));
		TRY(file_write_all(to, piece, got, to_name, err));
	}
	return ST_OK;
}

static enum status
rewind_temporary(int fd, struct err *err)
{
	if (lseek(fd, 0, SEEK_SET) == 0)
		return ST_OK;
	return fail_errno(err, ST_IO, errno, "cannot read " TEMPORARY " again");
}

enum status
file_copy(int from, int to, const char *to_name, struct err *err)
{
	TRY(rewind_temporary(from, err));
	return file_copy_rest(from, TEMPORARY, to, to_name, err);
}

static enum status
spool(int from, const char *path, int *fd, struct err *err)
{
	enum status status;
	int spooled;

	TRY(file_temporary(&spooled, err));
	status = file_copy_rest(from, path, spooled, TEMPORARY, err);
	if (status == ST_OK)
		status = rewind_temporary(spooled, err);
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

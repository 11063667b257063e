#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* A temporary file's name is its target's and this; so the target is known from it.
 */
#define TEMPORARY_END ".XXXXXX"
#define TEMPORARY_END_SIZE (sizeof(TEMPORARY_END) - 1)

_Static_assert(sizeof(((struct file_output *)0)->temporary) >= PATH_MAX,
	"a temporary file's name must fit");

static enum status
cannot_create(int errno_value, const char *path, struct err *err)
{
	return fail_errno(
		err, ST_CANNOT_CREATE, errno_value, "cannot create '%s'", path);
}

static enum status
open_standard(struct file_output *output, struct err *err)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	if (fd < 0)
		return fail_errno(
			err, ST_IO, errno, "cannot write to 'standard output'");
	output->fd = fd;
	output->path = "standard output";
	return ST_OK;
}

static enum status
open_in_place(struct file_output *output, const char *path, struct err *err)
{
	int fd;

	do
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return cannot_create(errno, path, err);
	output->fd = fd;
	output->path = path;
	return ST_OK;
}

static enum status
open_beside(
	struct file_output *output, const char *target, mode_t mode, struct err *err)
{
	int size = snprintf(output->temporary, sizeof(output->temporary),
		"%s" TEMPORARY_END, target);
	int fd;

	if (size < 0 || (size_t)size >= sizeof(output->temporary))
		return cannot_create(ENAMETOOLONG, target, err);
	do
		fd = mkostemp(output->temporary, O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd < 0) {
		output->temporary[0] = '\0';
		return cannot_create(errno, target, err);
	}
	output->fd = fd;
	if (fchmod(fd, mode) < 0) {
		int failed = errno;

		file_output_abandon(output);
		return cannot_create(failed, target, err);
	}
	return ST_OK;
}

enum status
file_output_open(
	struct file_output *output, const char *path, mode_t mode, struct err *err)
{
	struct file_output opened = { .fd = -1, .path = path };
	char target[PATH_MAX];
	struct stat status;

	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) {
		TRY(open_standard(&opened, err));
	} else if (stat(path, &status) < 0) {
		TRY(open_beside(&opened, path, mode, err));
	} else if (S_ISDIR(status.st_mode)) {
		return cannot_create(EISDIR, path, err);
	} else if (!S_ISREG(status.st_mode)) {
		TRY(open_in_place(&opened, path, err));
	} else {
		/* The file is replaced, not the link that leads to it. */
		if (!realpath(path, target))
			return cannot_create(errno, path, err);
		TRY(open_beside(&opened, target, mode, err));
	}
	*output = opened;
	return ST_OK;
}

static enum status
rename_to_target(struct file_output *output, struct err *err)
{
	size_t size = strlen(output->temporary) - TEMPORARY_END_SIZE;
	char target[PATH_MAX];

	memcpy(target, output->temporary, size);
	target[size] = '\0';
	if (rename(output->temporary, target) < 0)
		return cannot_create(errno, output->path, err);
	output->temporary[0] = '\0';
	return folder_sync_above(target, err);
}

enum status
file_output_commit(struct file_output *output, struct err *err)
{
	enum status status;

	if (output->temporary[0] == '\0') {
		status = file_close(output->fd, output->path, err);
		output->fd = -1;
		return status;
	}
	status = file_finish(output->fd, output->path, ST_OK, err);
	output->fd = -1;
	if (status == ST_OK)
		status = rename_to_target(output, err);
	if (status != ST_OK)
		file_output_abandon(output);
	return status;
}

void
file_output_abandon(struct file_output *output)
{
	if (output->fd >= 0)
		close(output->fd);
	if (output->temporary[0] != '\0')
		unlink(output->temporary);
	output->fd = -1;
	output->temporary[0] = '\0';
}

enum status
file_replace(const char *path, struct bytes content, mode_t mode, struct err *err)
{
	struct file_output output = { .fd = -1, .path = path };
	enum status status;

	TRY(open_beside(&output, path, mode, err));
	status = file_write_all(output.fd, content.data, content.size, path, err);
	if (status != ST_OK) {
		file_output_abandon(&output);
		return status;
	}
	return file_output_commit(&output, err);
}

/* Where the file system knows no files without a name, there is one for a moment. */
static int
open_named_temporary(const char *folder)
{
	char path[PATH_MAX];
	int size = snprintf(path, sizeof(path), "%s/shop" TEMPORARY_END, folder);
	int fd;

	if (size < 0 || (size_t)size >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	do
		fd = mkostemp(path, O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd >= 0)
		unlink(path);
	return fd;
}

enum status
file_temporary(int *fd, struct err *err)
{
	const char *folder = getenv("TMPDIR");
	int opened;

	if (!folder || folder[0] == '\0')
		folder = "/tmp";
	do
		opened = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	while (opened < 0 && errno == EINTR);
	if (opened < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
		opened = open_named_temporary(folder);
	if (opened < 0)
		return fail_errno(err, ST_CANNOT_CREATE, errno,
			"cannot create a temporary file in '%s' (set TMPDIR)",
			folder);
	*fd = opened;
	return ST_OK;
}

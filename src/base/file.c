#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/process.h"

#define READ_STEP ((size_t)64 * 1024)

static bool
is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

static const char *
input_name(const char *path)
{
	return is_standard(path) ? "standard input" : path;
}

/* Standard streams may be non-blocking by another's doing. */
static enum status
wait_until_ready(int fd, short events, struct err *err)
{
	struct pollfd waiting = { .fd = fd, .events = events };

	while (poll(&waiting, 1, -1) < 0) {
		if (errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot wait for a file");
		TRY(signal_check(err));
	}
	return ST_OK;
}

enum status
file_read_some(
	int fd, void *to, size_t size, const char *path, size_t *got, struct err *err)
{
	for (;;) {
		ssize_t done = read(fd, to, size);

		if (done >= 0) {
			*got = (size_t)done;
			return ST_OK;
		}
		if (errno == EINTR)
			TRY(signal_check(err));
		else if (errno == EAGAIN)
			TRY(wait_until_ready(fd, POLLIN, err));
		else
			return fail_errno(err, errno == EISDIR ? ST_NO_INPUT : ST_IO,
				errno, "cannot read '%s'", input_name(path));
	}
}

enum status
file_read_at(
	int fd, void *to, size_t size, uint64_t at, const char *path, struct err *err)
{
	uint8_t *into = to;

	while (size > 0) {
		ssize_t done = pread(fd, into, size, (off_t)at);

		if (done == 0)
			return fail(err, ST_IO, "'%s' is cut off", path);
		if (done < 0 && errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot read '%s'", path);
		if (done < 0) {
			TRY(signal_check(err));
			continue;
		}
		into += done;
		at += (uint64_t)done;
		size -= (size_t)done;
	}
	return ST_OK;
}

static enum status
open_retrying(const char *path, int flags, mode_t mode, int *fd, struct err *err)
{
	for (;;) {
		*fd = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
		if (*fd >= 0 || errno != EINTR)
			return ST_OK;
		TRY(signal_check(err));
	}
}

enum status
file_open_input(const char *path, int *fd, struct err *err)
{
	int opened;

	if (is_standard(path))
		opened = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	else
		TRY(open_retrying(path, O_RDONLY, 0, &opened, err));
	if (opened < 0)
		return fail_errno(err, ST_NO_INPUT, errno, "cannot read '%s'",
			input_name(path));
	*fd = opened;
	return ST_OK;
}

/* A byte is kept free behind what is read, for a NUL that is not part of it. */
static enum status
read_to_end(int fd, const char *path, size_t size_max, struct buffer *buffer,
	struct err *err)
{
	struct stat status;
	size_t got;

	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
		status.st_size > 0) {
		uint64_t size = (uint64_t)status.st_size;

		size = size < size_max ? size : size_max;
		TRY(buffer_reserve(buffer, (size_t)size + 2, err));
	}
	do {
		if (buffer->capacity - buffer->size < 2)
			TRY(buffer_reserve(buffer, READ_STEP, err));
		TRY(file_read_some(fd, buffer->data + buffer->size,
			buffer->capacity - buffer->size - 1, path, &got, err));
		buffer->size += got;
		if (buffer->size > size_max)
			return fail(err, ST_BAD_DATA, "'%s' is larger than %zu bytes",
				input_name(path), size_max);
	} while (got > 0);
	buffer->data[buffer->size] = '\0';
	return ST_OK;
}

enum status
file_read(struct arena *arena, const char *path, size_t size_max, struct bytes *out,
	struct err *err)
{
	struct buffer buffer = { .arena = arena };
	enum status status;
	int fd;

	TRY(file_open_input(path, &fd, err));
	status = read_to_end(fd, path, size_max, &buffer, err);
	close(fd);
	if (status == ST_OK)
		*out = buffer_bytes(&buffer);
	return status;
}

enum status
file_write_all(
	int fd, const void *data, size_t size, const char *what, struct err *err)
{
	const uint8_t *at = data;

	while (size > 0) {
		ssize_t written = write(fd, at, size);

		if (written > 0) {
			at += written;
			size -= (size_t)written;
		} else if (written < 0 && errno == EINTR) {
			TRY(signal_check(err));
		} else if (written < 0 && errno == EAGAIN) {
			TRY(wait_until_ready(fd, POLLOUT, err));
		} else {
			return fail_errno(err, ST_IO, written < 0 ? errno : EIO,
				"cannot write to '%s'", what);
		}
	}
	return ST_OK;
}

enum status
file_sync(int fd, const char *path, struct err *err)
{
	while (fsync(fd) < 0) {
		if (errno == EINVAL || errno == ENOTSUP)
			return ST_OK;
		if (errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot write '%s' to disk", path);
	}
	return ST_OK;
}

enum status
file_close(int fd, const char *path, struct err *err)
{
	if (close(fd) < 0 && errno != EINTR)
		return fail_errno(err, ST_IO, errno, "cannot write to '%s'", path);
	return ST_OK;
}

/* Syncs, unless written is a failure already, and closes in any case. */
static enum status
finish(int fd, const char *path, enum status written, struct err *err)
{
	if (written == ST_OK)
		written = file_sync(fd, path, err);
	if (written == ST_OK)
		return file_close(fd, path, err);
	close(fd);
	return written;
}

static enum status
fill(int fd, const char *path, struct bytes content, mode_t mode, struct err *err)
{
	if (fchmod(fd, mode) < 0)
		return fail_errno(
			err, ST_CANNOT_CREATE, errno, "cannot create '%s'", path);
	return file_write_all(fd, content.data, content.size, path, err);
}

enum status
file_create(const char *path, struct bytes content, mode_t mode, struct err *err)
{
	enum status status;
	int fd;

	TRY(open_retrying(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode & 0600,
		&fd, err));
	if (fd < 0 && errno == EEXIST)
		return fail(err, ST_EXISTS, "'%s' exists already", path);
	if (fd < 0)
		return fail_errno(
			err, ST_CANNOT_CREATE, errno, "cannot create '%s'", path);
	status = fill(fd, path, content, mode, err);
	status = finish(fd, path, status, err);
	if (status == ST_OK)
		status = folder_sync_above(path, err);
	if (status != ST_OK)
		unlink(path);
	return status;
}

bool
file_exists(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0;
}

enum status
path_join(struct arena *arena, const char *folder, const char *name, const char **out,
	struct err *err)
{
	struct buffer path = { .arena = arena };
	size_t size = strlen(folder);

	TRY(buffer_append_text(&path, folder, err));
	if (size > 0 && folder[size - 1] != '/')
		TRY(buffer_append_text(&path, "/", err));
	TRY(buffer_append(&path, name, strlen(name) + 1, err));
	*out = (const char *)path.data;
	return ST_OK;
}

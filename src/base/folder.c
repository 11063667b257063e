#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum status
folder_sync(const char *path, struct err *err)
{
	enum status status;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (fd < 0 && errno == EINTR)
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(
			err, ST_IO, errno, "cannot write '%s' to disk", path);
	status = file_sync(fd, path, err);
	close(fd);
	return status;
}

/* "a/b/" lies in "a", as "a/b" does. */
enum status
folder_sync_above(const char *path, struct err *err)
{
	char folder[PATH_MAX];
	size_t size = strlen(path);

	while (size > 0 && path[size - 1] == '/')
		size--;
	while (size > 0 && path[size - 1] != '/')
		size--;
	while (size > 1 && path[size - 1] == '/')
		size--;
	if (size >= sizeof(folder))
		return fail_errno(
			err, ST_IO, ENAMETOOLONG, "cannot write '%s' to disk", path);
	if (size == 0)
		return folder_sync(".", err);
	memcpy(folder, path, size);
	folder[size] = '\0';
	return folder_sync(folder, err);
}

/* Whatever the umask says. */
static enum status
set_mode(const char *path, mode_t mode, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int failed = fd < 0 || fchmod(fd, mode) < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	if (failed != 0)
		return fail_errno(err, ST_CANNOT_CREATE, failed,
			"cannot create the folder '%s'", path);
	return ST_OK;
}

static enum status
make_one(const char *path, mode_t mode, struct err *err)
{
	struct stat status;
	int failed = mkdir(path, mode | S_IRWXU) == 0 ? 0 : errno;

	if (failed == 0) {
		TRY(set_mode(path, mode, err));
		return folder_sync_above(path, err);
	}
	/* Some file systems say EROFS or EACCES of a folder that is there. */
	if (stat(path, &status) < 0)
		return fail_errno(err, ST_CANNOT_CREATE, failed,
			"cannot create the folder '%s'", path);
	if (!S_ISDIR(status.st_mode))
		return fail(err, ST_CANNOT_CREATE, "'%s' is not a folder", path);
	return ST_OK;
}

enum status
folder_create(const char *path, mode_t mode, struct err *err)
{
	char above[PATH_MAX];
	size_t size = strlen(path);
	size_t i;

	if (size >= sizeof(above))
		return fail_errno(err, ST_CANNOT_CREATE, ENAMETOOLONG,
			"cannot create the folder '%s'", path);
	for (i = 1; i < size; i++) {
		if (path[i] != '/' || path[i - 1] == '/')
			continue;
		memcpy(above, path, i);
		above[i] = '\0';
		TRY(make_one(above, mode, err));
	}
	return make_one(path, mode, err);
}

bool
folder_is_shared(const char *path)
{
	const mode_t wanted = S_ISGID | S_IRWXG;
	struct stat folder;

	return stat(path, &folder) == 0 && (folder.st_mode & wanted) == wanted;
}

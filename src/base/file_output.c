#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"

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

	/* A pipe is waited for until somebody reads it. */
	while ((fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)) < 0) {
		if (errno != EINTR)
			return cannot_create(errno, path, err);
		TRY(signal_check(err));
	}
	output->fd = fd;
	output->path = path;
	return ST_OK;
}

static bool
has_proc(void)
{
	return access("/proc/self/fd", X_OK) == 0;
}

/* In the folder of the target, so that it can get a name there. */
static int
open_nameless(const char *target)
{
	const char *slash = strrchr(target, '/');
	char folder[PATH_MAX] = ".";
	size_t size = slash ? (size_t)(slash - target) : 0;
	int fd;

	if (!has_proc())
		return -1;
	if (slash) {
		memcpy(folder, target, size);
		memcpy(folder + size, size > 0 ? "" : "/", size > 0 ? 1 : 2);
	}
	do
		fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* Six hexadecimal digits in the place of the pattern's end. */
static void
choose_name(char *temporary, unsigned turn)
{
	uint64_t seed = (uint64_t)clock_monotonic() ^ (uint64_t)getpid() << 12;

	snprintf(temporary + strlen(temporary) - 6, 7, "%06x",
		(unsigned)((seed + turn) & 0xffffff));
}

static int
open_named(char *temporary)
{
	int fd;

	do
		fd = mkostemp(temporary, O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	return fd;
}

static enum status
open_beside(
	struct file_output *output, const char *target, mode_t mode, struct err *err)
{
	int size = snprintf(output->temporary, sizeof(output->temporary),
		"%s" TEMPORARY_END, target);

	if (size < 0 || (size_t)size >= sizeof(output->temporary))
		return cannot_create(ENAMETOOLONG, target, err);
	output->fd = open_nameless(target);
	output->nameless = output->fd >= 0;
	if (output->nameless)
		choose_name(output->temporary, 0);
	else
		output->fd = open_named(output->temporary);
	if (output->fd < 0) {
		output->temporary[0] = '\0';
		return cannot_create(errno, target, err);
	}
	if (fchmod(output->fd, mode) < 0) {
		int failed = errno;

		file_output_abandon(output);
		return cannot_create(failed, target, err);
	}
	return ST_OK;
}

/* A file whose name is a link that leads nowhere: a rename would put the file in the
 * link's place. */
static bool
is_lost_link(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
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
		if (is_lost_link(path))
			return fail(err, ST_CANNOT_CREATE,
				"cannot create '%s': it is a symbolic link that "
				"leads "
				"nowhere",
				path);
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

#define NAMES_TRIED 1000

/* Gives what has no name yet its temporary one, or where somebody has that, the first
 * that is free. */
static enum status
link_temporary(struct file_output *output, struct err *err)
{
	char self[40];
	unsigned i;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", output->fd);
	for (i = 1; i <= NAMES_TRIED; i++) {
		if (linkat(AT_FDCWD, self, AT_FDCWD, output->temporary,
			    AT_SYMLINK_FOLLOW) == 0) {
			output->nameless = false;
			return ST_OK;
		}
		if (errno != EEXIST)
			break;
		choose_name(output->temporary, i);
	}
	return cannot_create(errno, output->path, err);
}

static void
copy_target(const struct file_output *output, char target[PATH_MAX])
{
	size_t size = strlen(output->temporary) - TEMPORARY_END_SIZE;

	memcpy(target, output->temporary, size);
	target[size] = '\0';
}

static enum status
rename_to_target(struct file_output *output, struct err *err)
{
	char target[PATH_MAX];

	copy_target(output, target);
	if (rename(output->temporary, target) < 0)
		return cannot_create(errno, output->path, err);
	output->temporary[0] = '\0';
	return folder_sync_above(target, err);
}

static enum status
make_absolute(
	const char *path, struct arena *arena, const char **absolute, struct err *err)
{
	char folder[PATH_MAX];

	if (path[0] == '\0' || path[0] == '/')
		return arena_text(arena, path, absolute, err);
	if (!getcwd(folder, sizeof(folder)))
		return cannot_create(errno, path, err);
	return path_join(arena, folder, path, absolute, err);
}

enum status
file_output_paths(const struct file_output *output, struct arena *arena,
	const char **target, const char **temporary, struct err *err)
{
	char path[PATH_MAX] = "";

	if (output->temporary[0] != '\0')
		copy_target(output, path);
	TRY(make_absolute(path, arena, target, err));
	return make_absolute(output->temporary, arena, temporary, err);
}

static enum status
close_output(struct file_output *output, enum status written, struct err *err)
{
	int fd = output->fd;

	output->fd = -1;
	if (written == ST_OK)
		return file_close(fd, output->path, err);
	close(fd);
	return written;
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
	status = file_sync(output->fd, output->path, err);
	if (status == ST_OK && output->nameless)
		status = link_temporary(output, err);
	status = close_output(output, status, err);
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
	if (output->temporary[0] != '\0' && !output->nameless)
		unlink(output->temporary);
	output->fd = -1;
	output->temporary[0] = '\0';
}

/* What others could not do with the old file they cannot do with the new one: where
 * its group cannot be kept, ours may do what all may. */
static enum status
keep_owner(struct file_output *output, const struct stat *old, struct err *err)
{
	mode_t mode = old->st_mode & 0777;
	mode_t all = mode & 07;

	if (fchown(output->fd, old->st_uid, old->st_gid) < 0 &&
		fchown(output->fd, (uid_t)-1, old->st_gid) < 0)
		mode = (mode & ~(mode_t)070) | (mode & all << 3);
	if (fchmod(output->fd, mode) == 0)
		return ST_OK;
	return cannot_create(errno, output->path, err);
}

enum status
file_output_open_like(struct file_output *output, const char *path, struct err *err)
{
	struct stat old;
	enum status status;
	mode_t mask = umask(0);
	bool found = stat(path, &old) == 0;

	umask(mask);
	TRY(file_output_open(output, path, 0666 & ~mask, err));
	if (!found || output->temporary[0] == '\0')
		return ST_OK;
	status = keep_owner(output, &old, err);
	if (status != ST_OK)
		file_output_abandon(output);
	return status;
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

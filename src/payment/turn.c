#include "payment/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"

/* Each payment has a byte of this empty file, which is locked as long as it is asked
 * about. */
#define TURNS_FILE "turns.lock"
#define LOOK_MILLISECONDS 10

/* Made when it is first needed, with the modes of the shop's. */
enum status
payment_folder_make(const struct payment_helper *helper, struct err *err)
{
	struct stat state;

	if (file_exists(helper->folder))
		return ST_OK;
	if (stat(helper->home, &state) < 0)
		return fail_errno(
			err, ST_CONFIG, errno, "cannot see '%s'", helper->home);
	return folder_create(helper->folder, state.st_mode & 07777, err);
}

/* With the modes of its folder, whatever the umask says: who may change the shop may
 * wait here. Two that make it at once make the same. */
static int
open_file(const char *path, mode_t mode)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0 || errno != ENOENT)
		return fd;
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd >= 0 && fchmod(fd, mode) < 0 && errno != EPERM) {
		close(fd);
		return -1;
	}
	return fd;
}

static enum status
open_turns(const struct payment_helper *helper, int *fd, struct err *err)
{
	char path[4096];
	int size = snprintf(path, sizeof(path), "%s/%s", helper->folder, TURNS_FILE);
	struct stat state;

	TRY(payment_folder_make(helper, err));
	if (size < 0 || (size_t)size >= sizeof(path) ||
		stat(helper->folder, &state) < 0)
		return fail(err, ST_IO, "cannot use '%s'", helper->folder);
	*fd = open_file(path, state.st_mode & 0660);
	if (*fd < 0)
		return fail_errno(err, ST_IO, errno, "cannot open '%s'", path);
	return ST_OK;
}

static enum status
wait_for(int fd, uint64_t number, int64_t wait, struct err *err)
{
	struct flock byte = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = (off_t)number,
		.l_len = 1 };
	int64_t deadline = clock_monotonic() + wait;

	while (fcntl(fd, F_OFD_SETLK, &byte) < 0) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot lock '" TURNS_FILE "'");
		TRY(signal_check(err));
		if (clock_monotonic() >= deadline)
			return fail(err, ST_BUSY,
				"another command waits for an answer about this "
				"payment (run the same again)");
		poll(NULL, 0, LOOK_MILLISECONDS);
	}
	return ST_OK;
}

enum status
payment_turn_take(const struct payment_helper *helper, uint64_t number, int64_t wait,
	struct payment_turn *turn, struct err *err)
{
	enum status status;
	int fd;

	invariant(number < TURN_NUMBER_MAX);
	TRY(open_turns(helper, &fd, err));
	status = wait_for(fd, number, wait, err);
	if (status != ST_OK)
		close(fd);
	else
		turn->fd = fd;
	return status;
}

void
payment_turn_end(struct payment_turn *turn)
{
	close(turn->fd);
}

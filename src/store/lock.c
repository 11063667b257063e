#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"

#define HOLDER_SIZE 32

/* Who waits for the turn has a shared lock on this byte of write.lock, behind all
 * that is in it. */
#define WAITING_BYTE 4096

static enum status
refuse_open(const char *path, int errno_value, struct err *err)
{
	enum status status = errno_value == EACCES || errno_value == EPERM
				     ? ST_NOT_ALLOWED
				     : ST_IO;

	return fail_errno(err, status, errno_value, "cannot open '%s'", path);
}

/* fchmod, because the umask would take the group's bits away. */
static int
make_file(const char *path, int access, uint32_t mode)
{
	int fd = open(path, access | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		(mode_t)mode);

	if (fd >= 0 && fchmod(fd, (mode_t)mode) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The second look is for a file that another command made in between. */
enum status
lock_open(const char *path, int access, uint32_t mode, int *fd, struct err *err)
{
	int opened = open(path, access | O_NOFOLLOW | O_CLOEXEC);

	if (opened < 0 && errno == ENOENT)
		opened = make_file(path, access, mode);
	if (opened < 0 && errno == EEXIST)
		opened = open(path, access | O_NOFOLLOW | O_CLOEXEC);
	if (opened < 0)
		return refuse_open(path, errno, err);
	*fd = opened;
	return ST_OK;
}

static void
wake_up(int signal_number)
{
	(void)signal_number;
}

/* An alarm that rings at the deadline and again every 10 ms after it, so that one
 * that rings just before the wait begins is not missed. */
struct alarm_clock {
	timer_t timer;
	struct sigaction action;
	sigset_t mask;
};

static enum status
alarm_set(struct alarm_clock *alarm_clock, int64_t wait, struct err *err)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGALRM };
	struct itimerspec times = {
		.it_value = { wait / SECOND, wait % SECOND * 1000 },
		.it_interval = { 0, 10000000 },
	};
	struct sigaction action = { .sa_handler = wake_up };
	sigset_t ring;

	if (timer_create(CLOCK_MONOTONIC, &event, &alarm_clock->timer) != 0)
		return fail_errno(err, ST_SYSTEM, errno, "cannot set a timer");
	sigemptyset(&ring);
	sigaddset(&ring, SIGALRM);
	sigaction(SIGALRM, &action, &alarm_clock->action);
	pthread_sigmask(SIG_UNBLOCK, &ring, &alarm_clock->mask);
	timer_settime(alarm_clock->timer, 0, &times, NULL);
	return ST_OK;
}

static void
alarm_stop(struct alarm_clock *alarm_clock)
{
	timer_delete(alarm_clock->timer);
	pthread_sigmask(SIG_SETMASK, &alarm_clock->mask, NULL);
	sigaction(SIGALRM, &alarm_clock->action, NULL);
}

static enum status
wait_for_lock(int fd, int64_t deadline, bool *taken, struct err *err)
{
	for (;;) {
		if (flock(fd, LOCK_EX) == 0) {
			*taken = true;
			return ST_OK;
		}
		if (errno != EINTR)
			return fail_errno(err, ST_IO, errno, "cannot take a lock");
		TRY(signal_check(err));
		if (clock_monotonic() >= deadline) {
			*taken = false;
			return ST_OK;
		}
	}
}

enum status
lock_take(int fd, int64_t wait, bool *taken, struct err *err)
{
	int64_t deadline = clock_monotonic() + wait;
	struct alarm_clock alarm_clock;
	enum status status;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		*taken = true;
		return ST_OK;
	}
	if (errno != EWOULDBLOCK && errno != EINTR)
		return fail_errno(err, ST_IO, errno, "cannot take a lock");
	if (wait <= 0) {
		*taken = false;
		return ST_OK;
	}
	TRY(alarm_set(&alarm_clock, wait, err));
	status = wait_for_lock(fd, deadline, taken, err);
	alarm_stop(&alarm_clock);
	return status;
}

void
lock_release(int fd)
{
	flock(fd, LOCK_UN);
}

/* A shop's files have the mode of its data. */
static uint32_t
shop_file_mode(const char *folder)
{
	char path[PATH_MAX];
	struct stat data;

	snprintf(path, sizeof(path), "%s/data.mdb", folder);
	if (stat(path, &data) != 0)
		return 0600;
	return (uint32_t)data.st_mode & 0660;
}

enum status
lock_open_in(const char *folder, const char *name, int *fd, struct err *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return lock_open(path, O_RDWR, shop_file_mode(folder), fd, err);
}

static enum status
turn_open(struct turn *turn, struct err *err)
{
	if (turn->fd >= 0)
		return ST_OK;
	return lock_open_in(turn->folder, "write.lock", &turn->fd, err);
}

/* write.lock holds the process and the microseconds of the monotonic clock at which
 * its turn began, as text. It serves a message only: a write that does not succeed
 * is no fault. */
static void
leave_name(const struct turn *turn)
{
	char holder[HOLDER_SIZE + 1];

	snprintf(holder, sizeof(holder), "%10d %20lld\n", (int)getpid(),
		(long long)clock_monotonic());
	if (pwrite(turn->fd, holder, HOLDER_SIZE, 0) != HOLDER_SIZE)
		return;
}

static int64_t
held_for(const struct turn *turn)
{
	char holder[HOLDER_SIZE + 1] = { 0 };
	char *end;
	long long since;

	if (pread(turn->fd, holder, HOLDER_SIZE, 0) != HOLDER_SIZE)
		return 0;
	since = strtoll(holder + 10, &end, 10);
	return *end == '\n' ? clock_monotonic() - since : 0;
}

static enum status
say_busy(const struct turn *turn, struct err *err)
{
	int64_t seconds = held_for(turn) / SECOND;

	if (seconds <= 0)
		return fail(err, ST_BUSY,
			"the shop is busy; other commands are writing (try again, or "
			"--wait SECONDS)");
	return fail(err, ST_BUSY,
		"the shop is busy; another command has been writing for %lld "
		"second%s (try again, or --wait SECONDS)",
		(long long)seconds, seconds == 1 ? "" : "s");
}

static int
lock_waiting(const struct turn *turn, short type, int command)
{
	struct flock byte = { .l_type = type,
		.l_whence = SEEK_SET,
		.l_start = WAITING_BYTE,
		.l_len = 1 };

	return fcntl(turn->fd, command, &byte);
}

/* That it cannot be seen to wait only makes it wait longer. */
static enum status
wait_for_turn(struct turn *turn, int64_t wait, bool *taken, struct err *err)
{
	enum status status;

	(void)lock_waiting(turn, F_RDLCK, F_OFD_SETLK);
	status = lock_take(turn->fd, wait, taken, err);
	(void)lock_waiting(turn, F_UNLCK, F_OFD_SETLK);
	return status;
}

enum status
turn_take(struct turn *turn, int64_t wait, struct err *err)
{
	bool taken;

	if (!turn->folder)
		return ST_OK;
	TRY(turn_open(turn, err));
	TRY(lock_take(turn->fd, 0, &taken, err));
	if (!taken && wait > 0)
		TRY(wait_for_turn(turn, wait, &taken, err));
	if (!taken)
		return say_busy(turn, err);
	leave_name(turn);
	return ST_OK;
}

void
turn_give_way(struct turn *turn)
{
	int64_t deadline = clock_monotonic() + TURN_WAY_MAX;
	struct alarm_clock alarm_clock;
	struct err ignored;

	if (turn->fd < 0)
		return;
	if (lock_waiting(turn, F_WRLCK, F_OFD_SETLK) != 0 &&
		alarm_set(&alarm_clock, TURN_WAY_MAX, &ignored) == ST_OK) {
		while (lock_waiting(turn, F_WRLCK, F_OFD_SETLKW) != 0 &&
			errno == EINTR && signal_check(&ignored) == ST_OK &&
			clock_monotonic() < deadline)
			continue;
		alarm_stop(&alarm_clock);
	}
	(void)lock_waiting(turn, F_UNLCK, F_OFD_SETLK);
}

void
turn_give(struct turn *turn)
{
	if (turn->fd >= 0)
		lock_release(turn->fd);
}

void
turn_close(struct turn *turn)
{
	if (turn->fd >= 0)
		close(turn->fd);
	turn->fd = -1;
}

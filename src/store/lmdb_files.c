#include "store/lmdb_files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/lock.h"

/* Opening takes well below a millisecond: who has the gate longer has stopped. */
#define GATE_WAIT (10 * SECOND)

/* 64 bytes for each reader and a header of a few hundred. */
#define LOCK_FILE_SIZE (LMDB_READERS * 64 + 4096)

/*
 * The head of data.mdb: two pages that describe the data, of which the one with the
 * higher transaction number counts. In each, in the machine's own byte order:
 *
 *	 0  page number u64, u16, flags u16 (8: such a page), u32
 *	16  magic u32, format u32, address u64, map size u64
 *	40  two tables of 48 bytes, free pages and names: the first begins with the
 *	    page size u32, each ends with the number of its root page u64
 *	136 number of the last page u64, transaction u64
 */
#define HEAD_SIZE 152
#define HEAD_FLAG 8
#define HEAD_MAGIC 0xBEEFC0DE
#define HEAD_FORMAT 1
#define PAGE_SIZE_MIN 512
#define PAGE_SIZE_MAX 65536

#define NO_PAGE UINT64_MAX

/* Address space costs nothing while it lies there, but the tables of a large one
 * cost each short command some microseconds. */
#define MAP_SIZE_WRITER ((size_t)1 << 40)

struct head {
	uint32_t page_size;
	uint64_t roots[2];
	uint64_t last_page;
	uint64_t transaction;
};

static const struct {
	long magic;
	const char *name;
} network_systems[] = {
	{ 0x6969, "NFS" },
	{ 0x517B, "SMB" },
	{ 0xFE534D42, "SMB" },
	{ 0xFF534D42, "CIFS" },
	{ 0x01021997, "9P" },
	{ 0x00C36400, "Ceph" },
	{ 0x5346414F, "AFS" },
	{ 0x6B414653, "AFS" },
	{ 0x73757245, "Coda" },
	{ 0x0BD00BD0, "Lustre" },
	{ 0x47504653, "GPFS" },
	{ 0x19830326, "BeeGFS" },
	{ 0x01161970, "GFS2" },
	{ 0x7461636F, "OCFS2" },
	{ 0x20030528, "OrangeFS" },
	{ 0x786F4256, "a shared folder of VirtualBox" },
};

enum status
lmdb_files_refuse(int errno_value, struct err *err)
{
	switch (errno_value) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return fail_errno(err, ST_IO, errno_value,
			"no space left for the shop's data; nothing was changed");
	case EACCES:
	case EPERM:
	case EROFS:
		return fail_errno(err, ST_NOT_ALLOWED, errno_value,
			"not allowed to open the shop's data");
	default:
		return fail_errno(
			err, ST_IO, errno_value, "the shop's data cannot be used");
	}
}

enum status
lmdb_files_in_doubt(int errno_value, struct err *err)
{
	return fail_errno(err, ST_IO, errno_value,
		"the disk did not confirm the change; its state is unknown, run the "
		"same again (same --key)");
}

size_t
lmdb_files_map_limit(size_t size)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur / 2 < size)
		size = (size_t)limit.rlim_cur / 2 & ~(size_t)0xFFFF;
	return size;
}

static enum status
look_at_place(int fd, const char *folder, struct lmdb_data *data, struct err *err)
{
	struct statfs place;
	size_t i;

	if (fstatfs(fd, &place) != 0)
		return fail_errno(err, ST_IO, errno, "cannot look at '%s'", folder);
	for (i = 0; i < sizeof(network_systems) / sizeof(network_systems[0]); i++)
		if (place.f_type == network_systems[i].magic)
			return fail(err, ST_CONFIG,
				"'%s' lies on a network file system (%s), which "
				"keeps no locks that a shop can trust (name a folder "
				"on a local disk with --home)",
				folder, network_systems[i].name);
	data->read_only = place.f_flags & ST_RDONLY;
	return ST_OK;
}

static enum status
file_path(char path[PATH_MAX], const char *folder, const char *name, struct err *err)
{
	size_t folder_size = strlen(folder);
	size_t name_size = strlen(name);

	if (folder_size + 1 + name_size >= PATH_MAX)
		return fail_errno(err, ST_CONFIG, ENAMETOOLONG, "'%s'", folder);
	memcpy(path, folder, folder_size);
	path[folder_size] = '/';
	memcpy(path + folder_size + 1, name, name_size + 1);
	return ST_OK;
}

enum status
lmdb_files_make(const struct engine_location *location, struct err *err)
{
	char path[PATH_MAX];
	int fd;

	TRY(file_path(path, location->folder, "data.mdb", err));
	TRY(lock_open(path, O_RDWR, location->file_mode, &fd, err));
	close(fd);
	return ST_OK;
}

static enum status
foreign(const struct engine_location *location, struct err *err)
{
	if (location->file)
		return engine_refuse_file(location->file_name, err);
	return fail(err, ST_CORRUPT,
		"'%s/data.mdb' is not a shop's data, or its head is damaged "
		"(restore the last backup)",
		location->folder);
}

/* Of a copy all pages count: it ends with its last one. */
static enum status
cut_off(const struct engine_location *location, uint64_t pages, struct err *err)
{
	if (!location->file)
		return lmdb_files_cut_off(location->folder, pages, err);
	return fail(err, ST_CORRUPT,
		"'%s' is cut off: %llu pages are missing at its end",
		location->file_name, (unsigned long long)pages);
}

enum status
lmdb_files_cut_off(const char *folder, uint64_t pages, struct err *err)
{
	return fail(err, ST_CORRUPT,
		"'%s/data.mdb' is cut off: %llu pages are missing at its end "
		"(restore "
		"the last backup)",
		folder, (unsigned long long)pages);
}

static uint64_t
native_u64(const uint8_t *from)
{
	uint64_t number;

	memcpy(&number, from, sizeof(number));
	return number;
}

static uint32_t
native_u32(const uint8_t *from)
{
	uint32_t number;

	memcpy(&number, from, sizeof(number));
	return number;
}

/* *sound is false where there is no such page; false itself is an error of the
 * system's. */
static bool
head_read(int fd, off_t at, struct head *head, bool *sound)
{
	uint8_t bytes[HEAD_SIZE] = { 0 };
	uint16_t flags;
	ssize_t size;

	do
		size = pread(fd, bytes, sizeof(bytes), at);
	while (size < 0 && errno == EINTR);
	memcpy(&flags, bytes + 10, sizeof(flags));
	head->page_size = native_u32(bytes + 40);
	head->roots[0] = native_u64(bytes + 80);
	head->roots[1] = native_u64(bytes + 128);
	head->last_page = native_u64(bytes + 136);
	head->transaction = native_u64(bytes + 144);
	*sound = size == HEAD_SIZE && (flags & HEAD_FLAG) &&
		 native_u32(bytes + 16) == HEAD_MAGIC &&
		 native_u32(bytes + 20) == HEAD_FORMAT &&
		 head->page_size >= PAGE_SIZE_MIN &&
		 head->page_size <= PAGE_SIZE_MAX &&
		 (head->page_size & (head->page_size - 1)) == 0;
	return size >= 0;
}

static enum status
read_heads(int fd, const struct engine_location *location, struct head heads[2],
	struct err *err)
{
	bool sound;

	if (!head_read(fd, 0, &heads[0], &sound) ||
		(sound && !head_read(fd, heads[0].page_size, &heads[1], &sound)))
		return fail_errno(err, ST_IO, errno, "cannot read '%s'",
			location->file ? location->file_name : location->folder);
	if (!sound || heads[0].page_size != heads[1].page_size)
		return foreign(location, err);
	return ST_OK;
}

/* Asks for the size after the heads were read, for another command may make the file
 * longer in between, and none makes it shorter. */
static size_t
map_size(enum engine_mode mode, off_t file_size)
{
	size_t size = (size_t)file_size + LMDB_MAP_MIN;

	if (mode != ENGINE_READ)
		return MAP_SIZE_WRITER;
	return (size + LMDB_MAP_MIN - 1) / LMDB_MAP_MIN * LMDB_MAP_MIN;
}

static enum status
look_inside(int fd, const struct engine_location *location, struct lmdb_data *data,
	struct err *err)
{
	struct head heads[2];
	const struct head *newest;
	struct stat file;
	enum status status = read_heads(fd, location, heads, err);
	uint64_t pages;
	size_t i;

	if (fstat(fd, &file) != 0)
		return fail_errno(err, ST_IO, errno, "cannot look at '%s'",
			location->file ? location->file_name : location->folder);
	data->file_mode = (uint32_t)file.st_mode & 0660;
	data->map_size = map_size(location->mode, file.st_size);
	if (file.st_size == 0)
		return ST_OK;
	if (status != ST_OK)
		return status;
	newest = &heads[heads[1].transaction > heads[0].transaction];
	data->page_size = newest->page_size;
	pages = (uint64_t)file.st_size / newest->page_size;
	data->ends_early = newest->last_page >= pages;
	for (i = 0; i < 2; i++)
		if (newest->roots[i] >= pages && newest->roots[i] != NO_PAGE)
			return cut_off(location, newest->last_page + 1 - pages, err);
	if (location->file && data->ends_early)
		return cut_off(location, newest->last_page + 1 - pages, err);
	return ST_OK;
}

/* A name that leads to a descriptor (/proc/self/fd) is a link. */
static enum status
look_at_file(const struct engine_location *location, struct lmdb_data *data,
	struct err *err)
{
	int fd = open(location->file, O_RDONLY | O_CLOEXEC);
	enum status status;

	if (fd < 0)
		return fail_errno(err, ST_NO_INPUT, errno, "cannot read '%s'",
			location->file_name);
	status = look_inside(fd, location, data, err);
	close(fd);
	if (status == ST_OK && data->page_size == 0)
		return engine_refuse_file(location->file_name, err);
	return status;
}

enum status
lmdb_files_look(const struct engine_location *location, struct lmdb_data *data,
	struct err *err)
{
	char path[PATH_MAX];
	enum status status;
	int fd;

	memset(data, 0, sizeof(*data));
	if (location->file)
		return look_at_file(location, data, err);
	TRY(file_path(path, location->folder, "data.mdb", err));
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return engine_refuse_none(location->folder, err);
	if (fd < 0)
		return fail_errno(err, errno == EACCES ? ST_NOT_ALLOWED : ST_IO,
			errno, "cannot open the shop's data '%s'", path);
	status = look_at_place(fd, location->folder, data, err);
	if (status == ST_OK)
		status = look_inside(fd, location, data, err);
	close(fd);
	if (status == ST_OK && data->page_size == 0 &&
		location->mode != ENGINE_CREATE)
		return engine_refuse_none(location->folder, err);
	return status;
}

/* Where the file system knows no fallocate (ZFS, say), a new file is filled with
 * zeros; one that is in use is left as it is. */
static bool
allocate(int fd, off_t size_before)
{
	static const uint8_t zeros[4096];
	off_t at;

	if (fallocate(fd, 0, 0, LOCK_FILE_SIZE) == 0)
		return true;
	if (errno != EOPNOTSUPP)
		return false;
	for (at = size_before; at < LOCK_FILE_SIZE; at += (off_t)sizeof(zeros))
		if (pwrite(fd, zeros, sizeof(zeros), at) != (ssize_t)sizeof(zeros))
			return false;
	return true;
}

static enum status
fill_lock(const char *path, const struct lmdb_data *data, struct err *err)
{
	enum status status = ST_OK;
	struct stat file;
	int fd;

	TRY(lock_open(path, O_RDWR, data->file_mode, &fd, err));
	if (fstat(fd, &file) != 0 || !allocate(fd, file.st_size))
		status = fail_errno(
			err, ST_IO, errno, "cannot make room for '%s'", path);
	close(fd);
	return status;
}

enum status
lmdb_files_prepare_lock(
	const char *folder, const struct lmdb_data *data, struct err *err)
{
	char path[PATH_MAX];
	struct stat file;

	TRY(file_path(path, folder, "lock.mdb", err));
	if (lstat(path, &file) == 0) {
		if (!S_ISREG(file.st_mode))
			return fail(err, ST_CONFIG, "'%s' is not a file", path);
		if (file.st_size >= LOCK_FILE_SIZE &&
			file.st_blocks * 512 >= LOCK_FILE_SIZE)
			return ST_OK;
	}
	return fill_lock(path, data, err);
}

static enum status
wait_at_gate(int gate, struct err *err)
{
	bool taken;

	TRY(lock_take(gate, GATE_WAIT, &taken, err));
	if (!taken)
		return fail(err, ST_BUSY,
			"the shop is busy; another command has been opening it for "
			"%d seconds (try again)",
			(int)(GATE_WAIT / SECOND));
	return ST_OK;
}

enum status
lmdb_files_enter_gate(
	const char *folder, const struct lmdb_data *data, int *gate, struct err *err)
{
	char path[PATH_MAX];

	if (data->read_only)
		return ST_OK;
	TRY(file_path(path, folder, "gate.lock", err));
	TRY(lock_open(path, O_RDONLY, data->file_mode, gate, err));
	return wait_at_gate(*gate, err);
}

void
lmdb_files_enter_gate_again(int gate)
{
	struct err ignored;

	if (gate >= 0)
		(void)wait_at_gate(gate, &ignored);
}

void
lmdb_files_leave_gate(int gate)
{
	if (gate >= 0)
		lock_release(gate);
}

void
lmdb_files_close_gate(int gate)
{
	if (gate >= 0)
		close(gate);
}

void
lmdb_files_end_on_damage(const char *message)
{
	static const char text[] =
		"shop: the shop's data is damaged (restore the last backup): ";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) > 0 &&
		write(STDERR_FILENO, message, strlen(message)) > 0 &&
		write(STDERR_FILENO, "\n", 1) > 0)
		_exit(74);
	_exit(74);
}

/* That it could not be asked for is no fault: it is read page by page then. */
void
lmdb_files_will_need(struct bytes value)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t at = (uintptr_t)value.data;
	uintptr_t begin = at & ~(page - 1);

	(void)madvise((void *)begin, at + value.size - begin, MADV_WILLNEED);
}

/* LMDB tells nobody where its map is. What is mapped to be shared loses nothing. */
static void
forget_mapped(FILE *maps, uint64_t file)
{
	char line[PATH_MAX + 128];
	uint64_t inode;
	uintptr_t begin;
	uintptr_t end;
	char shared;

	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*3c%c %*s %*s %" SCNu64,
			    &begin, &end, &shared, &inode) == 4 &&
			shared == 's' && inode == file)
			(void)madvise((void *)begin, end - begin, MADV_DONTNEED);
}

void
lmdb_files_forget(int file)
{
	struct stat stat;
	FILE *maps;

	if (fstat(file, &stat) != 0)
		return;
	maps = fopen("/proc/self/maps", "re");
	if (!maps)
		return;
	forget_mapped(maps, stat.st_ino);
	fclose(maps);
}

bool
lmdb_files_disk_full(int file)
{
	struct statvfs disk;

	return fstatvfs(file, &disk) == 0 && disk.f_bavail == 0;
}

#include "cmd/data_copy.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

void
data_copy_path(int fd, char path[DATA_COPY_PATH_MAX])
{
	snprintf(path, DATA_COPY_PATH_MAX, "/proc/self/fd/%d", fd);
}

struct faults {
	uint64_t count;
	enum table table; /* of the first */
};

static void
note_fault(void *arg, enum table table, struct bytes key, const char *message)
{
	struct faults *faults = arg;

	(void)key;
	(void)message;
	if (faults->count++ == 0)
		faults->table = table;
}

static enum status
check(struct store *store, struct data_copy *copy, const char *outcome,
	struct err *err)
{
	struct faults faults = { .count = 0 };

	TRY(store_verify(store, note_fault, &faults, &copy->values, err));
	if (faults.count == 0)
		return ST_OK;
	return fail(err, ST_CORRUPT,
		"'%s' is damaged in %" PRIu64 " place%s, the first in table '%s'; %s",
		copy->name, faults.count, faults.count == 1 ? "" : "s",
		table_infos[faults.table].name, outcome);
}

enum status
data_copy_check(struct data_copy *copy, const char *outcome, struct err *err)
{
	char path[DATA_COPY_PATH_MAX];
	const struct store_options options = { .kind = STORE_LMDB,
		.folder = copy->name,
		.access = STORE_READ,
		.file = path,
		.file_name = copy->name };
	struct store *store;
	struct stat file;
	enum status status;

	data_copy_path(copy->fd, path);
	if (fstat(copy->fd, &file) != 0)
		return fail_errno(
			err, ST_IO, errno, "cannot look at '%s'", copy->name);
	copy->bytes = (uint64_t)file.st_size;
	TRY(store_open(&options, &store, err));
	status = check(store, copy, outcome, err);
	store_close(store);
	return status;
}

/* In thousands, as disks and networks are counted. */
void
data_size_format(uint64_t bytes, char text[DATA_SIZE_TEXT_MAX])
{
	static const char *const units[] = { "kB", "MB", "GB", "TB" };
	uint64_t tenths = (bytes + 50) / 100;
	size_t unit = 0;

	while (tenths >= 10000 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		tenths = (tenths + 500) / 1000;
		unit++;
	}
	snprintf(text, DATA_SIZE_TEXT_MAX, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10,
		tenths % 10, units[unit]);
}

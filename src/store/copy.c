#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/lmdb_files.h"
#include "store/private.h"

/* Who opens a shop has the gate for less than a millisecond. */
#define GATE_WAIT (10 * SECOND)

enum status
store_copy_look(const char *file, const char *name, struct err *err)
{
	struct engine_location location = {
		.file = file, .file_name = name, .mode = ENGINE_READ
	};
	struct lmdb_data data;

	return lmdb_files_look(&location, &data, err);
}

enum status
store_copy(struct store *store, int fd, const char *what, struct err *err)
{
	invariant(!store->running && !store->group.engine);
	if (!store->type->copy)
		return fail(err, ST_REFUSED, "a shop in memory cannot be copied");
	return store->type->copy(store->engine, fd, what, err);
}

static enum status
path_in(const char *folder, const char *name, char path[PATH_MAX], struct err *err)
{
	int size = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	if (size >= 0 && size < PATH_MAX)
		return ST_OK;
	return fail_errno(err, ST_CONFIG, ENAMETOOLONG, "'%s'", folder);
}

/* An init that was killed may have left an empty file. */
static enum status
refuse_shop(const char *folder, const char *path, struct err *err)
{
	struct stat file;

	if (lstat(path, &file) != 0 || (S_ISREG(file.st_mode) && file.st_size == 0))
		return ST_OK;
	return engine_refuse_second(folder, err);
}

enum status
store_adopt_open(const char *folder, bool shared, struct arena *arena,
	struct file_output *data, struct err *err)
{
	const char *path;

	TRY(path_join(arena, folder, "data.mdb", &path, err));
	TRY(refuse_shop(folder, path, err));
	return file_output_open(data, path, shared ? 0660 : 0600, err);
}

/* The lock of other data, by whose readers and numbers nobody must go. */
static enum status
take_place(const char *folder, struct file_output *data, struct err *err)
{
	char path[PATH_MAX];

	TRY(path_in(folder, "data.mdb", path, err));
	TRY(refuse_shop(folder, path, err));
	TRY(path_in(folder, "lock.mdb", path, err));
	if (unlink(path) != 0 && errno != ENOENT)
		return fail_errno(err, ST_IO, errno, "cannot remove '%s'", path);
	return file_output_commit(data, err);
}

static enum status
open_gate(const char *folder, const struct file_output *data, int *gate,
	struct err *err)
{
	char path[PATH_MAX];
	struct stat file;

	TRY(path_in(folder, "gate.lock", path, err));
	if (fstat(data->fd, &file) != 0)
		return fail_errno(err, ST_IO, errno, "cannot look at '%s'", folder);
	return lock_open(path, O_RDONLY, (uint32_t)file.st_mode & 0660, gate, err);
}

/* Who makes a shop has the gate while it comes to be. */
enum status
store_adopt(const char *folder, struct file_output *data, struct err *err)
{
	enum status status;
	bool taken;
	int gate;

	TRY(open_gate(folder, data, &gate, err));
	status = lock_take(gate, GATE_WAIT, &taken, err);
	if (status == ST_OK && !taken)
		status = fail(err, ST_BUSY,
			"somebody is making a shop in '%s' (try again)", folder);
	if (status == ST_OK)
		status = take_place(folder, data, err);
	close(gate);
	return status;
}

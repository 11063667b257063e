#include "cli/spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define SPOOL_MEMORY_MIN ((size_t)4 * 1024)

static const char FILE_NAME[] = "a temporary file";

static enum status
grow(struct spool *spool, struct err *err)
{
	size_t capacity = spool->capacity ? spool->capacity * 4 : SPOOL_MEMORY_MIN;
	uint8_t *data;

	TRY(arena_take_raw(spool->arena, capacity, &data, err));
	if (spool->used > 0)
		memcpy(data, spool->data, spool->used);
	spool->data = data;
	spool->capacity = capacity;
	return ST_OK;
}

static enum status
empty_memory(struct spool *spool, struct err *err)
{
	if (spool->fd < 0)
		TRY(file_temporary(&spool->fd, err));
	TRY(file_write_all(spool->fd, spool->data, spool->used, FILE_NAME, err));
	spool->used = 0;
	return ST_OK;
}

enum status
spool_append(struct spool *spool, const void *data, size_t size, struct err *err)
{
	const uint8_t *from = data;

	invariant(!spool->reading);
	while (size > 0) {
		size_t room = spool->capacity - spool->used;
		size_t some = size < room ? size : room;

		if (room == 0 && spool->capacity < SPOOL_MEMORY_MAX) {
			TRY(grow(spool, err));
			continue;
		}
		if (room == 0) {
			TRY(empty_memory(spool, err));
			continue;
		}
		memcpy(spool->data + spool->used, from, some);
		spool->used += some;
		spool->size += some;
		from += some;
		size -= some;
	}
	return ST_OK;
}

enum status
spool_read_begin(struct spool *spool, struct err *err)
{
	if (spool->fd >= 0 && !spool->reading)
		TRY(empty_memory(spool, err));
	spool->reading = true;
	spool->at = 0;
	return ST_OK;
}

static enum status
fill_window(struct spool *spool, struct err *err)
{
	ssize_t size;

	invariant(spool->fd >= 0);
	do
		size = pread(
			spool->fd, spool->data, spool->capacity, (off_t)spool->at);
	while (size < 0 && errno == EINTR);
	if (size < 0)
		return fail_errno(err, ST_IO, errno, "cannot read %s", FILE_NAME);
	if (size == 0)
		return fail(err, ST_IO, "%s has lost its end", FILE_NAME);
	spool->window = spool->at;
	spool->used = (size_t)size;
	return ST_OK;
}

enum status
spool_read(struct spool *spool, void *data, size_t size, struct err *err)
{
	uint8_t *to = data;

	while (size > 0) {
		uint64_t left = spool->window + spool->used;
		size_t some;

		if (spool->at >= left || spool->at < spool->window) {
			TRY(fill_window(spool, err));
			continue;
		}
		left -= spool->at;
		some = size < left ? size : (size_t)left;
		memcpy(to, spool->data + (spool->at - spool->window), some);
		spool->at += some;
		to += some;
		size -= some;
	}
	return ST_OK;
}

enum status
spool_copy(struct spool *spool, int fd, const char *what, struct err *err)
{
	TRY(spool_read_begin(spool, err));
	if (spool->fd < 0 && spool->used == 0)
		return ST_OK;
	if (spool->fd < 0)
		return file_write_all(fd, spool->data, spool->used, what, err);
	while (spool->at < spool->size) {
		TRY(fill_window(spool, err));
		TRY(file_write_all(fd, spool->data, spool->used, what, err));
		spool->at += spool->used;
	}
	return ST_OK;
}

void
spool_close(struct spool *spool)
{
	if (spool->fd >= 0)
		close(spool->fd);
	*spool = (struct spool){ .arena = spool->arena,
		.fd = -1,
		.data = spool->data,
		.capacity = spool->capacity };
}

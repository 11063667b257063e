#include "indexing/run_file.h"

#include <string.h>

#include "base/file.h"

#define BUFFER_SIZE ((size_t)256 * 1024)
static const char NAME[] = "the temporary file of an index";

enum status
run_file_open(struct run_file *file, struct arena *arena, struct err *err)
{
	struct run_file opened = RUN_FILE_NONE;

	TRY(arena_take_raw(arena, BUFFER_SIZE, &opened.buffer, err));
	TRY(file_temporary(&opened.fd, err));
	*file = opened;
	return ST_OK;
}

void
run_file_close(struct run_file *file)
{
	struct err err;

	if (file->fd >= 0)
		(void)file_close(file->fd, NAME, &err);
	file->fd = -1;
}

enum status
run_file_flush(struct run_file *file, struct err *err)
{
	size_t used = file->used;

	file->used = 0;
	return used > 0 ? file_write_all(file->fd, file->buffer, used, NAME, err)
			: ST_OK;
}

enum status
run_file_append(struct run_file *file, const void *data, size_t size, struct err *err)
{
	if (file->used + size > BUFFER_SIZE)
		TRY(run_file_flush(file, err));
	file->size += size;
	if (size > BUFFER_SIZE)
		return file_write_all(file->fd, data, size, NAME, err);
	if (size > 0)
		memcpy(file->buffer + file->used, data, size);
	file->used += size;
	return ST_OK;
}

enum status
run_view_open(const struct run_file *file, size_t capacity, struct arena *arena,
	struct run_view *view, struct err *err)
{
	*view = (struct run_view){ .file = file, .capacity = capacity };
	return arena_take_raw(arena, capacity, &view->bytes, err);
}

static enum status
move(struct run_view *view, uint64_t at, struct err *err)
{
	uint64_t left = view->file->size - at;
	size_t size = left < view->capacity ? (size_t)left : view->capacity;

	view->size = 0;
	TRY(file_read_at(view->file->fd, view->bytes, size, at, NAME, err));
	view->at = at;
	view->size = size;
	return ST_OK;
}

enum status
run_view_bytes(struct run_view *view, uint64_t at, size_t size, struct bytes *bytes,
	struct err *err)
{
	invariant(size <= view->capacity && at + size <= view->file->size);
	if (at < view->at || at + size > view->at + view->size)
		TRY(move(view, at, err));
	*bytes = (struct bytes){ view->bytes + (at - view->at), size };
	return ST_OK;
}

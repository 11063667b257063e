#include "base/secret.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto_memory.h"
#include "base/file.h"

enum status
secret_take(struct secret *secret, size_t size, struct err *err)
{
	void *memory;

	TRY(crypto_memory_take(size, &memory, err));
	secret_free(secret);
	secret->data = memory;
	secret->size = size;
	return ST_OK;
}

void
secret_free(struct secret *secret)
{
	if (secret->data)
		crypto_memory_free(secret->data);
	*secret = (struct secret){ NULL, 0 };
}

/* A file is one's own and read at once. Anything else is read byte by byte, so that
 * what follows on standard input is left for who reads it next. */
static size_t
step_of(int fd, const char *path, size_t room)
{
	struct stat state;
	bool own = strcmp(path, "-") != 0 && fstat(fd, &state) == 0 &&
		   S_ISREG(state.st_mode);

	return own ? room : 1;
}

/* line has room for the longest password, a carriage return and one byte more. */
static enum status
read_line(int fd, const char *path, size_t step, struct secret *line, struct err *err)
{
	const uint8_t *end = NULL;
	size_t size = 0;
	size_t got = 1;

	while (size < line->size && got > 0 && !end) {
		size_t room = line->size - size;

		TRY(file_read_some(fd, line->data + size, step < room ? step : room,
			path, &got, err));
		end = memchr(line->data + size, '\n', got);
		size = end ? (size_t)(end - line->data) : size + got;
	}
	if (size > 0 && line->data[size - 1] == '\r')
		size--;
	if (size == 0)
		return fail(err, ST_BAD_DATA,
			"the first line of '%s' holds no password", path);
	if (size > PASSWORD_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"the first line of '%s' is longer than %d bytes", path,
			PASSWORD_SIZE_MAX);
	line->size = size;
	return ST_OK;
}

enum status
secret_read_file(const char *path, struct secret *secret, struct err *err)
{
	struct secret line = { NULL, 0 };
	enum status status;
	int fd;

	TRY(file_open_input(path, &fd, err));
	status = secret_take(&line, PASSWORD_SIZE_MAX + 2, err);
	if (status == ST_OK)
		status = read_line(fd,
			strcmp(path, "-") == 0 ? "standard input" : path,
			step_of(fd, path, line.size), &line, err);
	close(fd);
	if (status != ST_OK) {
		secret_free(&line);
		return status;
	}
	secret_free(secret);
	*secret = line;
	return ST_OK;
}

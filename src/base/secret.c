#include "base/secret.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto_memory.h"
#include "base/file.h"

/*
 * Guarded memory costs eleven system calls each time, more than all else that a short
 * command asks of the system, so it is taken in blocks. A block is cut into slots;
 * the first of them says of each how many the secret has that begins there, GOES_ON
 * where one does, and 0 where none is. A block goes with its last secret. What is
 * larger has guarded memory of its own, which looks like a block that is full.
 */
#define BLOCK_SIZE CRYPTO_MEMORY_UNIT
#define SLOT_SIZE 64
#define SLOTS (BLOCK_SIZE / SLOT_SIZE)
#define SHARED_SIZE_MAX (BLOCK_SIZE - SLOT_SIZE)
#define GOES_ON 0xFF
#define WHOLE 0xFE

_Static_assert(SLOTS <= SLOT_SIZE, "the first slot has a byte for each");

static uint8_t *
block_of(const struct secret *secret)
{
	return secret->data - (uintptr_t)secret->data % BLOCK_SIZE;
}

/* The first of so many free slots, 0 where there are not. */
static size_t
find_slots(const uint8_t *block, size_t count)
{
	size_t first = 1;
	size_t i;

	for (i = 1; i < SLOTS && i - first < count; i++)
		if (block[i] != 0)
			first = i + 1;
	return i - first == count ? first : 0;
}

static void
take_slots(uint8_t *block, size_t first, size_t count)
{
	memset(block + first, GOES_ON, count);
	block[first] = (uint8_t)count;
}

static enum status
take_shared(size_t size, const struct secret *other, uint8_t **taken, struct err *err)
{
	size_t count = size > SLOT_SIZE ? (size + SLOT_SIZE - 1) / SLOT_SIZE : 1;
	uint8_t *block = other && other->data ? block_of(other) : NULL;
	size_t first = block ? find_slots(block, count) : 0;
	void *memory;

	if (first == 0) {
		TRY(crypto_memory_take(BLOCK_SIZE, &memory, err));
		block = memory;
		first = 1;
	}
	take_slots(block, first, count);
	*taken = block + first * SLOT_SIZE;
	return ST_OK;
}

static enum status
take_whole(size_t size, uint8_t **taken, struct err *err)
{
	size_t blocks = (SLOT_SIZE + size + BLOCK_SIZE - 1) / BLOCK_SIZE;
	uint8_t *block;
	void *memory;

	TRY(crypto_memory_take(blocks * BLOCK_SIZE, &memory, err));
	block = memory;
	take_slots(block, 1, SLOTS - 1);
	block[1] = WHOLE;
	*taken = block + SLOT_SIZE;
	return ST_OK;
}

enum status
secret_take_beside(struct secret *secret, size_t size, const struct secret *other,
	struct err *err)
{
	uint8_t *taken;

	if (size > SHARED_SIZE_MAX)
		TRY(take_whole(size, &taken, err));
	else
		TRY(take_shared(size, other, &taken, err));
	secret_free(secret);
	*secret = (struct secret){ taken, size };
	return ST_OK;
}

enum status
secret_take(struct secret *secret, size_t size, struct err *err)
{
	return secret_take_beside(secret, size, NULL, err);
}

/* Where the block goes, it is wiped as it goes. */
void
secret_free(struct secret *secret)
{
	uint8_t *block;
	size_t first;
	size_t count;

	if (!secret->data)
		return;
	block = block_of(secret);
	first = (size_t)(secret->data - block) / SLOT_SIZE;
	count = block[first] == WHOLE ? SLOTS - 1 : block[first];
	explicit_bzero(secret->data, count * SLOT_SIZE);
	memset(block + first, 0, count);
	if (find_slots(block, SLOTS - 1) != 0)
		crypto_memory_free(block);
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
struct source {
	int fd;
	const char *path;
	const char *name; /* of what it holds */
};

static enum status
read_line(const struct source *source, size_t step, struct secret *line,
	struct err *err)
{
	const uint8_t *end = NULL;
	size_t size = 0;
	size_t got = 1;

	while (size < line->size && got > 0 && !end) {
		size_t room = line->size - size;

		TRY(file_read_some(source->fd, line->data + size,
			step < room ? step : room, source->path, &got, err));
		end = memchr(line->data + size, '\n', got);
		size = end ? (size_t)(end - line->data) : size + got;
	}
	if (size > 0 && line->data[size - 1] == '\r')
		size--;
	if (size == 0)
		return fail(err, ST_BAD_DATA, "the first line of '%s' holds no %s",
			source->path, source->name);
	if (size > PASSWORD_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"the first line of '%s' is longer than %d bytes",
			source->path, PASSWORD_SIZE_MAX);
	line->size = size;
	return ST_OK;
}

enum status
secret_read_line(
	const char *path, const char *name, struct secret *secret, struct err *err)
{
	struct source source = { -1, path, name };
	struct secret line = { NULL, 0 };
	enum status status;

	TRY(file_open_input(path, &source.fd, err));
	if (strcmp(path, "-") == 0)
		source.path = "standard input";
	status = secret_take(&line, PASSWORD_SIZE_MAX + 2, err);
	if (status == ST_OK)
		status = read_line(
			&source, step_of(source.fd, path, line.size), &line, err);
	close(source.fd);
	if (status != ST_OK) {
		secret_free(&line);
		return status;
	}
	secret_free(secret);
	*secret = line;
	return ST_OK;
}

enum status
secret_read_file(const char *path, struct secret *secret, struct err *err)
{
	return secret_read_line(path, "password", secret, err);
}

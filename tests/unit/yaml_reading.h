#ifndef SHOP_TESTS_YAML_READING_H
#define SHOP_TESTS_YAML_READING_H

#include "unit.h"

#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "yaml/yaml.h"

#define SIZED(literal) (literal), sizeof(literal) - 1

/* As cmocka's fail_msg, which its hidden fail() took along. */
#define FAIL(...) \
	do { \
		print_error(__VA_ARGS__); \
		print_error("\n"); \
		_fail(__FILE__, __LINE__); \
	} while (0)

/* A reader of bytes in memory, with the arena that its items lie in. */
struct reading {
	int fd;
	struct yaml_reader *reader;
	struct arena arena;
	struct item item;
	bool found;
	bool recoverable;
	struct err err;
};

static inline void
open_fd(struct reading *reading, int fd)
{
	memset(reading, 0, sizeof(*reading));
	reading->fd = fd;
	assert_int_equal(
		yaml_reader_open(fd, "f.yaml", &reading->reader, &reading->err),
		ST_OK);
}

static inline void
open_bytes(struct reading *reading, const char *bytes, size_t size)
{
	int fd = memfd_create("yaml", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	open_fd(reading, fd);
}

static inline void
close_reading(struct reading *reading)
{
	yaml_reader_close(reading->reader);
	arena_free(&reading->arena);
	close(reading->fd);
}

static inline enum status
next_told(struct reading *reading)
{
	return yaml_read_item(reading->reader, &reading->arena, &reading->item,
		&reading->found, &reading->recoverable, &reading->err);
}

/* Passes over what is told of sections without items. */
static inline enum status
next(struct reading *reading)
{
	enum status status;

	do
		status = next_told(reading);
	while (status == ST_OK && reading->found && reading->item.is_section);
	return status;
}

static inline void
assert_item(struct reading *reading)
{
	if (next(reading) != ST_OK)
		FAIL("%" PRIu64 ":%" PRIu64 ": %s", reading->err.line,
			reading->err.column, reading->err.message);
	assert_true(reading->found);
}

static inline void
assert_end(struct reading *reading)
{
	if (next(reading) != ST_OK)
		FAIL("%" PRIu64 ":%" PRIu64 ": %s", reading->err.line,
			reading->err.column, reading->err.message);
	assert_false(reading->found);
}

static inline const struct item_node *
child(const struct item_node *map, const char *key)
{
	for (const struct item_node *node = map->first; node; node = node->next) {
		if (strcmp(node->key, key) == 0)
			return node;
	}
	FAIL("no key '%s'", key);
	return NULL;
}

#endif

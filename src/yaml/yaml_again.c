#include "yaml/yaml_again.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define FLAG_BITS 2
#define FLAGS ((1U << FLAG_BITS) - 1)
#define SECTIONS_FEW 16
#define CHARACTER_MAX 4

struct yaml_again {
	struct arena memory; /* holds this */
	int fd;
	const char *name;
	struct yaml_reader *reader; /* NULL before it was needed */
	pthread_mutex_t lock;       /* of what is below */
	const struct yaml_section **sections;
	size_t count;
	size_t capacity;
};

enum status
yaml_again_open(int fd, const char *name, struct yaml_again **again, struct err *err)
{
	struct arena memory = { NULL };
	struct yaml_again *opened;

	TRY(ARENA_NEW(&memory, 1, &opened, err));
	opened->memory = memory;
	opened->fd = fd;
	opened->name = name;
	pthread_mutex_init(&opened->lock, NULL);
	*again = opened;
	return ST_OK;
}

void
yaml_again_close(struct yaml_again *again)
{
	struct arena memory;

	if (!again)
		return;
	yaml_reader_close(again->reader);
	pthread_mutex_destroy(&again->lock);
	memory = again->memory;
	arena_free(&memory);
}

static enum status
grow(struct yaml_again *again, struct err *err)
{
	size_t capacity = again->capacity > 0 ? again->capacity * 2 : SECTIONS_FEW;
	const struct yaml_section **sections;

	if (again->count < again->capacity)
		return ST_OK;
	TRY(ARENA_NEW(&again->memory, capacity, &sections, err));
	if (again->count > 0)
		memcpy(sections, again->sections, again->count * sizeof(*sections));
	again->sections = sections;
	again->capacity = capacity;
	return ST_OK;
}

static enum status
add(struct yaml_again *again, const struct yaml_section *section,
	const struct yaml_section **kept, uint32_t *number, struct err *err)
{
	struct yaml_section *copy;

	if (again->count == YAML_FILE_SECTIONS_MAX)
		return fail_at(err, again->name, section->line, section->column,
			"more than %d sections in a file", YAML_FILE_SECTIONS_MAX);
	TRY(grow(again, err));
	TRY(ARENA_NEW(&again->memory, 1, &copy, err));
	*copy = *section;
	TRY(arena_copy(
		&again->memory, section->name, section->size, &copy->name, err));
	*kept = copy;
	*number = (uint32_t)again->count;
	again->sections[again->count++] = copy;
	return ST_OK;
}

enum status
yaml_again_add(struct yaml_again *again, const struct yaml_section *section,
	const struct yaml_section **kept, uint32_t *number, struct err *err)
{
	enum status status;

	pthread_mutex_lock(&again->lock);
	status = add(again, section, kept, number, err);
	pthread_mutex_unlock(&again->lock);
	return status;
}

uint32_t
yaml_again_place(uint32_t number, uint32_t flags)
{
	return number << FLAG_BITS | flags;
}

static const struct yaml_section *
section_of(struct yaml_again *again, const struct item_place *place)
{
	size_t number = place->section >> FLAG_BITS;
	const struct yaml_section *section;

	pthread_mutex_lock(&again->lock);
	invariant(number < again->count);
	section = again->sections[number];
	pthread_mutex_unlock(&again->lock);
	return section;
}

/* A file without an item has no section, but may be refused behind its end. */
static const char *
name_of(struct yaml_again *again, const struct item_place *place)
{
	return place->section == YAML_PLACE_NOWHERE ? ""
						    : section_of(again, place)->name;
}

static enum status
fail_changed(const struct yaml_again *again, struct err *err)
{
	return fail(err, ST_IO, "'%s' was changed while it was read", again->name);
}

/* The refusal of an item for a byte before it. */
static enum status
refuse_byte(const struct yaml_again *again, const struct item_place *place,
	struct err *err)
{
	struct yaml_fault fault = { .line = place->line, .column = place->column };
	uint8_t bytes[CHARACTER_MAX];
	ssize_t got;
	size_t size;

	do
		got = pread(again->fd, bytes, sizeof(bytes), (off_t)place->offset);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return fail_changed(again, err);
	size = yaml_decode(bytes, (size_t)got, &fault.value);
	if (size == 0 || size > (size_t)got) {
		fault.value = bytes[0];
		fault.is_byte = true;
	}
	return yaml_fault_fail(&fault, again->name, err);
}

static enum status
read_item(struct yaml_again *again, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	const struct yaml_part part = {
		.offset = place->offset, .line = place->line, .column = place->column
	};
	enum status status;
	bool recoverable;
	bool found;

	if (!again->reader)
		TRY(yaml_reader_open_file(
			again->fd, again->name, &again->reader, err));
	TRY(yaml_reader_take_item(again->reader, section_of(again, place), &part,
		(place->section & YAML_PLACE_EMPTY) != 0, err));
	status =
		yaml_read_item(again->reader, arena, item, &found, &recoverable, err);
	if (status == ST_OK ? !found : status == ST_BAD_DATA && !recoverable)
		return fail_changed(again, err);
	return status;
}

enum status
yaml_again_read(struct yaml_again *again, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	struct item read = { .section = name_of(again, place),
		.column = place->column,
		.offset = place->offset,
		.end_offset = place->offset };
	enum status status = place->section & YAML_PLACE_FAULT
				     ? refuse_byte(again, place, err)
				     : read_item(again, place, arena, &read, err);

	read.place = *place;
	*item = read;
	return status;
}

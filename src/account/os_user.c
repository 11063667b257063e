#include <string.h>

#include "account/staff.h"
#include "base/arena.h"
#include "base/file.h"

#define PASSWD "/etc/passwd"
#define GROUP "/etc/group"
#define DATABASE_SIZE_MAX ((size_t)16 * 1024 * 1024)

/* An entry of /etc/passwd or /etc/group, "name:password:id:...", as both begin. */
struct entry {
	struct bytes name;
	uint64_t id;
};

/* A decimal id; the largest 32-bit number is the system's word for "none". */
static bool
parse_id(struct bytes text, uint64_t *id)
{
	uint64_t number = 0;
	size_t i;

	if (text.size == 0 || text.size > 10)
		return false;
	for (i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text.data[i] - '0');
	}
	if (number >= UINT32_MAX)
		return false;
	*id = number;
	return true;
}

/* Takes what comes before the next separator from the front of *rest. */
static struct bytes
take_until(struct bytes *rest, char separator)
{
	const uint8_t *end =
		rest->size > 0 ? memchr(rest->data, separator, rest->size) : NULL;
	struct bytes taken = *rest;

	if (end) {
		taken.size = (size_t)(end - rest->data);
		rest->data = end + 1;
		rest->size -= taken.size + 1;
	} else {
		rest->size = 0;
	}
	return taken;
}

/* The next well-formed entry of a database; false at its end. */
static bool
next_entry(struct bytes *rest, struct entry *entry)
{
	while (rest->size > 0) {
		struct bytes line = take_until(rest, '\n');

		entry->name = take_until(&line, ':');
		take_until(&line, ':');
		if (entry->name.size > 0 &&
			parse_id(take_until(&line, ':'), &entry->id))
			return true;
	}
	return false;
}

static bool
entry_of_name(struct bytes database, const char *name, uint64_t *id)
{
	struct entry entry;

	while (next_entry(&database, &entry)) {
		if (!bytes_equal(entry.name, bytes_of_text(name)))
			continue;
		*id = entry.id;
		return true;
	}
	return false;
}

static enum status
find_id(const char *path, const char *noun, const char *name, uint64_t *id,
	struct err *err)
{
	struct arena arena = { NULL };
	struct bytes database;
	enum status status;
	bool found = false;

	status = file_read(&arena, path, DATABASE_SIZE_MAX, &database, err);
	if (status == ST_OK)
		found = entry_of_name(database, name, id);
	arena_free(&arena);
	if (found || (status == ST_OK && parse_id(bytes_of_text(name), id)))
		return ST_OK;
	if (status != ST_OK)
		return status;
	return fail(err, ST_NOT_FOUND, "no %s '%s' in %s (its number will do, too)",
		noun, name, path);
}

enum status
os_user_find(const char *name, uint64_t *uid, struct err *err)
{
	return find_id(PASSWD, "operating-system user", name, uid, err);
}

enum status
os_group_find(const char *name, uint64_t *gid, struct err *err)
{
	return find_id(GROUP, "group", name, gid, err);
}

enum status
os_user_name(uint64_t uid, struct arena *arena, const char **name, struct err *err)
{
	struct bytes database = { NULL, 0 };
	struct entry entry;

	/* Where there is no list of users, their numbers are all there is. */
	if (file_read(arena, PASSWD, DATABASE_SIZE_MAX, &database, err) != ST_OK)
		database.size = 0;
	while (next_entry(&database, &entry))
		if (entry.id == uid)
			return arena_copy(arena, (const char *)entry.name.data,
				entry.name.size, name, err);
	return arena_format(arena, name, err, "%llu", (unsigned long long)uid);
}

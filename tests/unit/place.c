#include "place.h"

#include "unit.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

int
place_set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (!place)
		return -1;
	test_folder_make(&place->folder);
	*state = place;
	return 0;
}

int
place_tear_down(void **state)
{
	struct place *place = *state;

	test_folder_remove(&place->folder);
	arena_free(&place->arena);
	free(place);
	return 0;
}

const char *
place_path(struct place *place, const char *name)
{
	const char *path = NULL;

	assert_int_equal(path_join(&place->arena, place->folder.path, name, &path,
				 &place->err),
		ST_OK);
	return path;
}

void
place_expect(struct place *place, const char *name, const char *content)
{
	struct bytes bytes = { NULL, 0 };

	assert_int_equal(file_read(&place->arena, place_path(place, name), 1 << 20,
				 &bytes, &place->err),
		ST_OK);
	assert_int_equal(bytes.size, strlen(content));
	assert_memory_equal(bytes.data, content, bytes.size + 1);
}

mode_t
place_mode(struct place *place, const char *name)
{
	struct stat status;

	assert_int_equal(lstat(place_path(place, name), &status), 0);
	return status.st_mode & 07777;
}

/* Names in the test's folder but "." and "..". */
size_t
place_count(struct place *place)
{
	DIR *names = opendir(place->folder.path);
	size_t count = 0;

	assert_non_null(names);
	while (readdir(names))
		count++;
	closedir(names);
	return count - 2;
}

void
place_create(struct place *place, const char *name, const char *content, mode_t mode)
{
	assert_int_equal(file_create(place_path(place, name), bytes_of_text(content),
				 mode, &place->err),
		ST_OK);
}

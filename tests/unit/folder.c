#include "folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

void
test_folder_make(struct test_folder *folder)
{
	const char *above = getenv("TMPDIR");

	snprintf(folder->path, sizeof(folder->path), "%s/shop-test-XXXXXX",
		above && *above ? above : "/tmp");
	assert_non_null(mkdtemp(folder->path));
}

void
test_folder_remove(const struct test_folder *folder)
{
	DIR *files = opendir(folder->path);
	const struct dirent *file;

	assert_non_null(files);
	while ((file = readdir(files)))
		unlinkat(dirfd(files), file->d_name, 0);
	closedir(files);
	rmdir(folder->path);
}

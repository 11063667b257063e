#include "cmd/own_folder.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Of the shop's home; "." is itself. */
static const char *const own_folders[] = { ".", "keys", "hooks", "payment" };

/* False for what is no file, and so nowhere: a pipe, a device, standard output. */
static bool
find_folder(const char *path, char folder[PATH_MAX])
{
	struct stat file;
	char *slash;

	if (strcmp(path, "-") == 0)
		return false;
	if (stat(path, &file) == 0) {
		if (!S_ISREG(file.st_mode) || !realpath(path, folder))
			return false;
	} else if (snprintf(folder, PATH_MAX, "%s%s", path[0] == '/' ? "" : "./",
			   path) >= PATH_MAX) {
		return false;
	}
	slash = strrchr(folder, '/');
	slash[1] = '\0';
	return true;
}

static bool
is_own(const struct context *context, const struct stat *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat own;
	int size = snprintf(path, sizeof(path), "%s/%s", context->home, name);

	return size > 0 && size < PATH_MAX && stat(path, &own) == 0 &&
	       own.st_dev == folder->st_dev && own.st_ino == folder->st_ino;
}

enum status
own_folder_refuse(const struct context *context, const char *path, struct err *err)
{
	char folder[PATH_MAX];
	struct stat found;
	size_t i;

	if (!find_folder(path, folder) || stat(folder, &found) != 0)
		return ST_OK;
	for (i = 0; i < sizeof(own_folders) / sizeof(own_folders[0]); i++)
		if (is_own(context, &found, own_folders[i]))
			return fail(err, ST_CANNOT_CREATE,
				"cannot create '%s': that is where the shop keeps "
				"its own files (name a file elsewhere)",
				path);
	return ST_OK;
}

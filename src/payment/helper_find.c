#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "payment/payment.h"

#define PLACE_COUNT 3

enum status
payment_check_method(const char *name, struct err *err)
{
	size_t size = strlen(name);

	if (size > 0 && size <= PAYMENT_METHOD_SIZE_MAX &&
		strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == size)
		return ST_OK;
	return fail(err, ST_USAGE,
		"'%.40s' is no payment method's name: up to %d of a-z, 0-9 and -",
		name, PAYMENT_METHOD_SIZE_MAX);
}

/* The folder of the running program, "" where the system does not say. */
static enum status
own_folder(struct arena *arena, const char **folder, struct err *err)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	path[size > 0 ? size : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return arena_text(arena, path, folder, err);
}

static enum status
find_places(const char *home, struct arena *arena, const char *places[PLACE_COUNT],
	struct err *err)
{
	const char *own;

	TRY(path_join(arena, home, "payment", &places[0], err));
	TRY(own_folder(arena, &own, err));
	TRY(path_join(arena, own, "../libexec/shop", &places[1], err));
	places[2] = own;
	return ST_OK;
}

static enum status
check_program(const char *path, const struct stat *state, struct err *err)
{
	if (!S_ISREG(state->st_mode))
		return fail(err, ST_UNAVAILABLE, "'%s' is no regular file", path);
	if (state->st_mode & S_IWOTH)
		return fail(err, ST_UNAVAILABLE,
			"'%s' can be written by everybody, so it is not run "
			"(chmod o-w)",
			path);
	if (access(path, X_OK) < 0)
		return fail_errno(
			err, ST_UNAVAILABLE, errno, "'%s' cannot be run", path);
	return ST_OK;
}

enum status
payment_helper_find(const char *home, const char *name, struct arena *arena,
	struct payment_helper *helper, struct err *err)
{
	const char *places[PLACE_COUNT];
	char absolute[PATH_MAX];
	const char *program;
	const char *path;
	struct stat state;
	size_t i;

	TRY(payment_check_method(name, err));
	if (!realpath(home, absolute))
		return fail_errno(err, ST_CONFIG, errno, "cannot find '%s'", home);
	TRY(arena_text(arena, absolute, &home, err));
	TRY(find_places(home, arena, places, err));
	TRY(arena_format(arena, &program, err, "shop-payment-%s", name));
	for (i = 0; i < PLACE_COUNT; i++) {
		TRY(path_join(arena, places[i], program, &path, err));
		if (stat(path, &state) < 0)
			continue;
		TRY(check_program(path, &state, err));
		*helper = (struct payment_helper){
			.name = name, .path = path, .home = home, .folder = places[0]
		};
		return ST_OK;
	}
	return fail(err, ST_UNAVAILABLE,
		"no payment method '%s': there is no program '%s' in %.200s, %.200s "
		"or %.200s ('manual' needs none)",
		name, program, places[0], places[1], places[2]);
}

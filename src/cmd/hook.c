#include "cmd/hook.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/mark.h"

#define FOLDER "hooks"
#define HOOKS_MAX 1000

static bool
is_none(const char *name)
{
	static const char sample[] = ".sample";
	size_t size = strlen(name);
	size_t end = sizeof(sample) - 1;

	return name[0] == '.' ||
	       (size >= end && strcmp(name + size - end, sample) == 0);
}

struct place {
	const char *path;
	struct stat state;
};

/* Whose a program is can change it, whoever may write the folder. In a group's folder
 * all of the group may do as they like. */
static bool
is_trusted(const struct place *folder, uid_t owner)
{
	return owner == 0 || owner == geteuid() || owner == folder->state.st_uid ||
	       (folder->state.st_mode & S_IWGRP) != 0;
}

/* "" where it may be run. */
static const char *
find_problem(
	const struct place *folder, const struct hook *hook, const struct stat *state)
{
	if (hook->nameless)
		return "left out: no name of a hook (letters, digits, '.', '_', '-')";
	if (!S_ISREG(state->st_mode))
		return "is no regular file";
	if (state->st_mode & S_IWOTH)
		return "can be written by everybody, so it is not run (chmod o-w)";
	if (!is_trusted(folder, state->st_uid))
		return "belongs to another user, so it is not run (chown)";
	if (access(hook->path, X_OK) < 0)
		return "cannot be run (chmod +x)";
	return "";
}

/* *is_hook is false for a folder. */
static enum status
look_at(const struct place *folder, const char *name, struct arena *arena,
	struct hook *hook, bool *is_hook, struct err *err)
{
	struct stat state = { .st_mode = 0 };
	struct err ignored;

	TRY(arena_text(arena, name, &hook->name, err));
	TRY(path_join(arena, folder->path, name, &hook->path, err));
	hook->nameless = mark_check_name(name, &ignored) != ST_OK;
	if (stat(hook->path, &state) < 0)
		hook->problem = "leads nowhere";
	else
		hook->problem = find_problem(folder, hook, &state);
	*is_hook = !S_ISDIR(state.st_mode);
	return ST_OK;
}

static int
compare_names(const void *a, const void *b)
{
	const struct hook *first = a;
	const struct hook *second = b;

	return strcmp(first->name, second->name);
}

static enum status
read_folder(DIR *folder, const struct place *place, struct arena *arena,
	struct list *hooks, struct err *err)
{
	struct hook *found;
	struct dirent *entry;
	size_t count = 0;
	bool is_hook;

	TRY(ARENA_NEW(arena, HOOKS_MAX, &found, err));
	while ((entry = readdir(folder)) != NULL) {
		if (is_none(entry->d_name))
			continue;
		if (count == HOOKS_MAX)
			return fail(err, ST_CONFIG,
				"there are more than %d files in '%s'", HOOKS_MAX,
				place->path);
		TRY(look_at(
			place, entry->d_name, arena, &found[count], &is_hook, err));
		count += is_hook ? 1 : 0;
	}
	qsort(found, count, sizeof(*found), compare_names);
	*hooks = (struct list){ found, count };
	return ST_OK;
}

static enum status
find_folder(
	const char *home, struct arena *arena, const char **folder, struct err *err)
{
	char absolute[PATH_MAX];

	if (!realpath(home, absolute))
		return fail_errno(err, ST_CONFIG, errno, "cannot find '%s'", home);
	return path_join(arena, absolute, FOLDER, folder, err);
}

/* Who may write the folder puts programs there that the owner runs. */
static enum status
check_folder(int fd, struct place *place, struct err *err)
{
	const char *path = place->path;

	if (fstat(fd, &place->state) < 0)
		return fail_errno(err, ST_IO, errno, "cannot read '%s'", path);
	if (place->state.st_mode & S_IWOTH)
		return fail(err, ST_CONFIG,
			"'%s' can be written by everybody, so no hook is run (chmod "
			"o-w %s)",
			path, path);
	return ST_OK;
}

enum status
hook_list(const char *home, struct arena *arena, struct list *hooks, struct err *err)
{
	enum status status;
	struct place place;
	DIR *folder;

	TRY(find_folder(home, arena, &place.path, err));
	*hooks = (struct list){ NULL, 0 };
	folder = opendir(place.path);
	if (!folder && errno == ENOENT)
		return ST_OK;
	if (!folder)
		return fail_errno(err, errno == EACCES ? ST_NOT_ALLOWED : ST_CONFIG,
			errno, "cannot read '%s'", place.path);
	status = check_folder(dirfd(folder), &place, err);
	if (status == ST_OK)
		status = read_folder(folder, &place, arena, hooks, err);
	closedir(folder);
	return status;
}

enum status
hook_find(const struct list *hooks, const char *home, const char *name,
	const struct hook **hook, struct err *err)
{
	const struct hook *items = hooks->items;
	size_t i;

	for (i = 0; i < hooks->count; i++) {
		if (strcmp(items[i].name, name) != 0)
			continue;
		*hook = &items[i];
		return ST_OK;
	}
	return fail(err, ST_NOT_FOUND, "no hook '%s' in '%s/" FOLDER "'", name, home);
}

#define OWN_MAX 4096

/* Where shop itself lies, so that hooks find it; "" where the system does not say. */
static void
find_own_folder(char folder[OWN_MAX])
{
	ssize_t size = readlink("/proc/self/exe", folder, OWN_MAX - 1);
	char *slash;

	folder[size > 0 ? size : 0] = '\0';
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
}

#define VARIABLES_MAX 10

struct environment {
	struct arena *arena;
	const char *items[VARIABLES_MAX];
	size_t count;
};

static enum status
add(struct environment *environment, const char *name, const char *value,
	struct err *err)
{
	invariant(environment->count + 1 < VARIABLES_MAX);
	return arena_format(environment->arena,
		&environment->items[environment->count++], err, "%s=%s", name, value);
}

static enum status
pass_on(struct environment *environment, const char *name, struct err *err)
{
	const char *value = getenv(name);

	return value && value[0] ? add(environment, name, value, err) : ST_OK;
}

/* Of who runs shop nothing reaches a hook but where it is at home, and where the key
 * is, without which it could not run shop. */
static enum status
make_environment(struct environment *environment, const struct hook_call *call,
	struct err *err)
{
	char own[OWN_MAX];
	const char *path;

	find_own_folder(own);
	TRY(arena_format(environment->arena, &path, err,
		"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin%s%s",
		own[0] ? ":" : "", own));
	TRY(add(environment, "PATH", path, err));
	TRY(add(environment, "LC_ALL", "C.UTF-8", err));
	TRY(add(environment, "TZ", "UTC", err));
	TRY(add(environment, "SHOP_HOME", call->home, err));
	TRY(add(environment, "SHOP_HOOK", call->hook->name, err));
	TRY(pass_on(environment, "HOME", err));
	TRY(pass_on(environment, "SHOP_KEY_FILE", err));
	return pass_on(environment, "CREDENTIALS_DIRECTORY", err);
}

enum status
hook_run(const struct hook_call *call, struct arena *arena,
	struct process_result *result, struct err *err)
{
	const char *const argv[] = { call->hook->path, NULL };
	struct environment environment = { .arena = arena };
	struct hook_call absolute = *call;
	struct process_request request = { .argv = argv,
		.input = call->event,
		.timeout = call->timeout,
		.output_max = HOOK_OUTPUT_MAX,
		.environment = environment.items };

	TRY(find_folder(call->home, arena, &request.folder, err));
	TRY(arena_copy(arena, request.folder, strlen(request.folder) - sizeof(FOLDER),
		&absolute.home, err));
	TRY(make_environment(&environment, &absolute, err));
	return process_run(&request, arena, result, err);
}

enum status
hook_verdict(const struct process_result *result, int64_t timeout,
	struct arena *arena, const char **verdict, struct err *err)
{
	*verdict = NULL;
	if (result->timed_out)
		return arena_format(arena, verdict, err,
			"did not end in %lld seconds (admin config set "
			"hooks.timeout)",
			(long long)(timeout / SECOND));
	if (result->signal)
		return arena_format(arena, verdict, err, "was ended by signal %d",
			result->signal);
	if (result->exit == 0)
		return ST_OK;
	return arena_format(
		arena, verdict, err, "ended with status %d", result->exit);
}

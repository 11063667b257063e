#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/login.h"
#include "base/file.h"

/*
 * The file holds 64 hexadecimal digits and a newline. The XDG base directory
 * specification says to ignore a folder that is not absolute.
 */

/* *folder is NULL where the user has no place for it. */
static enum status
state_folder(struct arena *arena, const char **folder, struct err *err)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (state && state[0] == '/')
		return path_join(arena, state, "shop", folder, err);
	if (home && home[0] == '/')
		return path_join(arena, home, ".local/state/shop", folder, err);
	*folder = NULL;
	return ST_OK;
}

static enum status
session_path(
	const char *shop_id, struct arena *arena, const char **path, struct err *err)
{
	const char *folder;

	invariant(shop_id[0] != '\0' && shop_id[0] != '.' && !strchr(shop_id, '/'));
	TRY(state_folder(arena, &folder, err));
	*path = NULL;
	if (!folder)
		return ST_OK;
	return path_join(arena, folder, shop_id, path, err);
}

/* A line that is no token is as good as none. */
static enum status
token_parse(const struct secret *line, struct secret *token, struct err *err)
{
	struct secret digits = { NULL, 0 };
	enum status status;

	if (line->size != 2 * TOKEN_SIZE)
		return ST_OK;
	TRY(secret_take_beside(&digits, line->size + 1, line, err));
	memcpy(digits.data, line->data, line->size);
	status = secret_take_beside(token, TOKEN_SIZE, line, err);
	if (status == ST_OK &&
		!hex_decode((const char *)digits.data, token->data, TOKEN_SIZE))
		secret_free(token);
	secret_free(&digits);
	return status;
}

static enum status
check_private(const char *path, bool *there, struct err *err)
{
	struct stat state;

	*there = false;
	if (lstat(path, &state) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return ST_OK;
	if (lstat(path, &state) != 0)
		return fail_errno(err, ST_NO_INPUT, errno, "'%s'", path);
	if (!S_ISREG(state.st_mode) || (state.st_mode & (S_IRWXG | S_IRWXO)))
		return fail(err, ST_CONFIG,
			"the session '%s' is open to others (rm '%s', then log in "
			"again)",
			path, path);
	*there = state.st_size > 0;
	return ST_OK;
}

enum status
session_file_read(const char *shop_id, struct arena *arena, struct secret *token,
	struct err *err)
{
	struct secret line = { NULL, 0 };
	const char *path;
	enum status status;
	bool there = false;

	secret_free(token);
	TRY(session_path(shop_id, arena, &path, err));
	if (path)
		TRY(check_private(path, &there, err));
	if (!there)
		return ST_OK;
	status = secret_read_file(path, &line, err);
	if (status == ST_OK)
		status = token_parse(&line, token, err);
	else if (status == ST_BAD_DATA)
		status = ST_OK;
	secret_free(&line);
	return status;
}

static enum status
token_write(const char *path, const struct secret *token, struct err *err)
{
	struct secret line = { NULL, 0 };
	enum status status;

	TRY(secret_take(&line, 2 * TOKEN_SIZE + 1, err));
	hex_encode((struct bytes){ token->data, TOKEN_SIZE }, (char *)line.data);
	line.data[2 * TOKEN_SIZE] = '\n';
	status =
		file_replace(path, (struct bytes){ line.data, line.size }, 0600, err);
	secret_free(&line);
	return status;
}

enum status
session_file_write(const char *shop_id, struct arena *arena,
	const struct secret *token, struct err *err)
{
	const char *folder;
	const char *path;

	invariant(token->size == TOKEN_SIZE);
	TRY(state_folder(arena, &folder, err));
	if (!folder)
		return fail(err, ST_CONFIG,
			"there is no place for the session (set HOME or "
			"XDG_STATE_HOME)");
	TRY(folder_create(folder, 0700, err));
	TRY(session_path(shop_id, arena, &path, err));
	return token_write(path, token, err);
}

enum status
session_file_remove(const char *shop_id, struct arena *arena, struct err *err)
{
	const char *path;

	TRY(session_path(shop_id, arena, &path, err));
	if (path && unlink(path) != 0 && errno != ENOENT && errno != ENOTDIR)
		return fail_errno(err, ST_IO, errno, "the session '%s'", path);
	return ST_OK;
}

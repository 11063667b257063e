#include "account/keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"

#define LINE_PREFIX "shop-key-1 "
#define LINE_SIZE (sizeof(LINE_PREFIX) - 1 + 2 * (size_t)KEY_SIZE)

static const char *const purposes[] = {
	[KEY_WRAPPING] = "wrapping",
	[KEY_BLIND_INDEX] = "blindidx",
	[KEY_EVENT_CHAIN] = "eventlog",
};

enum status
keys_derive(const struct secret *shop_key, enum key_purpose purpose,
	struct secret *derived, struct err *err)
{
	return crypto_derive_key(shop_key, purposes[purpose], 1, derived, err);
}

/* Where the shop's key is, or would be made. */
static enum status
key_path(const char *home, struct arena *arena, const char **path, struct err *err)
{
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");
	const char *file = getenv("SHOP_KEY_FILE");
	const char *folder;

	if (credentials && credentials[0] != '\0') {
		TRY(path_join(arena, credentials, "shop.key", path, err));
		if (file_exists(*path))
			return ST_OK;
	}
	if (file && file[0] != '\0')
		return arena_text(arena, file, path, err);
	TRY(path_join(arena, home, "keys", &folder, err));
	return path_join(arena, folder, "shop.key", path, err);
}

static enum status
refuse_content(const char *path, struct err *err)
{
	return fail(err, ST_CONFIG,
		"'%s' holds no key of a shop (put the right one there, or remove it "
		"and run admin key import)",
		path);
}

/* secret_read_file's bytes have no NUL behind them. */
static enum status
line_parse(const struct secret *line, const char *path, struct secret *key,
	struct err *err)
{
	struct secret digits = { NULL, 0 };
	const size_t prefix = sizeof(LINE_PREFIX) - 1;
	enum status status;

	if (line->size != LINE_SIZE || memcmp(line->data, LINE_PREFIX, prefix) != 0)
		return refuse_content(path, err);
	TRY(secret_take_beside(&digits, 2 * KEY_SIZE + 1, line, err));
	memcpy(digits.data, line->data + prefix, 2 * KEY_SIZE);
	status = secret_take_beside(key, KEY_SIZE, line, err);
	if (status == ST_OK &&
		!hex_decode((const char *)digits.data, key->data, KEY_SIZE)) {
		secret_free(key);
		status = refuse_content(path, err);
	}
	secret_free(&digits);
	return status;
}

/* "shop-key-1 HEX", a newline and a NUL that does not count. */
static enum status
line_format(const struct secret *key, struct secret *line, struct err *err)
{
	const struct bytes bytes = { key->data, KEY_SIZE };
	const size_t prefix = sizeof(LINE_PREFIX) - 1;

	TRY(secret_take(line, LINE_SIZE + 1, err));
	memcpy(line->data, LINE_PREFIX, prefix);
	hex_encode(bytes, (char *)line->data + prefix);
	line->data[LINE_SIZE] = '\n';
	return ST_OK;
}

static enum status
check_file(const char *path, struct err *err)
{
	struct stat state;

	if (stat(path, &state) != 0 && errno == ENOENT)
		return fail(err, ST_CONFIG,
			"the shop's key '%s' is missing (put it back, or run "
			"admin key import)",
			path);
	if (stat(path, &state) != 0 || access(path, R_OK) != 0)
		return fail_errno(err, ST_CONFIG, errno, "the shop's key '%s'", path);
	if (!S_ISREG(state.st_mode))
		return fail(err, ST_CONFIG, "the shop's key '%s' is no file", path);
	if (state.st_mode & (S_IRWXO | S_IWGRP))
		return fail(err, ST_CONFIG,
			"the shop's key '%s' is open to others (chmod g-w,o= '%s')",
			path, path);
	return ST_OK;
}

static enum status
load_from(const char *path, struct secret *key, struct err *err)
{
	struct secret line = { NULL, 0 };
	enum status status;

	TRY(check_file(path, err));
	status = secret_read_file(path, &line, err);
	if (status == ST_OK)
		status = line_parse(&line, path, key, err);
	else if (status == ST_BAD_DATA)
		status = refuse_content(path, err);
	secret_free(&line);
	return status;
}

enum status
keys_load(const char *home, struct arena *arena, struct secret *key, struct err *err)
{
	const char *path;

	TRY(key_path(home, arena, &path, err));
	return load_from(path, key, err);
}

/* Puts a whole file in place at one stroke where there is none: a kill leaves no
 * half a key, and of two who do it one wins. */
static enum status
place_file(struct arena *arena, const char *path, struct bytes content, mode_t mode,
	struct err *err)
{
	uint8_t random[8];
	char suffix[2 * sizeof(random) + 1];
	const char *temporary;
	enum status status = ST_OK;

	TRY(crypto_random(random, sizeof(random), err));
	hex_encode((struct bytes){ random, sizeof(random) }, suffix);
	TRY(arena_format(arena, &temporary, err, "%s.%s", path, suffix));
	TRY(file_create(temporary, content, mode, err));
	if (link(temporary, path) != 0 && errno != EEXIST)
		status = fail_errno(
			err, ST_CANNOT_CREATE, errno, "the shop's key '%s'", path);
	unlink(temporary);
	return status;
}

static enum status
parent_of(struct arena *arena, const char *path, const char **folder, struct err *err)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_text(arena, ".", folder, err);
	return arena_copy(
		arena, path, slash == path ? 1 : (size_t)(slash - path), folder, err);
}

/* Writes a key where there is none yet. */
static enum status
place_key(struct arena *arena, const char *path, bool shared,
	const struct secret *key, struct err *err)
{
	struct secret line = { NULL, 0 };
	struct bytes content;
	const char *folder;
	enum status status;

	TRY(parent_of(arena, path, &folder, err));
	TRY(folder_create(folder, shared ? 02770 : 0700, err));
	TRY(line_format(key, &line, err));
	content = (struct bytes){ line.data, line.size };
	status = place_file(arena, path, content, shared ? 0440 : 0400, err);
	secret_free(&line);
	if (status != ST_OK)
		return status;
	return folder_sync(folder, err);
}

/* Puts a key in place, or finds the one that is there. */
static enum status
settle_key(const char *home, bool shared, const struct secret *key,
	struct secret *settled, struct err *err)
{
	struct arena arena = { NULL };
	const char *path;
	enum status status;

	status = key_path(home, &arena, &path, err);
	if (status == ST_OK && !file_exists(path))
		status = place_key(&arena, path, shared, key, err);
	if (status == ST_OK)
		status = load_from(path, settled, err);
	arena_free(&arena);
	return status;
}

enum status
keys_create(const char *home, bool shared, struct err *err)
{
	struct secret drawn = { NULL, 0 };
	struct secret settled = { NULL, 0 };
	enum status status;

	TRY(secret_take(&drawn, KEY_SIZE, err));
	status = crypto_random(drawn.data, drawn.size, err);
	if (status == ST_OK)
		status = settle_key(home, shared, &drawn, &settled, err);
	secret_free(&settled);
	secret_free(&drawn);
	return status;
}

enum status
keys_install(const char *home, bool shared, const struct secret *key, struct err *err)
{
	struct secret settled = { NULL, 0 };

	TRY(settle_key(home, shared, key, &settled, err));
	if (crypto_equal(settled.data, key->data, KEY_SIZE)) {
		secret_free(&settled);
		return ST_OK;
	}
	secret_free(&settled);
	return fail(err, ST_EXISTS,
		"the shop has another key already; what it locks would be lost");
}

#include <string.h>

#include "account/keys.h"
#include "base/bytes.h"
#include "base/crypto.h"

/*
 * "shop-key-export-1 SALT SEALED": 16 bytes of salt and the sealed key, each in
 * hexadecimal.
 */
#define EXPORT_PREFIX "shop-key-export-1 "
#define SALT_SIZE 16
#define SEALED_SIZE_MAX 256

struct export
{
	uint8_t salt[SALT_SIZE];
	struct bytes sealed;
};

static struct bytes
associated(void)
{
	return bytes_of_text(EXPORT_PREFIX);
}

static enum status
seal_key(const struct secret *key, const struct secret *passphrase,
	struct arena *arena, struct export *export, struct err *err)
{
	struct secret lock = { NULL, 0 };
	enum status status;

	TRY(crypto_random(export->salt, SALT_SIZE, err));
	TRY(password_key(passphrase, export->salt, &lock, err));
	status = crypto_seal(&lock, associated(),
		(struct bytes){ key->data, key->size }, arena, &export->sealed, err);
	secret_free(&lock);
	return status;
}

enum status
keys_export(const struct secret *key, const struct secret *passphrase,
	struct arena *arena, const char **text, struct err *err)
{
	struct export export = { 0 };
	char salt[2 * SALT_SIZE + 1];
	char *sealed;

	TRY(seal_key(key, passphrase, arena, &export, err));
	TRY(arena_take(arena, 2 * export.sealed.size + 1, 1, &sealed, err));
	hex_encode((struct bytes){ export.salt, SALT_SIZE }, salt);
	hex_encode(export.sealed, sealed);
	return arena_format(arena, text, err, EXPORT_PREFIX "%s %s", salt, sealed);
}

/* sealed has room for SEALED_SIZE_MAX bytes. */
static bool
export_parse(const char *text, uint8_t *sealed, struct export *export)
{
	char salt[2 * SALT_SIZE + 1] = { 0 };
	char digits[2 * SEALED_SIZE_MAX + 1] = { 0 };
	size_t size;

	if (strncmp(text, EXPORT_PREFIX, sizeof(EXPORT_PREFIX) - 1) != 0)
		return false;
	text += sizeof(EXPORT_PREFIX) - 1;
	if (strnlen(text, 2 * SALT_SIZE + 1) <= 2 * SALT_SIZE ||
		text[2 * SALT_SIZE] != ' ')
		return false;
	memcpy(salt, text, 2 * SALT_SIZE);
	text += 2 * SALT_SIZE + 1;
	size = strcspn(text, " \t\r\n");
	if (size == 0 || size > 2 * SEALED_SIZE_MAX || size % 2 != 0 ||
		text[size + strspn(text + size, " \t\r\n")] != '\0')
		return false;
	memcpy(digits, text, size);
	export->sealed = (struct bytes){ sealed, size / 2 };
	return hex_decode(salt, export->salt, SALT_SIZE) &&
	       hex_decode(digits, sealed, size / 2);
}

static enum status
open_key(const struct export *export, const struct secret *passphrase,
	struct secret *key, struct err *err)
{
	struct secret lock = { NULL, 0 };
	enum status status;

	TRY(password_key(passphrase, export->salt, &lock, err));
	status = crypto_open_secret(&lock, associated(), export->sealed, key, err);
	secret_free(&lock);
	if (status == ST_CORRUPT)
		return fail(err, ST_DECLINED,
			"the passphrase does not open this exported key");
	return status;
}

enum status
keys_unwrap(const char *text, const struct secret *passphrase, struct secret *key,
	struct err *err)
{
	uint8_t sealed[SEALED_SIZE_MAX];
	struct export export = { 0 };

	if (!export_parse(text, sealed, &export))
		return fail(err, ST_BAD_DATA,
			"this is no exported key (one line that begins with "
			"'shop-key-export-1')");
	TRY(open_key(&export, passphrase, key, err));
	if (key->size == KEY_SIZE)
		return ST_OK;
	secret_free(key);
	return fail(err, ST_BAD_DATA, "the exported key has a wrong size");
}

enum status
keys_import(const char *home, bool shared, const char *text,
	const struct secret *passphrase, struct err *err)
{
	struct secret key = { NULL, 0 };
	enum status status;

	TRY(keys_unwrap(text, passphrase, &key, err));
	status = keys_install(home, shared, &key, err);
	secret_free(&key);
	return status;
}

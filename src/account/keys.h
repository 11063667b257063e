#ifndef SHOP_ACCOUNT_KEYS_H
#define SHOP_ACCOUNT_KEYS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/status.h"

/*
 * The shop's key, from which everything personal is locked: read from a systemd
 * credential ($CREDENTIALS_DIRECTORY/shop.key), the file $SHOP_KEY_FILE names, or
 * keys/shop.key in the shop's folder (0400, or 0440 in a group's shop). Losing it
 * loses every address.
 */
enum status keys_create(const char *home, bool shared, struct err *err);
enum status keys_load(
	const char *home, struct arena *arena, struct secret *key, struct err *err);

/* An export is one text line, the key sealed with a passphrase (Argon2id,
 * XChaCha20-Poly1305). */
enum status keys_export(const struct secret *key, const struct secret *passphrase,
	struct arena *arena, const char **text, struct err *err);
/* ST_BAD_DATA for a text that is none, ST_DECLINED for a wrong passphrase,
 * ST_EXISTS where the shop has a key already that differs. */
enum status keys_import(const char *home, bool shared, const char *text,
	const struct secret *passphrase, struct err *err);

#endif

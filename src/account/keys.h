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
 *
 * The file is one line: "shop-key-1", a blank, 32 random bytes in hexadecimal.
 */

/* Makes the key and its folder (0700, or 2770 in a group's shop). A key that is
 * there already, in whichever of the places comes first, is checked and kept: two
 * who create at once, or one who was killed and begins again, end with one key. */
enum status keys_create(const char *home, bool shared, struct err *err);
/* ST_CONFIG where there is none, it is no key, or others than its owner and group
 * may read it, each with the way out. */
enum status keys_load(
	const char *home, struct arena *arena, struct secret *key, struct err *err);
/* As keys_create, with a key given. ST_EXISTS where the shop has another one. */
enum status keys_install(
	const char *home, bool shared, const struct secret *key, struct err *err);

/* Each use has a key of its own, derived from the shop's. */
enum key_purpose {
	KEY_WRAPPING,    /* seals the customers' keys */
	KEY_BLIND_INDEX, /* hashes phone numbers and e-mail addresses */
	KEY_EVENT_CHAIN, /* what store_set_key is given */
};
enum status keys_derive(const struct secret *shop_key, enum key_purpose purpose,
	struct secret *derived, struct err *err);

/* An export is one text line, the key sealed with a passphrase (Argon2id,
 * XChaCha20-Poly1305). */
enum status keys_export(const struct secret *key, const struct secret *passphrase,
	struct arena *arena, const char **text, struct err *err);
/* ST_BAD_DATA for a text that is none, ST_DECLINED for a wrong passphrase. */
enum status keys_unwrap(const char *text, const struct secret *passphrase,
	struct secret *key, struct err *err);
/* keys_unwrap and keys_install: ST_EXISTS where the shop has a key already that
 * differs. One that is the same is kept. */
enum status keys_import(const char *home, bool shared, const char *text,
	const struct secret *passphrase, struct err *err);

#endif

#ifndef SHOP_BASE_CRYPTO_STRETCH_H
#define SHOP_BASE_CRYPTO_STRETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"

/* libsodium's Argon2id, for base/password.c alone. */

#define SALT_SIZE 16

struct stretch_cost {
	uint64_t memory; /* bytes, from 8192 */
	uint64_t passes; /* from 1 */
};

/* KEY_SIZE bytes from a password. */
enum status crypto_stretch(const struct secret *password, struct stretch_cost cost,
	const uint8_t salt[SALT_SIZE], uint8_t *key, struct err *err);

/* The same with a salt of its own, as "$argon2id$v=19$m=KIB,t=PASSES,p=1$SALT$KEY" in
 * base64 without padding. */
enum status crypto_stretch_text(const struct secret *password,
	struct stretch_cost cost, char text[PASSWORD_HASH_MAX], struct err *err);

/* False unless the text is base64 without padding of exactly size bytes. */
bool crypto_base64_decode(
	const char *text, size_t text_size, uint8_t *data, size_t size);

#endif

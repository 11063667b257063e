#ifndef SHOP_BASE_CRYPTO_H
#define SHOP_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/secret.h"
#include "base/status.h"

/* Owner of libsodium, which is initialised by the first call that needs it. */

#define KEY_SIZE 32
#define HASH_SIZE 32
#define SEED_SIZE 32
#define TOKEN_SIZE 32

/* Bytes from the system's generator. A test build (SHOP_TESTING) draws from
 * SHOP_TEST_SEED where it is set. */
enum status crypto_random(void *data, size_t size, struct err *err);

/* A stream of bytes drawn from one seed: the same seed gives the same bytes, so
 * that a transaction that is run again draws the same. counter tells draws of one
 * seed apart. */
enum status crypto_expand(const uint8_t seed[SEED_SIZE], uint64_t counter, void *data,
	size_t size, struct err *err);

/* BLAKE2b, 256 bits; key may be empty. The streaming form hashes files and chains. */
enum status crypto_digest(struct bytes key, struct bytes data,
	uint8_t hash[HASH_SIZE], struct err *err);
struct crypto_hash_state {
	_Alignas(64) unsigned char opaque[384];
};
enum status crypto_hash_begin(
	struct crypto_hash_state *state, struct bytes key, struct err *err);
void crypto_hash_add(struct crypto_hash_state *state, struct bytes data);
void crypto_hash_end(struct crypto_hash_state *state, uint8_t hash[HASH_SIZE]);

/* A key of its own for each purpose (eight characters) from one main key. */
enum status crypto_derive_key(const struct secret *key, const char *purpose,
	uint64_t number, struct secret *derived, struct err *err);

/*
 * Authenticated encryption: XChaCha20-Poly1305-IETF. The nonce is a keyed BLAKE2b
 * of associated data and text under a key derived from key (a synthetic nonce, as
 * in SIV constructions), so that sealing needs no randomness and may be run again.
 * associated binds the text to its place: it must be the same when opened. Opening
 * what was changed, moved or sealed with another key is ST_CORRUPT.
 */
enum status crypto_seal(const struct secret *key, struct bytes associated,
	struct bytes text, struct arena *arena, struct bytes *sealed,
	struct err *err);
enum status crypto_open(const struct secret *key, struct bytes associated,
	struct bytes sealed, struct arena *arena, struct bytes *text,
	struct err *err);
/* As crypto_open, for keys: the text goes into guarded memory. */
enum status crypto_open_secret(const struct secret *key, struct bytes associated,
	struct bytes sealed, struct secret *text, struct err *err);

/* Argon2id by crypto_pwhash_str. A test build hashes cheaply where
 * SHOP_TEST_CHEAP_HASH is set. */
enum password_strength {
	PASSWORD_CUSTOMER, /* 64 MiB, 3 passes */
	PASSWORD_STAFF,    /* 256 MiB, 3 passes */
};
#define PASSWORD_HASH_MAX 128
enum status password_hash(const struct secret *password,
	enum password_strength strength, char hash[PASSWORD_HASH_MAX],
	struct err *err);
/* *matches says whether; *outdated whether the hash is weaker than strength asks
 * for. An empty hash never matches, and takes as long as one that does not. */
enum status password_verify(const char *hash, const struct secret *password,
	enum password_strength strength, bool *matches, bool *outdated,
	struct err *err);
/* Whether it is a hash that can be verified, with no more than 1 GiB and 64 passes.
 */
bool password_hash_is_usable(const char *hash);
/* A key from a passphrase and a salt of 16 bytes, with the staff strength. */
enum status password_key(const struct secret *password, const uint8_t salt[16],
	struct secret *key, struct err *err);
/* Refuses what is too short (8), too long, or in the list of common passwords. */
enum status password_check_quality(const struct secret *password, struct err *err);

/* Compares in constant time. */
bool crypto_equal(const void *a, const void *b, size_t size);

#endif

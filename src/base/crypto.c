#include "base/crypto.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#undef crypto_hash
#include <sodium.h>

#include "base/crypto_memory.h"
#include "base/crypto_stretch.h"

_Static_assert(sizeof(struct crypto_hash_state) >= sizeof(crypto_generichash_state),
	"the hash's state must fit");
_Static_assert(KEY_SIZE == crypto_kdf_KEYBYTES, "keys are made for derivation");
_Static_assert(HASH_SIZE == crypto_generichash_BYTES, "hashes are of 256 bits");
_Static_assert(SALT_SIZE == crypto_pwhash_SALTBYTES, "a salt is a salt");
_Static_assert(PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "a hash must fit");
_Static_assert(SEED_SIZE == crypto_stream_chacha20_KEYBYTES, "a seed is a key");

#define HASH_KEY_SIZE_MAX crypto_generichash_KEYBYTES_MAX
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define PURPOSE_SIZE crypto_kdf_CONTEXTBYTES

/* What libsodium has no other way to say: above all, that the system gives it no
 * random bytes. It would abort. */
static void
end_at_misuse(void)
{
	static const char text[] = "shop: the system gives no random bytes\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(71);
	_exit(71);
}

/* Cheap after the first time, which libsodium keeps note of. */
static enum status
begin(struct err *err)
{
	sodium_set_misuse_handler(end_at_misuse);
	if (sodium_init() < 0)
		return fail(err, ST_SYSTEM, "libsodium does not run on this machine");
	return ST_OK;
}

/* What libsodium guards ends where a page does, so that its size says how it lies. */
enum status
crypto_memory_take(size_t size, void **memory, struct err *err)
{
	void *taken;

	invariant(size % CRYPTO_MEMORY_UNIT == 0);
	TRY(begin(err));
	taken = sodium_malloc(size);
	if (!taken)
		return fail_memory(err);
	invariant((uintptr_t)taken % CRYPTO_MEMORY_UNIT == 0);
	sodium_memzero(taken, size);
	*memory = taken;
	return ST_OK;
}

void
crypto_memory_free(void *memory)
{
	sodium_free(memory);
}

#ifdef SHOP_TESTING
/* Draws of one process differ by their ordinal. */
static enum status
draw_from_test_seed(const char *text, void *data, size_t size, struct err *err)
{
	static uint64_t ordinal;
	uint8_t seed[SEED_SIZE];

	TRY(crypto_digest((struct bytes){ NULL, 0 }, bytes_of_text(text), seed, err));
	return crypto_expand(seed, ordinal++, data, size, err);
}
#endif

enum status
crypto_random(void *data, size_t size, struct err *err)
{
	uint8_t *at = data;

#ifdef SHOP_TESTING
	if (getenv("SHOP_TEST_SEED"))
		return draw_from_test_seed(getenv("SHOP_TEST_SEED"), data, size, err);
#endif
	while (size > 0) {
		ssize_t got = getrandom(at, size, 0);

		if (got < 0 && errno != EINTR)
			return fail_errno(err, ST_SYSTEM, errno,
				"the system gives no random bytes");
		if (got > 0) {
			at += got;
			size -= (size_t)got;
		}
	}
	return ST_OK;
}

enum status
crypto_expand(const uint8_t seed[SEED_SIZE], uint64_t counter, void *data,
	size_t size, struct err *err)
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	_Static_assert(sizeof(nonce) == sizeof(counter), "the counter is the nonce");
	TRY(begin(err));
	put_u64(nonce, counter);
	invariant(crypto_stream_chacha20(data, size, nonce, seed) == 0);
	return ST_OK;
}

enum status
crypto_digest(
	struct bytes key, struct bytes data, uint8_t hash[HASH_SIZE], struct err *err)
{
	struct crypto_hash_state state;

	TRY(crypto_hash_begin(&state, key, err));
	crypto_hash_add(&state, data);
	crypto_hash_end(&state, hash);
	return ST_OK;
}

enum status
crypto_hash_begin(struct crypto_hash_state *state, struct bytes key, struct err *err)
{
	void *opaque = state->opaque;

	invariant(key.size <= HASH_KEY_SIZE_MAX);
	TRY(begin(err));
	crypto_generichash_init(opaque, key.data, key.size, HASH_SIZE);
	return ST_OK;
}

void
crypto_hash_add(struct crypto_hash_state *state, struct bytes data)
{
	void *opaque = state->opaque;

	if (data.size > 0)
		crypto_generichash_update(opaque, data.data, data.size);
}

void
crypto_hash_end(struct crypto_hash_state *state, uint8_t hash[HASH_SIZE])
{
	void *opaque = state->opaque;

	invariant(crypto_generichash_final(opaque, hash, HASH_SIZE) == 0);
	sodium_memzero(state, sizeof(*state));
}

enum status
crypto_derive_key(const struct secret *key, const char *purpose, uint64_t number,
	struct secret *derived, struct err *err)
{
	struct secret made = { NULL, 0 };

	invariant(key->size == KEY_SIZE && strlen(purpose) == PURPOSE_SIZE);
	TRY(secret_take_beside(&made, KEY_SIZE, key, err));
	invariant(crypto_kdf_derive_from_key(
			  made.data, KEY_SIZE, number, purpose, key->data) == 0);
	secret_free(derived);
	*derived = made;
	return ST_OK;
}

/* The key that hides a text and the key that its nonce is made with, on the stack and
 * wiped after each use: guarded memory takes five system calls, and lists open a
 * thousand fields. */
struct seal_keys {
	uint8_t text[KEY_SIZE];
	uint8_t nonce[KEY_SIZE];
};

static void
derive_seal_keys(const struct secret *key, struct seal_keys *keys)
{
	uint8_t both[2 * KEY_SIZE];

	invariant(key->size == KEY_SIZE);
	invariant(crypto_kdf_derive_from_key(
			  both, sizeof(both), 1, "shopseal", key->data) == 0);
	memcpy(keys->text, both, KEY_SIZE);
	memcpy(keys->nonce, both + KEY_SIZE, KEY_SIZE);
	sodium_memzero(both, sizeof(both));
}

/* The size of what is associated is hashed before it, so that no byte can move from
 * it to the text. */
static enum status
make_nonce(const struct seal_keys *keys, struct bytes associated, struct bytes text,
	uint8_t nonce[NONCE_SIZE], struct err *err)
{
	struct crypto_hash_state state;
	uint8_t hash[HASH_SIZE];
	uint8_t size[8];

	put_u64(size, associated.size);
	TRY(crypto_hash_begin(&state, (struct bytes){ keys->nonce, KEY_SIZE }, err));
	crypto_hash_add(&state, (struct bytes){ size, sizeof(size) });
	crypto_hash_add(&state, associated);
	crypto_hash_add(&state, text);
	crypto_hash_end(&state, hash);
	memcpy(nonce, hash, NONCE_SIZE);
	return ST_OK;
}

/* Sealed: nonce 24 | text, encrypted | tag 16. */
enum status
crypto_seal(const struct secret *key, struct bytes associated, struct bytes text,
	struct arena *arena, struct bytes *sealed, struct err *err)
{
	struct seal_keys keys;
	enum status status;
	uint8_t *made;

	TRY(begin(err));
	TRY(arena_take(arena, NONCE_SIZE + text.size + TAG_SIZE, 1, &made, err));
	derive_seal_keys(key, &keys);
	status = make_nonce(&keys, associated, text, made, err);
	if (status == ST_OK) {
		crypto_aead_xchacha20poly1305_ietf_encrypt(made + NONCE_SIZE, NULL,
			text.data, text.size, associated.data, associated.size, NULL,
			made, keys.text);
		*sealed = (struct bytes){ made, NONCE_SIZE + text.size + TAG_SIZE };
	}
	sodium_memzero(&keys, sizeof(keys));
	return status;
}

static enum status
check_sealed(struct bytes sealed, struct err *err)
{
	if (sealed.size < NONCE_SIZE + TAG_SIZE)
		return fail(err, ST_CORRUPT, "something sealed is cut short");
	return begin(err);
}

static enum status
open_into(const struct secret *key, struct bytes associated, struct bytes sealed,
	uint8_t *text, struct err *err)
{
	struct seal_keys keys;
	int opened;

	derive_seal_keys(key, &keys);
	opened = crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL,
		sealed.data + NONCE_SIZE, sealed.size - NONCE_SIZE, associated.data,
		associated.size, sealed.data, keys.text);
	sodium_memzero(&keys, sizeof(keys));
	if (opened != 0)
		return fail(err, ST_CORRUPT,
			"something sealed was changed, moved or sealed with another "
			"key");
	return ST_OK;
}

enum status
crypto_open(const struct secret *key, struct bytes associated, struct bytes sealed,
	struct arena *arena, struct bytes *text, struct err *err)
{
	size_t size = sealed.size - NONCE_SIZE - TAG_SIZE;
	uint8_t *made;

	TRY(check_sealed(sealed, err));
	TRY(arena_take(arena, size + 1, 1, &made, err));
	TRY(open_into(key, associated, sealed, made, err));
	*text = (struct bytes){ made, size };
	return ST_OK;
}

enum status
crypto_open_secret(const struct secret *key, struct bytes associated,
	struct bytes sealed, struct secret *text, struct err *err)
{
	struct secret made = { NULL, 0 };
	enum status status;

	TRY(check_sealed(sealed, err));
	TRY(secret_take_beside(&made, sealed.size - NONCE_SIZE - TAG_SIZE, key, err));
	status = open_into(key, associated, sealed, made.data, err);
	if (status != ST_OK) {
		secret_free(&made);
		return status;
	}
	secret_free(text);
	*text = made;
	return ST_OK;
}

enum status
crypto_stretch(const struct secret *password, struct stretch_cost cost,
	const uint8_t salt[SALT_SIZE], uint8_t *key, struct err *err)
{
	TRY(begin(err));
	if (crypto_pwhash(key, KEY_SIZE, (const char *)password->data, password->size,
		    salt, cost.passes, (size_t)cost.memory,
		    crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail_memory(err);
	return ST_OK;
}

enum status
crypto_stretch_text(const struct secret *password, struct stretch_cost cost,
	char text[PASSWORD_HASH_MAX], struct err *err)
{
	TRY(begin(err));
	if (crypto_pwhash_str(text, (const char *)password->data, password->size,
		    cost.passes, (size_t)cost.memory) != 0)
		return fail_memory(err);
	return ST_OK;
}

bool
crypto_base64_decode(const char *text, size_t text_size, uint8_t *data, size_t size)
{
	size_t decoded = 0;

	return sodium_base642bin(data, size, text, text_size, NULL, &decoded, NULL,
		       sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       decoded == size;
}

bool
crypto_equal(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

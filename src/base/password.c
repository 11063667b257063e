#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/crypto_stretch.h"
#include "base/password_list.h"

#define MEBIBYTE ((uint64_t)1024 * 1024)
#define CHARACTERS_MIN 8

/* A stored hash that asks for more than this was not made here. */
#define HASH_MEMORY_MAX (1024 * MEBIBYTE)
#define HASH_PASSES_MAX 64

#define SALT_TEXT_SIZE 22
#define KEY_TEXT_SIZE 43

struct stored_hash {
	struct stretch_cost cost;
	uint8_t salt[SALT_SIZE];
	uint8_t key[KEY_SIZE];
};

static struct stretch_cost
cost_of(enum password_strength strength)
{
	bool staff = strength == PASSWORD_STAFF;

#ifdef SHOP_TESTING
	if (getenv("SHOP_TEST_CHEAP_HASH"))
		return (struct stretch_cost){ staff ? 16384 : 8192, 1 };
#endif
	return (struct stretch_cost){ (staff ? 256 : 64) * MEBIBYTE, 3 };
}

enum status
password_hash(const struct secret *password, enum password_strength strength,
	char hash[PASSWORD_HASH_MAX], struct err *err)
{
	char made[PASSWORD_HASH_MAX];

	TRY(crypto_stretch_text(password, cost_of(strength), made, err));
	memcpy(hash, made, PASSWORD_HASH_MAX);
	return ST_OK;
}

static bool
skip(const char **at, const char *expected)
{
	size_t size = strlen(expected);

	if (strncmp(*at, expected, size) != 0)
		return false;
	*at += size;
	return true;
}

static bool
read_number(const char **at, uint64_t max, uint64_t *number)
{
	const char *digit = *at;

	*number = 0;
	for (; *digit >= '0' && *digit <= '9' && *number <= max; digit++)
		*number = *number * 10 + (uint64_t)(*digit - '0');
	if (digit == *at || *number > max)
		return false;
	*at = digit;
	return true;
}

static bool
parse_hash(const char *text, struct stored_hash *hash)
{
	uint64_t kibibytes;

	if (!skip(&text, "$argon2id$v=19$m=") ||
		!read_number(&text, HASH_MEMORY_MAX / 1024, &kibibytes) ||
		!skip(&text, ",t=") ||
		!read_number(&text, HASH_PASSES_MAX, &hash->cost.passes) ||
		!skip(&text, ",p=1$") || kibibytes < 8 || hash->cost.passes < 1)
		return false;
	hash->cost.memory = kibibytes * 1024;
	return strlen(text) == SALT_TEXT_SIZE + 1 + KEY_TEXT_SIZE &&
	       text[SALT_TEXT_SIZE] == '$' &&
	       crypto_base64_decode(text, SALT_TEXT_SIZE, hash->salt, SALT_SIZE) &&
	       crypto_base64_decode(
		       text + SALT_TEXT_SIZE + 1, KEY_TEXT_SIZE, hash->key, KEY_SIZE);
}

bool
password_hash_is_usable(const char *hash)
{
	struct stored_hash stored;

	return parse_hash(hash, &stored);
}

/* libsodium's own comparison cannot tell a wrong password from too little memory,
 * which must not count as an attempt. */
enum status
password_verify(const char *hash, const struct secret *password,
	enum password_strength strength, bool *matches, bool *outdated,
	struct err *err)
{
	struct stretch_cost wanted = cost_of(strength);
	struct stored_hash stored = { .cost = wanted };
	uint8_t key[KEY_SIZE];
	bool exists = hash[0] != '\0';

	if (exists && !parse_hash(hash, &stored))
		return fail(err, ST_CORRUPT, "a stored password hash is not one");
	TRY(crypto_stretch(password, stored.cost, stored.salt, key, err));
	*matches = crypto_equal(key, stored.key, KEY_SIZE) && exists;
	*outdated = stored.cost.memory < wanted.memory ||
		    stored.cost.passes < wanted.passes;
	explicit_bzero(key, sizeof(key));
	return ST_OK;
}

enum status
password_key(const struct secret *password, const uint8_t salt[16],
	struct secret *key, struct err *err)
{
	struct secret made = { NULL, 0 };
	enum status status;

	TRY(secret_take(&made, KEY_SIZE, err));
	status = crypto_stretch(
		password, cost_of(PASSWORD_STAFF), salt, made.data, err);
	if (status != ST_OK) {
		secret_free(&made);
		return status;
	}
	secret_free(key);
	*key = made;
	return ST_OK;
}

static size_t
count_characters(const struct secret *password)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < password->size; i++)
		count += (password->data[i] & 0xC0) != 0x80;
	return count;
}

/* In place, letters in lower case, so that no copy of the password is made. */
static int
compare_password(const void *key, const void *entry)
{
	const struct secret *password = key;
	const char *const *listed = entry;
	const unsigned char *common = (const unsigned char *)*listed;
	size_t i;

	for (i = 0; i < password->size; i++) {
		unsigned char c = password->data[i];

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (c != common[i] || c == '\0')
			return c < common[i] ? -1 : 1;
	}
	return common[i] == '\0' ? 0 : -1;
}

enum status
password_check_quality(const struct secret *password, struct err *err)
{
	if (password->size > PASSWORD_SIZE_MAX)
		return fail(err, ST_REFUSED, "a password has at most %d bytes",
			PASSWORD_SIZE_MAX);
	if (count_characters(password) < CHARACTERS_MIN)
		return fail(err, ST_REFUSED, "a password has at least %d characters",
			CHARACTERS_MIN);
	if (bsearch(password, common_passwords, common_password_count,
		    sizeof(common_passwords[0]), compare_password))
		return fail(err, ST_REFUSED,
			"this password is one of the most common ones"
			" (choose another)");
	return ST_OK;
}

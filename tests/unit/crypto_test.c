#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/password_list.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static const struct bytes nothing = { NULL, 0 };

static void
make_secret(struct secret *secret, const char *text)
{
	struct err err = { 0 };

	assert_int_equal(secret_take(secret, strlen(text), &err), ST_OK);
	memcpy(secret->data, text, strlen(text));
}

static void
make_key(struct secret *key, uint8_t filler)
{
	struct err err = { 0 };

	assert_int_equal(secret_take(key, KEY_SIZE, &err), ST_OK);
	memset(key->data, filler, KEY_SIZE);
}

static void
secrets_start_at_zero_and_end_empty(void **state)
{
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(secret_take(&secret, 100, &err), ST_OK);
	for (i = 0; i < 100; i++)
		assert_int_equal(secret.data[i], 0);
	assert_int_equal(secret_take(&secret, 10, &err), ST_OK);
	assert_int_equal(secret.size, 10);
	secret_free(&secret);
	assert_null(secret.data);
	secret_free(&secret);
}

#define SECRETS 11

/* Each has bytes of its own, whatever was taken and freed before it. */
static void
secrets_lie_side_by_side(void **state)
{
	static const size_t sizes[SECRETS] = { 32, 64, 65, 1, 1026, 700, 32, 1984,
		1985, 65537, 3 };
	struct secret secrets[SECRETS] = { { NULL, 0 } };
	struct err err = { 0 };
	size_t round;
	size_t i;
	size_t j;

	(void)state;
	for (round = 0; round < 50; round++) {
		i = round * 7 % SECRETS;
		assert_int_equal(secret_take_beside(&secrets[i], sizes[i],
					 &secrets[round * 3 % SECRETS], &err),
			ST_OK);
		for (j = 0; j < sizes[i]; j++)
			assert_int_equal(secrets[i].data[j], 0);
		memset(secrets[i].data, (int)i + 1, sizes[i]);
		if (round % 4 == 3)
			secret_free(&secrets[round % SECRETS]);
		for (i = 0; i < SECRETS; i++)
			for (j = 0; secrets[i].data && j < sizes[i]; j++)
				assert_int_equal(secrets[i].data[j], i + 1);
	}
	for (i = 0; i < SECRETS; i++)
		secret_free(&secrets[i]);
}

/* As "b2sum -l 256" says. */
static void
hashes_are_blake2b_of_256_bits(void **state)
{
	static const char expected[] = "bddd813c634239723171ef3fee98579b"
				       "94964e3bb1cb3e427262c8c068d52319";
	char text[2 * HASH_SIZE + 1];
	uint8_t hash[HASH_SIZE];
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		crypto_digest(nothing, bytes_of_text("abc"), hash, &err), ST_OK);
	hex_encode((struct bytes){ hash, HASH_SIZE }, text);
	assert_string_equal(text, expected);
}

static void
a_hash_made_in_pieces_is_the_hash_of_the_whole(void **state)
{
	struct bytes key = bytes_of_text("a key of some bytes");
	struct crypto_hash_state pieces;
	uint8_t whole[HASH_SIZE];
	uint8_t hash[HASH_SIZE];
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		crypto_digest(key, bytes_of_text("abcdef"), whole, &err), ST_OK);
	assert_int_equal(crypto_hash_begin(&pieces, key, &err), ST_OK);
	crypto_hash_add(&pieces, bytes_of_text("abc"));
	crypto_hash_add(&pieces, nothing);
	crypto_hash_add(&pieces, bytes_of_text("def"));
	crypto_hash_end(&pieces, hash);
	assert_true(crypto_equal(hash, whole, HASH_SIZE));
	assert_int_equal(
		crypto_digest(nothing, bytes_of_text("abcdef"), hash, &err), ST_OK);
	assert_false(crypto_equal(hash, whole, HASH_SIZE));
}

static void
random_bytes_differ_unless_a_seed_is_set(void **state)
{
	uint8_t first[40];
	uint8_t second[40];
	struct err err = { 0 };

	(void)state;
	assert_int_equal(crypto_random(first, sizeof(first), &err), ST_OK);
	assert_int_equal(crypto_random(second, sizeof(second), &err), ST_OK);
	assert_memory_not_equal(first, second, sizeof(first));
	assert_int_equal(setenv("SHOP_TEST_SEED", "7", 1), 0);
	assert_int_equal(crypto_random(first, sizeof(first), &err), ST_OK);
	assert_int_equal(crypto_random(second, sizeof(second), &err), ST_OK);
	assert_int_equal(unsetenv("SHOP_TEST_SEED"), 0);
	assert_memory_not_equal(first, second, sizeof(first));
}

static void
one_seed_and_counter_give_the_same_bytes(void **state)
{
	static const uint8_t seed[SEED_SIZE] = { 1, 2, 3 };
	uint8_t first[100];
	uint8_t again[100];
	uint8_t other[100];
	struct err err = { 0 };

	(void)state;
	assert_int_equal(crypto_expand(seed, 0, first, 100, &err), ST_OK);
	assert_int_equal(crypto_expand(seed, 0, again, 50, &err), ST_OK);
	assert_int_equal(crypto_expand(seed, 1, other, 100, &err), ST_OK);
	assert_memory_equal(first, again, 50);
	assert_memory_not_equal(first, other, 50);
	assert_memory_not_equal(first + 50, other, 50);
}

static void
each_purpose_and_number_has_a_key_of_its_own(void **state)
{
	struct secret key = { NULL, 0 };
	struct secret a = { NULL, 0 };
	struct secret b = { NULL, 0 };
	struct err err = { 0 };

	(void)state;
	make_key(&key, 1);
	assert_int_equal(crypto_derive_key(&key, "purposeA", 1, &a, &err), ST_OK);
	assert_int_equal(crypto_derive_key(&key, "purposeA", 1, &b, &err), ST_OK);
	assert_memory_equal(a.data, b.data, KEY_SIZE);
	assert_int_equal(crypto_derive_key(&key, "purposeA", 2, &b, &err), ST_OK);
	assert_memory_not_equal(a.data, b.data, KEY_SIZE);
	assert_int_equal(crypto_derive_key(&key, "purposeB", 1, &b, &err), ST_OK);
	assert_memory_not_equal(a.data, b.data, KEY_SIZE);
	assert_memory_not_equal(a.data, key.data, KEY_SIZE);
	secret_free(&key);
	secret_free(&a);
	secret_free(&b);
}

/* What a test of sealing holds. */
struct sealing {
	struct secret key;
	struct arena arena;
	struct err err;
	struct bytes associated;
	struct bytes text;
	struct bytes sealed;
};

static void
seal(struct sealing *sealing, const char *text)
{
	*sealing = (struct sealing){ .associated = bytes_of_text("customer/7/phone"),
		.text = bytes_of_text(text) };
	make_key(&sealing->key, 5);
	assert_int_equal(
		crypto_seal(&sealing->key, sealing->associated, sealing->text,
			&sealing->arena, &sealing->sealed, &sealing->err),
		ST_OK);
}

static void
unseal(struct sealing *sealing)
{
	secret_free(&sealing->key);
	arena_free(&sealing->arena);
}

static enum status
open_sealed(struct sealing *sealing, struct bytes associated, struct bytes sealed)
{
	struct bytes text = { NULL, 0 };
	enum status status = crypto_open(&sealing->key, associated, sealed,
		&sealing->arena, &text, &sealing->err);

	if (status == ST_OK)
		assert_true(bytes_equal(text, sealing->text));
	else
		assert_null(text.data);
	return status;
}

static void
what_is_sealed_opens_with_its_key_in_its_place(void **state)
{
	static const char *const texts[] = { "", "x", "+49 30 1234567" };
	struct sealing sealing;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		seal(&sealing, texts[i]);
		assert_int_equal(sealing.sealed.size, 40 + sealing.text.size);
		assert_int_equal(
			open_sealed(&sealing, sealing.associated, sealing.sealed),
			ST_OK);
		unseal(&sealing);
	}
}

static void
sealing_again_gives_the_same_and_another_text_another_nonce(void **state)
{
	struct sealing one;
	struct sealing same;
	struct sealing other;

	(void)state;
	seal(&one, "+49 30 1234567");
	seal(&same, "+49 30 1234567");
	seal(&other, "+49 30 1234568");
	assert_true(bytes_equal(one.sealed, same.sealed));
	assert_memory_not_equal(one.sealed.data, other.sealed.data, 24);
	unseal(&one);
	unseal(&same);
	unseal(&other);
}

static void
what_was_moved_or_sealed_with_another_key_does_not_open(void **state)
{
	struct sealing sealing;

	(void)state;
	seal(&sealing, "text");
	assert_int_equal(open_sealed(&sealing, bytes_of_text("customer/8/phone"),
				 sealing.sealed),
		ST_CORRUPT);
	sealing.key.data[0] ^= 1;
	assert_int_equal(open_sealed(&sealing, sealing.associated, sealing.sealed),
		ST_CORRUPT);
	unseal(&sealing);
}

static void
no_changed_bit_and_no_shortened_text_opens(void **state)
{
	struct sealing sealing;
	uint8_t changed[64];
	size_t bit;
	size_t size;

	(void)state;
	seal(&sealing, "a text");
	size = sealing.sealed.size;
	assert_true(size <= sizeof(changed));
	memcpy(changed, sealing.sealed.data, size);
	for (bit = 0; bit < 8 * size; bit++) {
		changed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(open_sealed(&sealing, sealing.associated,
					 (struct bytes){ changed, size }),
			ST_CORRUPT);
		changed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	while (size-- > 0)
		assert_int_equal(open_sealed(&sealing, sealing.associated,
					 (struct bytes){ changed, size }),
			ST_CORRUPT);
	unseal(&sealing);
}

static void
keys_open_into_guarded_memory(void **state)
{
	struct secret text = { NULL, 0 };
	struct sealing sealing;

	(void)state;
	seal(&sealing, "a key");
	assert_int_equal(crypto_open_secret(&sealing.key, sealing.associated,
				 sealing.sealed, &text, &sealing.err),
		ST_OK);
	assert_int_equal(text.size, 5);
	assert_memory_equal(text.data, "a key", 5);
	sealing.sealed.size--;
	assert_int_equal(crypto_open_secret(&sealing.key, sealing.associated,
				 sealing.sealed, &text, &sealing.err),
		ST_CORRUPT);
	assert_int_equal(text.size, 5);
	secret_free(&text);
	unseal(&sealing);
}

static void
verify(const char *hash, const char *password, bool wanted, bool old)
{
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };
	bool matches = !wanted;
	bool outdated = !old;

	make_secret(&secret, password);
	assert_int_equal(password_verify(hash, &secret, PASSWORD_CUSTOMER, &matches,
				 &outdated, &err),
		ST_OK);
	assert_int_equal(matches, wanted);
	assert_int_equal(outdated, old);
	secret_free(&secret);
}

static void
make_hash(char hash[PASSWORD_HASH_MAX], enum password_strength strength)
{
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };

	make_secret(&secret, "open sesame");
	assert_int_equal(password_hash(&secret, strength, hash, &err), ST_OK);
	secret_free(&secret);
}

static void
only_the_right_password_matches(void **state)
{
	char hash[PASSWORD_HASH_MAX];

	(void)state;
	make_hash(hash, PASSWORD_CUSTOMER);
	verify(hash, "open sesame", true, false);
	verify(hash, "open sesamf", false, false);
	verify(hash, "open sesame ", false, false);
	verify(hash, "", false, false);
	verify("", "open sesame", false, false);
	verify("", "", false, false);
}

static void
a_hash_weaker_than_asked_for_is_outdated_and_a_stronger_is_not(void **state)
{
	char hash[PASSWORD_HASH_MAX];
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };
	bool matches = false;
	bool outdated = false;

	(void)state;
	make_hash(hash, PASSWORD_STAFF);
	verify(hash, "open sesame", true, false);
	make_hash(hash, PASSWORD_CUSTOMER);
	make_secret(&secret, "open sesame");
	assert_int_equal(password_verify(hash, &secret, PASSWORD_STAFF, &matches,
				 &outdated, &err),
		ST_OK);
	assert_true(matches && outdated);
	secret_free(&secret);
}

static void
hashes_of_full_strength_say_so(void **state)
{
	char hash[PASSWORD_HASH_MAX];

	(void)state;
	assert_int_equal(unsetenv("SHOP_TEST_CHEAP_HASH"), 0);
	make_hash(hash, PASSWORD_CUSTOMER);
	assert_int_equal(setenv("SHOP_TEST_CHEAP_HASH", "1", 1), 0);
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31), 0);
	verify(hash, "open sesame", true, false);
}

static void
a_stored_hash_that_is_not_one_is_corrupt(void **state)
{
	char good[PASSWORD_HASH_MAX];
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };
	bool matches = false;
	bool outdated = false;
	size_t size;

	(void)state;
	make_hash(good, PASSWORD_CUSTOMER);
	make_secret(&secret, "open sesame");
	for (size = strlen(good) - 1; size > 0; size--) {
		good[size] = '\0';
		assert_int_equal(password_verify(good, &secret, PASSWORD_CUSTOMER,
					 &matches, &outdated, &err),
			ST_CORRUPT);
	}
	assert_int_equal(
		password_verify("$argon2id$v=19$m=99999999999999999999,t=1,"
				"p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
			&secret, PASSWORD_CUSTOMER, &matches, &outdated, &err),
		ST_CORRUPT);
	secret_free(&secret);
}

/* In a child: the limit on its memory cannot be raised again. */
static int
verify_without_memory(const char *hash)
{
	struct rlimit limit = { 1 << 20, 1 << 20 };
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };
	bool matches = false;
	bool outdated = false;

	make_secret(&secret, "open sesame");
	if (setrlimit(RLIMIT_AS, &limit) < 0)
		return 1;
	return password_verify(hash, &secret, PASSWORD_CUSTOMER, &matches, &outdated,
		       &err) == ST_SYSTEM
		       ? 42
		       : 2;
}

static void
too_little_memory_is_not_a_wrong_password(void **state)
{
	static const char hash[] = "$argon2id$v=19$m=65536,t=3,p=1"
				   "$AAAAAAAAAAAAAAAAAAAAAA"
				   "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	int wait_status = 0;
	pid_t child;

	(void)state;
	if (SANITIZED)
		skip(); /* the sanitizer itself would end for want of memory */
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(verify_without_memory(hash));
	assert_int_equal(waitpid(child, &wait_status, 0), child);
	assert_true(WIFEXITED(wait_status));
	assert_int_equal(WEXITSTATUS(wait_status), 42);
}

static void
a_passphrase_and_a_salt_give_one_key(void **state)
{
	static const uint8_t salts[2][16] = { "salt of sixteen", "another salt   " };
	struct secret phrase = { NULL, 0 };
	struct secret a = { NULL, 0 };
	struct secret b = { NULL, 0 };
	struct err err = { 0 };

	(void)state;
	make_secret(&phrase, "a long passphrase");
	assert_int_equal(password_key(&phrase, salts[0], &a, &err), ST_OK);
	assert_int_equal(password_key(&phrase, salts[0], &b, &err), ST_OK);
	assert_int_equal(a.size, KEY_SIZE);
	assert_memory_equal(a.data, b.data, KEY_SIZE);
	assert_int_equal(password_key(&phrase, salts[1], &b, &err), ST_OK);
	assert_memory_not_equal(a.data, b.data, KEY_SIZE);
	secret_free(&phrase);
	secret_free(&a);
	secret_free(&b);
}

static void
expect_quality(const char *password, enum status expected, const char *message)
{
	struct secret secret = { NULL, 0 };
	struct err err = { 0 };

	make_secret(&secret, password);
	assert_int_equal(password_check_quality(&secret, &err), expected);
	if (message)
		assert_non_null(strstr(err.message, message));
	secret_free(&secret);
}

static void
passwords_have_eight_characters_at_least_and_1024_bytes_at_most(void **state)
{
	char text[1026];

	(void)state;
	expect_quality("", ST_REFUSED, "at least 8 characters");
	expect_quality("sevench", ST_REFUSED, "at least 8 characters");
	expect_quality("eightcha", ST_OK, NULL);
	expect_quality("äöüäöüä", ST_REFUSED, "at least 8 characters");
	expect_quality("äöüäöüäö", ST_OK, NULL);
	memset(text, 'x', sizeof(text));
	text[1025] = '\0';
	expect_quality(text, ST_REFUSED, "at most 1024 bytes");
	text[1024] = '\0';
	expect_quality(text, ST_OK, NULL);
}

static void
common_passwords_are_refused_in_any_case(void **state)
{
	size_t i;

	(void)state;
	expect_quality("PassWord", ST_REFUSED, "most common");
	expect_quality("QWERTYuiop", ST_REFUSED, "most common");
	expect_quality("passwordpasswords", ST_OK, NULL);
	expect_quality("password and more", ST_OK, NULL);
	for (i = 0; i < common_password_count; i++) {
		expect_quality(common_passwords[i], ST_REFUSED, "most common");
		if (i > 0)
			assert_true(strcmp(common_passwords[i - 1],
					    common_passwords[i]) < 0);
	}
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		cmocka_unit_test(secrets_start_at_zero_and_end_empty),
		cmocka_unit_test(secrets_lie_side_by_side),
		cmocka_unit_test(hashes_are_blake2b_of_256_bits),
		cmocka_unit_test(a_hash_made_in_pieces_is_the_hash_of_the_whole),
		cmocka_unit_test(random_bytes_differ_unless_a_seed_is_set),
		cmocka_unit_test(one_seed_and_counter_give_the_same_bytes),
		cmocka_unit_test(each_purpose_and_number_has_a_key_of_its_own),
		cmocka_unit_test(what_is_sealed_opens_with_its_key_in_its_place),
		cmocka_unit_test(
			sealing_again_gives_the_same_and_another_text_another_nonce),
		cmocka_unit_test(
			what_was_moved_or_sealed_with_another_key_does_not_open),
		cmocka_unit_test(no_changed_bit_and_no_shortened_text_opens),
		cmocka_unit_test(keys_open_into_guarded_memory),
		cmocka_unit_test(only_the_right_password_matches),
		cmocka_unit_test(
			a_hash_weaker_than_asked_for_is_outdated_and_a_stronger_is_not),
		cmocka_unit_test(hashes_of_full_strength_say_so),
		cmocka_unit_test(a_stored_hash_that_is_not_one_is_corrupt),
		cmocka_unit_test(too_little_memory_is_not_a_wrong_password),
		cmocka_unit_test(a_passphrase_and_a_salt_give_one_key),
		cmocka_unit_test(
			passwords_have_eight_characters_at_least_and_1024_bytes_at_most),
		cmocka_unit_test(common_passwords_are_refused_in_any_case),
	};

	if (setenv("SHOP_TEST_CHEAP_HASH", "1", 1) < 0)
		return 1;
	return cmocka_run_group_tests(rules, NULL, NULL);
}

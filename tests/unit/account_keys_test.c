#include "account_shop.h"

#include <sys/stat.h>

struct home {
	char folder[64];
	char path[128];
	struct arena arena;
};

static int
home_open(void **state)
{
	struct home *home = calloc(1, sizeof(*home));

	assert_non_null(home);
	strncpy(home->folder, "/tmp/shop-keys-XXXXXX", sizeof(home->folder) - 1);
	assert_non_null(mkdtemp(home->folder));
	snprintf(home->path, sizeof(home->path), "%s/keys/shop.key", home->folder);
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("SHOP_KEY_FILE");
	setenv("SHOP_TEST_CHEAP_HASH", "1", 1);
	*state = home;
	return 0;
}

static int
home_close(void **state)
{
	struct home *home = *state;

	arena_free(&home->arena);
	remove_folder(home->folder);
	free(home);
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("SHOP_KEY_FILE");
	return 0;
}

static mode_t
mode_of(const char *path)
{
	struct stat state;

	assert_int_equal(stat(path, &state), 0);
	return state.st_mode & 07777;
}

static void
load(struct home *home, struct secret *key)
{
	struct err error = { 0 };
	struct err *err = &error;

	CHECK(keys_load(home->folder, &home->arena, key, err));
	assert_int_equal(key->size, KEY_SIZE);
}

static void
put_file(const char *path, const char *content, mode_t mode)
{
	FILE *file;

	remove(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

static void
a_new_key_is_private(void **state)
{
	struct home *home = *state;
	struct secret key = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;
	char folder[128];

	snprintf(folder, sizeof(folder), "%s/keys", home->folder);
	CHECK(keys_create(home->folder, false, err));
	assert_int_equal(mode_of(home->path), 0400);
	assert_int_equal(mode_of(folder), 0700);
	load(home, &key);
	secret_free(&key);
}

static void
a_groups_key_is_the_groups(void **state)
{
	struct home *home = *state;
	struct err error = { 0 };
	struct err *err = &error;
	char folder[128];

	snprintf(folder, sizeof(folder), "%s/keys", home->folder);
	CHECK(keys_create(home->folder, true, err));
	assert_int_equal(mode_of(home->path), 0440);
	assert_int_equal(mode_of(folder), 02770);
}

static void
a_key_that_is_there_is_kept(void **state)
{
	struct home *home = *state;
	struct secret first = { NULL, 0 };
	struct secret second = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;

	CHECK(keys_create(home->folder, false, err));
	load(home, &first);
	CHECK(keys_create(home->folder, false, err));
	load(home, &second);
	assert_memory_equal(first.data, second.data, KEY_SIZE);
	secret_free(&first);
	secret_free(&second);
}

static void
expect_refusal(struct home *home, const char *message)
{
	struct secret key = { NULL, 0 };
	struct err error = { 0 };

	expect_status(keys_load(home->folder, &home->arena, &key, &error), ST_CONFIG,
		message, &error);
	assert_int_equal(key.size, 0);
}

static void
a_missing_open_or_damaged_key_is_refused(void **state)
{
	static const char *const damaged[] = { "", "shop-key-1 \n", "hello\n",
		"shop-key-2 "
		"00000000000000000000000000000000"
		"00000000000000000000000000000000\n",
		"shop-key-1 "
		"0000000000000000000000000000000g"
		"00000000000000000000000000000000\n",
		"shop-key-1 "
		"00000000000000000000000000000000"
		"0000000000000000000000000000000000\n" };
	struct home *home = *state;
	struct err error = { 0 };
	struct err *err = &error;
	size_t i;

	expect_refusal(home, "is missing");
	CHECK(keys_create(home->folder, false, err));
	chmod(home->path, 0404);
	expect_refusal(home, "chmod");
	chmod(home->path, 0460);
	expect_refusal(home, "chmod");
	for (i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		put_file(home->path, damaged[i], 0400);
		expect_refusal(home, "shop.key");
	}
}

static void
a_credential_comes_before_a_named_file_before_the_folder(void **state)
{
	struct home *home = *state;
	struct secret key = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;
	char named[128];
	char credential[128];

	CHECK(keys_create(home->folder, false, err));
	snprintf(named, sizeof(named), "%s/named", home->folder);
	put_file(named,
		"shop-key-1 "
		"11111111111111111111111111111111"
		"11111111111111111111111111111111\n",
		0400);
	snprintf(credential, sizeof(credential), "%s/shop.key", home->folder);
	put_file(credential,
		"shop-key-1 "
		"22222222222222222222222222222222"
		"22222222222222222222222222222222",
		0400);
	setenv("SHOP_KEY_FILE", named, 1);
	load(home, &key);
	assert_int_equal(key.data[0], 0x11);
	setenv("CREDENTIALS_DIRECTORY", home->folder, 1);
	load(home, &key);
	assert_int_equal(key.data[31], 0x22);
	setenv("CREDENTIALS_DIRECTORY", "/nonexistent", 1);
	load(home, &key);
	assert_int_equal(key.data[0], 0x11);
	secret_free(&key);
}

static void
passphrase_take(struct secret *passphrase, const char *text)
{
	struct err error = { 0 };
	struct err *err = &error;

	CHECK(secret_take(passphrase, strlen(text), err));
	memcpy(passphrase->data, text, strlen(text));
}

static void
an_exported_key_comes_back_with_its_passphrase_only(void **state)
{
	struct home *home = *state;
	struct secret key = { NULL, 0 };
	struct secret back = { NULL, 0 };
	struct secret right = { NULL, 0 };
	struct secret wrong = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;
	const char *text;
	const char *line;
	char hex[2 * KEY_SIZE + 1];

	passphrase_take(&right, "correct horse");
	passphrase_take(&wrong, "wrong horse");
	CHECK(keys_create(home->folder, false, err));
	load(home, &key);
	CHECK(keys_export(&key, &right, &home->arena, &text, err));
	assert_null(strchr(text, '\n'));
	hex_encode((struct bytes){ key.data, KEY_SIZE }, hex);
	assert_null(strstr(text, hex));
	remove(home->path);
	expect_status(keys_import(home->folder, false, text, &wrong, err),
		ST_DECLINED, "passphrase", err);
	CHECK(arena_format(&home->arena, &line, err, "%s\n", text));
	CHECK(keys_import(home->folder, false, line, &right, err));
	load(home, &back);
	assert_memory_equal(key.data, back.data, KEY_SIZE);
	CHECK(keys_import(home->folder, false, text, &right, err));
	remove(home->path);
	CHECK(keys_create(home->folder, false, err));
	expect_status(keys_import(home->folder, false, text, &right, err), ST_EXISTS,
		"another key", err);
	secret_free(&key);
	secret_free(&back);
	secret_free(&right);
	secret_free(&wrong);
}

static void
what_is_no_export_is_refused(void **state)
{
	static const char *const texts[] = { "", "hello", "shop-key-export-1 ",
		"shop-key-export-1 00 00",
		"shop-key-export-1 00000000000000000000000000000000 ",
		"shop-key-export-1 0000000000000000000000000000000g 00",
		"shop-key-export-1 00000000000000000000000000000000 0",
		"shop-key-export-1 00000000000000000000000000000000 00 00" };
	struct home *home = *state;
	struct secret right = { NULL, 0 };
	struct err error = { 0 };
	size_t i;

	passphrase_take(&right, "correct horse");
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		expect_status(
			keys_import(home->folder, false, texts[i], &right, &error),
			ST_BAD_DATA, "shop-key-export-1", &error);
	secret_free(&right);
}

static void
each_purpose_has_a_key_of_its_own(void **state)
{
	struct home *home = *state;
	struct secret derived[3] = { { NULL, 0 } };
	struct secret key = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;
	int i;

	CHECK(keys_create(home->folder, false, err));
	load(home, &key);
	for (i = 0; i < 3; i++)
		CHECK(keys_derive(&key, (enum key_purpose)i, &derived[i], err));
	assert_memory_not_equal(derived[0].data, derived[1].data, KEY_SIZE);
	assert_memory_not_equal(derived[1].data, derived[2].data, KEY_SIZE);
	assert_memory_not_equal(derived[0].data, derived[2].data, KEY_SIZE);
	assert_memory_not_equal(derived[0].data, key.data, KEY_SIZE);
	for (i = 0; i < 3; i++)
		secret_free(&derived[i]);
	secret_free(&key);
}

#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, home_open, home_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOME(a_new_key_is_private),
		IN_HOME(a_groups_key_is_the_groups),
		IN_HOME(a_key_that_is_there_is_kept),
		IN_HOME(a_missing_open_or_damaged_key_is_refused),
		IN_HOME(a_credential_comes_before_a_named_file_before_the_folder),
		IN_HOME(an_exported_key_comes_back_with_its_passphrase_only),
		IN_HOME(what_is_no_export_is_refused),
		IN_HOME(each_purpose_has_a_key_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

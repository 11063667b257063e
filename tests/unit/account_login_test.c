#include "account_shop.h"

#include <sys/stat.h>

#include "account/login.h"

#define HASH "$argon2id$hash-of-ann"

static void
add_ann(struct step *step, struct err *err)
{
	struct customer customer = ann();

	CHECK(customer_add(&step->people, &customer, err));
	CHECK(credential_set(step->people.txn, 1001, HASH, false, err));
}

/* One login try and what must come of it. */
struct attempt {
	const char *who;
	enum status status;
	const char *message;
	struct login_try result;
};

static void
try_login(struct step *step, struct err *err)
{
	struct attempt *attempt = step->arg;

	expect_status(login_begin(&step->people, attempt->who, &attempt->result, err),
		attempt->status, attempt->message, err);
}

static void
try_at(void **state, int64_t seconds, const char *who, const char *refusal)
{
	struct attempt attempt = { who, refusal ? ST_REFUSED : ST_OK, refusal,
		{ 0 } };

	clock_at(seconds);
	in_shop(state, try_login, &attempt);
}

static void
a_login_gets_the_hash_to_verify(void **state)
{
	struct attempt attempt = { "ANN@example.com", ST_OK, NULL, { 0 } };

	in_shop(state, add_ann, NULL);
	in_shop(state, try_login, &attempt);
	assert_true(attempt.result.known);
	assert_int_equal(attempt.result.customer, 1001);
	assert_string_equal(attempt.result.hash, HASH);
	attempt.who = "+49 (171) 1234567";
	in_shop(state, try_login, &attempt);
	assert_true(attempt.result.known);
}

static void
an_unknown_account_gets_an_empty_hash(void **state)
{
	static const char *const whos[] = { "bob@example.com", "+49 171 7654321",
		"nobody", "", "a@b@c", "C1001" };
	size_t i;

	in_shop(state, add_ann, NULL);
	for (i = 0; i < sizeof(whos) / sizeof(whos[0]); i++) {
		struct attempt attempt = { whos[i], ST_OK, NULL, { 0 } };

		clock_at((int64_t)i * 1000);
		in_shop(state, try_login, &attempt);
		assert_false(attempt.result.known);
		assert_string_equal(attempt.result.hash, "");
	}
}

/* The same for an account that is there and one that is not. */
static void
check_delays(void **state, const char *who)
{
	try_at(state, 0, who, NULL);
	try_at(state, 0, who, NULL);
	try_at(state, 0, who, NULL);
	try_at(state, 0, who, NULL);
	try_at(state, 0, who, "try again in 2 seconds");
	try_at(state, 1, who, "try again in 1 second");
	try_at(state, 2, who, NULL);
	try_at(state, 5, who, "try again in 1 second");
	try_at(state, 6, who, NULL);
	try_at(state, 13, who, "too many failed logins");
	try_at(state, 14, who, NULL);
}

static void
failed_logins_wait_ever_longer(void **state)
{
	in_shop(state, add_ann, NULL);
	check_delays(state, "ann@example.com");
}

static void
delays_do_not_tell_who_is_a_customer(void **state)
{
	in_shop(state, add_ann, NULL);
	check_delays(state, "nobody@example.com");
}

static void
another_spelling_does_not_begin_anew(void **state)
{
	in_shop(state, add_ann, NULL);
	try_at(state, 0, "nobody@example.com", NULL);
	try_at(state, 0, " Nobody@example.com", NULL);
	try_at(state, 0, "NOBODY@example.com", NULL);
	try_at(state, 0, "nobody@EXAMPLE.com", NULL);
	try_at(state, 0, "nobody@example.COM", "try again in 2 seconds");
	try_at(state, 0, "+491711234567", NULL);
	try_at(state, 0, "0049 171 1234567", NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "+49171/1234567", "try again in 2 seconds");
}

static void
the_longest_delay_is_15_minutes(void **state)
{
	int64_t now = 0;
	int i;

	in_shop(state, add_ann, NULL);
	for (i = 0; i < 30; i++) {
		try_at(state, now, "ann@example.com", NULL);
		now += 15 * 60;
	}
	try_at(state, now - 1, "ann@example.com", "too many failed logins");
	try_at(state, now - 840, "ann@example.com", "try again in 14 minutes");
	try_at(state, now, "ann@example.com", NULL);
}

static void
failures_are_forgotten_after_a_day(void **state)
{
	int i;

	in_shop(state, add_ann, NULL);
	for (i = 0; i < 10; i++)
		try_at(state, i * 900, "ann@example.com", NULL);
	try_at(state, 200000, "ann@example.com", NULL);
	try_at(state, 200000, "ann@example.com", NULL);
	try_at(state, 200000, "ann@example.com", NULL);
}

static void
succeed(struct step *step, struct err *err)
{
	struct login_try attempt;

	CHECK(login_begin(&step->people, "ann@example.com", &attempt, err));
	CHECK(login_succeed(step->people.txn, &attempt, "$argon2id$stronger", err));
	CHECK(login_begin(&step->people, "ann@example.com", &attempt, err));
	assert_string_equal(attempt.hash, "$argon2id$stronger");
}

static void
a_success_forgets_the_failures_and_may_renew_the_hash(void **state)
{
	in_shop(state, add_ann, NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "ann@example.com", NULL);
	in_shop(state, succeed, NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "ann@example.com", NULL);
	try_at(state, 0, "ann@example.com", "2 seconds");
}

static void
change_password_during_login(struct step *step, struct err *err)
{
	struct login_try attempt;

	CHECK(login_begin(&step->people, "ann@example.com", &attempt, err));
	CHECK(credential_set(step->people.txn, 1001, "$argon2id$new", false, err));
	expect_status(login_succeed(step->people.txn, &attempt, NULL, err),
		ST_CHANGED, "log in again", err);
}

static void
a_login_with_a_password_just_changed_is_refused(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, change_password_during_login, NULL);
}

static void
draw_token(struct secret *token, uint8_t filler)
{
	struct err error = { 0 };
	struct err *err = &error;

	CHECK(secret_take(token, TOKEN_SIZE, err));
	memset(token->data, filler, TOKEN_SIZE);
}

static void
open_session(struct step *step, struct err *err)
{
	CHECK(session_open(step->people.txn, 1001, step->arg, err));
}

static void
touch_session(struct step *step, struct err *err)
{
	CHECK(session_touch(step->people.txn, step->arg, err));
}

struct finding {
	const struct secret *token;
	uint64_t customer;
	bool stale;
};

static void
find_session(struct step *step, struct err *err)
{
	struct finding *finding = step->arg;

	CHECK(session_find(step->people.txn, finding->token, &finding->customer,
		&finding->stale, err));
}

static void
expect_session(void **state, int64_t seconds, const struct secret *token,
	uint64_t customer, bool stale)
{
	struct finding finding = { token, 99, false };

	clock_at(seconds);
	in_shop(state, find_session, &finding);
	assert_int_equal(finding.customer, customer);
	assert_int_equal(finding.stale, stale);
}

static void
a_session_runs_out_30_minutes_after_its_last_use(void **state)
{
	struct secret token = { NULL, 0 };
	struct secret none = { NULL, 0 };

	draw_token(&token, 7);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &token);
	expect_session(state, 0, &token, 1001, false);
	expect_session(state, 0, &none, 0, false);
	expect_session(state, 299, &token, 1001, false);
	expect_session(state, 300, &token, 1001, true);
	expect_session(state, 1799, &token, 1001, true);
	in_shop(state, touch_session, &token);
	expect_session(state, 1800, &token, 1001, false);
	expect_session(state, 1799 + 1799, &token, 1001, true);
	expect_session(state, 1799 + 1800, &token, 0, false);
	secret_free(&token);
}

static void
a_session_runs_out_12_hours_after_login(void **state)
{
	struct secret token = { NULL, 0 };
	int64_t now;

	draw_token(&token, 7);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &token);
	for (now = 0; now < 12 * 3600; now += 1200) {
		expect_session(state, now, &token, 1001, now > 0);
		in_shop(state, touch_session, &token);
	}
	expect_session(state, 12 * 3600 - 1, &token, 1001, true);
	in_shop(state, touch_session, &token);
	expect_session(state, 12 * 3600, &token, 0, false);
	secret_free(&token);
}

static void
set_idle(struct step *step, struct err *err)
{
	CHECK(setting_set(step->people.txn, "session.idle", "2", err));
}

static void
sessions_last_as_the_settings_say(void **state)
{
	struct secret token = { NULL, 0 };

	draw_token(&token, 7);
	in_shop(state, add_ann, NULL);
	in_shop(state, set_idle, NULL);
	in_shop(state, open_session, &token);
	expect_session(state, 59, &token, 1001, false);
	expect_session(state, 60, &token, 1001, true);
	expect_session(state, 120, &token, 0, false);
	secret_free(&token);
}

static void
close_session(struct step *step, struct err *err)
{
	CHECK(session_close(step->people.txn, step->arg, err));
}

static void
close_all(struct step *step, struct err *err)
{
	CHECK(session_close_all(step->people.txn, 1001, err));
}

static void
set_password(struct step *step, struct err *err)
{
	CHECK(credential_set(step->people.txn, 1001, HASH, true, err));
}

static void
disable_ann(struct step *step, struct err *err)
{
	struct customer now;
	struct list changes;
	bool found;

	CHECK(customer_get(&step->people, 1001, &now, &found, err));
	now.disabled = true;
	CHECK(customer_change(&step->people, &now, &changes, err));
	assert_int_equal(changes.count, 1);
}

static void
logout_ends_one_session_or_all(void **state)
{
	struct secret first = { NULL, 0 };
	struct secret second = { NULL, 0 };

	draw_token(&first, 1);
	draw_token(&second, 2);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &first);
	in_shop(state, open_session, &second);
	in_shop(state, close_session, &first);
	expect_session(state, 1, &first, 0, false);
	expect_session(state, 1, &second, 1001, false);
	in_shop(state, open_session, &first);
	in_shop(state, close_all, NULL);
	expect_session(state, 1, &first, 0, false);
	expect_session(state, 1, &second, 0, false);
	secret_free(&first);
	secret_free(&second);
}

static void
a_new_password_ends_every_session(void **state)
{
	struct secret token = { NULL, 0 };

	draw_token(&token, 1);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &token);
	in_shop(state, set_password, NULL);
	expect_session(state, 1, &token, 0, false);
	secret_free(&token);
}

static void
a_disabled_customer_has_no_session_and_no_login(void **state)
{
	struct attempt attempt = { "ann@example.com", ST_OK, NULL, { 0 } };
	struct secret token = { NULL, 0 };

	draw_token(&token, 1);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &token);
	in_shop(state, disable_ann, NULL);
	expect_session(state, 1, &token, 0, false);
	in_shop(state, try_login, &attempt);
	assert_false(attempt.result.known);
	assert_string_equal(attempt.result.hash, "");
	secret_free(&token);
}

static void
check_one_left(struct step *step, struct err *err)
{
	struct table_stat stat;

	CHECK(txn_table_stat(step->people.txn, TABLE_SESSION, &stat, err));
	assert_int_equal(stat.entries, 1);
}

static void
search_token(struct step *step, struct err *err)
{
	const struct secret *token = step->arg;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	CHECK(scan_open(step->people.txn, TABLE_SESSION, (struct scan_range){ 0 },
		&scan, err));
	CHECK(scan_next(scan, &key, &value, &found, err));
	assert_true(found);
	assert_int_equal(key.size, HASH_SIZE);
	assert_memory_not_equal(key.data, token->data, TOKEN_SIZE);
	assert_null(memmem(value.data, value.size, token->data, 8));
}

static void
a_token_is_stored_hashed_only(void **state)
{
	struct secret token = { NULL, 0 };

	draw_token(&token, 0x5a);
	in_shop(state, add_ann, NULL);
	in_shop(state, open_session, &token);
	in_shop(state, search_token, &token);
	secret_free(&token);
}

static void
sessions_that_ran_out_are_taken_away(void **state)
{
	struct secret tokens[8] = { { NULL, 0 } };
	uint8_t i;

	in_shop(state, add_ann, NULL);
	for (i = 0; i < 8; i++)
		draw_token(&tokens[i], i);
	/* The one whose hash comes first of all sees all others. */
	for (i = 1; i < 8; i++)
		in_shop(state, open_session, &tokens[i]);
	clock_at(3600);
	for (i = 0; i < 8; i++)
		in_shop(state, open_session, &tokens[i]);
	in_shop(state, close_all, NULL);
	in_shop(state, open_session, &tokens[0]);
	in_shop(state, check_one_left, NULL);
	for (i = 0; i < 8; i++)
		secret_free(&tokens[i]);
}

struct state_home {
	char folder[64];
	struct arena arena;
};

static int
state_home_open(void **state)
{
	struct state_home *home = calloc(1, sizeof(*home));

	assert_non_null(home);
	strncpy(home->folder, "/tmp/shop-state-XXXXXX", sizeof(home->folder) - 1);
	assert_non_null(mkdtemp(home->folder));
	setenv("XDG_STATE_HOME", home->folder, 1);
	*state = home;
	return 0;
}

static int
state_home_close(void **state)
{
	struct state_home *home = *state;

	arena_free(&home->arena);
	remove_folder(home->folder);
	free(home);
	return 0;
}

static mode_t
mode_of(const struct state_home *home, const char *name)
{
	char path[128];
	struct stat state;

	snprintf(path, sizeof(path), "%s/%s", home->folder, name);
	assert_int_equal(stat(path, &state), 0);
	return state.st_mode & 07777;
}

static void
a_session_file_reads_back_and_is_private(void **state)
{
	struct state_home *home = *state;
	struct secret token = { NULL, 0 };
	struct secret read = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;

	draw_token(&token, 0xa5);
	CHECK(session_file_read("abc", &home->arena, &read, err));
	assert_int_equal(read.size, 0);
	CHECK(session_file_write("abc", &home->arena, &token, err));
	CHECK(session_file_write("abc", &home->arena, &token, err));
	assert_int_equal(mode_of(home, "shop"), 0700);
	assert_int_equal(mode_of(home, "shop/abc"), 0600);
	CHECK(session_file_read("abc", &home->arena, &read, err));
	assert_int_equal(read.size, TOKEN_SIZE);
	assert_memory_equal(read.data, token.data, TOKEN_SIZE);
	CHECK(session_file_read("other", &home->arena, &read, err));
	assert_int_equal(read.size, 0);
	CHECK(session_file_remove("abc", &home->arena, err));
	CHECK(session_file_remove("abc", &home->arena, err));
	CHECK(session_file_read("abc", &home->arena, &read, err));
	assert_int_equal(read.size, 0);
	secret_free(&token);
	secret_free(&read);
}

static void
write_session(const struct state_home *home, const char *content, mode_t mode)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/shop", home->folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/shop/abc", home->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

static void
a_session_file_open_to_others_is_refused(void **state)
{
	struct state_home *home = *state;
	struct secret read = { NULL, 0 };
	struct err error = { 0 };

	write_session(home, "00\n", 0644);
	expect_status(session_file_read("abc", &home->arena, &read, &error),
		ST_CONFIG, "log in again", &error);
}

static void
a_session_file_that_holds_no_token_is_none(void **state)
{
	static const char *const contents[] = {
		"", "\n", "zz\n",
		"zz00000000000000000000000000000000000000000000000000000000000000\n"
	};
	struct state_home *home = *state;
	struct secret read = { NULL, 0 };
	struct err error = { 0 };
	struct err *err = &error;
	size_t i;

	for (i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
		write_session(home, contents[i], 0600);
		CHECK(session_file_read("abc", &home->arena, &read, err));
		assert_int_equal(read.size, 0);
	}
}

#define IN_STATE_HOME(test) \
	cmocka_unit_test_setup_teardown(test, state_home_open, state_home_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(a_login_gets_the_hash_to_verify),
		OVER_BOTH(an_unknown_account_gets_an_empty_hash),
		OVER_BOTH(failed_logins_wait_ever_longer),
		OVER_BOTH(delays_do_not_tell_who_is_a_customer),
		OVER_BOTH(another_spelling_does_not_begin_anew),
		OVER_BOTH(the_longest_delay_is_15_minutes),
		OVER_BOTH(failures_are_forgotten_after_a_day),
		OVER_BOTH(a_success_forgets_the_failures_and_may_renew_the_hash),
		OVER_BOTH(a_login_with_a_password_just_changed_is_refused),
		OVER_BOTH(a_session_runs_out_30_minutes_after_its_last_use),
		OVER_BOTH(a_session_runs_out_12_hours_after_login),
		OVER_BOTH(sessions_last_as_the_settings_say),
		OVER_BOTH(logout_ends_one_session_or_all),
		OVER_BOTH(a_new_password_ends_every_session),
		OVER_BOTH(a_disabled_customer_has_no_session_and_no_login),
		OVER_BOTH(a_token_is_stored_hashed_only),
		OVER_BOTH(sessions_that_ran_out_are_taken_away),
		IN_STATE_HOME(a_session_file_reads_back_and_is_private),
		IN_STATE_HOME(a_session_file_open_to_others_is_refused),
		IN_STATE_HOME(a_session_file_that_holds_no_token_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <string.h>

#include "account/login.h"
#include "store/setting.h"

#define TOUCH_AFTER (5 * MINUTE)
/* How many sessions one that is opened looks at for some that have run out. */
#define PRUNE_COUNT 64

#define SESSION(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct session, member)

static const struct field session_fields[] = {
	{ SESSION(1, FIELD_ID, customer) },
	{ SESSION(2, FIELD_TIME, opened_at) },
	{ SESSION(3, FIELD_TIME, used_at) },
};
const struct record_type session_record = { .name = "session",
	RECORD_FIELDS(struct session, session_fields) };

static const struct stored stored_session = { TABLE_SESSION, &session_record };

/* How long sessions live. */
struct session_limits {
	int64_t idle;
	int64_t absolute;
};

static enum status
duration(struct txn *txn, const char *name, int64_t *length, struct err *err)
{
	int64_t minutes;

	TRY(setting_get_count(txn, name, &minutes, err));
	*length = minutes < INT64_MAX / MINUTE ? minutes * MINUTE : INT64_MAX;
	return ST_OK;
}

static enum status
session_limits(struct txn *txn, struct session_limits *limits, struct err *err)
{
	TRY(duration(txn, "session.idle", &limits->idle, err));
	return duration(txn, "session.absolute", &limits->absolute, err);
}

static bool
has_run_out(const struct session *session, const struct session_limits *limits,
	int64_t now)
{
	return now - session->used_at >= limits->idle ||
	       now - session->opened_at >= limits->absolute;
}

/* A last use is worth storing before it is old enough to end the session. */
static bool
is_stale(const struct session *session, const struct session_limits *limits,
	int64_t now)
{
	int64_t after =
		limits->idle / 2 < TOUCH_AFTER ? limits->idle / 2 : TOUCH_AFTER;

	return now - session->used_at >= after;
}

static enum status
token_key(const struct secret *token, struct key *key, struct err *err)
{
	key->size = HASH_SIZE;
	return crypto_digest((struct bytes){ NULL, 0 },
		(struct bytes){ token->data, token->size }, key->data, err);
}

static enum status
session_get(struct txn *txn, const struct secret *token, struct session *session,
	bool *found, struct err *err)
{
	struct key key;

	*found = false;
	if (token->size == 0)
		return ST_OK;
	TRY(token_key(token, &key, err));
	return txn_get_record(
		txn, &stored_session, key_bytes(&key), session, found, err);
}

static enum status
session_put(struct txn *txn, const struct secret *token,
	const struct session *session, struct err *err)
{
	struct key key;

	TRY(token_key(token, &key, err));
	return txn_put_record(txn, &stored_session, key_bytes(&key), session, err);
}

/* Keys of sessions to be deleted once the scan that finds them is over. */
static enum status
delete_all(struct txn *txn, const struct buffer *keys, struct err *err)
{
	size_t at;

	for (at = 0; at < keys->size; at += HASH_SIZE) {
		struct bytes key = { keys->data + at, HASH_SIZE };
		bool found;

		TRY(txn_delete(txn, TABLE_SESSION, key, &found, err));
	}
	return ST_OK;
}

typedef bool session_test(const struct session *session, const void *arg);

/* Deletes the sessions that test says, among the first count at or after from. */
static enum status
delete_where(struct txn *txn, struct scan_range range, size_t count,
	session_test *test, const void *arg, struct err *err)
{
	struct buffer keys = { .arena = txn_arena(txn) };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(txn, TABLE_SESSION, range, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	for (; found && count > 0; count--) {
		struct session session;

		TRY(record_decode(
			&session_record, value, txn_arena(txn), &session, err));
		if (key.size == HASH_SIZE && test(&session, arg))
			TRY(buffer_append(&keys, key.data, key.size, err));
		TRY(scan_next(scan, &key, &value, &found, err));
	}
	scan_close(scan);
	return delete_all(txn, &keys, err);
}

/* What a session is held against to see whether it has run out. */
struct moment {
	struct session_limits limits;
	int64_t now;
};

static bool
ran_out_by(const struct session *session, const void *arg)
{
	const struct moment *moment = arg;

	return has_run_out(session, &moment->limits, moment->now);
}

static bool
is_of(const struct session *session, const void *arg)
{
	const uint64_t *customer = arg;

	return session->customer == *customer;
}

/* Tokens' hashes are spread evenly: a look at those that follow a new one keeps the
 * whole table clean. */
static enum status
prune(struct txn *txn, const struct secret *token, struct err *err)
{
	struct moment moment = { .now = txn_now(txn) };
	struct scan_range range = { 0 };
	struct key from;

	TRY(session_limits(txn, &moment.limits, err));
	TRY(token_key(token, &from, err));
	range.from = key_bytes(&from);
	return delete_where(txn, range, PRUNE_COUNT, ran_out_by, &moment, err);
}

enum status
session_open(struct txn *txn, uint64_t customer, const struct secret *token,
	struct err *err)
{
	struct session session = { customer, txn_now(txn), txn_now(txn) };

	invariant(token->size == TOKEN_SIZE);
	TRY(prune(txn, token, err));
	return session_put(txn, token, &session, err);
}

enum status
session_find(struct txn *txn, const struct secret *token, uint64_t *customer,
	bool *stale, struct err *err)
{
	struct session_limits limits;
	struct session session;
	bool found;

	TRY(session_get(txn, token, &session, &found, err));
	TRY(session_limits(txn, &limits, err));
	if (found)
		found = !has_run_out(&session, &limits, txn_now(txn));
	*customer = found ? session.customer : 0;
	*stale = found && is_stale(&session, &limits, txn_now(txn));
	return ST_OK;
}

enum status
session_touch(struct txn *txn, const struct secret *token, struct err *err)
{
	struct session session;
	bool found;

	TRY(session_get(txn, token, &session, &found, err));
	if (!found)
		return ST_OK;
	session.used_at = txn_now(txn);
	return session_put(txn, token, &session, err);
}

enum status
session_close(struct txn *txn, const struct secret *token, struct err *err)
{
	struct key key;
	bool found;

	if (token->size == 0)
		return ST_OK;
	TRY(token_key(token, &key, err));
	return txn_delete(txn, TABLE_SESSION, key_bytes(&key), &found, err);
}

enum status
session_close_all(struct txn *txn, uint64_t customer, struct err *err)
{
	return delete_where(
		txn, (struct scan_range){ 0 }, SIZE_MAX, is_of, &customer, err);
}

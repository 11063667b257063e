#ifndef SHOP_ACCOUNT_LOGIN_H
#define SHOP_ACCOUNT_LOGIN_H

#include "account/customer.h"
#include "base/clock.h"
#include "base/crypto.h"

/*
 * Passwords and sessions of customers. Hashing and verifying take long and never
 * happen inside a transaction.
 */
struct credential {
	uint64_t customer;
	const char *hash;   /* "" where no password was ever set */
	bool one_time;      /* must be changed at the next login */
	int64_t failures;   /* since the last success */
	int64_t not_before; /* the next try is refused before this */
};

/* *found is false where no password was ever set and nobody tried one. */
enum status credential_get(struct txn *txn, uint64_t customer,
	struct credential *credential, bool *found, struct err *err);
/* Writes one as it is, without more. */
enum status credential_put(
	struct txn *txn, const struct credential *credential, struct err *err);
/* Sets a customer's password hash; ends every session and every delay. Appends an
 * event. */
enum status credential_set(struct txn *txn, uint64_t customer, const char *hash,
	bool one_time, struct err *err);

/* Unknown phone numbers and e-mail addresses share credentials of nobody, chosen by
 * their blind index, so that delays do not tell who is a customer. Their ids, with
 * this bit set, are no customers'. */
#define CREDENTIAL_NOBODY (UINT64_C(1) << 63)
#define CREDENTIAL_NOBODY_COUNT 4096

/* Each failed login doubles the wait before the next, from the fourth on. A count
 * is forgotten when a day has passed without a try. */
#define LOGIN_FREE_FAILURES 3
#define LOGIN_DELAY_MAX (15 * MINUTE)
#define LOGIN_FORGET (24 * HOUR)

/* The whole login as its caller drives it: begin (a write transaction that notes
 * the try and its delay before the hash is tried), verify outside, end (a write
 * transaction: a success resets the count and opens a session). Unknown and
 * disabled accounts take the same way and time: their hash is empty, and the caller
 * verifies it all the same. */
struct login_try {
	bool known;
	uint64_t customer;
	char hash[PASSWORD_HASH_MAX];
	bool one_time;
};
/* who is a phone number or an e-mail address. ST_REFUSED while a delay runs: "too
 * many failed logins; try again in 8 seconds"; such a try is not counted. */
enum status login_begin(const struct people *people, const char *who,
	struct login_try *attempt, struct err *err);
/* new_hash is one to replace an outdated one, or NULL. ST_CHANGED where the password
 * was changed since login_begin, ST_NOT_ALLOWED where the customer was disabled. */
enum status login_succeed(struct txn *txn, const struct login_try *attempt,
	const char *new_hash, struct err *err);

/* Sessions: a 256-bit token, stored hashed; its file holds it in hexadecimal, 0600.
 * A last use is stored when the one before is 5 minutes old, so that reading does
 * not write; a session may run out that much early, never late. */
struct session {
	uint64_t customer;
	int64_t opened_at;
	int64_t used_at;
};
extern const struct record_type session_record;
/* Stores a session for a token already drawn, and takes away some that have run
 * out. */
enum status session_open(struct txn *txn, uint64_t customer,
	const struct secret *token, struct err *err);
/* The customer of a token, 0 where it is unknown or has run out (session.idle,
 * session.absolute). *stale where its last use should be stored. */
enum status session_find(struct txn *txn, const struct secret *token,
	uint64_t *customer, bool *stale, struct err *err);
enum status session_touch(
	struct txn *txn, const struct secret *token, struct err *err);
enum status session_close(
	struct txn *txn, const struct secret *token, struct err *err);
enum status session_close_all(struct txn *txn, uint64_t customer, struct err *err);

/* The session's file in $XDG_STATE_HOME/shop (or ~/.local/state/shop), one for each
 * shop. A missing one gives an empty token. */
enum status session_file_read(const char *shop_id, struct arena *arena,
	struct secret *token, struct err *err);
enum status session_file_write(const char *shop_id, struct arena *arena,
	const struct secret *token, struct err *err);
enum status session_file_remove(
	const char *shop_id, struct arena *arena, struct err *err);

#endif

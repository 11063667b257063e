#include "account/login.h"

#include <string.h>

#include "account/contact.h"
#include "account/customer_store.h"
#include "store/event.h"

#define CREDENTIAL(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct credential, member)

static const struct field credential_fields[] = {
	{ CREDENTIAL(1, FIELD_TEXT, hash) },
	{ CREDENTIAL(2, FIELD_BOOL, one_time) },
	{ CREDENTIAL(3, FIELD_COUNT, failures) },
	{ CREDENTIAL(4, FIELD_TIME, not_before) },
};
static const struct record_type credential_record = { .name = "credential",
	RECORD_FIELDS(struct credential, credential_fields) };

static const struct stored stored_credential = { TABLE_CREDENTIAL,
	&credential_record };

enum status
credential_get(struct txn *txn, uint64_t customer, struct credential *credential,
	bool *found, struct err *err)
{
	struct key key = key_u64(customer);
	struct credential read;

	record_init(&credential_record, &read);
	TRY(txn_get_record(
		txn, &stored_credential, key_bytes(&key), &read, found, err));
	read.customer = customer;
	*credential = read;
	return ST_OK;
}

enum status
credential_put(struct txn *txn, const struct credential *credential, struct err *err)
{
	struct key key = key_u64(credential->customer);

	return txn_put_record(
		txn, &stored_credential, key_bytes(&key), credential, err);
}

enum status
credential_set(struct txn *txn, uint64_t customer, const char *hash, bool one_time,
	struct err *err)
{
	struct credential credential = { customer, hash, one_time, 0, 0 };
	char subject[CUSTOMER_ID_TEXT_MAX];
	struct event event;

	customer_id_format(customer, subject);
	record_init(&event_record, &event);
	event.subject_kind = "customer";
	event.subject = subject;
	event.kind = "password";
	event.note = one_time ? "one-time" : "";
	TRY(credential_put(txn, &credential, err));
	TRY(session_close_all(txn, customer, err));
	return event_append(txn, &event, err);
}

/* The credential that tries of an unknown account count against. */
static enum status
nobody(const struct people *people, const char *who, uint64_t *id, struct err *err)
{
	uint8_t index[HASH_SIZE];
	struct contact contact;

	TRY(contact_typed(people->txn, who, &contact, err));
	if (!contact.canonical)
		contact.canonical = "";
	TRY(privacy_blind_index(
		people->shop_key, contact.kind, contact.canonical, index, err));
	*id = CREDENTIAL_NOBODY | (get_u16(index) % CREDENTIAL_NOBODY_COUNT);
	return ST_OK;
}

/* After 3 failures 0, then 2, 4, 8 ... seconds. */
static int64_t
delay_after(int64_t failures)
{
	int64_t over = failures - LOGIN_FREE_FAILURES;
	int64_t delay;

	if (over <= 0)
		return 0;
	delay = over < 20 ? SECOND << over : LOGIN_DELAY_MAX;
	return delay < LOGIN_DELAY_MAX ? delay : LOGIN_DELAY_MAX;
}

static enum status
refuse_early(int64_t wait, struct err *err)
{
	int64_t seconds = (wait + SECOND - 1) / SECOND;

	if (seconds > 90)
		return fail(err, ST_REFUSED,
			"too many failed logins; try again in %lld minutes",
			(long long)((seconds + 59) / 60));
	return fail(err, ST_REFUSED,
		"too many failed logins; try again in %lld second%s",
		(long long)seconds, seconds == 1 ? "" : "s");
}

/* Counts a try as a failure until it has succeeded. A clock that was set back makes
 * nobody wait longer than the longest delay. */
static enum status
note_try(struct txn *txn, struct credential *credential, struct err *err)
{
	const int64_t now = txn_now(txn);
	const int64_t wait = credential->not_before - now;

	if (wait > 0 && wait <= LOGIN_DELAY_MAX)
		return refuse_early(wait, err);
	if (-wait >= LOGIN_FORGET)
		credential->failures = 0;
	credential->failures++;
	credential->not_before = now + delay_after(credential->failures);
	return credential_put(txn, credential, err);
}

static enum status
may_log_in(struct txn *txn, uint64_t customer, bool *may, struct err *err)
{
	struct customer_stored stored;
	bool found;

	TRY(customer_stored_get(txn, customer, &stored, &found, err));
	*may = found && !stored.disabled;
	return ST_OK;
}

enum status
login_begin(const struct people *people, const char *who, struct login_try *attempt,
	struct err *err)
{
	struct login_try made = { 0 };
	struct credential credential;
	uint64_t customer;
	uint64_t nobody_id;
	bool found;
	bool may;

	TRY(people_require_key(people, err));
	TRY(contact_find_typed(people, who, &customer, err));
	TRY(nobody(people, who, &nobody_id, err));
	if (customer == 0)
		customer = nobody_id;
	TRY(credential_get(people->txn, customer, &credential, &found, err));
	TRY(may_log_in(people->txn, customer, &may, err));
	TRY(note_try(people->txn, &credential, err));
	if (may && strlen(credential.hash) < sizeof(made.hash)) {
		made.known = credential.hash[0] != '\0';
		made.customer = customer;
		made.one_time = credential.one_time;
		memcpy(made.hash, credential.hash, strlen(credential.hash) + 1);
	}
	*attempt = made;
	return ST_OK;
}

enum status
login_succeed(struct txn *txn, const struct login_try *attempt, const char *new_hash,
	struct err *err)
{
	struct credential credential;
	bool found;
	bool may;

	TRY(credential_get(txn, attempt->customer, &credential, &found, err));
	if (!found || strcmp(credential.hash, attempt->hash) != 0)
		return fail(err, ST_CHANGED,
			"the password was changed just now; log in again");
	TRY(may_log_in(txn, attempt->customer, &may, err));
	if (!may)
		return fail(err, ST_NOT_ALLOWED,
			"this account is disabled; ask the shop");
	credential.failures = 0;
	credential.not_before = 0;
	if (new_hash)
		credential.hash = new_hash;
	return credential_put(txn, &credential, err);
}

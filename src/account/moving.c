#include "account/moving.h"

#include <inttypes.h>
#include <string.h>

#include "account/contact.h"
#include "account/customer_check.h"
#include "account/customer_store.h"
#include "account/login.h"
#include "account/wallet_moving.h"
#include "base/crypto.h"

static const struct field moving_customer_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct moving_customer, password) },
	{ FIELD(2, FIELD_BOOL, struct moving_customer, one_time) },
	{ FIELD(3, FIELD_BOOL, struct moving_customer, erased) },
	{ FIELD(4, FIELD_RECORDS, struct moving_customer, payment_methods),
		.record = &moving_method_record },
};
const struct record_type moving_customer_record = { .name = "moving customer",
	RECORD_FIELDS(struct moving_customer, moving_customer_fields) };

static enum status
read_credential(struct txn *txn, uint64_t id, struct moving_customer *customer,
	struct err *err)
{
	struct credential credential;
	bool found;

	TRY(credential_get(txn, id, &credential, &found, err));
	customer->password = credential.hash;
	customer->one_time = credential.one_time;
	return ST_OK;
}

/* One who was erased has a sealed name that no key opens. */
static enum status
read_erased(struct txn *txn, uint64_t id, struct moving_customer *customer,
	struct err *err)
{
	struct customer_stored stored;
	bool found;

	TRY(customer_stored_get(txn, id, &stored, &found, err));
	customer->erased = stored.name.size > 0 && customer->customer.name[0] == '\0';
	return ST_OK;
}

static enum status
read_rest(const struct people *people, struct moving_customer *customer,
	struct err *err)
{
	uint64_t id = customer->customer.id;

	TRY(read_credential(people->txn, id, customer, err));
	TRY(read_erased(people->txn, id, customer, err));
	return wallet_moving_list(people, id, &customer->payment_methods, err);
}

enum status
moving_customer_get(const struct people *people, uint64_t id,
	struct moving_customer *customer, bool *found, struct err *err)
{
	struct moving_customer read;

	record_init(&moving_customer_record, &read);
	TRY(people_require_key(people, err));
	TRY(customer_get(people, id, &read.customer, found, err));
	if (!*found)
		return ST_OK;
	TRY(read_rest(people, &read, err));
	*customer = read;
	return ST_OK;
}

enum status
moving_customer_next(const struct people *people, uint64_t after,
	struct moving_customer *customer, bool *found, struct err *err)
{
	struct moving_customer read;

	record_init(&moving_customer_record, &read);
	TRY(people_require_key(people, err));
	TRY(customer_next(people, after, &read.customer, found, err));
	if (!*found)
		return ST_OK;
	TRY(read_rest(people, &read, err));
	*customer = read;
	return ST_OK;
}

static enum status
check_free(const struct people *people, struct contact contact, uint64_t id,
	struct err *err)
{
	uint64_t holder;
	char text[CUSTOMER_ID_TEXT_MAX];

	if (contact.canonical[0] == '\0')
		return ST_OK;
	TRY(contact_find(people, contact, &holder, err));
	if (holder == 0 || holder == id)
		return ST_OK;
	customer_id_format(holder, text);
	return fail(err, ST_EXISTS, "customer '%s' has the %s '%s'", text,
		contact.kind == CONTACT_PHONE ? "phone number" : "e-mail address",
		contact.canonical);
}

static bool
has_anything_personal(const struct moving_customer *customer)
{
	const struct customer *clear = &customer->customer;

	return clear->name[0] || clear->phone[0] || clear->email[0] ||
	       clear->address[0] || clear->note[0] || customer->password[0] ||
	       customer->payment_methods.count > 0;
}

/* Only what this program has made is a hash that it can verify. */
static enum status
check_password(const char *hash, struct err *err)
{
	if (hash[0] == '\0')
		return ST_OK;
	if (strlen(hash) > CREDENTIAL_HASH_SIZE_MAX)
		return fail(err, ST_BAD_DATA, "the password is longer than %d bytes",
			CREDENTIAL_HASH_SIZE_MAX);
	if (password_hash_is_usable(hash))
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"the password is no hash by Argon2id ('$argon2id$...'), as "
		"crypto_pwhash_str makes it, with up to 1 GiB and 64 passes");
}

static enum status
check_methods(const struct list *methods, struct err *err)
{
	const struct moving_method *items = methods->items;
	size_t i;

	for (i = 0; i < methods->count; i++) {
		if (items[i].number <= (i > 0 ? items[i - 1].number : 0))
			return fail(err, ST_BAD_DATA,
				"payment methods are not numbered upward from 1");
		TRY(wallet_moving_check(&items[i], err));
	}
	return ST_OK;
}

/* So that those to come do not get longer than a file may say. */
enum status
moving_customer_check_id(struct txn *txn, uint64_t id, struct err *err)
{
	uint64_t last;

	TRY(sequence_last(txn, "customer", &last, err));
	last += CUSTOMER_ID_FIRST - 1 + CUSTOMER_NUMBER_GAP_MAX;
	if (id > 0 && id <= CUSTOMER_NUMBER_MAX &&
		(id <= CUSTOMER_NUMBER_FREE_MAX || id <= last))
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"a customer's number is from 1 to %" PRIu64
		", or at most %d above the last one of the shop",
		CUSTOMER_NUMBER_FREE_MAX, CUSTOMER_NUMBER_GAP_MAX);
}

static enum status
check_registered(struct txn *txn, const struct customer *clear, struct err *err)
{
	char registered[TIME_TEXT_MAX];

	if (clear->registered_at <= txn_now(txn) + MOVING_AHEAD_MAX)
		return ST_OK;
	time_format(clear->registered_at, registered);
	return fail(
		err, ST_BAD_DATA, "registered_at %s is in the future", registered);
}

enum status
moving_customer_check(const struct people *people, struct moving_customer *customer,
	struct err *err)
{
	struct customer *clear = &customer->customer;

	TRY(people_require_key(people, err));
	TRY(moving_customer_check_id(people->txn, clear->id, err));
	TRY(check_registered(people->txn, clear, err));
	if (customer->erased && has_anything_personal(customer))
		return fail(err, ST_BAD_DATA,
			"a customer who was erased has nothing personal");
	TRY(customer_check_given(people->txn, clear, err));
	TRY(check_password(customer->password, err));
	TRY(check_methods(&customer->payment_methods, err));
	TRY(check_free(people, (struct contact){ CONTACT_PHONE, clear->phone },
		clear->id, err));
	return check_free(people, (struct contact){ CONTACT_EMAIL, clear->email },
		clear->id, err);
}

static enum status
move_contacts(const struct people *people, const struct customer *old,
	const struct customer *now, struct err *err)
{
	struct contact was = { CONTACT_PHONE, old ? old->phone : "" };
	struct contact is = { CONTACT_PHONE, now->phone };

	TRY(contact_move(people, was, is, now->id, err));
	was = (struct contact){ CONTACT_EMAIL, old ? old->email : "" };
	is = (struct contact){ CONTACT_EMAIL, now->email };
	return contact_move(people, was, is, now->id, err);
}

static enum status
put_credential(const struct people *people, const struct moving_customer *old,
	const struct moving_customer *now, struct err *err)
{
	struct credential credential = { .customer = now->customer.id,
		.hash = now->password,
		.one_time = now->one_time };
	bool same = strcmp(old ? old->password : "", now->password) == 0 &&
		    (old && old->one_time) == now->one_time;

	if (!same)
		TRY(credential_put(people->txn, &credential, err));
	if (old && (!same || now->customer.disabled))
		return session_close_all(people->txn, now->customer.id, err);
	return ST_OK;
}

/* Of an erased one the name is there, and no key that opens it. */
static enum status
put_erased(const struct people *people, const struct moving_customer *now,
	struct err *err)
{
	static const uint8_t gone[1] = { 0 };
	const struct customer *clear = &now->customer;
	struct customer_stored stored;

	record_init(&customer_stored_record, &stored);
	stored.name = (struct bytes){ gone, sizeof(gone) };
	stored.country = clear->country;
	stored.group = clear->group;
	stored.payment = clear->payment;
	stored.disabled = clear->disabled;
	stored.registered_at = clear->registered_at;
	return customer_stored_put(people->txn, clear->id, &stored, err);
}

static enum status
put_sealed(const struct people *people, bool is_new, const struct customer *clear,
	struct err *err)
{
	struct txn *txn = people->txn;
	struct customer_stored stored;
	struct privacy privacy;
	enum status status;

	record_init(&customer_stored_record, &stored);
	if (is_new)
		TRY(privacy_create(txn, people->shop_key, clear->id, &privacy, err));
	else
		TRY(privacy_open(txn, people->shop_key, clear->id, &privacy, err));
	status = customer_seal(&privacy, clear, txn_arena(txn), &stored, err);
	privacy_close(&privacy);
	if (status != ST_OK)
		return status;
	return customer_stored_put(txn, clear->id, &stored, err);
}

static enum status
raise_ids(struct txn *txn, uint64_t id, struct err *err)
{
	if (id < CUSTOMER_ID_FIRST)
		return ST_OK;
	return sequence_raise(txn, "customer", id - CUSTOMER_ID_FIRST + 1, err);
}

enum status
moving_customer_put(const struct people *people, const struct moving_customer *old,
	const struct moving_customer *now, struct err *err)
{
	if (old && old->erased != now->erased)
		return fail(err, ST_REFUSED, "customer '%s' was erased%s",
			old->customer.customer,
			old->erased ? " and can no longer be changed"
				    : " elsewhere, not here");
	TRY(raise_ids(people->txn, now->customer.id, err));
	if (now->erased)
		return put_erased(people, now, err);
	TRY(put_sealed(people, old == NULL, &now->customer, err));
	TRY(move_contacts(people, old ? &old->customer : NULL, &now->customer, err));
	TRY(put_credential(people, old, now, err));
	return wallet_moving_put(
		people, now->customer.id, &now->payment_methods, err);
}

enum status
moving_customer_bare(
	const struct people *people, uint64_t id, bool *made, struct err *err)
{
	struct moving_customer bare;
	struct customer_stored stored;
	bool found;

	TRY(customer_stored_get(people->txn, id, &stored, &found, err));
	*made = !found;
	if (found)
		return ST_OK;
	TRY(people_require_key(people, err));
	record_init(&moving_customer_record, &bare);
	record_init(&customer_record, &bare.customer);
	bare.customer.id = id;
	return moving_customer_put(people, NULL, &bare, err);
}

#include "account/customer.h"

#include <string.h>

#include "account/contact.h"
#include "account/customer_check.h"
#include "account/customer_store.h"
#include "account/login.h"
#include "store/event.h"

static const struct record_style plain = { 0 };

/* Appends the event of a customer's change, from what is stored, so that nothing
 * personal is in it. */
static enum status
append_event(const struct people *people, uint64_t id, const char *kind,
	const struct record_pair *stored, struct err *err)
{
	char subject[CUSTOMER_ID_TEXT_MAX];
	struct event event;

	customer_id_format(id, subject);
	record_init(&event_record, &event);
	event.subject_kind = "customer";
	event.subject = subject;
	event.kind = kind;
	TRY(record_diff(stored, plain, txn_arena(people->txn), &event.changes, err));
	return event_append(people->txn, &event, err);
}

static enum status
store_new(const struct people *people, const struct privacy *privacy,
	const struct customer *customer, struct err *err)
{
	struct customer_stored stored;
	struct record_pair pair = { &customer_stored_record, NULL, &stored, NULL };

	record_init(&customer_stored_record, &stored);
	TRY(customer_seal(privacy, customer, txn_arena(people->txn), &stored, err));
	TRY(customer_stored_put(people->txn, customer->id, &stored, err));
	return append_event(people, customer->id, "added", &pair, err);
}

static enum status
number_new(struct txn *txn, struct customer *customer, struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];
	uint64_t number;

	TRY(sequence_next(txn, "customer", &number, err));
	customer->id = number + CUSTOMER_ID_FIRST - 1;
	customer->registered_at = txn_now(txn);
	customer_id_format(customer->id, id);
	return arena_text(txn_arena(txn), id, &customer->customer, err);
}

static enum status
claim_contacts(
	const struct people *people, const struct customer *customer, struct err *err)
{
	struct contact phone = { CONTACT_PHONE, customer->phone };
	struct contact email = { CONTACT_EMAIL, customer->email };

	TRY(contact_claim(people, phone, customer->id, err));
	return contact_claim(people, email, customer->id, err);
}

enum status
customer_add(const struct people *people, struct customer *customer, struct err *err)
{
	struct customer made = *customer;
	struct privacy privacy;
	enum status status;

	TRY(people_require_key(people, err));
	TRY(customer_check(people->txn, &made, err));
	TRY(number_new(people->txn, &made, err));
	TRY(claim_contacts(people, &made, err));
	TRY(privacy_create(people->txn, people->shop_key, made.id, &privacy, err));
	status = store_new(people, &privacy, &made, err);
	privacy_close(&privacy);
	if (status != ST_OK)
		return status;
	customer->id = made.id;
	customer->customer = made.customer;
	customer->registered_at = made.registered_at;
	return ST_OK;
}

static enum status
open_privacy(const struct people *people, uint64_t id, struct privacy *privacy,
	struct err *err)
{
	*privacy = (struct privacy){ .customer = id };
	if (!people_have_key(people))
		return ST_OK;
	return privacy_open(people->txn, people->shop_key, id, privacy, err);
}

static enum status
unseal(const struct people *people, uint64_t id, const struct customer_stored *stored,
	struct customer *customer, struct err *err)
{
	struct privacy privacy;
	struct customer clear;
	enum status status;

	record_init(&customer_record, &clear);
	TRY(open_privacy(people, id, &privacy, err));
	status = customer_unseal(
		&privacy, stored, txn_arena(people->txn), &clear, err);
	privacy_close(&privacy);
	if (status == ST_OK)
		*customer = clear;
	return status;
}

enum status
customer_get(const struct people *people, uint64_t id, struct customer *customer,
	bool *found, struct err *err)
{
	struct customer_stored stored;
	bool there;

	TRY(customer_stored_get(people->txn, id, &stored, &there, err));
	if (there)
		TRY(unseal(people, id, &stored, customer, err));
	*found = there;
	return ST_OK;
}

enum status
customer_find(const struct people *people, const char *who, struct customer *customer,
	struct err *err)
{
	bool found = false;
	uint64_t id;

	if (!customer_id_parse(who, &id)) {
		TRY(people_require_key(people, err));
		TRY(contact_find_typed(people, who, &id, err));
	}
	if (id != 0)
		TRY(customer_get(people, id, customer, &found, err));
	if (found)
		return ST_OK;
	return fail(err, ST_NOT_FOUND,
		"no customer '%s' (a phone number, an e-mail address or an id like "
		"C1001; see admin customers list)",
		who);
}

static enum status
move_contacts(const struct people *people, const struct customer *old,
	const struct customer *now, struct err *err)
{
	TRY(contact_move(people, (struct contact){ CONTACT_PHONE, old->phone },
		(struct contact){ CONTACT_PHONE, now->phone }, now->id, err));
	return contact_move(people, (struct contact){ CONTACT_EMAIL, old->email },
		(struct contact){ CONTACT_EMAIL, now->email }, now->id, err);
}

/* A customer about to be changed: what is stored, and both states in clear. */
struct alteration {
	struct customer_stored stored;
	struct customer old;
	struct customer now;
};

static enum status
store_changed(const struct people *people, const struct privacy *privacy,
	const struct alteration *alteration, struct err *err)
{
	struct customer_stored stored;
	struct record_pair pair = { &customer_stored_record, &alteration->stored,
		&stored, NULL };
	const char *kind = alteration->now.disabled && !alteration->old.disabled
				   ? "disabled"
				   : "changed";

	record_init(&customer_stored_record, &stored);
	TRY(customer_seal(
		privacy, &alteration->now, txn_arena(people->txn), &stored, err));
	TRY(customer_stored_put(people->txn, privacy->customer, &stored, err));
	return append_event(people, privacy->customer, kind, &pair, err);
}

static enum status
apply_change(const struct people *people, const struct alteration *alteration,
	struct err *err)
{
	uint64_t id = alteration->old.id;
	struct privacy privacy;
	enum status status;

	TRY(privacy_open(people->txn, people->shop_key, id, &privacy, err));
	status = store_changed(people, &privacy, alteration, err);
	privacy_close(&privacy);
	if (status != ST_OK)
		return status;
	TRY(move_contacts(people, &alteration->old, &alteration->now, err));
	if (!alteration->now.disabled)
		return ST_OK;
	return session_close_all(people->txn, id, err);
}

static enum status
load_old(const struct people *people, const struct customer *now,
	struct alteration *alteration, struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];
	bool found;

	customer_id_format(now->id, id);
	TRY(customer_stored_get(
		people->txn, now->id, &alteration->stored, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND,
			"no customer '%s' (admin customers list)", id);
	TRY(unseal(people, now->id, &alteration->stored, &alteration->old, err));
	if (alteration->stored.name.size > 0 && alteration->old.name[0] == '\0')
		return fail(err, ST_REFUSED,
			"customer '%s' was erased and can no longer be changed", id);
	alteration->now = *now;
	alteration->now.customer = alteration->old.customer;
	alteration->now.registered_at = alteration->old.registered_at;
	return ST_OK;
}

enum status
customer_change(const struct people *people, const struct customer *now,
	struct list *changes, struct err *err)
{
	struct alteration alteration;
	struct record_pair pair = { &customer_record, &alteration.old,
		&alteration.now, NULL };
	struct list found;

	TRY(people_require_key(people, err));
	TRY(load_old(people, now, &alteration, err));
	TRY(record_diff(&pair, plain, txn_arena(people->txn), &found, err));
	if (found.count > 0) {
		TRY(customer_check(people->txn, &alteration.now, err));
		TRY(record_diff(&pair, plain, txn_arena(people->txn), &found, err));
	}
	if (found.count > 0)
		TRY(apply_change(people, &alteration, err));
	*changes = found;
	return ST_OK;
}

enum status
customer_next(const struct people *people, uint64_t after, struct customer *customer,
	bool *found, struct err *err)
{
	struct key from = key_u64(after + 1);
	struct scan_range range = { .from = key_bytes(&from) };
	struct customer_stored stored;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool there;

	TRY(scan_open(people->txn, TABLE_CUSTOMER, range, &scan, err));
	TRY(scan_next(scan, &key, &value, &there, err));
	if (there && key.size != sizeof(uint64_t))
		return fail(err, ST_CORRUPT, "a key of table 'customer' is %zu bytes",
			key.size);
	if (there) {
		uint64_t id = get_u64(key.data);

		TRY(record_decode(&customer_stored_record, value,
			txn_arena(people->txn), &stored, err));
		TRY(unseal(people, id, &stored, customer, err));
	}
	scan_close(scan);
	*found = there;
	return ST_OK;
}

#include <string.h>

#include "account/contact.h"
#include "base/crypto.h"

/* kind, blind index */
static enum status
contact_key(const struct people *people, struct contact contact, struct key *key,
	struct err *err)
{
	uint8_t index[HASH_SIZE];
	size_t i;

	TRY(privacy_blind_index(
		people->shop_key, contact.kind, contact.canonical, index, err));
	*key = (struct key){ 0 };
	key_add_u8(key, (uint8_t)contact.kind);
	for (i = 0; i < sizeof(index); i++)
		key_add_u8(key, index[i]);
	return ST_OK;
}

static enum status
find_by_key(const struct people *people, const struct key *key, uint64_t *customer,
	struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(people->txn, TABLE_CONTACT, key_bytes(key), &value, &found, err));
	if (found && value.size != sizeof(*customer))
		return fail(err, ST_CORRUPT, "a row of table 'contact' is %zu bytes",
			value.size);
	*customer = found ? get_u64(value.data) : 0;
	return ST_OK;
}

enum status
contact_find(const struct people *people, struct contact contact, uint64_t *customer,
	struct err *err)
{
	struct key key;

	TRY(contact_key(people, contact, &key, err));
	return find_by_key(people, &key, customer, err);
}

enum status
contact_claim(const struct people *people, struct contact contact, uint64_t customer,
	struct err *err)
{
	uint8_t value[sizeof(customer)];
	struct key key;
	uint64_t holder;

	if (contact.canonical[0] == '\0')
		return ST_OK;
	TRY(contact_key(people, contact, &key, err));
	TRY(find_by_key(people, &key, &holder, err));
	if (holder != 0 && holder != customer)
		return fail(err, ST_EXISTS,
			"a customer with the %s '%s' is there already (login %s)",
			contact.kind == CONTACT_PHONE ? "phone number"
						      : "e-mail address",
			contact.canonical, contact.canonical);
	put_u64(value, customer);
	return txn_put(people->txn, TABLE_CONTACT, key_bytes(&key),
		(struct bytes){ value, sizeof(value) }, err);
}

enum status
contact_release(const struct people *people, struct contact contact, struct err *err)
{
	struct key key;
	bool found;

	if (contact.canonical[0] == '\0')
		return ST_OK;
	TRY(contact_key(people, contact, &key, err));
	return txn_delete(people->txn, TABLE_CONTACT, key_bytes(&key), &found, err);
}

enum status
contact_move(const struct people *people, struct contact old, struct contact now,
	uint64_t customer, struct err *err)
{
	if (strcmp(old.canonical, now.canonical) == 0)
		return ST_OK;
	TRY(contact_claim(people, now, customer, err));
	return contact_release(people, old, err);
}

enum status
contact_typed(
	struct txn *txn, const char *who, struct contact *contact, struct err *err)
{
	struct contact typed = { CONTACT_EMAIL, NULL };
	enum status status;

	if (strchr(who, '@')) {
		status = email_canonical(who, txn_arena(txn), &typed.canonical, err);
	} else {
		typed.kind = CONTACT_PHONE;
		status = contact_shop_phone(txn, who, &typed.canonical, err);
	}
	if (status != ST_OK && status != ST_BAD_DATA)
		return status;
	*contact = typed;
	return ST_OK;
}

enum status
contact_find_typed(const struct people *people, const char *who, uint64_t *customer,
	struct err *err)
{
	struct contact contact;

	TRY(contact_typed(people->txn, who, &contact, err));
	if (!contact.canonical) {
		*customer = 0;
		return ST_OK;
	}
	TRY(contact_find(people, contact, customer, err));
	if (*customer != 0 || contact.kind != CONTACT_PHONE)
		return ST_OK;
	TRY(phone_canonical(
		who, NULL, txn_arena(people->txn), &contact.canonical, err));
	return contact_find(people, contact, customer, err);
}

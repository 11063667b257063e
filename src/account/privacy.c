#include "account/privacy.h"

#include <string.h>

#include "account/keys.h"
#include "base/crypto.h"
#include "base/record.h"

/* A customer's key as it lies in its table, sealed with the wrapping key. */
struct customer_key {
	struct bytes sealed;
};

static const struct field customer_key_fields[] = {
	{ .number = 1,
		.type = FIELD_BYTES,
		.name = "sealed",
		.offset = offsetof(struct customer_key, sealed) },
};
static const struct record_type customer_key_record = { .name = "customer key",
	RECORD_FIELDS(struct customer_key, customer_key_fields) };
static const struct stored stored_key = { TABLE_CUSTOMER_KEY, &customer_key_record };

#define WRAPPED_KEY_FIELD 1

/* Names the table, not its number, which is stored nowhere. */
static struct key
place_key(struct privacy_place place)
{
	struct key key = key_text(table_infos[place.table].name);

	key_add_u8(&key, 0);
	key_add_u64(&key, place.record);
	key_add_u32(&key, place.field);
	return key;
}

static struct key
wrapped_place(uint64_t customer)
{
	return place_key((struct privacy_place){
		TABLE_CUSTOMER_KEY, customer, WRAPPED_KEY_FIELD });
}

static enum status
wrap(const struct secret *shop_key, const struct privacy *privacy,
	struct arena *arena, struct bytes *sealed, struct err *err)
{
	const struct bytes text = { privacy->key.data, privacy->key.size };
	struct key place = wrapped_place(privacy->customer);
	struct secret wrapping = { NULL, 0 };
	enum status status;

	TRY(keys_derive(shop_key, KEY_WRAPPING, &wrapping, err));
	status = crypto_seal(&wrapping, key_bytes(&place), text, arena, sealed, err);
	secret_free(&wrapping);
	return status;
}

static enum status
unwrap(const struct secret *shop_key, struct bytes sealed, struct privacy *privacy,
	struct err *err)
{
	struct key place = wrapped_place(privacy->customer);
	struct secret wrapping = { NULL, 0 };
	enum status status;

	TRY(keys_derive(shop_key, KEY_WRAPPING, &wrapping, err));
	status = crypto_open_secret(
		&wrapping, key_bytes(&place), sealed, &privacy->key, err);
	secret_free(&wrapping);
	if (status == ST_CORRUPT)
		return fail(err, ST_CORRUPT,
			"the key of customer %llu does not open with the shop's key; "
			"is this the right one (admin key import)?",
			(unsigned long long)privacy->customer);
	return status;
}

/* Draws the key and stores it sealed. */
static enum status
draw_key(struct txn *txn, const struct secret *shop_key, struct privacy *privacy,
	struct err *err)
{
	struct key key = key_u64(privacy->customer);
	struct customer_key stored;

	record_init(&customer_key_record, &stored);
	TRY(txn_random(txn, privacy->key.data, privacy->key.size, err));
	TRY(wrap(shop_key, privacy, txn_arena(txn), &stored.sealed, err));
	return txn_put_record(txn, &stored_key, key_bytes(&key), &stored, err);
}

enum status
privacy_create(struct txn *txn, const struct secret *shop_key, uint64_t customer,
	struct privacy *privacy, struct err *err)
{
	struct privacy made = { .customer = customer };
	enum status status;

	TRY(secret_take(&made.key, KEY_SIZE, err));
	status = draw_key(txn, shop_key, &made, err);
	if (status != ST_OK) {
		privacy_close(&made);
		return status;
	}
	*privacy = made;
	return ST_OK;
}

enum status
privacy_open(struct txn *txn, const struct secret *shop_key, uint64_t customer,
	struct privacy *privacy, struct err *err)
{
	struct key key = key_u64(customer);
	struct privacy opened = { .customer = customer };
	struct customer_key stored;
	bool found;

	TRY(txn_get_record(txn, &stored_key, key_bytes(&key), &stored, &found, err));
	if (found)
		TRY(unwrap(shop_key, stored.sealed, &opened, err));
	*privacy = opened;
	return ST_OK;
}

void
privacy_close(struct privacy *privacy)
{
	secret_free(&privacy->key);
}

static enum status
seal_bytes(const struct privacy *privacy, struct privacy_place place,
	struct bytes text, struct arena *arena, struct bytes *sealed, struct err *err)
{
	struct key key = place_key(place);

	if (text.size == 0) {
		*sealed = (struct bytes){ NULL, 0 };
		return ST_OK;
	}
	if (privacy->key.size == 0)
		return fail(err, ST_REFUSED,
			"what customer %llu was is erased; nothing can be added",
			(unsigned long long)privacy->customer);
	return crypto_seal(&privacy->key, key_bytes(&key), text, arena, sealed, err);
}

enum status
privacy_seal(const struct privacy *privacy, struct privacy_place place,
	const char *text, struct arena *arena, struct bytes *sealed, struct err *err)
{
	return seal_bytes(privacy, place, bytes_of_text(text), arena, sealed, err);
}

enum status
privacy_seal_secret(const struct privacy *privacy, struct privacy_place place,
	const struct secret *text, struct arena *arena, struct bytes *sealed,
	struct err *err)
{
	struct bytes bytes = { text->data, text->size };

	return seal_bytes(privacy, place, bytes, arena, sealed, err);
}

enum status
privacy_unseal_secret(const struct privacy *privacy, struct privacy_place place,
	struct bytes sealed, struct secret *text, struct err *err)
{
	struct key key = place_key(place);

	if (sealed.size == 0 || privacy->key.size == 0)
		return fail(err, ST_NOT_FOUND, "it was erased");
	return crypto_open_secret(&privacy->key, key_bytes(&key), sealed, text, err);
}

enum status
privacy_unseal(const struct privacy *privacy, struct privacy_place place,
	struct bytes sealed, struct arena *arena, const char **text, struct err *err)
{
	struct key key = place_key(place);
	struct bytes opened;

	if (sealed.size == 0 || privacy->key.size == 0) {
		*text = "";
		return ST_OK;
	}
	TRY(crypto_open(&privacy->key, key_bytes(&key), sealed, arena, &opened, err));
	return arena_copy(arena, (const char *)opened.data, opened.size, text, err);
}

static enum status
keyed_hash(const struct secret *key, struct bytes data, uint8_t hash[HASH_SIZE],
	struct err *err)
{
	return crypto_digest((struct bytes){ key->data, key->size }, data, hash, err);
}

enum status
privacy_blind_index(const struct secret *shop_key, enum contact_kind kind,
	const char *canonical, uint8_t index[32], struct err *err)
{
	struct secret key = { NULL, 0 };
	struct key data = { 0 };
	enum status status;

	invariant(strlen(canonical) < sizeof(data.data));
	key_add_u8(&data, (uint8_t)kind);
	key_add_text(&data, canonical);
	TRY(keys_derive(shop_key, KEY_BLIND_INDEX, &key, err));
	status = keyed_hash(&key, key_bytes(&data), index, err);
	secret_free(&key);
	return status;
}

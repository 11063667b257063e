#include "account/customer_store.h"

#include <string.h>

#define STORED(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct customer_stored, member)

static const struct field customer_stored_fields[] = {
	{ STORED(1, FIELD_BYTES, name) },
	{ STORED(2, FIELD_BYTES, phone) },
	{ STORED(3, FIELD_BYTES, email) },
	{ STORED(4, FIELD_BYTES, address) },
	{ STORED(5, FIELD_TEXT, country) },
	{ STORED(6, FIELD_TEXT, group) },
	{ STORED(7, FIELD_TEXT, payment) },
	{ STORED(8, FIELD_BYTES, note) },
	{ STORED(9, FIELD_BOOL, disabled) },
	{ STORED(10, FIELD_TIME, registered_at) },
};
const struct record_type customer_stored_record = { .name = "customer",
	RECORD_FIELDS(struct customer_stored, customer_stored_fields) };

static const struct stored stored_customer = { TABLE_CUSTOMER,
	&customer_stored_record };

#define CLEAR(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct customer, member)

static const struct field customer_fields[] = {
	{ CLEAR(1, FIELD_TEXT, customer) },
	{ CLEAR(2, FIELD_TEXT, name) },
	{ CLEAR(3, FIELD_TEXT, phone) },
	{ CLEAR(4, FIELD_TEXT, email) },
	{ CLEAR(5, FIELD_TEXT, address), .flags = FIELD_WIDE },
	{ CLEAR(6, FIELD_TEXT, country) },
	{ CLEAR(7, FIELD_TEXT, group), .flags = FIELD_WIDE },
	{ CLEAR(8, FIELD_TEXT, payment), .flags = FIELD_WIDE },
	{ CLEAR(9, FIELD_TEXT, note), .flags = FIELD_WIDE },
	{ CLEAR(10, FIELD_BOOL, disabled) },
	{ CLEAR(11, FIELD_TIME, registered_at), .flags = FIELD_WIDE },
};
const struct record_type customer_record = { .name = "customer",
	RECORD_FIELDS(struct customer, customer_fields) };

bool
people_have_key(const struct people *people)
{
	return people->shop_key && people->shop_key->size > 0;
}

enum status
people_require_key(const struct people *people, struct err *err)
{
	if (people_have_key(people))
		return ST_OK;
	return fail(err, ST_CONFIG,
		"personal data is locked: the shop's key is missing "
		"(admin key import)");
}

struct privacy_place
customer_place(uint64_t customer, const struct field *field)
{
	return (struct privacy_place){ TABLE_CUSTOMER, customer, field->number };
}

enum status
customer_stored_get(struct txn *txn, uint64_t id, struct customer_stored *stored,
	bool *found, struct err *err)
{
	struct key key = key_u64(id);

	return txn_get_record(
		txn, &stored_customer, key_bytes(&key), stored, found, err);
}

enum status
customer_stored_put(struct txn *txn, uint64_t id,
	const struct customer_stored *stored, struct err *err)
{
	struct key key = key_u64(id);

	return txn_put_record(txn, &stored_customer, key_bytes(&key), stored, err);
}

/* The field of the clear record that a sealed one is the sealed form of. */
static const struct field *
clear_field(const struct field *sealed)
{
	const struct field *field = record_field(&customer_record, sealed->name);

	invariant(field && field->type == FIELD_TEXT);
	return field;
}

static enum status
seal_field(const struct privacy *privacy, const struct field *field,
	const struct customer *customer, struct arena *arena, struct bytes *sealed,
	struct err *err)
{
	const char *text;

	memcpy(&text, field_at(clear_field(field), customer), sizeof(text));
	return privacy_seal(privacy, customer_place(privacy->customer, field), text,
		arena, sealed, err);
}

enum status
customer_seal(const struct privacy *privacy, const struct customer *customer,
	struct arena *arena, struct customer_stored *stored, struct err *err)
{
	size_t i;

	for (i = 0; i < customer_stored_record.field_count; i++) {
		const struct field *field = &customer_stored_fields[i];
		struct bytes sealed;

		if (field->type != FIELD_BYTES)
			continue;
		TRY(seal_field(privacy, field, customer, arena, &sealed, err));
		memcpy((char *)stored + field->offset, &sealed, sizeof(sealed));
	}
	stored->country = customer->country;
	stored->group = customer->group;
	stored->payment = customer->payment;
	stored->disabled = customer->disabled;
	stored->registered_at = customer->registered_at;
	return ST_OK;
}

static enum status
unseal_field(const struct privacy *privacy, const struct field *field,
	const struct customer_stored *stored, struct arena *arena, const char **text,
	struct err *err)
{
	struct bytes sealed;

	memcpy(&sealed, field_at(field, stored), sizeof(sealed));
	return privacy_unseal(privacy, customer_place(privacy->customer, field),
		sealed, arena, text, err);
}

enum status
customer_unseal(const struct privacy *privacy, const struct customer_stored *stored,
	struct arena *arena, struct customer *customer, struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];
	size_t i;

	customer_id_format(privacy->customer, id);
	customer->id = privacy->customer;
	TRY(arena_text(arena, id, &customer->customer, err));
	for (i = 0; i < customer_stored_record.field_count; i++) {
		const struct field *field = &customer_stored_fields[i];
		const char *text;

		if (field->type != FIELD_BYTES)
			continue;
		TRY(unseal_field(privacy, field, stored, arena, &text, err));
		memcpy((char *)customer + clear_field(field)->offset, &text,
			sizeof(text));
	}
	customer->country = stored->country;
	customer->group = stored->group;
	customer->payment = stored->payment;
	customer->disabled = stored->disabled;
	customer->registered_at = stored->registered_at;
	return ST_OK;
}

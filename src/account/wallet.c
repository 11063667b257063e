#include "account/wallet.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/customer_store.h"
#include "account/wallet_moving.h"
#include "base/clock.h"
#include "base/text.h"
#include "store/event.h"

/* One that was removed stays as a number that is taken. */
struct wallet_stored {
	const char *method;
	struct bytes label;
	struct bytes token;
	const char *expires;
	int64_t added_at;
	bool removed;
};

enum {
	WALLET_FIELD_LABEL = 2,
	WALLET_FIELD_TOKEN = 3,
};

#define STORED(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct wallet_stored, member)

static const struct field wallet_stored_fields[] = {
	{ STORED(1, FIELD_TEXT, method) },
	{ STORED(WALLET_FIELD_LABEL, FIELD_BYTES, label) },
	{ STORED(WALLET_FIELD_TOKEN, FIELD_BYTES, token) },
	{ STORED(4, FIELD_TEXT, expires) },
	{ STORED(5, FIELD_TIME, added_at) },
	{ STORED(6, FIELD_BOOL, removed) },
};
static const struct record_type wallet_stored_record = { .name = "payment method",
	RECORD_FIELDS(struct wallet_stored, wallet_stored_fields) };
static const struct stored stored_wallet = { TABLE_WALLET, &wallet_stored_record };

static const struct field wallet_method_fields[] = {
	{ FIELD(1, FIELD_ID, struct wallet_method, number) },
	{ FIELD(2, FIELD_TEXT, struct wallet_method, method) },
	{ FIELD(3, FIELD_TEXT, struct wallet_method, label) },
	{ FIELD(4, FIELD_TEXT, struct wallet_method, expires),
		.flags = FIELD_NULLABLE },
	{ FIELD(5, FIELD_TIME, struct wallet_method, added_at) },
};
const struct record_type wallet_method_record = { .name = "payment method",
	RECORD_FIELDS(struct wallet_method, wallet_method_fields) };

static struct key
wallet_key(uint64_t customer, uint64_t number)
{
	struct key key = key_u64(customer);

	key_add_u32(&key, (uint32_t)number);
	return key;
}

/* Customers' ids stay far below 2^44, and their methods' numbers below 2^20. */
static struct privacy_place
wallet_place(uint64_t customer, uint64_t number, uint32_t field)
{
	return (struct privacy_place){ TABLE_WALLET, customer << 20 | number, field };
}

static enum status
get_stored(struct txn *txn, uint64_t customer, uint64_t number,
	struct wallet_stored *stored, struct err *err)
{
	struct key key = wallet_key(customer, number);
	bool found = false;

	if (number <= UINT32_MAX)
		TRY(txn_get_record(
			txn, &stored_wallet, key_bytes(&key), stored, &found, err));
	if (found && !stored->removed)
		return ST_OK;
	return fail(err, ST_NOT_FOUND,
		"no payment method %" PRIu64 " is kept (shop account payment list)",
		number);
}

static enum status
put_stored(struct txn *txn, uint64_t customer, uint64_t number,
	const struct wallet_stored *stored, struct err *err)
{
	struct key key = wallet_key(customer, number);

	return txn_put_record(txn, &stored_wallet, key_bytes(&key), stored, err);
}

/* How many are kept, and the last number that was given. */
static enum status
count_methods(struct txn *txn, uint64_t customer, size_t *kept, uint64_t *last,
	struct err *err)
{
	struct key prefix = key_u64(customer);
	struct wallet_stored stored;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	*kept = 0;
	*last = 0;
	TRY(scan_open_prefix(
		txn, TABLE_WALLET, key_bytes(&prefix), false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(
			&wallet_stored_record, value, txn_arena(txn), &stored, err));
		*kept += !stored.removed;
		*last = get_u32(key.data + 8);
	}
	scan_close(scan);
	return ST_OK;
}

enum status
wallet_check_label(const char *label, struct err *err)
{
	size_t offset;
	const char *reason;

	if (strlen(label) > WALLET_LABEL_SIZE_MAX)
		return fail(err, ST_USAGE, "the label is longer than %d bytes",
			WALLET_LABEL_SIZE_MAX);
	if (text_find_forbidden(label, strlen(label), "", &offset, &reason))
		return fail(err, ST_USAGE, "the label has a %s", reason);
	if (text_has_card_number(label))
		return fail(err, ST_USAGE,
			"the label holds a payment card's number, which is never "
			"kept");
	return ST_OK;
}

/* Looked through in guarded memory, which has room for the NUL that ends a text. */
enum status
wallet_check_token(const struct secret *token, struct err *err)
{
	struct secret text = { NULL, 0 };
	bool is_card;

	if (token->size == 0)
		return ST_OK;
	if (token->size > WALLET_TOKEN_SIZE_MAX)
		return fail(err, ST_BAD_DATA, "the token is longer than %d bytes",
			WALLET_TOKEN_SIZE_MAX);
	TRY(secret_take(&text, token->size + 1, err));
	memcpy(text.data, token->data, token->size);
	is_card = text_has_card_number((const char *)text.data);
	secret_free(&text);
	if (!is_card)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"the token holds a payment card's number, which is never kept (give "
		"what the provider made of it)");
}

static enum status
seal(const struct people *people, uint64_t customer,
	const struct wallet_method *method, const struct secret *token,
	struct wallet_stored *stored, struct err *err)
{
	struct arena *arena = txn_arena(people->txn);
	struct privacy privacy = { 0 };
	enum status status;

	TRY(privacy_open(people->txn, people->shop_key, customer, &privacy, err));
	status = privacy_seal(&privacy,
		wallet_place(customer, method->number, WALLET_FIELD_LABEL),
		method->label, arena, &stored->label, err);
	if (status == ST_OK)
		status = privacy_seal_secret(&privacy,
			wallet_place(customer, method->number, WALLET_FIELD_TOKEN),
			token, arena, &stored->token, err);
	privacy_close(&privacy);
	return status;
}

static enum status
unseal(const struct people *people, uint64_t customer,
	const struct wallet_stored *stored, struct wallet_method *method,
	struct err *err)
{
	struct privacy privacy = { 0 };
	enum status status;

	method->method = stored->method;
	method->expires = stored->expires;
	method->added_at = stored->added_at;
	TRY(privacy_open(people->txn, people->shop_key, customer, &privacy, err));
	status = privacy_unseal(&privacy,
		wallet_place(customer, method->number, WALLET_FIELD_LABEL),
		stored->label, txn_arena(people->txn), &method->label, err);
	privacy_close(&privacy);
	return status;
}

static enum status
append_event(struct txn *txn, uint64_t customer, const char *kind, const char *method,
	struct err *err)
{
	struct event event = { .subject_kind = "customer", .kind = kind };
	struct change change = { "method", "", method };
	char id[CUSTOMER_ID_TEXT_MAX];

	customer_id_format(customer, id);
	event.subject = id;
	event.changes = (struct list){ &change, 1 };
	return event_append(txn, &event, err);
}

enum status
wallet_add(const struct people *people, uint64_t customer,
	struct wallet_method *method, const struct secret *token, struct err *err)
{
	struct txn *txn = people->txn;
	struct wallet_stored stored;
	uint64_t last;
	size_t kept;

	TRY(people_require_key(people, err));
	TRY(wallet_check_label(method->label, err));
	TRY(wallet_check_token(token, err));
	TRY(count_methods(txn, customer, &kept, &last, err));
	if (kept >= WALLET_METHODS_MAX || last >= (1 << 20) - 1)
		return fail(err, ST_REFUSED,
			"%d payment methods are kept, which is as many as may be "
			"(shop account payment remove)",
			WALLET_METHODS_MAX);
	record_init(&wallet_stored_record, &stored);
	method->number = last + 1;
	method->added_at = txn_now(txn);
	stored.method = method->method;
	stored.expires = method->expires;
	stored.added_at = method->added_at;
	TRY(seal(people, customer, method, token, &stored, err));
	TRY(put_stored(txn, customer, method->number, &stored, err));
	return append_event(txn, customer, "payment_added", method->method, err);
}

enum status
wallet_get(const struct people *people, uint64_t customer, uint64_t number,
	struct wallet_method *method, struct err *err)
{
	struct wallet_stored stored;

	TRY(get_stored(people->txn, customer, number, &stored, err));
	method->number = number;
	return unseal(people, customer, &stored, method, err);
}

enum status
wallet_list(const struct people *people, uint64_t customer, struct list *methods,
	struct err *err)
{
	struct wallet_method *items;
	uint64_t number;
	uint64_t last;
	size_t count = 0;
	size_t kept;

	TRY(count_methods(people->txn, customer, &kept, &last, err));
	TRY(ARENA_NEW(txn_arena(people->txn), kept, &items, err));
	for (number = 1; number <= last && count < kept; number++) {
		enum status status =
			wallet_get(people, customer, number, &items[count], err);

		if (status == ST_NOT_FOUND)
			continue;
		TRY(status);
		count++;
	}
	*methods = (struct list){ items, count };
	return ST_OK;
}

enum status
wallet_token(const struct people *people, uint64_t customer, uint64_t number,
	struct secret *token, struct err *err)
{
	struct privacy privacy = { 0 };
	struct wallet_stored stored;
	enum status status;

	TRY(get_stored(people->txn, customer, number, &stored, err));
	if (stored.token.size == 0)
		return ST_OK;
	TRY(privacy_open(people->txn, people->shop_key, customer, &privacy, err));
	status = privacy_unseal_secret(&privacy,
		wallet_place(customer, number, WALLET_FIELD_TOKEN), stored.token,
		token, err);
	privacy_close(&privacy);
	return status;
}

enum status
wallet_remove(const struct people *people, uint64_t customer, uint64_t number,
	struct err *err)
{
	struct wallet_stored stored;

	TRY(get_stored(people->txn, customer, number, &stored, err));
	stored.removed = true;
	stored.label = (struct bytes){ NULL, 0 };
	stored.token = (struct bytes){ NULL, 0 };
	TRY(put_stored(people->txn, customer, number, &stored, err));
	return append_event(
		people->txn, customer, "payment_removed", stored.method, err);
}

bool
wallet_is_expired(const struct wallet_method *method, int64_t now)
{
	const char *text = method->expires;
	int month;
	int year;

	return text_read_digits(&text, 4, &year) && *text++ == '-' &&
	       text_read_digits(&text, 2, &month) &&
	       now >= time_of_day_start(year, month + 1, 1);
}

static const struct field moving_method_fields[] = {
	{ FIELD(1, FIELD_ID, struct moving_method, number) },
	{ FIELD(2, FIELD_TEXT, struct moving_method, method) },
	{ FIELD(3, FIELD_TEXT, struct moving_method, label) },
	{ FIELD(4, FIELD_TEXT, struct moving_method, token) },
	{ FIELD(5, FIELD_TEXT, struct moving_method, expires) },
	{ FIELD(6, FIELD_TIME, struct moving_method, added_at) },
	{ FIELD(7, FIELD_BOOL, struct moving_method, removed) },
};
const struct record_type moving_method_record = { .name = "moving payment method",
	RECORD_FIELDS(struct moving_method, moving_method_fields) };

static enum status
read_moving(const struct privacy *privacy, const struct wallet_stored *stored,
	struct arena *arena, struct moving_method *method, struct err *err)
{
	uint64_t customer = privacy->customer;

	method->method = stored->method;
	method->expires = stored->expires;
	method->added_at = stored->added_at;
	method->removed = stored->removed;
	TRY(privacy_unseal(privacy,
		wallet_place(customer, method->number, WALLET_FIELD_LABEL),
		stored->label, arena, &method->label, err));
	return privacy_unseal(privacy,
		wallet_place(customer, method->number, WALLET_FIELD_TOKEN),
		stored->token, arena, &method->token, err);
}

static enum status
list_moving(const struct people *people, const struct privacy *privacy,
	struct buffer *items, struct err *err)
{
	struct key prefix = key_u64(privacy->customer);
	struct arena *arena = txn_arena(people->txn);
	struct moving_method method;
	struct wallet_stored stored;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open_prefix(
		people->txn, TABLE_WALLET, key_bytes(&prefix), false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		record_init(&moving_method_record, &method);
		method.number = get_u32(key.data + 8);
		TRY(record_decode(&wallet_stored_record, value, arena, &stored, err));
		TRY(read_moving(privacy, &stored, arena, &method, err));
		TRY(buffer_append(items, &method, sizeof(method), err));
	}
	scan_close(scan);
	return ST_OK;
}

enum status
wallet_moving_list(const struct people *people, uint64_t customer,
	struct list *methods, struct err *err)
{
	struct buffer items = { .arena = txn_arena(people->txn) };
	struct privacy privacy = { 0 };
	enum status status;

	TRY(privacy_open(people->txn, people->shop_key, customer, &privacy, err));
	status = list_moving(people, &privacy, &items, err);
	privacy_close(&privacy);
	if (status != ST_OK)
		return status;
	*methods = (struct list){ items.data,
		items.size / sizeof(struct moving_method) };
	return ST_OK;
}

enum status
wallet_moving_check(const struct moving_method *method, struct err *err)
{
	if (method->number >= 1 << 20)
		return fail(
			err, ST_BAD_DATA, "a payment method's number is too high");
	if (method->method[0] == '\0' ||
		strlen(method->method) > WALLET_METHOD_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"a payment method's 'method' is 1 to %d bytes",
			WALLET_METHOD_SIZE_MAX);
	if (strlen(method->label) > WALLET_LABEL_SIZE_MAX ||
		strlen(method->token) > WALLET_TOKEN_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"a payment method's label or token is too long");
	if (text_has_card_number(method->label) ||
		text_has_card_number(method->token))
		return fail(err, ST_BAD_DATA,
			"a payment method holds a payment card's number, which is "
			"never kept");
	return ST_OK;
}

static enum status
put_moving(const struct people *people, const struct privacy *privacy,
	const struct moving_method *method, struct err *err)
{
	struct arena *arena = txn_arena(people->txn);
	uint64_t customer = privacy->customer;
	struct wallet_stored stored;

	record_init(&wallet_stored_record, &stored);
	stored.method = method->method;
	stored.expires = method->expires;
	stored.added_at = method->added_at;
	stored.removed = method->removed;
	TRY(privacy_seal(privacy,
		wallet_place(customer, method->number, WALLET_FIELD_LABEL),
		method->label, arena, &stored.label, err));
	TRY(privacy_seal(privacy,
		wallet_place(customer, method->number, WALLET_FIELD_TOKEN),
		method->token, arena, &stored.token, err));
	return put_stored(people->txn, customer, method->number, &stored, err);
}

enum status
wallet_moving_put(const struct people *people, uint64_t customer,
	const struct list *methods, struct err *err)
{
	const struct moving_method *items = methods->items;
	struct privacy privacy = { 0 };
	enum status status = ST_OK;
	size_t i;

	if (methods->count == 0)
		return ST_OK;
	TRY(privacy_open(people->txn, people->shop_key, customer, &privacy, err));
	for (i = 0; status == ST_OK && i < methods->count; i++)
		status = put_moving(people, &privacy, &items[i], err);
	privacy_close(&privacy);
	return status;
}

#include "account/contact.h"
#include "account/customer_store.h"
#include "account/login.h"
#include "account/wallet.h"

/* A proof under way. */
struct proof {
	const struct people *people;
	customer_fault_fn *fault;
	void *arg;
	uint64_t customers;
	uint64_t contacts; /* that customers have */
};

static void
report(const struct proof *proof, const char *kind, uint64_t customer,
	const char *message)
{
	char subject[CUSTOMER_ID_TEXT_MAX];

	customer_id_format(customer, subject);
	proof->fault(proof->arg, kind, subject, message);
}

/* A damaged record is a fault that the proof goes on after. */
static enum status
note_damage(const struct proof *proof, uint64_t customer, enum status status,
	const struct err *err)
{
	if (status == ST_CORRUPT)
		report(proof, "customer", customer, err->message);
	return status == ST_CORRUPT ? ST_OK : status;
}

static enum status
prove_contact(struct proof *proof, struct contact contact, uint64_t customer,
	struct err *err)
{
	uint64_t holder;

	if (contact.canonical[0] == '\0')
		return ST_OK;
	proof->contacts++;
	TRY(contact_find(proof->people, contact, &holder, err));
	if (holder != customer)
		report(proof, "contact", customer,
			contact.kind == CONTACT_PHONE
				? "the phone number does not lead to the customer"
				: "the e-mail address does not lead to the customer");
	return ST_OK;
}

static enum status
prove_customer(struct proof *proof, uint64_t id, struct err *err)
{
	struct customer customer;
	enum status status;
	bool found;

	status = customer_get(proof->people, id, &customer, &found, err);
	if (status != ST_OK)
		return note_damage(proof, id, status, err);
	TRY(prove_contact(
		proof, (struct contact){ CONTACT_PHONE, customer.phone }, id, err));
	return prove_contact(
		proof, (struct contact){ CONTACT_EMAIL, customer.email }, id, err);
}

struct row {
	enum table table;
	struct bytes key;
	struct bytes value;
};

/* Whose row it is; 0 where it does not say. */
static uint64_t
row_customer(const struct proof *proof, const struct row *row)
{
	struct session session;
	struct err damage;

	if (row->table == TABLE_CONTACT)
		return row->value.size == sizeof(uint64_t) ? get_u64(row->value.data)
							   : 0;
	if (row->table == TABLE_WALLET)
		return row->key.size == 12 ? get_u64(row->key.data) : 0;
	if (row->table != TABLE_SESSION)
		return row->key.size == sizeof(uint64_t) ? get_u64(row->key.data) : 0;
	if (record_decode(&session_record, row->value, txn_arena(proof->people->txn),
		    &session, &damage) != ST_OK)
		return 0;
	return session.customer;
}

/* Label and token open; one that was removed has none. */
static enum status
prove_method(struct proof *proof, uint64_t customer, uint64_t number, struct err *err)
{
	struct wallet_method method;
	struct secret token = { NULL, 0 };
	enum status status =
		wallet_get(proof->people, customer, number, &method, err);

	if (status == ST_OK)
		status = wallet_token(proof->people, customer, number, &token, err);
	secret_free(&token);
	if (status == ST_NOT_FOUND)
		return ST_OK;
	return note_damage(proof, customer, status, err);
}

static enum status
prove_row(struct proof *proof, const struct row *row, struct err *err)
{
	const uint64_t customer = row_customer(proof, row);
	struct customer_stored stored;
	bool found;

	if (row->table == TABLE_CUSTOMER)
		return prove_customer(proof, customer, err);
	if (row->table == TABLE_CREDENTIAL && (customer & CREDENTIAL_NOBODY))
		return ST_OK;
	TRY(customer_stored_get(proof->people->txn, customer, &stored, &found, err));
	if (!found)
		report(proof, table_infos[row->table].name, customer,
			"a row of a customer who is not there");
	if (row->table == TABLE_WALLET && customer != 0)
		return prove_method(proof, customer, get_u32(row->key.data + 8), err);
	return ST_OK;
}

static enum status
prove_rows(struct proof *proof, enum table table, uint64_t *count, struct err *err)
{
	struct arena *arena = txn_arena(proof->people->txn);
	struct row row = { .table = table };
	struct arena_mark mark;
	struct scan *scan;
	bool found;

	*count = 0;
	TRY(scan_open(
		proof->people->txn, table, (struct scan_range){ 0 }, &scan, err));
	TRY(scan_next(scan, &row.key, &row.value, &found, err));
	while (found) {
		++*count;
		mark = arena_mark(arena);
		TRY(prove_row(proof, &row, err));
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &row.key, &row.value, &found, err));
	}
	scan_close(scan);
	return ST_OK;
}

enum status
customer_prove(const struct people *people, customer_fault_fn *fault, void *arg,
	uint64_t *count, struct err *err)
{
	static const enum table owned[] = { TABLE_CUSTOMER_KEY, TABLE_CREDENTIAL,
		TABLE_SESSION, TABLE_WALLET };
	struct proof proof = { .people = people, .fault = fault, .arg = arg };
	uint64_t rows;
	size_t i;

	TRY(people_require_key(people, err));
	TRY(prove_rows(&proof, TABLE_CUSTOMER, &proof.customers, err));
	TRY(prove_rows(&proof, TABLE_CONTACT, &rows, err));
	if (rows != proof.contacts)
		fault(arg, "contact", "",
			"there are not as many rows as phone numbers and e-mail "
			"addresses");
	for (i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		TRY(prove_rows(&proof, owned[i], &rows, err));
	*count = proof.customers;
	return ST_OK;
}

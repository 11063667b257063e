#include "cmd/account_view.h"

#include "account/wallet.h"

#define ACCOUNT(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct account_view, customer) + \
		  offsetof(struct customer, member)
#define CHANGES(number_) \
	FIELD(number_, FIELD_RECORDS, struct account_view, changes), \
		.record = &change_record, .flags = FIELD_SPARSE

static const struct field own_fields[] = {
	{ ACCOUNT(1, FIELD_TEXT, customer) },
	{ ACCOUNT(2, FIELD_TEXT, name) },
	{ ACCOUNT(3, FIELD_TEXT, phone) },
	{ ACCOUNT(4, FIELD_TEXT, email) },
	{ ACCOUNT(5, FIELD_TEXT, address) },
	{ ACCOUNT(6, FIELD_TEXT, country) },
	{ FIELD(7, FIELD_TEXT, struct account_view, payment) },
	{ ACCOUNT(8, FIELD_TIME, registered_at) },
	{ CHANGES(9) },
};
const struct record_type account_own_record = { .name = "account",
	RECORD_FIELDS(struct account_view, own_fields) };

static const struct field staff_fields[] = {
	{ ACCOUNT(1, FIELD_TEXT, customer) },
	{ ACCOUNT(2, FIELD_TEXT, name) },
	{ ACCOUNT(3, FIELD_TEXT, phone) },
	{ ACCOUNT(4, FIELD_TEXT, email) },
	{ ACCOUNT(5, FIELD_TEXT, address) },
	{ ACCOUNT(6, FIELD_TEXT, country) },
	{ ACCOUNT(7, FIELD_TEXT, group) },
	{ FIELD(8, FIELD_TEXT, struct account_view, payment) },
	{ ACCOUNT(9, FIELD_TEXT, note) },
	{ ACCOUNT(10, FIELD_BOOL, disabled) },
	{ ACCOUNT(11, FIELD_TIME, registered_at) },
	{ CHANGES(12) },
};
const struct record_type account_staff_record = { .name = "customer",
	RECORD_FIELDS(struct account_view, staff_fields) };

static enum status
find_payment(const struct people *people, struct account_view *view, struct err *err)
{
	const struct wallet_method *methods;
	struct list kept = { NULL, 0 };

	view->payment = view->customer.payment;
	if (people->shop_key && people->shop_key->size > 0)
		TRY(wallet_list(people, view->customer.id, &kept, err));
	methods = kept.items;
	if (kept.count > 0)
		view->payment = methods[0].method;
	return ST_OK;
}

enum status
account_view_read(const struct people *people, uint64_t customer,
	struct account_view *view, struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];
	bool found;

	TRY(customer_get(people, customer, &view->customer, &found, err));
	if (found)
		return find_payment(people, view, err);
	customer_id_format(customer, id);
	return fail(err, ST_NOT_FOUND, "no customer '%s'", id);
}

enum status
account_view_change(const struct people *people, const struct customer *now,
	struct account_view *view, struct err *err)
{
	TRY(customer_change(people, now, &view->changes, err));
	if (view->changes.count == 0)
		return fail(err, ST_UNCHANGED, "customer '%s' is so already",
			now->customer);
	return account_view_read(people, now->id, view, err);
}

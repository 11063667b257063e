#ifndef SHOP_ACCOUNT_CUSTOMER_STORE_H
#define SHOP_ACCOUNT_CUSTOMER_STORE_H

#include "account/customer.h"

/* How a customer is stored: what is personal sealed with the customer's key, the
 * rest in clear. Private to the room. */
struct customer_stored {
	struct bytes name;
	struct bytes phone;
	struct bytes email;
	struct bytes address;
	const char *country;
	const char *group;
	const char *payment;
	struct bytes note;
	bool disabled;
	int64_t registered_at;
};

extern const struct record_type customer_stored_record;

enum status customer_stored_get(struct txn *txn, uint64_t id,
	struct customer_stored *stored, bool *found, struct err *err);
enum status customer_stored_put(struct txn *txn, uint64_t id,
	const struct customer_stored *stored, struct err *err);

/* Each field of one from each field of the other. */
enum status customer_seal(const struct privacy *privacy,
	const struct customer *customer, struct arena *arena,
	struct customer_stored *stored, struct err *err);
enum status customer_unseal(const struct privacy *privacy,
	const struct customer_stored *stored, struct arena *arena,
	struct customer *customer, struct err *err);

/* Where the stored record's field lies. */
struct privacy_place customer_place(uint64_t customer, const struct field *field);

bool people_have_key(const struct people *people);
enum status people_require_key(const struct people *people, struct err *err);

#endif

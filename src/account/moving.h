#ifndef SHOP_ACCOUNT_MOVING_H
#define SHOP_ACCOUNT_MOVING_H

#include "account/customer.h"
#include "base/clock.h"

/*
 * Customers who move out of a shop and into another one, whole and in clear: with
 * what they log in by and the payment methods they keep. Such a one may have no name
 * and nothing to be reached by: of past orders often only a number is known.
 */
#define CUSTOMER_NUMBER_MAX UINT64_C(999999999999)
/* Up to here any number may be brought along; above are those that shops number on
 * from it, taken only where they are next to the last one. */
#define CUSTOMER_NUMBER_FREE_MAX UINT64_C(899999999999)
#define CUSTOMER_NUMBER_GAP_MAX 1000000
/* How far ahead of ours another clock may be. */
#define MOVING_AHEAD_MAX (24 * HOUR)
#define CREDENTIAL_HASH_SIZE_MAX 127

struct moving_method {
	uint64_t number;
	const char *method;
	const char *label;
	const char *token;
	const char *expires;
	int64_t added_at;
	bool removed; /* only its number is left, which is taken */
};

struct moving_customer {
	struct customer customer;
	const char *password; /* its hash; "" where there is none */
	bool one_time;        /* it must be changed at the next login */
	/* What was personal is destroyed: nothing of it is here. */
	bool erased;
	struct list payment_methods; /* of struct moving_method */
};
/* What a customer has besides customer_record. */
extern const struct record_type moving_customer_record;

/* One customer; as customer_get, and as customer_next. */
enum status moving_customer_get(const struct people *people, uint64_t id,
	struct moving_customer *customer, bool *found, struct err *err);
enum status moving_customer_next(const struct people *people, uint64_t after,
	struct moving_customer *customer, bool *found, struct err *err);

/* ST_BAD_DATA for a number that nobody can bring along. */
enum status moving_customer_check_id(struct txn *txn, uint64_t id, struct err *err);

/* Puts phone, e-mail and country into their canonical forms. ST_BAD_DATA names the
 * field that cannot be; ST_EXISTS the phone number or e-mail address that another
 * customer has. Changes nothing else, and writes nothing. */
enum status moving_customer_check(const struct people *people,
	struct moving_customer *customer, struct err *err);
/* Stores one that was checked, with the id it has; old is what was stored, NULL for a
 * new one. No event tells of it. The next new customer's id is above this one's. Who
 * is disabled, or gets another password, loses every session. ST_REFUSED where the
 * stored one was erased. */
enum status moving_customer_put(const struct people *people,
	const struct moving_customer *old, const struct moving_customer *now,
	struct err *err);
/* One of whom nothing but the id is known, where there is none of that id. */
enum status moving_customer_bare(
	const struct people *people, uint64_t id, bool *made, struct err *err);

#endif

#ifndef SHOP_ACCOUNT_WALLET_H
#define SHOP_ACCOUNT_WALLET_H

#include "account/customer.h"

/*
 * The payment methods that a customer keeps. Of each only what the provider gave to
 * know it again by, sealed with the customer's key; it is never shown. A number is
 * never given twice, so that what is asked of a provider later is asked about the
 * same one.
 */
#define WALLET_METHODS_MAX 20
#define WALLET_METHOD_SIZE_MAX 32
#define WALLET_LABEL_SIZE_MAX 100
#define WALLET_TOKEN_SIZE_MAX 1024

struct wallet_method {
	uint64_t number;
	const char *method;
	const char *label;   /* "Visa ending 4242", or "" */
	const char *expires; /* "2028-09": good until that month's end; or "" */
	int64_t added_at;
};
extern const struct record_type wallet_method_record;

/* Keeps a method; number and added_at are given here. The token may be empty. An
 * event says so. Refuses what wallet_check_label and wallet_check_token do, and with
 * ST_REFUSED where there are as many as may be kept. */
enum status wallet_add(const struct people *people, uint64_t customer,
	struct wallet_method *method, const struct secret *token, struct err *err);
/* Those that are kept, of struct wallet_method, in the order they were added. */
enum status wallet_list(const struct people *people, uint64_t customer,
	struct list *methods, struct err *err);
/* ST_NOT_FOUND, with the way out, also once it was removed. */
enum status wallet_get(const struct people *people, uint64_t customer,
	uint64_t number, struct wallet_method *method, struct err *err);
/* ST_NOT_FOUND where it is removed or erased. An empty token stays { NULL, 0 }. */
enum status wallet_token(const struct people *people, uint64_t customer,
	uint64_t number, struct secret *token, struct err *err);
/* Forgets it; its token is destroyed at once. */
enum status wallet_remove(const struct people *people, uint64_t customer,
	uint64_t number, struct err *err);

/* Refuse what must never be kept or sent, and what is too long: a label that is typed
 * with ST_USAGE, a token, which comes from a file, with ST_BAD_DATA. */
enum status wallet_check_label(const char *label, struct err *err);
enum status wallet_check_token(const struct secret *token, struct err *err);
/* True once the month after its last has begun, in the zone in force. */
bool wallet_is_expired(const struct wallet_method *method, int64_t now);

#endif

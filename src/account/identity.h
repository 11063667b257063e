#ifndef SHOP_ACCOUNT_IDENTITY_H
#define SHOP_ACCOUNT_IDENTITY_H

#include "account/customer.h"
#include "account/role.h"

/* Who runs this command: as staff by the operating-system user, as customer by the
 * session; both at once is no contradiction. */
struct identity {
	uint64_t uid;
	int role; /* ROLE_ANY where the user is not staff */
	const char *staff_name;
	uint64_t customer; /* logged in, or 0 */
	bool session_stale;
};

/* token may be empty. Reads only. */
enum status identity_find(struct txn *txn, const struct secret *token, uint64_t uid,
	struct identity *identity, struct err *err);

/* Refuses with ST_NOT_ALLOWED ("'admin import' is for managers and above; you are a
 * clerk") or ST_NOT_LOGGED_IN, naming the way out. */
enum status identity_require(const struct identity *identity, enum role role,
	const char *command, bool for_customer, struct err *err);

#endif

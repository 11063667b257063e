#ifndef SHOP_CMD_PASSWORD_TRY_H
#define SHOP_CMD_PASSWORD_TRY_H

#include "account/login.h"
#include "cmd/password_input.h"

/* A password put to the test, as account/login.h says: the try is stored first, the
 * hash is tried outside any transaction, the caller's transaction ends it. */
struct password_try {
	struct login_try attempt;
	struct secret password;
	char hash[PASSWORD_HASH_MAX]; /* to be stored instead, or "" */
	bool renewed;                 /* hash is another password's */
};

/* ST_NOT_ALLOWED for a wrong password, in the same words whether there is such a
 * customer or not. */
enum status password_try_begin(struct context *context, const char *who,
	const struct password_input *input, struct password_try *password,
	struct err *err);
/* Asks for the password that is to take its place; ST_REFUSED where it is the same.
 */
enum status password_try_renew(const struct context *context,
	const struct password_input *input, struct password_try *password,
	struct err *err);
enum status password_try_end(
	struct txn *txn, const struct password_try *password, struct err *err);
void password_try_free(struct password_try *password);

#endif

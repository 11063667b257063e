#ifndef SHOP_CMD_OWN_SESSION_H
#define SHOP_CMD_OWN_SESSION_H

#include "base/secret.h"
#include "cmd/context.h"

/* The session that whoever runs the command gets: drawn before the transaction,
 * stored in it, kept in its file after the commit. It takes the place of one that
 * was open here. */
struct own_session {
	struct secret before; /* empty where nobody was logged in */
	struct secret token;
};

enum status own_session_draw(
	struct context *context, struct own_session *session, struct err *err);
enum status own_session_store(struct txn *txn, const struct own_session *session,
	uint64_t customer, struct err *err);
/* Where the file cannot be written, the message says that the change was made. */
enum status own_session_keep(
	struct context *context, const struct own_session *session, struct err *err);
void own_session_free(struct own_session *session);

#endif

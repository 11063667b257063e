#include "cmd/own_session.h"

#include "account/login.h"

static enum status
read_and_draw(
	const struct context *context, struct own_session *session, struct err *err)
{
	TRY(session_file_read(
		context->shop_id, context->arena, &session->before, err));
	TRY(secret_take(&session->token, TOKEN_SIZE, err));
	return crypto_random(session->token.data, session->token.size, err);
}

enum status
own_session_draw(
	struct context *context, struct own_session *session, struct err *err)
{
	enum status status = read_and_draw(context, session, err);

	if (status != ST_OK)
		own_session_free(session);
	return status;
}

enum status
own_session_store(struct txn *txn, const struct own_session *session,
	uint64_t customer, struct err *err)
{
	TRY(session_close(txn, &session->before, err));
	return session_open(txn, customer, &session->token, err);
}

enum status
own_session_keep(
	struct context *context, const struct own_session *session, struct err *err)
{
	struct err reason = { .status = ST_OK };
	enum status status;

	if (context->global->dry_run)
		return ST_OK;
	status = session_file_write(
		context->shop_id, context->arena, &session->token, &reason);
	if (status == ST_OK)
		return ST_OK;
	fail(err, status, "'%s' is done, but you are not logged in: %.800s",
		context->command->path, reason.message);
	err->committed = 1;
	return status;
}

void
own_session_free(struct own_session *session)
{
	secret_free(&session->before);
	secret_free(&session->token);
}

#include "cmd/password_try.h"

struct beginning {
	struct context *context;
	const char *who;
	struct login_try attempt;
};

static enum status
begin(struct txn *txn, void *arg, struct err *err)
{
	struct beginning *beginning = arg;
	struct people people = context_people(beginning->context, txn);

	return login_begin(&people, beginning->who, &beginning->attempt, err);
}

static enum status
verify(struct password_try *password, struct err *err)
{
	bool matches;
	bool outdated;

	TRY(password_verify(password->attempt.hash, &password->password,
		PASSWORD_CUSTOMER, &matches, &outdated, err));
	if (!matches || !password->attempt.known)
		return fail(err, ST_NOT_ALLOWED,
			"wrong password, or no such customer (register, or ask the "
			"shop for a one-time password)");
	if (!outdated)
		return ST_OK;
	return password_hash(
		&password->password, PASSWORD_CUSTOMER, password->hash, err);
}

enum status
password_try_begin(struct context *context, const char *who,
	const struct password_input *input, struct password_try *password,
	struct err *err)
{
	struct beginning beginning = { .context = context, .who = who };

	TRY(password_input_known(context, input, &password->password, err));
	TRY(context_write(context, begin, &beginning, err));
	context->committed = false;
	password->attempt = beginning.attempt;
	return verify(password, err);
}

static enum status
hash_other(struct password_try *password, const struct secret *new, struct err *err)
{
	if (new->size == password->password.size &&
		crypto_equal(new->data, password->password.data, new->size))
		return fail(err, ST_REFUSED,
			"the new password is the old one (choose another)");
	password->renewed = true;
	return password_hash(new, PASSWORD_CUSTOMER, password->hash, err);
}

enum status
password_try_renew(const struct context *context, const struct password_input *input,
	struct password_try *password, struct err *err)
{
	struct secret new = { NULL, 0 };
	enum status status;

	TRY(password_input_new(context, input, &new, err));
	status = hash_other(password, &new, err);
	secret_free(&new);
	return status;
}

enum status
password_try_end(
	struct txn *txn, const struct password_try *password, struct err *err)
{
	const struct login_try *attempt = &password->attempt;
	bool outdated = password->hash[0] != '\0' && !password->renewed;

	TRY(login_succeed(txn, attempt, outdated ? password->hash : NULL, err));
	if (!password->renewed)
		return ST_OK;
	return credential_set(txn, attempt->customer, password->hash, false, err);
}

void
password_try_free(struct password_try *password)
{
	secret_free(&password->password);
}

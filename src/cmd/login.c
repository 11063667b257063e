#include "account/login.h"
#include "cli/prompt.h"
#include "cmd/own_session.h"
#include "cmd/param.h"
#include "cmd/password_input.h"
#include "cmd/password_try.h"
#include "cmd/person.h"

struct login_input {
	const char *who;
	const char *password_file;
	const char *new_password_file;
};

static const struct param params[] = {
	{ .name = "WHO",
		.kind = KIND_CUSTOMER,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct login_input, const char *, who),
		.help = "one's phone number or e-mail address" },
	OPTION(struct login_input, const char *, password_file, "password-file",
		KIND_PATH, "read the password from this file's first line"),
	OPTION(struct login_input, const char *, new_password_file,
		"new-password-file", KIND_PATH,
		"the password that takes a one-time password's place"),
};

struct entering {
	struct context *context;
	struct password_try password;
	struct own_session session;
	struct person person;
};

static enum status
enter(struct txn *txn, void *arg, struct err *err)
{
	struct entering *entering = arg;
	const struct password_try *password = &entering->password;
	struct people people = context_people(entering->context, txn);

	TRY(password_try_end(txn, password, err));
	TRY(own_session_store(
		txn, &entering->session, password->attempt.customer, err));
	return person_read(
		&people, password->attempt.customer, &entering->person, err);
}

/* A one-time password is good for being replaced, and for nothing else. */
static enum status
renew(struct context *context, const struct login_input *input,
	struct password_try *password, struct err *err)
{
	const struct password_input new = { input->new_password_file,
		"new-password-file", "new password" };

	if (!input->new_password_file && !prompt_possible(context->global->no_input))
		return fail(err, ST_REFUSED,
			"this password is good once, to choose another (login "
			"--new-password-file FILE)");
	return password_try_renew(context, &new, password, err);
}

static enum status
log_in(struct context *context, const struct login_input *input,
	struct entering *entering, struct err *err)
{
	const struct password_input known = { input->password_file, "password-file",
		"password" };
	const char *who = input->who;
	struct password_try *password = &entering->password;

	if (!who && !prompt_possible(context->global->no_input))
		return fail(err, ST_USAGE,
			"missing operand WHO (see 'shop login --help')");
	if (!who)
		TRY(prompt_line(context->arena, "phone number or e-mail address",
			NULL, &who, err));
	TRY(password_try_begin(context, who, &known, password, err));
	if (password->attempt.one_time)
		TRY(renew(context, input, password, err));
	TRY(own_session_draw(context, &entering->session, err));
	store_set_actor(context->store,
		(struct actor){ "customer", password->attempt.customer,
			context->command->path });
	TRY(context_write(context, enter, entering, err));
	TRY(own_session_keep(context, &entering->session, err));
	return output_record(context->output, &person_record, &entering->person, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct entering entering = { .context = context };
	enum status status = log_in(context, arg, &entering, err);

	password_try_free(&entering.password);
	own_session_free(&entering.session);
	return status;
}

static const char *const examples[] = { "shop login ada@example.org",
	"shop login +441632960001 --password-file FILE", NULL };

const struct command command_login = {
	.path = "login",
	.summary = "log in as a customer",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct login_input),
	.access = ACCESS_WRITE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.result = &person_record,
};

#include "account/login.h"
#include "cmd/param.h"
#include "cmd/person.h"

struct logout_input {
	bool all;
};

static const struct param params[] = {
	OPTION(struct logout_input, bool, all, "all", KIND_FLAG,
		"end the sessions on other machines, too"),
};

struct leaving {
	struct context *context;
	struct secret token;
	bool all;
	struct person person;
};

static enum status
leave(struct txn *txn, void *arg, struct err *err)
{
	struct leaving *leaving = arg;
	uint64_t customer = leaving->context->identity.customer;
	struct people people = context_people(leaving->context, txn);

	TRY(session_close(txn, &leaving->token, err));
	if (leaving->all)
		TRY(session_close_all(txn, customer, err));
	return person_read(&people, customer, &leaving->person, err);
}

static enum status
close_session(struct context *context, struct leaving *leaving, struct err *err)
{
	TRY(session_file_read(
		context->shop_id, context->arena, &leaving->token, err));
	TRY(context_write(context, leave, leaving, err));
	TRY(session_file_remove(context->shop_id, context->arena, err));
	TRY(output_record(context->output, &person_record, &leaving->person, err));
	return output_say(context->output, err, "\nlogged out");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct logout_input *input = arg;
	struct leaving leaving = { .context = context, .all = input->all };
	enum status status;

	if (context->identity.customer == 0 && input->all)
		return fail(err, ST_NOT_LOGGED_IN,
			"you are not logged in, so whose sessions is not known "
			"(login first)");
	if (context->identity.customer == 0)
		return fail(err, ST_UNCHANGED, "you are not logged in");
	status = close_session(context, &leaving, err);
	secret_free(&leaving.token);
	return status;
}

static const char *const examples[] = { "shop logout", "shop logout --all", NULL };

const struct command command_logout = {
	.path = "logout",
	.summary = "end the session",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct logout_input),
	.access = ACCESS_WRITE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.result = &person_record,
};

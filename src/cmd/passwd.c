#include "cmd/param.h"
#include "cmd/password_try.h"
#include "cmd/person.h"

struct passwd_input {
	const char *password_file;
	const char *new_password_file;
};

static const struct param params[] = {
	OPTION(struct passwd_input, const char *, password_file, "password-file",
		KIND_PATH, "read the password so far from this file's first line"),
	OPTION(struct passwd_input, const char *, new_password_file,
		"new-password-file", KIND_PATH,
		"read the new password from this file's first line"),
};

struct passwd {
	struct context *context;
	struct password_try password;
	struct person person;
};

static enum status
read_own(struct txn *txn, void *arg, struct err *err)
{
	struct passwd *passwd = arg;
	struct people people = context_people(passwd->context, txn);

	return person_read(
		&people, passwd->context->identity.customer, &passwd->person, err);
}

static enum status
set(struct txn *txn, void *arg, struct err *err)
{
	const struct passwd *passwd = arg;

	return password_try_end(txn, &passwd->password, err);
}

static enum status
change(struct passwd *passwd, const struct passwd_input *input, struct err *err)
{
	const struct password_input known = { input->password_file, "password-file",
		"password so far" };
	const struct password_input new = { input->new_password_file,
		"new-password-file", "new password" };
	struct context *context = passwd->context;
	const struct person *person = &passwd->person;
	const char *who;

	TRY(context_read(context, read_own, passwd, err));
	who = person->phone[0] ? person->phone : person->email;
	TRY(password_try_begin(context, who, &known, &passwd->password, err));
	TRY(password_try_renew(context, &new, &passwd->password, err));
	TRY(context_write(context, set, passwd, err));
	TRY(session_file_remove(context->shop_id, context->arena, err));
	TRY(output_record(context->output, &person_record, person, err));
	return output_say(context->output, err,
		"\nthe password is changed, and every session ended (login)");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct passwd passwd = { .context = context };
	enum status status;

	status = change(&passwd, arg, err);
	password_try_free(&passwd.password);
	return status;
}

static const char *const examples[] = { "shop passwd",
	"shop passwd --password-file OLD --new-password-file NEW", NULL };

const struct command command_passwd = {
	.path = "passwd",
	.summary = "change one's password",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct passwd_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.result = &person_record,
};

#include <string.h>

#include "account/login.h"
#include "cli/prompt.h"
#include "cmd/customer_input.h"
#include "cmd/own_session.h"
#include "cmd/param.h"
#include "cmd/password_input.h"
#include "cmd/payment_setup.h"
#include "cmd/person.h"
#include "payment/payment.h"

struct register_input {
	struct customer_input customer;
	const char *password_file;
	const char *payment;
	const char *payment_token_file;
	bool no_login;
};

#define REGISTER_TEXT(member, option, option_kind, text) \
	OPTION(struct register_input, const char *, member, option, option_kind, text)

static const struct param params[] = {
	REGISTER_TEXT(customer.name, "name", KIND_TEXT, "first and last name"),
	REGISTER_TEXT(customer.phone, "phone", KIND_TEXT, "phone number"),
	REGISTER_TEXT(customer.email, "email", KIND_TEXT, "e-mail address"),
	REGISTER_TEXT(customer.address, "address", KIND_LINES,
		"where parcels go; may have lines"),
	REGISTER_TEXT(customer.country, "country", KIND_COUNTRY,
		"ISO 3166-1 code of the address's country"),
	REGISTER_TEXT(password_file, "password-file", KIND_PATH,
		"read the password from this file's first line"),
	{ .name = "payment",
		.kind = KIND_TEXT,
		.value_name = "METHOD",
		PARAM_OF(struct register_input, const char *, payment),
		.help = "set up and keep this payment method" },
	REGISTER_TEXT(payment_token_file, "payment-token-file", KIND_PATH,
		"read what the provider gave for it from this file's first line"),
	OPTION(struct register_input, bool, no_login, "no-login", KIND_FLAG,
		"do not log in"),
};

struct registration {
	struct context *context;
	struct customer customer;
	char hash[PASSWORD_HASH_MAX];
	struct own_session session;
	struct payment_setup payment; /* without a method: none */
	bool log_in;
	struct person person;
};

static enum status
store_new(struct txn *txn, void *arg, struct err *err)
{
	struct registration *made = arg;
	struct people people = context_people(made->context, txn);
	struct customer customer = made->customer;

	TRY(customer_add(&people, &customer, err));
	TRY(credential_set(txn, customer.id, made->hash, false, err));
	if (made->payment.method.method)
		TRY(wallet_add(&people, customer.id, &made->payment.method,
			&made->payment.token, err));
	if (made->log_in)
		TRY(own_session_store(txn, &made->session, customer.id, err));
	return person_read(&people, customer.id, &made->person, err);
}

static enum status
hash_password(
	const struct context *context, const char *file, char *hash, struct err *err)
{
	const struct password_input input = { file, "password-file", "password" };
	struct secret password = { NULL, 0 };
	enum status status;

	TRY(password_input_new(context, &input, &password, err));
	status = password_hash(&password, PASSWORD_CUSTOMER, hash, err);
	secret_free(&password);
	return status;
}

static enum status
store_and_keep(struct registration *made, struct err *err)
{
	struct context *context = made->context;

	TRY(customer_input_fault(context_write(context, store_new, made, err), err));
	if (made->log_in)
		TRY(own_session_keep(context, &made->session, err));
	return output_record(context->output, &person_record, &made->person, err);
}

static bool
is_manual(const char *payment)
{
	return strcmp(payment, PAYMENT_MANUAL) == 0;
}

static enum status
set_up_payment(struct registration *made, const struct register_input *input,
	struct err *err)
{
	struct payment_setup_input payment = { .method = input->payment,
		.token_file = input->payment_token_file };

	if (!input->payment && input->payment_token_file)
		return fail(err, ST_USAGE,
			"--payment-token-file is of no use without --payment");
	if (!input->payment || is_manual(input->payment))
		return ST_OK;
	return payment_setup(made->context, &payment, &made->payment, err);
}

static enum status
check_payment(struct context *context, const char *payment, struct err *err)
{
	struct payment_helper helper;

	if (!payment || is_manual(payment))
		return ST_OK;
	return payment_helper_find(
		context->home, payment, context->arena, &helper, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct register_input *input = arg;
	struct customer_input customer = input->customer;
	struct registration made = { .context = context, .log_in = !input->no_login };
	enum status status;

	TRY(check_payment(context, input->payment, err));
	if (prompt_possible(context->global->no_input))
		TRY(customer_input_ask(context, &customer, err));
	TRY(customer_input_require(context, &customer, err));
	made.customer = customer_of_input(&customer);
	if (input->payment && is_manual(input->payment))
		made.customer.payment = input->payment;
	TRY(hash_password(context, input->password_file, made.hash, err));
	TRY(set_up_payment(&made, input, err));
	status = own_session_draw(context, &made.session, err);
	if (status == ST_OK)
		status = store_and_keep(&made, err);
	own_session_free(&made.session);
	payment_setup_free(&made.payment);
	return status;
}

static const char *const examples[] = { "shop register",
	"shop register --name 'Ada King' --phone +441632960001 --password-file FILE",
	NULL };

const struct command command_register = {
	.path = "register",
	.summary = "become a customer and log in",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct register_input),
	.access = ACCESS_WRITE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &person_record,
	.heading = "being a customer",
};

#include "account/login.h"
#include "cmd/param.h"

struct reset_input {
	const char *who;
};

static const struct param params[] = {
	OPERAND(struct reset_input, const char *, who, "CUSTOMER", KIND_CUSTOMER,
		"a phone number, an e-mail address or an id"),
};

struct reset_result {
	const char *customer;
	const char *name;
	const char *one_time_password;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct reset_result, customer) },
	{ FIELD(2, FIELD_TEXT, struct reset_result, name) },
	{ FIELD(3, FIELD_TEXT, struct reset_result, one_time_password),
		.flags = FIELD_NULLABLE },
};

static const struct record_type result_record = { .name = "one-time password",
	RECORD_FIELDS(struct reset_result, result_fields) };

struct resetting {
	struct context *context;
	const char *who;
	char hash[PASSWORD_HASH_MAX];
	struct reset_result result;
};

static enum status
reset(struct txn *txn, void *arg, struct err *err)
{
	struct resetting *resetting = arg;
	struct people people = context_people(resetting->context, txn);
	struct customer customer;

	TRY(customer_find(&people, resetting->who, &customer, err));
	TRY(credential_set(txn, customer.id, resetting->hash, true, err));
	resetting->result.customer = customer.customer;
	resetting->result.name = customer.name;
	return ST_OK;
}

/* Four groups of four letters and digits that nobody mistakes for another when they
 * are read out (Crockford's base 32): 80 bits. */
#define GROUP_COUNT 4
#define GROUP_SIZE 4
#define DRAWN_SIZE (GROUP_COUNT * (GROUP_SIZE + 1) - 1)

static enum status
draw(struct secret *password, struct err *err)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	size_t i;

	TRY(secret_take(password, DRAWN_SIZE + 1, err));
	TRY(crypto_random(password->data, DRAWN_SIZE, err));
	for (i = 0; i < DRAWN_SIZE; i++) {
		bool gap = i % (GROUP_SIZE + 1) == GROUP_SIZE;
		uint8_t drawn = password->data[i] % (sizeof(alphabet) - 1);

		password->data[i] = (uint8_t)(gap ? '-' : alphabet[drawn]);
	}
	password->data[DRAWN_SIZE] = '\0';
	return ST_OK;
}

static enum status
store_and_print(
	struct resetting *resetting, const struct secret *password, struct err *err)
{
	const struct secret typed = { password->data, DRAWN_SIZE };
	struct context *context = resetting->context;
	struct reset_result *result = &resetting->result;

	TRY(password_hash(&typed, PASSWORD_CUSTOMER, resetting->hash, err));
	TRY(context_write(context, reset, resetting, err));
	result->one_time_password =
		context->global->dry_run ? "" : (const char *)password->data;
	TRY(output_record(context->output, &result_record, result, err));
	return output_say(context->output, err,
		"\nit is shown this once, and good for one login, at which another "
		"is chosen");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct reset_input *input = arg;
	struct resetting resetting = { .context = context, .who = input->who };
	struct secret password = { NULL, 0 };
	enum status status = draw(&password, err);

	if (status == ST_OK)
		status = store_and_print(&resetting, &password, err);
	secret_free(&password);
	return status;
}

static const char *const examples[] = { "shop admin customers reset-password C1001",
	NULL };

const struct command command_admin_customers_reset_password = {
	.path = "admin customers reset-password",
	.summary = "give a customer a password for one login",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct reset_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &result_record,
};

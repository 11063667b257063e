#include "cmd/param.h"
#include "cmd/payment_setup.h"

static const struct param params[] = {
	OPERAND(struct payment_setup_input, const char *, method, "METHOD", KIND_TEXT,
		"the payment method's name"),
	OPTION(struct payment_setup_input, const char *, label, "label", KIND_TEXT,
		"what to call it (default: what the provider says)"),
	OPTION(struct payment_setup_input, const char *, token_file, "token-file",
		KIND_PATH,
		"read what the provider gave for this from this file's first line"),
};

struct adding {
	struct context *context;
	struct payment_setup setup;
};

static enum status
add(struct txn *txn, void *arg, struct err *err)
{
	struct adding *adding = arg;
	struct people people = context_people(adding->context, txn);

	return wallet_add(&people, adding->context->customer, &adding->setup.method,
		&adding->setup.token, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct payment_setup_input *input = arg;
	struct adding adding = { .context = context };
	enum status status;

	TRY(payment_setup(context, input, &adding.setup, err));
	status = context_write(context, add, &adding, err);
	payment_setup_free(&adding.setup);
	TRY(status);
	return output_record(
		context->output, &wallet_method_record, &adding.setup.method, err);
}

static const char *const examples[] = {
	"shop account payment add test --token-file FILE",
	"shop account payment add test --label 'the blue card' --token-file -", NULL
};

const struct command command_account_payment_add = {
	.path = "account payment add",
	.summary = "keep a payment method for the next checkouts",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct payment_setup_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN,
	.result = &wallet_method_record,
};

#include "account/wallet.h"
#include "cmd/param.h"

struct account_payment_remove_input {
	int64_t number;
};

static const struct param params[] = {
	OPERAND(struct account_payment_remove_input, int64_t, number, "NUMBER",
		KIND_COUNT, "its number in the list"),
};

struct removing {
	struct context *context;
	uint64_t number;
	struct wallet_method method;
};

static enum status
remove_method(struct txn *txn, void *arg, struct err *err)
{
	struct removing *removing = arg;
	struct people people = context_people(removing->context, txn);
	uint64_t customer = removing->context->customer;

	TRY(wallet_get(&people, customer, removing->number, &removing->method, err));
	return wallet_remove(&people, customer, removing->number, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct account_payment_remove_input *input = arg;
	struct removing removing = { .context = context,
		.number = (uint64_t)input->number };

	TRY(context_write(context, remove_method, &removing, err));
	return output_record(
		context->output, &wallet_method_record, &removing.method, err);
}

static const char *const examples[] = { "shop account payment remove 1", NULL };

const struct command command_account_payment_remove = {
	.path = "account payment remove",
	.summary = "forget a payment method that is kept",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct account_payment_remove_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &wallet_method_record,
};

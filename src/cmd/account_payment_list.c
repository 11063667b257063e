#include "account/wallet.h"
#include "cmd/param.h"

struct account_payment_list_input {
	bool unused;
};

struct listing {
	struct context *context;
	struct list methods;
};

static enum status
read_methods(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct people people = context_people(listing->context, txn);

	return wallet_list(
		&people, listing->context->customer, &listing->methods, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct listing listing = { .context = context };
	const struct wallet_method *items;
	struct list_count envelope;
	size_t i;

	(void)arg;
	TRY(context_read(context, read_methods, &listing, err));
	items = listing.methods.items;
	TRY(output_list_begin(context->output, &wallet_method_record, err));
	for (i = 0; i < listing.methods.count; i++)
		TRY(output_row(context->output, &items[i], err));
	envelope.count = (int64_t)listing.methods.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop account payment list", NULL };

const struct command command_account_payment_list = {
	.path = "account payment list",
	.summary = "list the payment methods that are kept",
	.input_size = sizeof(struct account_payment_list_input),
	.access = ACCESS_READ,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &wallet_method_record,
};

#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_address_input {
	uint64_t order;
	const char *address;
	const char *country;
};

static const struct param params[] = {
	OPERAND(struct order_address_input, uint64_t, order, "ORDER", KIND_ORDER,
		"an order that has not been shipped whole"),
	OPERAND(struct order_address_input, const char *, address, "ADDRESS",
		KIND_LINES, "where it is to go; may have lines"),
	OPTION(struct order_address_input, const char *, country, "country",
		KIND_COUNTRY, "another country (ISO 3166-1); no price changes"),
};

static enum status
change_address(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_address_input *input = change->input;
	struct order_address_request request = { change->number, input->address,
		input->country ? input->country : "" };
	struct people people = context_people(change->context, txn);

	return order_change_address(&people, &request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_address_input *input = arg;

	return order_change_run(context, input, input->order, change_address, err);
}

static const char *const examples[] = {
	"shop admin order address 1001 'Am Tor 2, 10115 Berlin'", NULL
};

const struct command command_admin_order_address = {
	.path = "admin order address",
	.summary = "send an order elsewhere, at the prices it was placed",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_address_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_rm_input {
	struct words skus;
};

static const struct param params[] = {
	{ .name = "SKU",
		.kind = KIND_SKU,
		.flags = PARAM_OPERAND | PARAM_REQUIRED | PARAM_REPEATED,
		PARAM_OF(struct cart_rm_input, struct words, skus),
		.help = "what to take out" },
};

static enum status
take_out(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;
	const struct cart_rm_input *input = request->input;
	struct texts skus = { input->skus.items, input->skus.count };

	TRY(cart_remove(txn, request->customer, &skus, err));
	return cart_view_after(txn, request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return cart_change_run(context, arg, take_out, err);
}

static const char *const examples[] = { "shop cart rm TS-S-RED", NULL };

const struct command command_cart_rm = {
	.path = "cart rm",
	.summary = "take products out of the cart",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct cart_rm_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &cart_view_record,
};

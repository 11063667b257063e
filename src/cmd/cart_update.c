#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_update_input {
	const char *sku;
	int64_t count;
};

static const struct param params[] = {
	OPERAND(struct cart_update_input, const char *, sku, "SKU", KIND_SKU,
		"a product in the cart"),
	OPERAND(struct cart_update_input, int64_t, count, "COUNT", KIND_COUNT,
		"how many there shall be; 0 takes it out"),
};

static enum status
update(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;
	const struct cart_update_input *input = request->input;

	TRY(cart_update(txn, request->customer, input->sku, input->count, err));
	return cart_view_after(txn, request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	return cart_change_run(context, arg, update, err);
}

static const char *const examples[] = { "shop cart update TS-S-RED 3", NULL };

const struct command command_cart_update = {
	.path = "cart update",
	.summary = "change how many of a product are in the cart",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct cart_update_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &cart_view_record,
};

#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_add_input {
	const char *sku;
	bool count_given;
	int64_t count;
};

static const struct param params[] = {
	OPERAND(struct cart_add_input, const char *, sku, "SKU", KIND_SKU,
		"what to add: a SKU or a barcode"),
	{ .name = "count",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct cart_add_input, int64_t, count),
		.given_offset = offsetof(struct cart_add_input, count_given),
		.help = "how many (default: 1)" },
};

static enum status
add(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;
	const struct cart_add_input *input = request->input;
	int64_t count = input->count_given ? input->count : 1;

	TRY(cart_add(txn, request->customer, input->sku, count, err));
	return cart_view_after(txn, request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct cart_add_input *input = arg;

	if (input->count_given && input->count == 0)
		return fail(err, ST_USAGE, "--count must be 1 to %d", QUANTITY_MAX);
	return cart_change_run(context, arg, add, err);
}

static const char *const examples[] = { "shop cart add TS-S-RED",
	"shop cart add 85123A -n 6", NULL };

const struct command command_cart_add = {
	.path = "cart add",
	.summary = "put a product into the cart",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct cart_add_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &cart_view_record,
};

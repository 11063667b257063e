#include "cmd/cart_print.h"
#include "cmd/param.h"

struct cart_coupon_input {
	const char *code;
	bool remove;
};

static const struct param params[] = {
	{ .name = "CODE",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct cart_coupon_input, const char *, code),
		.help = "the coupon's code, in any case" },
	OPTION(struct cart_coupon_input, bool, remove, "remove", KIND_FLAG,
		"take the coupon out"),
};

static enum status
put_in(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;
	const struct cart_coupon_input *input = request->input;

	TRY(cart_coupon(txn, request->customer, input->code, &request->view, err));
	return cart_note_shown(txn, request->customer, &request->view, err);
}

static enum status
take_out(struct txn *txn, void *arg, struct err *err)
{
	struct cart_change_request *request = arg;

	TRY(cart_remove_coupon(txn, request->customer, err));
	return cart_view_after(txn, request, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct cart_coupon_input *input = arg;

	if (!input->code == !input->remove)
		return fail(err, ST_USAGE, "give either a CODE or --remove");
	return cart_change_run(context, arg, input->remove ? take_out : put_in, err);
}

static const char *const examples[] = { "shop cart coupon SUMMER",
	"shop cart coupon --remove", NULL };

const struct command command_cart_coupon = {
	.path = "cart coupon",
	.summary = "put a coupon into the cart",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct cart_coupon_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &cart_view_record,
};

#include "cmd/order_view.h"
#include "cmd/param.h"

struct order_deliver_input {
	uint64_t order;
	int64_t parcel;
	bool parcel_given;
};

static const struct param params[] = {
	OPERAND(struct order_deliver_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "parcel",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct order_deliver_input, int64_t, parcel),
		.given_offset = offsetof(struct order_deliver_input, parcel_given),
		.value_name = "NUMBER",
		.help = "only this parcel of it, numbered from 1 (default: all)" },
};

static enum status
deliver(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_deliver_input *input = change->input;

	return order_deliver(txn, change->number, (uint64_t)input->parcel, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_deliver_input *input = arg;

	if (input->parcel_given && input->parcel == 0)
		return fail(err, ST_USAGE, "parcels count from 1");
	return order_change_run(context, input, input->order, deliver, err);
}

static const char *const examples[] = { "shop admin order deliver 1001",
	"shop admin order deliver 1001 --parcel 2", NULL };

const struct command command_admin_order_deliver = {
	.path = "admin order deliver",
	.summary = "note that an order, or a parcel of it, arrived",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_deliver_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

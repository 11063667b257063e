#include "cmd/order_view.h"
#include "cmd/orders_own.h"
#include "cmd/param.h"

struct orders_input {
	uint64_t order;
};

static const struct param params[] = {
	{ .name = "ORDER",
		.kind = KIND_ORDER,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct orders_input, uint64_t, order),
		.help = "show this order with its tracking" },
};

enum status
order_require_own(const struct context *context, struct txn *txn, uint64_t number,
	struct err *err)
{
	struct order order;

	TRY(order_get(txn, number, &order, err));
	return order.customer == context->customer ? ST_OK
						   : order_missing(txn, number, err);
}

struct reading {
	struct context *context;
	uint64_t number;
	struct shown_order shown;
};

static enum status
read_own(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;

	TRY(order_require_own(reading->context, txn, reading->number, err));
	return order_view_read(
		reading->context, txn, reading->number, false, &reading->shown, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct orders_input *input = arg;
	struct reading reading = { .context = context, .number = input->order };
	struct order_filter filter = ORDER_FILTER_ALL;

	filter.customer = context->customer;
	if (input->order == 0)
		return order_list_print(context, &filter, 0, err);
	TRY(context_read(context, read_own, &reading, err));
	return output_record(
		context->output, &shown_order_record, &reading.shown, err);
}

static const char *const examples[] = { "shop orders", "shop orders 1001", NULL };

const struct command command_orders = {
	.path = "orders",
	.summary = "list one's orders, or show one",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct orders_input),
	.access = ACCESS_READ,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_GROUPED,
	.result = &shown_order_record,
};

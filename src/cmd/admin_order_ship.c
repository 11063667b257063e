#include "cmd/order_lines_input.h"
#include "cmd/order_view.h"
#include "cmd/param.h"
#include "order/intent.h"

struct order_ship_input {
	uint64_t order;
	struct pairs lines;
	const char *carrier;
	const char *tracking;
};

static const struct param params[] = {
	OPERAND(struct order_ship_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "line",
		.kind = KIND_PAIR,
		.flags = PARAM_REPEATED,
		PARAM_OF(struct order_ship_input, struct pairs, lines),
		.value_name = "SKU=COUNT",
		.help = "ship only so many of this (default: all that is left)" },
	OPTION(struct order_ship_input, const char *, carrier, "carrier", KIND_TEXT,
		"who carries it"),
	OPTION(struct order_ship_input, const char *, tracking, "tracking", KIND_TEXT,
		"the carrier's tracking number"),
};

static enum status
ship(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_ship_input *input = change->input;
	struct order_ship_request request = { .number = change->number,
		.carrier = input->carrier ? input->carrier : "",
		.tracking = input->tracking ? input->tracking : "" };

	TRY(order_lines_input(txn_arena(txn), &input->lines, &request.lines, err));
	TRY(order_ship(txn, &request, err));
	return intent_capture_shipped(txn, change->number, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_ship_input *input = arg;

	return order_change_run(context, input, input->order, ship, err);
}

static const char *const examples[] = {
	"shop admin order ship 1001 --carrier DHL --tracking 00340434161094042557",
	"shop admin order ship 1001 --line TS-S-RED=1", NULL
};

const struct command command_admin_order_ship = {
	.path = "admin order ship",
	.summary = "note that an order, or a part of it, left the house",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_ship_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &shown_order_record,
};

#include <stdlib.h>
#include <string.h>

#include "cmd/order_view.h"
#include "cmd/param.h"

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

/* A SKU may have a "=" of its own: the last one is the option's. */
static enum status
parse_line(struct arena *arena, const struct pair *pair, struct fact_line *line,
	struct err *err)
{
	const char *last = strrchr(pair->value, '=');
	const char *count = last ? last + 1 : pair->value;
	size_t digits = strspn(count, "0123456789");

	line->sku = pair->name;
	if (last)
		TRY(arena_format(arena, &line->sku, err, "%s=%.*s", pair->name,
			(int)(last - pair->value), pair->value));
	if (digits > 0 && digits <= 4 && count[digits] == '\0')
		line->quantity = strtoll(count, NULL, 10);
	if (line->quantity > 0)
		return ST_OK;
	return fail(err, ST_USAGE, "--line %s=%s: '%s' is not a number from 1 to %d",
		pair->name, pair->value, count, QUANTITY_MAX);
}

static enum status
ship(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	const struct order_ship_input *input = change->input;
	struct order_ship_request request = { .number = change->number,
		.carrier = input->carrier ? input->carrier : "",
		.tracking = input->tracking ? input->tracking : "" };
	struct fact_line *lines;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), input->lines.count, &lines, err));
	for (i = 0; i < input->lines.count; i++)
		TRY(parse_line(
			txn_arena(txn), &input->lines.items[i], &lines[i], err));
	request.lines = (struct list){ lines, input->lines.count };
	TRY(order_ship(txn, &request, err));
	return order_view_read(
		change->context, txn, change->number, true, &change->shown, err);
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
	.flags = COMMAND_DRY_RUN,
	.result = &shown_order_record,
};

#include "cmd/param.h"
#include "cmd/stock_change.h"

struct stock_count_input {
	const char *sku;
	int64_t count;
	const char *reason;
	bool if_given;
	int64_t expected;
};

static const struct param params[] = {
	OPERAND(struct stock_count_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	OPERAND(struct stock_count_input, int64_t, count, "COUNT", KIND_COUNT,
		"how many were counted"),
	OPTION(struct stock_count_input, const char *, reason, "reason", KIND_TEXT,
		"why, for the log of movements"),
	{ .name = "if",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct stock_count_input, int64_t, expected),
		.given_offset = offsetof(struct stock_count_input, if_given),
		.help = "only if so many are on hand now" },
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct stock_count_input *input = arg;
	struct stock_change change = { .sku = input->sku,
		.change = stock_count,
		.reason = input->reason ? input->reason : "count",
		.expected_given = input->if_given,
		.expected = input->expected };

	change.pieces = input->count;
	return stock_change_run(context, &change, err);
}

static const char *const examples[] = { "shop admin stock count TS-S-RED 11", NULL };

const struct command command_admin_stock_count = {
	.path = "admin stock count",
	.summary = "record a count of the shelf, even below what is promised",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_count_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &stock_item_record,
};

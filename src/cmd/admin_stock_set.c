#include "cmd/param.h"
#include "cmd/stock_change.h"

struct stock_set_input {
	const char *sku;
	int64_t count;
	const char *reason;
	bool if_given;
	int64_t expected;
};

static const struct param params[] = {
	OPERAND(struct stock_set_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	OPERAND(struct stock_set_input, int64_t, count, "COUNT", KIND_COUNT,
		"how many there are"),
	OPTION(struct stock_set_input, const char *, reason, "reason", KIND_TEXT,
		"why, for the log of movements"),
	{ .name = "if",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct stock_set_input, int64_t, expected),
		.given_offset = offsetof(struct stock_set_input, if_given),
		.help = "only if so many are on hand now" },
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct stock_set_input *input = arg;
	struct stock_change change = { .sku = input->sku,
		.change = stock_set,
		.reason = input->reason ? input->reason : "set",
		.expected_given = input->if_given,
		.expected = input->expected };

	change.pieces = input->count;
	return stock_change_run(context, &change, err);
}

static const char *const examples[] = {
	"shop admin stock set TS-S-RED 40 --reason delivery",
	"shop admin stock set TS-S-RED 40 --if 12", NULL
};

const struct command command_admin_stock_set = {
	.path = "admin stock set",
	.summary = "set how many pieces are on hand",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_set_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &stock_item_record,
};

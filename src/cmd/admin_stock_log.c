#include "cmd/param.h"
#include "order/stock.h"

struct stock_log_input {
	const char *sku;
	int64_t limit;
};

static const struct param params[] = {
	OPERAND(struct stock_log_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		PARAM_OF(struct stock_log_input, int64_t, limit),
		.help = "at most so many (default: all)" },
};

struct reading {
	const struct stock_log_input *input;
	struct list movements;
};

static enum status
read_movements(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct product product;
	size_t variant;

	TRY(product_find(txn, reading->input->sku, &product, &variant, err));
	return stock_movements(txn, product_variant(&product, variant)->sku,
		(size_t)reading->input->limit, &reading->movements, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct reading reading = { .input = arg };
	const struct movement *movements;
	struct list_count envelope;
	size_t i;

	TRY(context_read(context, read_movements, &reading, err));
	movements = reading.movements.items;
	TRY(output_list_begin(context->output, &movement_record, err));
	for (i = 0; i < reading.movements.count; i++)
		TRY(output_row(context->output, &movements[i], err));
	envelope.count = (int64_t)reading.movements.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin stock log TS-S-RED", NULL };

const struct command command_admin_stock_log = {
	.path = "admin stock log",
	.summary = "list the movements of a product's stock, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_log_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.result = &movement_record,
};

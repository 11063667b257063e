#include "cmd/param.h"
#include "order/stock_list.h"

struct stock_show_input {
	const char *sku;
};

static const struct param params[] = {
	{ .name = "SKU",
		.kind = KIND_SKU,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct stock_show_input, const char *, sku),
		.help = "only this SKU" },
};

struct showing {
	struct context *context;
	const char *sku;
	int64_t count;
};

static enum status
show_one(struct txn *txn, struct showing *showing, const char *sku, struct err *err)
{
	struct stock_item item;

	TRY(stock_item(txn, sku, &item, err));
	showing->count++;
	return output_row(showing->context->output, &item, err);
}

static enum status
show_product(struct txn *txn, struct showing *showing, const struct product *product,
	struct err *err)
{
	size_t i;

	for (i = 0; i < product->variants.count; i++)
		TRY(show_one(txn, showing, product_variant(product, i)->sku, err));
	return ST_OK;
}

static enum status
show_all(struct txn *txn, struct showing *showing, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct product_scan *scan;
	struct arena_mark mark;
	struct product product;
	bool found;

	TRY(product_scan_open(txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		TRY(show_product(txn, showing, &product, err));
	}
}

static enum status
show(struct txn *txn, void *arg, struct err *err)
{
	struct showing *showing = arg;

	return showing->sku ? show_one(txn, showing, showing->sku, err)
			    : show_all(txn, showing, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct stock_show_input *input = arg;
	struct showing showing = { .context = context, .sku = input->sku };
	struct list_count envelope;

	TRY(output_list_begin(context->output, &stock_item_record, err));
	TRY(context_read(context, show, &showing, err));
	envelope.count = showing.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin stock",
	"shop admin stock TS-S-RED", NULL };

const struct command command_admin_stock_show = {
	.path = "admin stock show",
	.summary = "show what is on hand, held and available",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_show_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED | COMMAND_LONG,
	.result = &stock_item_record,
};

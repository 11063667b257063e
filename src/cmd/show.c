#include "base/clock.h"
#include "cmd/param.h"
#include "cmd/product_view.h"

struct show_input {
	const char *name;
};

static const struct param params[] = {
	OPERAND(struct show_input, const char *, name, "SKU|PRODUCT", KIND_SKU,
		"a SKU, a barcode or a product's handle"),
};

struct show {
	const struct context *context;
	const char *name;
	struct product_view view;
};

static enum status
read_product(struct txn *txn, void *arg, struct err *err)
{
	struct show *show = arg;
	struct product product;
	size_t variant;

	TRY(product_view_find(txn, show->name, &product, &variant, err));
	return product_view_read(show->context, txn, &product, &show->view, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct show_input *input = arg;
	struct show show = { .context = context, .name = input->name };

	TRY(context_read(context, read_product, &show, err));
	if (show.view.has_times)
		TRY(zone_use(context->zone, err));
	return output_record(context->output, &product_view_record, &show.view, err);
}

static const char *const examples[] = { "shop show TS-S-RED",
	"shop show tshirt-basic --json", NULL };

const struct command command_show = {
	.path = "show",
	.summary = "show everything about a product",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct show_input),
	.access = ACCESS_READ,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &product_view_record,
};

#include "cli/prompt.h"
#include "cmd/product_apply.h"
#include "cmd/product_change.h"
#include "cmd/product_form.h"
#include "cmd/product_view.h"
#include "order/stock_list.h"

static const struct param params[] = {
	OPERAND(struct product_input, const char *, sku, "SKU|PRODUCT", KIND_SKU,
		"a SKU, a barcode or a product's handle"),
	PRODUCT_FIELDS(PRODUCT_PARAM)
};

struct editing {
	struct context *context;
	struct product_input input;
	struct product_view view;
	struct texts short_orders;
};

static enum status
store(struct catalog *catalog, struct editing *editing, struct product_change *change,
	struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct stock_item item;

	change->kind = "changed";
	change->reason = "set";
	TRY(product_change_store(catalog, change, err));
	if (change->changes.count == 0)
		return fail(err, ST_UNCHANGED, "nothing changed: '%s' is so already",
			editing->input.sku);
	editing->view.changes = change->changes;
	if (change->stock == NUMBER_NONE)
		return ST_OK;
	TRY(stock_item(txn, change->sku, &item, err));
	editing->short_orders = item.short_orders;
	return ST_OK;
}

static enum status
edit(struct catalog *catalog, void *arg, struct err *err)
{
	struct editing *editing = arg;
	struct txn *txn = catalog_txn(catalog);
	struct product_change change = { .kind = NULL };
	struct product_target target;
	struct product old;
	struct product now;
	size_t index;

	editing->short_orders = (struct texts){ NULL, 0 };
	TRY(product_view_find(txn, editing->input.sku, &old, &index, err));
	TRY(record_copy(&product_record, &old, txn_arena(txn), &now, err));
	TRY(product_target_open(txn, &target, err));
	target.product = &now;
	if (index != SIZE_MAX) {
		target.variant = product_variant(&now, index);
		target.own = !product_is_simple(&now);
		change.sku = target.variant->sku;
	}
	TRY(product_apply(&target, &editing->input, err));
	change.old = &old;
	change.now = &now;
	change.stock = target.stock;
	TRY(store(catalog, editing, &change, err));
	return product_view_read(editing->context, txn, &now, &editing->view, err);
}

/* Asks until it can be done; what was answered is offered again. */
static enum status
ask_and_edit(struct editing *editing, struct err *err)
{
	struct product_form form = { .context = editing->context,
		.kind = FORM_CHANGE,
		.title = "What is to be changed?",
		.confirm = "Change it so?",
		.name = editing->input.sku };
	enum status status;

	for (;;) {
		TRY(product_form_ask(&form, &editing->input, err));
		editing->input.sku = form.name;
		status = product_change_run(editing->context, edit, editing, err);
		if (status != ST_USAGE && status != ST_EXISTS && status != ST_REFUSED)
			return status;
		TRY(prompt_say(editing->context->arena, err->message, err));
	}
}

static enum status
edit_as_said(struct editing *editing, struct err *err)
{
	if (!product_input_is_empty(&editing->input))
		return product_change_run(editing->context, edit, editing, err);
	if (prompt_possible(editing->context->global->no_input))
		return ask_and_edit(editing, err);
	return fail(err, ST_USAGE,
		"nothing to change: give an option such as --price (see 'shop admin "
		"edit-product --help'%s)",
		editing->context->in_batch ? ""
					   : "; on a terminal, all is asked for");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct editing editing = { .context = context,
		.input = *(const struct product_input *)arg };
	size_t i;

	TRY(edit_as_said(&editing, err));
	for (i = 0; i < editing.short_orders.count; i++)
		TRY(output_say(context->output, err, "order %s is now short of %s",
			editing.short_orders.items[i], editing.input.sku));
	TRY(output_record(
		context->output, &product_changed_record, &editing.view, err));
	return product_change_say(context, err);
}

static const char *const examples[] = { "shop admin edit-product TS-S-RED --price 13",
	"shop admin edit-product tshirt-basic --name 'Plain T-shirt' --brand ''",
	"shop admin edit-product MUG-RED --attribute material=glass --attribute "
	"handle=",
	NULL };

const struct command command_admin_edit_product = {
	.path = "admin edit-product",
	.summary = "change a product or a variant",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct product_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &product_changed_record,
};

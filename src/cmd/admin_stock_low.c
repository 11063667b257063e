#include "cmd/param.h"
#include "order/stock_list.h"
#include "store/setting.h"

struct stock_low_input {
	bool unused;
};

struct looking {
	struct context *context;
	int64_t low_at; /* for products that say nothing themselves; 0 is never */
	int64_t count;
};

/* Below what is held is low whatever was set, and of what is not sold any more, too:
 * an order waits for it. */
static bool
is_low(const struct stock_item *item, bool sold, int64_t low_at)
{
	int64_t limit =
		item->low_stock_at == NUMBER_NONE ? low_at : item->low_stock_at;

	if (item->available == NUMBER_NONE)
		return false;
	if (item->held > item->on_hand)
		return true;
	return sold && limit > 0 && item->available <= limit;
}

static enum status
look_at(struct txn *txn, struct looking *looking, const struct product *product,
	struct err *err)
{
	struct stock_item item;
	size_t i;

	for (i = 0; i < product->variants.count; i++) {
		const struct variant *variant = product_variant(product, i);
		bool sold = product->status == PRODUCT_ACTIVE &&
			    variant->status == PRODUCT_ACTIVE;

		TRY(stock_item(txn, variant->sku, &item, err));
		if (!is_low(&item, sold, looking->low_at))
			continue;
		looking->count++;
		TRY(output_row(looking->context->output, &item, err));
	}
	return ST_OK;
}

static enum status
look(struct txn *txn, void *arg, struct err *err)
{
	struct looking *looking = arg;
	struct arena *arena = txn_arena(txn);
	struct product_scan *scan;
	struct arena_mark mark;
	struct product product;
	bool found;

	TRY(setting_get_count(txn, "stock.low-at", &looking->low_at, err));
	TRY(product_scan_open(txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		TRY(look_at(txn, looking, &product, err));
	}
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct looking looking = { .context = context };
	struct list_count envelope;

	(void)arg;
	TRY(output_list_begin(context->output, &stock_item_record, err));
	TRY(context_read(context, look, &looking, err));
	envelope.count = looking.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin stock low", NULL };

const struct command command_admin_stock_low = {
	.path = "admin stock low",
	.summary = "list what is running out, and the orders that are short",
	.input_size = sizeof(struct stock_low_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &stock_item_record,
};

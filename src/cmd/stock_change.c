#include "cmd/stock_change.h"

#include <inttypes.h>

#include "account/customer.h"
#include "cmd/product_apply.h"
#include "store/event.h"

struct changing {
	const struct stock_change *change;
	struct stock_item item;
};

static enum status
check_expected(const struct stock_change *change, const char *sku,
	const struct level *level, struct err *err)
{
	if (!change->expected_given || change->expected == level->on_hand)
		return ST_OK;
	return fail(err, ST_CHANGED, "'%s' has %" PRId64 " on hand, not %" PRId64,
		sku, level->on_hand, change->expected);
}

static enum status
log_change(struct txn *txn, const char *sku, const struct level *before,
	const struct level *after, struct err *err)
{
	struct event event = {
		.subject_kind = "product", .subject = sku, .kind = "stock"
	};
	struct change change = { .field = "on_hand" };

	if (before->on_hand == after->on_hand)
		return ST_OK;
	TRY(arena_format(
		txn_arena(txn), &change.old, err, "%" PRId64, before->on_hand));
	TRY(arena_format(
		txn_arena(txn), &change.new, err, "%" PRId64, after->on_hand));
	event.changes = (struct list){ &change, 1 };
	return event_append(txn, &event, err);
}

static enum status
change_level(struct catalog *catalog, const struct stock_change *change,
	const char *sku, struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct level before;
	struct level after;

	TRY(level_get(txn, sku, &before, err));
	TRY(check_expected(change, sku, &before, err));
	TRY(product_input_fault(change->change(catalog, sku, change->pieces,
					change->reason, &after, err),
		err));
	return log_change(txn, sku, &before, &after, err);
}

static enum status
run_change(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;
	struct product product;
	struct catalog *catalog;
	enum status status;
	const char *sku;
	size_t variant;

	TRY(product_find(txn, changing->change->sku, &product, &variant, err));
	sku = product_variant(&product, variant)->sku;
	TRY(catalog_open(txn, &catalog, err));
	status = change_level(catalog, changing->change, sku, err);
	if (status == ST_OK)
		status = catalog_close(catalog, err);
	else
		catalog_abandon(catalog);
	TRY(status);
	return stock_item(txn, sku, &changing->item, err);
}

enum status
stock_change_run(
	struct context *context, const struct stock_change *change, struct err *err)
{
	struct changing changing = { .change = change };
	const struct stock_item *item = &changing.item;
	size_t i;

	if (text_has_card_number(change->reason))
		return fail(err, ST_USAGE,
			"the reason holds a payment card's number, which is never "
			"kept");
	TRY(context_write(context, run_change, &changing, err));
	for (i = 0; i < item->short_orders.count; i++)
		TRY(output_say(context->output, err, "order %s is now short of %s",
			item->short_orders.items[i], item->sku));
	return output_record(context->output, &stock_item_record, item, err);
}

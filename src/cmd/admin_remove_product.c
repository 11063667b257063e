#include <inttypes.h>
#include <string.h>

#include "cmd/param.h"
#include "cmd/product_change.h"
#include "cmd/product_view.h"
#include "order/order.h"
#include "stock/stock.h"
#include "store/event.h"

struct remove_input {
	const char *name;
};

static const struct param params[] = {
	OPERAND(struct remove_input, const char *, name, "SKU|PRODUCT", KIND_SKU,
		"a SKU, a barcode or a product's handle"),
};

enum outcome {
	OUTCOME_REMOVED,
	OUTCOME_ARCHIVED,
};

struct remove_result {
	const char *product;
	struct texts skus;
	int result;
	const char *ordered; /* the last order that has one of them, else "" */
};

static const char *const outcomes[] = { "removed", "archived", NULL };

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct remove_result, product) },
	{ FIELD(2, FIELD_TEXTS, struct remove_result, skus) },
	{ FIELD(3, FIELD_CHOICE, struct remove_result, result), .choices = outcomes },
	{ FIELD(4, FIELD_TEXT, struct remove_result, ordered) },
};

static const struct record_type result_record = { .name = "removed product",
	RECORD_FIELDS(struct remove_result, result_fields) };

struct removing {
	const char *name;
	struct product old;
	struct product now;
	struct variant *variant; /* of now, the only one meant; NULL: all of them */
	struct remove_result result;
};

/* The SKUs that are meant. */
static enum status
list_skus(struct removing *removing, struct arena *arena, struct err *err)
{
	struct texts *skus = &removing->result.skus;
	size_t i;

	TRY(ARENA_NEW(arena, removing->now.variants.count, &skus->items, err));
	skus->count = 0;
	for (i = 0; i < removing->now.variants.count; i++) {
		struct variant *variant = product_variant(&removing->now, i);

		if (!removing->variant || removing->variant == variant)
			skus->items[skus->count++] = variant->sku;
	}
	return ST_OK;
}

/* The last variant takes the product with it. */
static enum status
find_meant(struct txn *txn, struct removing *removing, struct err *err)
{
	size_t index;

	TRY(product_view_find(txn, removing->name, &removing->old, &index, err));
	TRY(record_copy(&product_record, &removing->old, txn_arena(txn),
		&removing->now, err));
	removing->variant = NULL;
	if (index != SIZE_MAX && removing->now.variants.count > 1)
		removing->variant = product_variant(&removing->now, index);
	removing->result.product = product_subject(&removing->now);
	return list_skus(removing, txn_arena(txn), err);
}

static enum status
find_order(struct txn *txn, struct removing *removing, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct order_scan *scan;
	struct order order;
	bool found = false;
	size_t i;

	removing->result.ordered = "";
	for (i = 0; i < removing->result.skus.count && !found; i++) {
		filter.sku = removing->result.skus.items[i];
		TRY(order_scan_open(txn, &filter, &scan, err));
		TRY(order_next(scan, &order, &found, err));
	}
	if (!found)
		return ST_OK;
	return arena_format(txn_arena(txn), &removing->result.ordered, err,
		"%" PRIu64, order.number);
}

static enum status
archive(struct catalog *catalog, struct removing *removing, struct err *err)
{
	struct product_change change = { .kind = "archived",
		.old = &removing->old,
		.now = &removing->now,
		.stock = NUMBER_NONE };
	int *status = removing->variant ? &removing->variant->status
					: &removing->now.status;

	removing->result.result = OUTCOME_ARCHIVED;
	if (*status == PRODUCT_ARCHIVED)
		return fail(err, ST_UNCHANGED,
			"'%s' is archived already, and stays so as it was ordered "
			"(order %s)",
			removing->name, removing->result.ordered);
	*status = PRODUCT_ARCHIVED;
	return product_change_store(catalog, &change, err);
}

/* Movements go down to nothing before their SKU goes, and outlive it. */
static enum status
empty_stock(struct catalog *catalog, const struct removing *removing, const char *sku,
	struct list *changes, struct err *err)
{
	struct moved_stock gone = { &removing->old, sku, 0, NUMBER_NONE };
	struct txn *txn = catalog_txn(catalog);
	struct level level;

	TRY(level_get(txn, sku, &level, err));
	if (level.on_hand == 0)
		return ST_OK;
	gone.old = level.on_hand;
	TRY(product_change_add_stock(txn_arena(txn), &gone, changes, err));
	return stock_set(catalog, sku, 0, "removed", &level, err);
}

/* The log keeps what there was. */
static enum status
log_removed(struct catalog *catalog, const struct removing *removing, bool whole,
	struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	const struct texts *skus = &removing->result.skus;
	struct event event = { .subject_kind = "product",
		.subject = removing->result.product,
		.kind = "removed" };
	size_t i;

	TRY(product_changes(&removing->old, whole ? NULL : &removing->now,
		catalog_decimals(catalog), txn_arena(txn), &event.changes, err));
	for (i = 0; i < skus->count; i++)
		TRY(empty_stock(
			catalog, removing, skus->items[i], &event.changes, err));
	return event_append(txn, &event, err);
}

static enum status
remove_variant(struct catalog *catalog, struct removing *removing, struct err *err)
{
	struct list *variants = &removing->now.variants;
	struct variant *end = product_variant(&removing->now, variants->count - 1);

	memmove(removing->variant, removing->variant + 1,
		(size_t)(end - removing->variant) * sizeof(*end));
	variants->count--;
	TRY(log_removed(catalog, removing, false, err));
	return product_put(catalog, &removing->old, &removing->now, err);
}

static enum status
remove_whole(struct catalog *catalog, struct removing *removing, struct err *err)
{
	TRY(log_removed(catalog, removing, true, err));
	return product_remove(catalog, &removing->old, err);
}

static enum status
remove_product(struct catalog *catalog, void *arg, struct err *err)
{
	struct removing *removing = arg;

	TRY(find_meant(catalog_txn(catalog), removing, err));
	TRY(find_order(catalog_txn(catalog), removing, err));
	if (removing->result.ordered[0])
		return archive(catalog, removing, err);
	removing->result.result = OUTCOME_REMOVED;
	return removing->variant ? remove_variant(catalog, removing, err)
				 : remove_whole(catalog, removing, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct remove_input *input = arg;
	struct removing removing = { .name = input->name };
	const struct remove_result *result = &removing.result;

	TRY(product_change_run(context, remove_product, &removing, err));
	if (!output_is_table(context->output))
		return output_record(context->output, &result_record, result, err);
	if (result->result == OUTCOME_ARCHIVED)
		TRY(output_say(context->output, err,
			"archived '%s', as it was ordered (order %s)", input->name,
			result->ordered));
	else
		TRY(output_say(
			context->output, err, "removed '%s' for good", input->name));
	return product_change_say(context, err);
}

static const char *const examples[] = { "shop admin remove-product TS-S-RED",
	"shop admin remove-product tshirt-basic --dry-run", NULL };

const struct command command_admin_remove_product = {
	.path = "admin remove-product",
	.summary = "take a product or a variant out; archive what was ordered",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct remove_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &result_record,
};

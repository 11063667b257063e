#include "cmd/product_change.h"

#include <inttypes.h>
#include <string.h>

#include "cmd/product_apply.h"
#include "stock/stock.h"
#include "store/event.h"

struct running {
	product_change_fn *fn;
	void *arg;
};

static enum status
run_change(struct txn *txn, void *arg, struct err *err)
{
	const struct running *running = arg;
	struct catalog *catalog;
	enum status status;

	TRY(catalog_open(txn, &catalog, err));
	status = running->fn(catalog, running->arg, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

enum status
product_change_run(
	struct context *context, product_change_fn *fn, void *arg, struct err *err)
{
	struct running running = { fn, arg };

	return context_write(context, run_change, &running, err);
}

static enum status
format_pieces(struct arena *arena, int64_t pieces, const char **text, struct err *err)
{
	*text = "";
	if (pieces == NUMBER_NONE)
		return ST_OK;
	return arena_format(arena, text, err, "%" PRId64, pieces);
}

enum status
product_change_add_stock(struct arena *arena, const struct moved_stock *stock,
	struct list *changes, struct err *err)
{
	bool simple = product_is_simple(stock->product);
	struct change *items;
	struct change *last;

	TRY(ARENA_NEW(arena, changes->count + 1, &items, err));
	if (changes->count > 0)
		memcpy(items, changes->items, changes->count * sizeof(*items));
	last = &items[changes->count];
	TRY(arena_format(arena, &last->field, err, "%s%sstock",
		simple ? "" : stock->sku, simple ? "" : "."));
	TRY(format_pieces(arena, stock->old, &last->old, err));
	TRY(format_pieces(arena, stock->new, &last->new, err));
	*changes = (struct list){ items, changes->count + 1 };
	return ST_OK;
}

static enum status
store_stock(struct catalog *catalog, const struct product_change *change,
	struct list *changes, struct err *err)
{
	struct moved_stock moved = { change->now, change->sku, 0, change->stock };
	struct level level;

	if (change->stock == NUMBER_NONE)
		return ST_OK;
	TRY(level_get(catalog_txn(catalog), change->sku, &level, err));
	if (level.on_hand == change->stock)
		return ST_OK;
	moved.old = level.on_hand;
	TRY(product_change_add_stock(
		txn_arena(catalog_txn(catalog)), &moved, changes, err));
	return stock_set(
		catalog, change->sku, change->stock, change->reason, &level, err);
}

enum status
product_change_store(
	struct catalog *catalog, struct product_change *change, struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct event event = { .subject_kind = "product",
		.subject = product_subject(change->now),
		.kind = change->kind };
	struct list changes;

	TRY(product_changes(change->old, change->now, catalog_decimals(catalog),
		txn_arena(txn), &changes, err));
	TRY(product_input_fault(
		product_put(catalog, change->old, change->now, err), err));
	TRY(store_stock(catalog, change, &changes, err));
	change->changes = changes;
	event.changes = changes;
	return changes.count > 0 ? event_append(txn, &event, err) : ST_OK;
}

enum status
product_change_say(struct context *context, struct err *err)
{
	if (!context->global->dry_run)
		return ST_OK;
	return output_say(context->output, err, "a dry run: nothing was changed");
}

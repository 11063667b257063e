#include "cmd/index_rebuild.h"

#include "catalog/catalog.h"
#include "catalog/reprice.h"
#include "cli/progress.h"
#include "cmd/books_count.h"
#include "order/coupon.h"
#include "order/hold.h"
#include "order/intent.h"
#include "pricing/rule.h"
#include "store/due.h"

static void
take_progress(void *arg, uint64_t done, uint64_t total)
{
	struct progress *progress = arg;

	progress->total = total;
	progress_step(progress, done, done);
}

enum status
index_rebuild(
	struct context *context, struct catalog_rebuild *rebuild, struct err *err)
{
	struct progress progress;
	struct index_progress shown = { take_progress, &progress };
	enum status status;

	progress_begin(&progress, "indexing", 0, context->global->quiet);
	rebuild->progress = &shown;
	rebuild->rehearse = context->global->dry_run;
	status = catalog_rebuild(context->store, context->arena, rebuild, err);
	progress_end(&progress);
	return status;
}

static enum status
rebuild_dates(struct txn *txn, struct err *err)
{
	struct catalog *catalog;
	enum status status;

	TRY(due_clear(txn, err));
	TRY(catalog_open(txn, &catalog, err));
	status = catalog_rebuild_due(catalog, err);
	catalog_abandon(catalog);
	TRY(status);
	return order_rebuild_due(txn, err);
}

static enum status
rebuild_rows(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	TRY(rebuild_dates(txn, err));
	TRY(intent_rebuild_open(txn, err));
	TRY(rule_rebuild(txn, err));
	return coupon_rebuild(txn, err);
}

enum status
index_rebuild_all(struct context *context, struct rebuilt *rebuilt, struct err *err)
{
	struct catalog_rebuild rebuild = { .also = NULL };

	TRY(context_write(context, rebuild_rows, NULL, err));
	TRY(index_rebuild(context, &rebuild, err));
	rebuilt->products = rebuild.products;
	return books_count_anew(context, &rebuilt->orders, err);
}

#include "cmd/index_rebuild.h"

#include "catalog/find.h"
#include "cli/progress.h"
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
index_rebuild(struct txn *txn, bool quiet, uint64_t *products, struct err *err)
{
	struct progress progress;
	struct find_rebuild rebuild = { .on_progress = take_progress,
		.arg = &progress };
	enum status status;

	progress_begin(&progress, "indexing", 0, quiet);
	status = due_clear(txn, err);
	if (status == ST_OK)
		status = find_rebuild(txn, &rebuild, err);
	if (status == ST_OK)
		status = order_rebuild_due(txn, err);
	if (status == ST_OK)
		status = intent_rebuild_open(txn, err);
	if (status == ST_OK)
		status = rule_rebuild(txn, err);
	if (status == ST_OK)
		status = coupon_rebuild(txn, err);
	progress_end(&progress);
	*products = rebuild.products;
	return status;
}

#include "cmd/due.h"

#include <string.h>

#include "base/clock.h"
#include "base/process.h"
#include "catalog/reprice.h"
#include "cli/progress.h"
#include "order/hold.h"
#include "store/due.h"

/* A transaction with what is due before its own work. */
struct round {
	struct context *context;
	txn_fn *fn; /* NULL: no work of its own */
	void *arg;
	bool more; /* there may be more that is due by now */
	size_t priced;
	bool failed; /* the row below cannot be applied */
	int64_t failed_at;
	enum due_kind failed_kind;
	uint8_t failed_subject[DUE_SUBJECT_MAX];
	size_t failed_size;
};

/* What is not the row's fault, and would meet the next one as well. */
static bool
is_row_fault(enum status status)
{
	switch (status) {
	case ST_DEFECT:
	case ST_SYSTEM:
	case ST_IO:
	case ST_BUSY:
	case ST_INTERRUPTED:
	case ST_TERMINATED:
		return false;
	default:
		return true;
	}
}

static void
note_failure(struct round *round, enum status status, const struct due *due)
{
	if (round->failed || !is_row_fault(status))
		return;
	invariant(due->subject.size <= sizeof(round->failed_subject));
	round->failed = true;
	round->failed_at = due->at;
	round->failed_kind = due->kind;
	round->failed_size = due->subject.size;
	if (due->subject.size > 0)
		memcpy(round->failed_subject, due->subject.data, due->subject.size);
}

static enum status
put_off(struct txn *txn, void *arg, struct err *err)
{
	const struct round *round = arg;
	struct bytes subject = { round->failed_subject, round->failed_size };

	TRY(due_delete(txn, round->failed_at, round->failed_kind, subject, err));
	return due_put(
		txn, txn_now(txn) + DUE_PUT_OFF, round->failed_kind, subject, err);
}

/* The catalogue stays open from one price to the next; it is closed before an order,
 * which opens its own. */
struct applying {
	struct round *round;
	struct txn *txn;
	struct catalog *catalog;
	struct due last; /* that the catalogue was changed for */
};

static enum status
close_catalog(struct applying *applying, struct err *err)
{
	enum status status;

	if (!applying->catalog)
		return ST_OK;
	status = catalog_close(applying->catalog, err);
	applying->catalog = NULL;
	if (status != ST_OK)
		note_failure(applying->round, status, &applying->last);
	return status;
}

static enum status
apply_order(struct txn *txn, const struct due *due, struct err *err)
{
	struct arena_mark mark = arena_mark(txn_arena(txn));

	if (due->subject.size != 8)
		return ST_OK;
	TRY(order_apply_due(txn, get_u64(due->subject.data), due->at, err));
	arena_rewind(txn_arena(txn), mark);
	return ST_OK;
}

static enum status
apply_price(struct applying *applying, const struct due *due, struct err *err)
{
	if (!applying->catalog)
		TRY(catalog_open(applying->txn, &applying->catalog, err));
	applying->last = *due;
	return catalog_apply_due(applying->catalog, due, err);
}

static enum status
apply_one(struct applying *applying, const struct due *due, struct err *err)
{
	switch (due->kind) {
	case DUE_ORDER:
		TRY(close_catalog(applying, err));
		return apply_order(applying->txn, due, err);
	case DUE_PRICE:
	case DUE_SALE:
		return apply_price(applying, due, err);
	}
	return ST_OK;
}

static bool
priced_enough(struct applying *applying)
{
	if (applying->catalog)
		applying->round->priced = catalog_priced(applying->catalog);
	return applying->round->priced >= REPRICE_SLICE_MAX;
}

/* A row of a sale may be a transaction's worth of work. */
static enum status
apply_rows(struct applying *applying, struct err *err)
{
	struct round *round = applying->round;
	struct txn *txn = applying->txn;
	enum status status;
	struct due due;
	bool found;
	size_t i;

	round->more = true;
	for (i = 0; i < DUE_ROWS_MAX; i++) {
		TRY(due_take(txn, txn_now(txn), &due, &found, err));
		round->more = found;
		if (!found)
			break;
		status = apply_one(applying, &due, err);
		if (status != ST_OK) {
			note_failure(round, status, &due);
			return status;
		}
		if (priced_enough(applying))
			break;
	}
	return close_catalog(applying, err);
}

static enum status
apply(struct round *round, struct txn *txn, struct err *err)
{
	struct context *context = round->context;
	struct actor actor = txn_actor(txn);
	struct actor system = { "system", 0, context->command->path };
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct applying applying = { .round = round, .txn = txn };
	enum status status;

	round->more = false;
	round->priced = 0;
	round->failed = false;
	store_set_actor(context->store, system);
	status = apply_rows(&applying, err);
	store_set_actor(context->store, actor);
	catalog_abandon(applying.catalog);
	if (status == ST_OK)
		arena_rewind(txn_arena(txn), mark);
	return status;
}

static enum status
run_round(struct txn *txn, void *arg, struct err *err)
{
	struct round *round = arg;

	TRY(apply(round, txn, err));
	return round->fn ? round->fn(txn, round->arg, err) : ST_OK;
}

/* A row that was put off is not due any more, so this ends. */
static enum status
write_round(struct round *round, due_store_fn *store, struct err *err)
{
	struct context *context = round->context;
	enum status status;

	for (;;) {
		status = store(context->store, context->arena, run_round, round, err);
		if (status == ST_OK || !round->failed)
			return status;
		TRY(store_write(context->store, context->arena, put_off, round, err));
	}
}

enum status
due_write(struct context *context, due_store_fn *store, txn_fn *fn, void *arg,
	struct err *err)
{
	struct round round = { .context = context, .fn = fn, .arg = arg };

	if (!context->shop_key.data)
		return store(context->store, context->arena, fn, arg, err);
	return write_round(&round, store, err);
}

void
due_apply_for_read(struct context *context)
{
	struct round round = { .context = context };
	int64_t end = clock_monotonic() + DUE_READ_TIME;
	struct err ignored;

	do
		if (write_round(&round, store_write, &ignored) != ST_OK)
			return;
	while (round.more && clock_monotonic() < end);
}

struct outlook {
	bool any;
	uint64_t products;
};

static enum status
look_ahead(struct txn *txn, void *arg, struct err *err)
{
	struct outlook *outlook = arg;
	struct table_stat stat;
	int64_t first;

	TRY(due_first(txn, &first, err));
	TRY(txn_table_stat(txn, TABLE_PRODUCT, &stat, err));
	outlook->any = first <= txn_now(txn);
	outlook->products = stat.entries;
	return ST_OK;
}

static enum status
apply_rounds(struct context *context, struct progress *progress, struct err *err)
{
	struct round round = { .context = context };
	uint64_t priced = 0;

	do {
		TRY(signal_check(err));
		TRY(write_round(&round, store_write, err));
		priced += round.priced;
		progress_step(progress, priced, priced);
		store_give_way(context->store);
	} while (round.more);
	return ST_OK;
}

enum status
due_apply_all(struct context *context, struct err *err)
{
	struct progress progress;
	struct outlook outlook;
	enum status status;

	TRY(context_read(context, look_ahead, &outlook, err));
	if (!outlook.any)
		return ST_OK;
	progress_begin(
		&progress, "pricing", outlook.products, context->global->quiet);
	status = apply_rounds(context, &progress, err);
	progress_end(&progress);
	return status;
}

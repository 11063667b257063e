#include "order/proof_books.h"

#include "order/order_store.h"

static enum status
tell_order(struct txn *txn, const struct order *order, books_posting_fn *fn,
	void *arg, struct err *err)
{
	const struct posting *items;
	struct list postings;
	size_t i;

	TRY(order_stored_postings(txn, order, &postings, err));
	items = postings.items;
	for (i = 0; i < postings.count; i++)
		TRY(fn(arg, &items[i], err));
	return ST_OK;
}

enum status
proof_each_posting(const struct proof *proof, struct order_range range,
	books_posting_fn *fn, void *arg, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct key first = key_u64(range.first);
	struct key until = key_u64(range.until);
	struct scan_range keys = { key_bytes(&first), key_bytes(&until), false };
	struct arena_mark mark;
	struct order order;
	struct bytes key;
	struct bytes value;
	struct scan *scan;
	bool found;

	TRY(scan_open(proof->txn, TABLE_ORDER, keys, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(&order_record, value, arena, &order, err));
		TRY(tell_order(proof->txn, &order, fn, arg, err));
	}
	scan_close(scan);
	return ST_OK;
}

struct expecting {
	struct proof_days *days;
	struct posting_sums *sums;
};

static enum status
expect(void *arg, const struct posting *posting, struct err *err)
{
	struct expecting *expecting = arg;

	posting_sums_expect(expecting->sums, posting);
	return proof_days_expect(expecting->days, posting, err);
}

static enum status
prove_whole(const struct proof *proof, struct arena *arena, struct err *err)
{
	struct order_range all = { 0, UINT64_MAX };
	struct expecting expecting;

	TRY(proof_days_new(arena, &expecting.days, err));
	TRY(posting_sums_new(proof, arena, &expecting.sums, err));
	TRY(proof_each_posting(proof, all, expect, &expecting, err));
	TRY(proof_days_prove(proof, expecting.days, err));
	return posting_sums_prove(proof, expecting.sums, err);
}

/* Books that are being counted are proved once they are whole: nobody reads them
 * before. Where they are damaged, the rest of the shop is still looked at. */
enum status
prove_books(struct proof *proof, struct err *err)
{
	struct arena arena = { NULL };
	struct books_state state;
	enum status status;

	TRY(books_state(proof->txn, &state, err));
	if (!state.whole)
		return ST_OK;
	status = prove_whole(proof, &arena, err);
	arena_free(&arena);
	if (status != ST_CORRUPT)
		return status;
	proof->fault(proof->arg, "books", "", err->message);
	return ST_OK;
}

#include "catalog/price.h"
#include "catalog/staged.h"

/* Of all that sales say. */
static enum status
sum_sales(struct txn *txn, uint64_t *sum, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark = arena_mark(arena);
	struct buffer buffer = { .arena = arena };
	const struct sale *items;
	struct list sales;
	size_t i;

	TRY(sales_read(txn, &sales, err));
	items = sales.items;
	for (i = 0; i < sales.count; i++)
		TRY(record_encode(&sale_record, &items[i], &buffer, err));
	*sum = checksum(buffer_bytes(&buffer), sales.count);
	arena_rewind(arena, mark);
	return ST_OK;
}

enum status
staged_sales_begin(struct txn *txn, struct staged_sales *sales, struct err *err)
{
	sales->at = txn_now(txn);
	return sum_sales(txn, &sales->sum, err);
}

static bool
is_between(int64_t date, int64_t after, int64_t until)
{
	return date > after && date <= until;
}

static enum status
have_changed(struct catalog *catalog, const struct staged_sales *begun, bool *changed,
	struct err *err)
{
	int64_t now = txn_now(catalog->txn);
	const struct list *sales;
	const struct sale *items;
	uint64_t sum;
	size_t i;

	TRY(sum_sales(catalog->txn, &sum, err));
	TRY(price_sales(catalog, &sales, err));
	*changed = sum != begun->sum;
	items = sales->items;
	for (i = 0; i < sales->count && !*changed; i++)
		*changed = is_between(items[i].from, begun->at, now) ||
			   is_between(items[i].until, begun->at, now);
	return ST_OK;
}

enum status
staged_sales_settle(
	struct catalog *catalog, const struct staged_sales *begun, struct err *err)
{
	struct txn *txn = catalog->txn;
	bool changed;

	TRY(have_changed(catalog, begun, &changed, err));
	return changed ? price_put_slice(txn, txn_now(txn), 0, "", err) : ST_OK;
}

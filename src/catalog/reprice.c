#include "catalog/reprice.h"

#include <string.h>

#include "catalog/price.h"
#include "store/stage.h"

/* The next date of the variant's own, or of a sale that covers it. */
static int64_t
next_date(const struct price_base *base, const struct list *sales, int64_t at)
{
	const struct sale *items = sales->items;
	int64_t next = unit_price_until(base, at);
	size_t i;

	for (i = 0; i < sales->count; i++) {
		if (!sale_covers(&items[i], base))
			continue;
		if (items[i].from > at && items[i].from < next)
			next = items[i].from;
		if (items[i].until > at && items[i].until < next)
			next = items[i].until;
	}
	return next;
}

/* Ends with the last date. */
enum status
unit_price_changes_at(const struct price_base *base, const struct list *sales,
	int64_t now, int64_t *at, struct err *err)
{
	struct unit_price first;
	struct unit_price then;
	int64_t date;

	TRY(unit_price(base, sales, now, &first, err));
	for (date = next_date(base, sales, now); date != INT64_MAX;
		date = next_date(base, sales, date)) {
		TRY(unit_price(base, sales, date, &then, err));
		if (then.price != first.price)
			break;
	}
	*at = date == INT64_MAX ? 0 : date;
	return ST_OK;
}

static bool
same_prices(const struct product *product, const int64_t *before)
{
	size_t i;

	for (i = 0; i < product->variants.count; i++)
		if (product_variant(product, i)->current_price != before[i])
			return false;
	return true;
}

static enum status
current_prices(struct catalog *catalog, const struct product *product,
	int64_t **prices, struct err *err)
{
	size_t i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), product->variants.count, prices, err));
	for (i = 0; i < product->variants.count; i++)
		(*prices)[i] = product_variant(product, i)->current_price;
	return ST_OK;
}

/* What was stored after that moment was priced then, by all that is known. */
enum status
reprice_record(struct catalog *catalog, struct product *product, int64_t at,
	bool *changed, struct err *err)
{
	struct prices before;
	int64_t *prices;

	*changed = false;
	if (at < product->changed_at)
		return ST_OK;
	TRY(prices_read(catalog, product, &before, err));
	TRY(current_prices(catalog, product, &prices, err));
	TRY(price_variants(catalog, product, at, err));
	if (same_prices(product, prices))
		return ST_OK;
	TRY(prices_end(catalog, &before, product, at, err));
	TRY(product_store(catalog, product, err));
	*changed = true;
	return ST_OK;
}

static enum status
index_prices(struct catalog *catalog, const struct product *product, struct err *err)
{
	struct index_writer *writer;
	size_t i;

	TRY(catalog_writer(catalog, &writer, err));
	for (i = 0; i < product->variants.count; i++) {
		struct index_number number = { .group = product->id,
			.field = DOCUMENT_PRICE,
			.number = product_current_price(product, i) };

		if (number.number != NUMBER_NONE &&
			document_member(product, i, &number.member))
			TRY(index_set_number(writer, &number, err));
	}
	return ST_OK;
}

static enum status
reprice(struct catalog *catalog, struct product *product, int64_t at, struct err *err)
{
	bool changed;

	TRY(reprice_record(catalog, product, at, &changed, err));
	return changed ? index_prices(catalog, product, err) : ST_OK;
}

/* What the catalogue keeps for longer lies in no arena of the transaction, so that
 * this one can be brought back. */
static enum status
reprice_id(struct catalog *catalog, uint64_t id, int64_t at, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct product product;
	bool found;

	TRY(product_by_id(catalog->txn, id, &product, &found, err));
	if (found)
		TRY(reprice(catalog, &product, at, err));
	arena_rewind(arena, mark);
	return ST_OK;
}

/* A date of the product's own. What was stored after it is on its next one. */
static enum status
reprice_dated(
	struct catalog *catalog, struct product *product, int64_t at, struct err *err)
{
	struct prices before;

	if (at < product->changed_at)
		return ST_OK;
	TRY(prices_read(catalog, product, &before, err));
	TRY(reprice(catalog, product, at, err));
	TRY(price_tell(catalog, product, &before, at, err));
	return price_note_due(catalog, product, at, err);
}

static enum status
apply_price(struct catalog *catalog, const struct due *due, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct product product;
	uint64_t id;
	bool found;

	if (due->subject.size != 8)
		return ST_OK;
	id = get_u64(due->subject.data);
	catalog->priced++;
	TRY(product_by_id(catalog->txn, id, &product, &found, err));
	if (found)
		TRY(reprice_dated(catalog, &product, due->at, err));
	TRY(stage_note(catalog->txn, id, err));
	arena_rewind(arena, mark);
	return ST_OK;
}

enum status
price_put_slice(struct txn *txn, int64_t at, uint64_t first, const char *name,
	struct err *err)
{
	struct key subject = key_u64(first);

	key_add_text(&subject, name);
	return due_put(txn, at, DUE_SALE, key_bytes(&subject), err);
}

/* The products of one transaction. */
struct slice {
	struct catalog *catalog;
	struct scan *scan;
	int64_t at;
	uint64_t last; /* the id last seen */
	bool found;
};

/* A damaged product is told by its check; the others are priced. */
static enum status
reprice_next(struct slice *slice, struct err *err)
{
	struct arena *arena = txn_arena(slice->catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct product product;
	enum status status;
	struct bytes key;
	struct bytes value;

	slice->found = false;
	status = scan_next(slice->scan, &key, &value, &slice->found, err);
	if (!slice->found)
		return status;
	if (key.size == 8)
		slice->last = get_u64(key.data);
	if (status == ST_OK)
		status = product_decode(slice->last, value, arena, &product, err);
	if (status == ST_OK)
		status = reprice(slice->catalog, &product, slice->at, err);
	arena_rewind(arena, mark);
	return status == ST_CORRUPT ? ST_OK : status;
}

static enum status
reprice_slice(struct slice *slice, uint64_t first, bool *more, struct err *err)
{
	struct key from = key_u64(first);
	struct scan_range range = { .from = key_bytes(&from) };
	size_t count;

	TRY(scan_open(slice->catalog->txn, TABLE_PRODUCT, range, &slice->scan, err));
	slice->found = true;
	for (count = 0; slice->found && count < REPRICE_SLICE_MAX; count++)
		TRY(reprice_next(slice, err));
	slice->catalog->priced += count;
	scan_close(slice->scan);
	*more = slice->found;
	return ST_OK;
}

static enum status
apply_sale(struct catalog *catalog, const struct due *due, struct err *err)
{
	struct slice slice = { .catalog = catalog, .at = due->at };
	const char *name;
	bool more;

	if (due->subject.size < 8)
		return ST_OK;
	TRY(arena_copy(txn_arena(catalog->txn), (const char *)due->subject.data + 8,
		due->subject.size - 8, &name, err));
	if (get_u64(due->subject.data) == 0)
		TRY(price_tell_sale(catalog, name, due->at, err));
	TRY(reprice_slice(&slice, get_u64(due->subject.data), &more, err));
	return more ? price_put_slice(
			      catalog->txn, due->at, slice.last + 1, name, err)
		    : ST_OK;
}

enum status
catalog_apply_due(struct catalog *catalog, const struct due *due, struct err *err)
{
	const struct list *sales;

	catalog->last.sku[0] = '\0';
	TRY(price_sales(catalog, &sales, err));
	if (due->kind == DUE_SALE)
		return apply_sale(catalog, due, err);
	invariant(due->kind == DUE_PRICE);
	return apply_price(catalog, due, err);
}

size_t
catalog_priced(const struct catalog *catalog)
{
	return catalog->priced;
}

/* The products that a sale covers or covered, as long as they are few. */
struct covered {
	struct catalog *catalog;
	uint64_t ids[REPRICE_AT_ONCE_MAX];
	size_t count;
	bool many;
};

static void
add_covered(struct covered *covered, uint64_t id)
{
	if (covered->count >= REPRICE_AT_ONCE_MAX)
		covered->many = true;
	else
		covered->ids[covered->count++] = id;
}

static enum status
cover_named(struct covered *covered, const struct texts *names, struct err *err)
{
	struct txn *txn = covered->catalog->txn;
	struct product product;
	size_t variant;
	bool found;
	size_t i;

	for (i = 0; i < names->count && !covered->many; i++) {
		TRY(product_by_sku(
			txn, names->items[i], &product, &variant, &found, err));
		if (found)
			add_covered(covered, product.id);
		TRY(product_by_handle(txn, names->items[i], &product, &found, err));
		if (found)
			add_covered(covered, product.id);
	}
	return ST_OK;
}

/* The index has them by category and brand. */
static enum status
cover_found(struct covered *covered, const struct sale *sale, struct err *err)
{
	struct catalog *catalog = covered->catalog;
	struct index_filter filters[2];
	const char *values[2] = { sale->category, sale->brand };
	const unsigned fields[2] = { DOCUMENT_CATEGORY, DOCUMENT_BRAND };
	struct index_query query = { .words = "",
		.filters = filters,
		.sort_field = INDEX_SORT_NEWEST,
		.preferred_field = -1,
		.other_percent = 100,
		.limit = REPRICE_AT_ONCE_MAX + 1 };
	struct index_result result;
	size_t i;

	for (i = 0; i < 2; i++)
		if (values[i][0])
			filters[query.filter_count++] =
				(struct index_filter){ .field = fields[i],
					.values = { &values[i], 1 } };
	if (catalog->writer)
		TRY(index_flush(catalog->writer, err));
	TRY(index_search(catalog->txn, &catalog->rules.schema, &query, &result, err));
	for (i = 0; i < result.hit_count; i++)
		add_covered(covered, result.hits[i].group);
	return ST_OK;
}

static enum status
cover(struct covered *covered, const struct sale *sale, struct err *err)
{
	if (!sale || covered->many)
		return ST_OK;
	if (sale->products.count > 0)
		return cover_named(covered, &sale->products, err);
	return cover_found(covered, sale, err);
}

/* Where something else is due by now it goes first: later prices rest on it. */
static enum status
reprice_covered(struct catalog *catalog, const struct sale *old,
	const struct sale *now, struct err *err)
{
	int64_t at = txn_now(catalog->txn);
	struct covered covered = { .catalog = catalog };
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	int64_t first;
	size_t i;

	TRY(due_first(catalog->txn, &first, err));
	covered.many = first <= at;
	TRY(cover(&covered, old, err));
	TRY(cover(&covered, now, err));
	arena_rewind(arena, mark);
	if (covered.many)
		return price_put_slice(
			catalog->txn, at, 0, (now ? now : old)->sale, err);
	for (i = 0; i < covered.count; i++)
		TRY(reprice_id(catalog, covered.ids[i], at, err));
	return ST_OK;
}

static enum status
note_dates(struct txn *txn, const struct sale *sale, struct err *err)
{
	if (sale->from > txn_now(txn))
		TRY(price_put_slice(txn, sale->from, 0, sale->sale, err));
	if (sale->until > txn_now(txn))
		TRY(price_put_slice(txn, sale->until, 0, sale->sale, err));
	return ST_OK;
}

static enum status
forget_dates(struct txn *txn, const struct sale *sale, struct err *err)
{
	struct key subject = key_u64(0);

	key_add_text(&subject, sale->sale);
	if (sale->from > txn_now(txn))
		TRY(due_delete(txn, sale->from, DUE_SALE, key_bytes(&subject), err));
	if (sale->until > txn_now(txn))
		TRY(due_delete(txn, sale->until, DUE_SALE, key_bytes(&subject), err));
	return ST_OK;
}

enum status
catalog_sale_changed(struct catalog *catalog, const struct sale *old,
	const struct sale *now, struct err *err)
{
	struct txn *txn = catalog->txn;

	catalog->last.sku[0] = '\0';
	price_forget_sales(catalog);
	if (old)
		TRY(forget_dates(txn, old, err));
	if (now)
		TRY(note_dates(txn, now, err));
	if (old && !sale_in_force(old, txn_now(txn)))
		old = NULL;
	if (now && !sale_in_force(now, txn_now(txn)))
		now = NULL;
	return old || now ? reprice_covered(catalog, old, now, err) : ST_OK;
}

enum status
catalog_rebuild_due(struct catalog *catalog, struct err *err)
{
	const struct list *sales;
	const struct sale *items;
	size_t i;

	price_forget_sales(catalog);
	TRY(price_sales(catalog, &sales, err));
	items = sales->items;
	for (i = 0; i < sales->count; i++)
		TRY(note_dates(catalog->txn, &items[i], err));
	return ST_OK;
}

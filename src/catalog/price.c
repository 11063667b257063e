#include "catalog/price.h"

#include <string.h>

static int64_t
said(int64_t own, int64_t shared, int64_t none)
{
	return own != none ? own : shared;
}

void
product_price_base(const struct product *product, size_t variant,
	const struct details *details, struct price_base *base)
{
	*base = (struct price_base){ .sku = product_variant(product, variant)->sku,
		.product = product_subject(product),
		.category = product->category,
		.brand = product->brand,
		.price = details->price,
		.sale_price = details->sale_price,
		.sale_from = details->sale_from,
		.sale_until = details->sale_until,
		.min_price = details->min_price };
}

void
price_base_of(const struct product *product, size_t variant, struct price_base *base)
{
	const struct details *own = &product_variant(product, variant)->details;
	const struct details *shared = &product->details;
	const struct details details = {
		.price = said(own->price, shared->price, NUMBER_NONE),
		.sale_price = said(own->sale_price, shared->sale_price, NUMBER_NONE),
		.sale_from = said(own->sale_from, shared->sale_from, 0),
		.sale_until = said(own->sale_until, shared->sale_until, 0),
		.min_price = said(own->min_price, shared->min_price, NUMBER_NONE),
	};

	product_price_base(product, variant, &details, base);
}

enum status
sales_read(struct txn *txn, struct list *sales, struct err *err)
{
	return rule_list(txn, RULE_SALE, sales, err);
}

static enum status
keep_sales(struct catalog *catalog, const struct list *read, struct err *err)
{
	const struct sale *from = read->items;
	struct sale *items;
	size_t i;

	TRY(ARENA_NEW(&catalog->sales_arena, read->count, &items, err));
	for (i = 0; i < read->count; i++)
		TRY(record_copy(&sale_record, &from[i], &catalog->sales_arena,
			&items[i], err));
	catalog->sales = (struct list){ items, read->count };
	catalog->sales_known = true;
	return ST_OK;
}

/* The transaction's arena is brought back row by row by who imports. */
enum status
price_sales(struct catalog *catalog, const struct list **sales, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct list read;

	if (!catalog->sales_known) {
		TRY(sales_read(catalog->txn, &read, err));
		TRY(keep_sales(catalog, &read, err));
		arena_rewind(arena, mark);
	}
	*sales = &catalog->sales;
	return ST_OK;
}

void
price_forget_sales(struct catalog *catalog)
{
	arena_free(&catalog->sales_arena);
	catalog->sales = (struct list){ NULL, 0 };
	catalog->sales_known = false;
}

static enum status
price_variant(const struct price_base *base, const struct list *sales, int64_t at,
	int64_t *current, struct err *err)
{
	struct unit_price unit;

	*current = NUMBER_NONE;
	if (base->price == NUMBER_NONE ||
		(base->sale_price == NUMBER_NONE && sales->count == 0))
		return ST_OK;
	TRY(unit_price(base, sales, at, &unit, err));
	if (unit.price != base->price)
		*current = unit.price;
	return ST_OK;
}

enum status
price_by_sales(const struct list *sales, struct product *product, int64_t at,
	struct err *err)
{
	struct price_base base;
	size_t i;

	for (i = 0; i < product->variants.count; i++) {
		price_base_of(product, i, &base);
		TRY(price_variant(&base, sales, at,
			&product_variant(product, i)->current_price, err));
	}
	return ST_OK;
}

enum status
price_variants(
	struct catalog *catalog, struct product *product, int64_t at, struct err *err)
{
	const struct list *sales;

	TRY(price_sales(catalog, &sales, err));
	return price_by_sales(sales, product, at, err);
}

int64_t
price_next_date(const struct product *product, int64_t at)
{
	int64_t next = INT64_MAX;
	struct price_base base;
	int64_t date;
	size_t i;

	for (i = 0; i < product->variants.count; i++) {
		price_base_of(product, i, &base);
		date = unit_price_until(&base, at);
		next = date < next ? date : next;
	}
	return next;
}

/* What a SKU costs whoever can buy it. */
static int64_t
offered(const struct product *product, size_t variant)
{
	if (product->status != PRODUCT_ACTIVE ||
		product_variant(product, variant)->status != PRODUCT_ACTIVE)
		return NUMBER_NONE;
	return product_current_price(product, variant);
}

enum status
prices_read(struct catalog *catalog, const struct product *product,
	struct prices *prices, struct err *err)
{
	struct sku_price *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), product->variants.count, &items, err));
	for (i = 0; i < product->variants.count; i++)
		items[i] = (struct sku_price){ product_variant(product, i)->sku,
			offered(product, i) };
	*prices = (struct prices){ items, product->variants.count,
		price_next_date(product, txn_now(catalog->txn)) };
	return ST_OK;
}

/* Variants stay where they are as a rule. */
static size_t
find_variant(const struct product *product, const char *sku, size_t guess)
{
	size_t i;

	if (guess < product->variants.count &&
		strcmp(product_variant(product, guess)->sku, sku) == 0)
		return guess;
	for (i = 0; i < product->variants.count; i++)
		if (strcmp(product_variant(product, i)->sku, sku) == 0)
			break;
	return i;
}

/* The first price that ended at a moment held up to it; others held no time. */
static enum status
end_price(struct txn *txn, const struct past_price *past, struct err *err)
{
	struct key key = past_price_key(past->sku, past->until);
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_PAST_PRICE, key_bytes(&key), &value, &found, err));
	if (found)
		return ST_OK;
	return past_price_put(txn, past, err);
}

enum status
prices_end(struct catalog *catalog, const struct prices *before,
	const struct product *now, int64_t at, struct err *err)
{
	size_t i;

	for (i = 0; i < before->count; i++) {
		const struct sku_price *old = &before->items[i];
		struct past_price past = { old->sku, at, old->price };
		size_t variant = find_variant(now, old->sku, i);

		if (variant < now->variants.count && old->price != NUMBER_NONE &&
			old->price != offered(now, variant))
			TRY(end_price(catalog->txn, &past, err));
	}
	return ST_OK;
}

static enum status
forget_due(struct txn *txn, uint64_t id, int64_t at, struct err *err)
{
	struct key subject = key_u64(id);

	if (at == INT64_MAX)
		return ST_OK;
	return due_delete(txn, at, DUE_PRICE, key_bytes(&subject), err);
}

enum status
price_forget_due(
	struct catalog *catalog, const struct product *product, struct err *err)
{
	return forget_due(catalog->txn, product->id,
		price_next_date(product, txn_now(catalog->txn)), err);
}

enum status
price_note_due(struct catalog *catalog, const struct product *product, int64_t at,
	struct err *err)
{
	struct key subject = key_u64(product->id);
	int64_t next = price_next_date(product, at);

	if (next == INT64_MAX)
		return ST_OK;
	return due_put(catalog->txn, next, DUE_PRICE, key_bytes(&subject), err);
}

enum status
prices_put(struct catalog *catalog, const struct prices *before, struct product *now,
	struct err *err)
{
	int64_t at = txn_now(catalog->txn);

	TRY(price_variants(catalog, now, at, err));
	TRY(prices_end(catalog, before, now, at, err));
	TRY(forget_due(catalog->txn, now->id, before->next_date, err));
	return price_note_due(catalog, now, at, err);
}

#include <string.h>

#include "catalog/price.h"

static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };

enum status
price_prove_open(struct price_proof *proof, struct err *err)
{
	int64_t first;

	TRY(sales_read(proof->txn, &proof->sales, err));
	TRY(due_first(proof->txn, &first, err));
	proof->waiting = first <= txn_now(proof->txn);
	return ST_OK;
}

static enum status
prove_variant(struct price_proof *proof, const struct product *product,
	size_t variant, struct err *err)
{
	struct price_base base;
	struct unit_price unit;

	if (product_variant(product, variant)->status != PRODUCT_ACTIVE)
		return ST_OK;
	price_base_of(product, variant, &base);
	if (base.price == NUMBER_NONE)
		return ST_OK;
	TRY(unit_price(&base, &proof->sales, txn_now(proof->txn), &unit, err));
	if (unit.price != product_current_price(product, variant))
		proof->fault(proof->arg, base.sku,
			"is searched by another price than it has (mend it with "
			"'shop admin reindex')");
	return ST_OK;
}

static enum status
prove_date(struct price_proof *proof, const struct product *product, struct err *err)
{
	struct key subject = key_u64(product->id);
	int64_t next = price_next_date(product, txn_now(proof->txn));
	bool found;

	if (next == INT64_MAX)
		return ST_OK;
	TRY(due_has(proof->txn, next, DUE_PRICE, key_bytes(&subject), &found, err));
	if (!found)
		proof->fault(proof->arg, product_subject(product),
			"is not noted for the day its price changes (mend it with "
			"'shop admin reindex')");
	return ST_OK;
}

enum status
price_prove_product(
	struct price_proof *proof, const struct product *product, struct err *err)
{
	size_t i;

	if (proof->waiting)
		return ST_OK;
	if (product->status == PRODUCT_ACTIVE)
		for (i = 0; i < product->variants.count; i++)
			TRY(prove_variant(proof, product, i, err));
	return prove_date(proof, product, err);
}

static enum status
prove_sale_date(struct price_proof *proof, const struct sale *sale, int64_t at,
	struct err *err)
{
	struct key subject = key_u64(0);
	bool found;

	if (at <= txn_now(proof->txn))
		return ST_OK;
	key_add_text(&subject, sale->sale);
	TRY(due_has(proof->txn, at, DUE_SALE, key_bytes(&subject), &found, err));
	if (!found)
		proof->fault(proof->arg, sale->sale,
			"is a sale that is not noted for the day it begins or ends "
			"(mend it with 'shop admin reindex')");
	return ST_OK;
}

static enum status
prove_sales(struct price_proof *proof, struct err *err)
{
	const struct sale *sales = proof->sales.items;
	size_t i;

	for (i = 0; i < proof->sales.count; i++) {
		TRY(prove_sale_date(proof, &sales[i], sales[i].from, err));
		TRY(prove_sale_date(proof, &sales[i], sales[i].until, err));
	}
	return ST_OK;
}

static bool
is_sale(const struct price_proof *proof, struct bytes name)
{
	const struct sale *sales = proof->sales.items;
	size_t i;

	for (i = 0; i < proof->sales.count; i++)
		if (bytes_equal(name, bytes_of_text(sales[i].sale)))
			return true;
	return false;
}

/* A slice goes on whatever became of its sale. */
static enum status
has_subject(struct price_proof *proof, const struct due *due, bool *found,
	struct err *err)
{
	struct bytes value;

	*found = false;
	if (due->subject.size < 8)
		return ST_OK;
	if (due->kind == DUE_PRICE)
		return txn_get(
			proof->txn, TABLE_PRODUCT, due->subject, &value, found, err);
	*found = due->at <= txn_now(proof->txn) || get_u64(due->subject.data) > 0 ||
		 is_sale(proof, (struct bytes){ due->subject.data + 8,
					due->subject.size - 8 });
	return ST_OK;
}

static enum status
prove_due(struct price_proof *proof, struct err *err)
{
	struct due_scan scan;
	struct due due;
	enum table table;
	bool found;
	bool known;

	TRY(due_scan_open(proof->txn, &scan, err));
	for (;;) {
		TRY(due_next(&scan, &due, &found, err));
		if (!found)
			return ST_OK;
		if (due.kind != DUE_PRICE && due.kind != DUE_SALE)
			continue;
		TRY(has_subject(proof, &due, &known, err));
		table = due.kind == DUE_PRICE ? TABLE_PRICE_DUE : TABLE_DUE;
		if (!known)
			proof->fault(proof->arg, table_infos[table].name,
				"has a row of a product or sale that is not there "
				"(mend it with 'shop admin reindex')");
	}
}

/* The key is the SKU, a NUL and a moment. */
static enum status
prove_past_row(struct price_proof *proof, struct bytes key, struct err *err)
{
	size_t size = key.size > 9 ? key.size - 9 : key.size;
	char sku[SKU_SIZE_MAX + 1];
	struct bytes value;
	bool found;

	size = size < sizeof(sku) ? size : sizeof(sku) - 1;
	memcpy(sku, key.data, size);
	sku[size] = '\0';
	TRY(txn_get(proof->txn, TABLE_SKU, (struct bytes){ key.data, size }, &value,
		&found, err));
	if (!found)
		proof->fault(proof->arg, sku, "has past prices, and is not there");
	return ST_OK;
}

static enum status
prove_past(struct price_proof *proof, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(proof->txn, TABLE_PAST_PRICE, all, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(prove_past_row(proof, key, err));
	}
}

enum status
price_prove_end(struct price_proof *proof, struct err *err)
{
	if (!proof->waiting)
		TRY(prove_sales(proof, err));
	TRY(prove_due(proof, err));
	return prove_past(proof, err);
}

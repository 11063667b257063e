#ifndef SHOP_CATALOG_REPRICE_H
#define SHOP_CATALOG_REPRICE_H

#include "catalog/product.h"
#include "pricing/unit_price.h"
#include "store/due.h"

/*
 * Prices over time. What a unit costs now is always worked out from the product and
 * the sales (unit_price); the price that searches filter and sort by is a plain
 * number in the product's record and the index, brought up to date by the writes that
 * change it and by rows in TABLE_DUE:
 *
 * DUE_PRICE, subject product id u64: the next date of the product's own sale prices.
 * DUE_SALE, subject product id u64, name of the sale: a date of the sale, at which
 * all products from that id on are priced anew, in slices: what a slice leaves is a
 * row of the same moment.
 *
 * A product is priced as of the row's moment, however late that is applied, so that
 * past prices have the moments at which they ended.
 */

/* What the sales need of a variant; texts are the product's. */
void product_price_base(const struct product *product, size_t variant,
	const struct details *details, struct price_base *base);
/* All sales, read once. */
enum status sales_read(struct txn *txn, struct list *sales, struct err *err);

/* A sale was added, changed or removed, and the rules say so already: the products
 * that it covers or covered are priced anew. Up to REPRICE_AT_ONCE_MAX at once; of
 * more, all in slices, by the transactions that follow. old and now may be NULL; they
 * are of the same name. */
#define REPRICE_AT_ONCE_MAX 500
#define REPRICE_SLICE_MAX 300
enum status catalog_sale_changed(struct catalog *catalog, const struct sale *old,
	const struct sale *now, struct err *err);
/* Applies a row of kind DUE_PRICE or DUE_SALE, which was taken out. A slice passes
 * over a product that is damaged. */
enum status catalog_apply_due(
	struct catalog *catalog, const struct due *due, struct err *err);
/* How many products were looked at for what is due. From REPRICE_SLICE_MAX on the
 * rest is the next transaction's. */
size_t catalog_priced(const struct catalog *catalog);
/* The rows of all sales, where TABLE_DUE was emptied; those of products come with
 * find_rebuild, which prices them anew. */
enum status catalog_rebuild_due(struct catalog *catalog, struct err *err);

/* The next moment after now at which the price becomes another one by itself; 0 where
 * there is none. */
enum status unit_price_changes_at(const struct price_base *base,
	const struct list *sales, int64_t now, int64_t *at, struct err *err);

/* What a SKU cost for whoever could buy it: a row for each price that it has no
 * more. */
struct past_price {
	const char *sku;
	int64_t until; /* it held up to this moment */
	int64_t price;
};
extern const struct record_type past_price_record;
/* Newest first, at most limit (0: all). */
enum status price_history(struct txn *txn, const char *sku, size_t limit,
	struct list *prices, struct err *err);

/*
 * A variant's price as of now, for showing. The lowest price is that of the 30 days
 * before the reduction that holds now (Directive 98/6/EC, article 6a, as amended by
 * (EU) 2019/2161). A reduction begins anew whenever the price changes, so that of two
 * in a row the second is held against the first: the strict reading, which holds in
 * every member state.
 */
#define PRICE_LOWEST_DAYS 30
struct shown_price {
	int64_t price;      /* NUMBER_NONE: none */
	int64_t sale_price; /* what it costs, where that is less; else NUMBER_NONE */
	int64_t sale_since; /* 0: not known, or no sale */
	int64_t sale_until; /* 0: no end is known, or no sale */
	int64_t lowest_price; /* NUMBER_NONE: not known, or no sale */
};
enum status price_show(struct txn *txn, const struct product *product, size_t variant,
	const struct list *sales, struct shown_price *shown, struct err *err);

#endif

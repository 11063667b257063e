#ifndef SHOP_CATALOG_REPRICE_H
#define SHOP_CATALOG_REPRICE_H

#include "catalog/product.h"
#include "pricing/unit_price.h"
#include "store/due.h"

/*
 * Prices over time. What a unit costs now is always worked out from the product and
 * the sales (catalog_unit_price); the price that searches filter and sort by is a
 * plain number in the product's record and the index, brought up to date by the
 * writes that change it and by rows in TABLE_DUE.
 */

/* What the sales need of a variant; texts are the product's. */
void product_price_base(const struct product *product, size_t variant,
	const struct details *details, struct price_base *base);
/* All sales, read once. */
enum status sales_read(struct txn *txn, struct list *sales, struct err *err);

/* A sale was added, changed or removed: the products it covers or covered are to be
 * priced anew. A few at once; of many, the rest in slices, by the writes that follow,
 * as rows in TABLE_DUE. old and now may be NULL. */
enum status catalog_sale_changed(struct catalog *catalog, const struct sale *old,
	const struct sale *now, struct err *err);
/* Applies a row of kind DUE_PRICE or DUE_SALE. */
enum status catalog_apply_due(
	struct catalog *catalog, const struct due *due, struct err *err);

/*
 * The lowest price of the 30 days before the reduction that holds now (Directive
 * 98/6/EC, article 6a, as amended by (EU) 2019/2161); NUMBER_NONE where there is no
 * reduction or nothing is known from before it. Past prices, newest first, as struct
 * past_price.
 */
struct past_price {
	const char *sku;
	int64_t until; /* it held up to this moment */
	int64_t price;
};
extern const struct record_type past_price_record;
enum status price_lowest(struct txn *txn, const char *sku, int64_t now,
	int64_t *lowest, struct err *err);
enum status price_history(
	struct txn *txn, const char *sku, struct list *prices, struct err *err);

#endif

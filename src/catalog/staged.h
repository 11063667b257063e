#ifndef SHOP_CATALOG_STAGED_H
#define SHOP_CATALOG_STAGED_H

#include "catalog/product.h"
#include "store/stage.h"

struct load;

/*
 * The catalogue of a staged set (see store/stage.h): what an import, or a reindex,
 * makes while the shop goes on with the set in use.
 */

/* The tables of the records of products, in their order: what is copied of the set in
 * use before a row of it is changed in the staged one. */
#define STAGED_TABLES 8
extern const enum table staged_tables[STAGED_TABLES];

/*
 * A catalogue that writes the records of products and the rows that follow from them
 * (names, codes, categories, past prices, dates), and no index, which is built once
 * all are there. New rows of SKU, HANDLE, CODE and COUNTED go to load, which stores
 * them later; where it is NULL they are stored at once. With load, a SKU or handle
 * that is new must be free: product_check, and that a file has no name twice, say so.
 */
enum status catalog_open_records(struct txn *txn, struct load *load,
	struct catalog **catalog, struct err *err);

/* What product_put refuses, without writing anything: old is NULL or as read. */
enum status product_check(struct txn *txn, const struct product *old,
	const struct product *now, struct err *err);

/*
 * Makes the staged product equal to the one in use: put, changed or removed, with its
 * names, past prices, date and counts, and its index where the catalogue writes one.
 * For each noted id, in a transaction that reads the staged set. Only products of the
 * staged set alone can be in its way, and such as changed in use as well: these are
 * carried with it. *names, in the transaction's arena, are all SKUs and handles of
 * what was carried in either set: the file's rows of these are to be applied again.
 * NULL where nobody asks.
 */
enum status catalog_carry(
	struct catalog *catalog, uint64_t id, struct texts *names, struct err *err);
/* The same of all categories: whoever changes one notes nothing. */
enum status catalog_carry_categories(struct catalog *catalog, struct err *err);

/*
 * The sales by which staged products are priced, kept by who stages from before the
 * first of them on. Where a sale has changed at the end, has begun or ended, all
 * products are priced anew by the transactions that follow, as after any other change
 * of a sale: what is in use was priced anew already, but knows not of what is only
 * staged.
 */
struct staged_sales {
	uint64_t sum;
	int64_t at;
};
enum status staged_sales_begin(
	struct txn *txn, struct staged_sales *sales, struct err *err);
/* By the transaction that names the set. */
enum status staged_sales_settle(
	struct catalog *catalog, const struct staged_sales *begun, struct err *err);

/*
 * Stock that an import found. It is counted in the staged set, so that it holds from
 * the moment on that the set is named: level_get and all who read movements know it,
 * and the next write of the level makes a movement of it (see stock/stock.h). import
 * is the import's number. A SKU that has so many already is left alone.
 */
enum status stock_count_staged(struct catalog *catalog, uint64_t import,
	const char *sku, int64_t on_hand, struct err *err);
/* When the counts of an import were taken, and by whom: now, by the transaction's
 * actor. To be called once, by the transaction that names the set. */
enum status stock_counts_taken(struct txn *txn, uint64_t import, struct err *err);

#endif

#ifndef SHOP_CATALOG_PRICE_H
#define SHOP_CATALOG_PRICE_H

#include "catalog/catalog.h"
#include "catalog/find.h"
#include "catalog/reprice.h"

/* How prices are kept in step, for this room alone. */

/* What the price of a variant is made from. */
void price_base_of(
	const struct product *product, size_t variant, struct price_base *base);
/* The sales, read once and kept by the catalogue; forgotten when one changes. */
enum status price_sales(
	struct catalog *catalog, const struct list **sales, struct err *err);
void price_forget_sales(struct catalog *catalog);

/* Works out the current price of each variant as of a moment; by_sales in any thread.
 */
enum status price_by_sales(const struct list *sales, struct product *product,
	int64_t at, struct err *err);
enum status price_variants(struct catalog *catalog, struct product *product,
	int64_t at, struct err *err);
/* The next date after a moment among the product's own. */
int64_t price_next_date(const struct product *product, int64_t at);

/* What the SKUs of a product cost whoever could buy them; NUMBER_NONE for none. */
struct sku_price {
	const char *sku;
	int64_t price;
};
struct prices {
	struct sku_price *items;
	size_t count;
	int64_t next_date;
};
enum status prices_read(struct catalog *catalog, const struct product *product,
	struct prices *prices, struct err *err);
/* Prices a product that is about to be stored: its variants, the past prices where
 * they differ from those before (none of a new one), and its row in TABLE_DUE. */
enum status prices_put(struct catalog *catalog, const struct prices *before,
	struct product *now, struct err *err);
/* The row of the next date, of a product that goes. */
enum status price_forget_due(
	struct catalog *catalog, const struct product *product, struct err *err);
enum status price_note_due(struct catalog *catalog, const struct product *product,
	int64_t at, struct err *err);

/* Notes the prices that ended at a moment. */
enum status prices_end(struct catalog *catalog, const struct prices *before,
	const struct product *now, int64_t at, struct err *err);
struct key past_price_key(const char *sku, int64_t until);
enum status past_price_put(
	struct txn *txn, const struct past_price *past, struct err *err);
enum status past_price_delete(struct txn *txn, const char *sku, struct err *err);

/* Prices a stored product as of a moment, with its past prices, but without the
 * index; *changed says whether its record is another one now. */
enum status reprice_record(struct catalog *catalog, struct product *product,
	int64_t at, bool *changed, struct err *err);

/* Products from an id on are to be priced anew as of a moment, for a sale that may be
 * gone. */
enum status price_put_slice(struct txn *txn, int64_t at, uint64_t first,
	const char *name, struct err *err);

/* Events of what the clock did: the prices of a product, at a date of its own; a sale
 * that began or ended. */
enum status price_tell(struct catalog *catalog, const struct product *product,
	const struct prices *old, int64_t at, struct err *err);
enum status price_tell_sale(
	struct catalog *catalog, const char *name, int64_t at, struct err *err);

/* The proof of prices: what searches know is what a unit costs, or something is still
 * to be applied; products and sales have their rows in TABLE_DUE, and these and past
 * prices their subjects. */
struct price_proof {
	struct txn *txn;
	find_fault_fn *fault;
	void *arg;
	struct list sales;
	bool waiting; /* something is due by now: prices may be old */
};
enum status price_prove_open(struct price_proof *proof, struct err *err);
enum status price_prove_product(
	struct price_proof *proof, const struct product *product, struct err *err);
/* When all products were given. */
enum status price_prove_end(struct price_proof *proof, struct err *err);

#endif

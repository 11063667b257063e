#ifndef SHOP_EXCHANGE_EXPORT_H
#define SHOP_EXCHANGE_EXPORT_H

#include "base/secret.h"
#include "store/store.h"

/* Writing the catalogue as a file that import reads with 0 changes: every field,
 * products by subject, keys in the table's order, categories that say more than
 * their path behind them, and
 * synonyms. Called inside a read transaction; sink must not wait for
 * a person or a pipe. */
typedef enum status export_sink(
	void *arg, const void *data, size_t size, struct err *err);
/* With customers, orders or both behind it, or neither. Without customers the orders
 * hold nothing that is personal but their customers' ids. */
struct export_with {
	bool customers;
	bool orders;
	const struct secret *shop_key;
};
enum status export_yaml(struct txn *txn, const struct export_with *with,
	export_sink *sink, void *arg, struct err *err);

/* One product, as add-product --save writes it. */
struct product;
enum status export_product(struct txn *txn, const struct product *product,
	export_sink *sink, void *arg, struct err *err);

#endif

#ifndef SHOP_ORDER_STOCK_KEY_H
#define SHOP_ORDER_STOCK_KEY_H

#include "store/store.h"

/* What the modules of order/ share of stock. */

/* TABLE_MOVEMENT: SKU, NUL, number u64. */
struct key movement_key(const char *sku, uint64_t number);

/* "staff 0", "customer C1001", "system": who runs the transaction, for facts and
 * movements. */
enum status actor_text(struct txn *txn, const char **text, struct err *err);

/* The one refusal for too few pieces. */
enum status stock_short(const char *sku, int64_t available, struct err *err);

#endif

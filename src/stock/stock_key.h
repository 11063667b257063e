#ifndef SHOP_STOCK_STOCK_KEY_H
#define SHOP_STOCK_STOCK_KEY_H

#include "catalog/product.h"
#include "store/store.h"

/* What the modules of order/ share of stock. */

/* TABLE_MOVEMENT: SKU, NUL, number u64. */
struct key movement_key(const char *sku, uint64_t number);

/* "staff 0", "customer C1001", "system": who runs the transaction, for facts and
 * movements. */
enum status actor_text(struct txn *txn, const char **text, struct err *err);

/* A SKU as a word of a command that a person can type: in quotes where it needs
 * them. */
#define SKU_WORD_MAX (4 * SKU_SIZE_MAX + 3)
void sku_word(const char *sku, char word[SKU_WORD_MAX]);

/* The one refusal for too few pieces of what is in the cart, and its words. */
#define STOCK_SHORT_MAX (SKU_SIZE_MAX + SKU_WORD_MAX + 96)
void stock_short_text(const char *sku, int64_t available, char text[STOCK_SHORT_MAX]);
enum status stock_short(const char *sku, int64_t available, struct err *err);

#endif

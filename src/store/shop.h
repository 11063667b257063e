#ifndef SHOP_STORE_SHOP_H
#define SHOP_STORE_SHOP_H

#include "store/store.h"

/* What tells one shop from another: a random id in hexadecimal, given when it is
 * made. */
enum status shop_create(struct txn *txn, struct err *err);
enum status shop_id(struct txn *txn, const char **id, struct err *err);

#endif

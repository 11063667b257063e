#ifndef SHOP_CMD_ORDERS_OWN_H
#define SHOP_CMD_ORDERS_OWN_H

#include "cmd/context.h"

/* Another customer's order is as if it were not there: ST_NOT_FOUND. */
enum status order_require_own(const struct context *context, struct txn *txn,
	uint64_t number, struct err *err);

#endif

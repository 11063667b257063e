#ifndef SHOP_CMD_CUSTOMER_LIST_H
#define SHOP_CMD_CUSTOMER_LIST_H

#include "cmd/context.h"

/* Lists the customers of whom wanted says so, in the order in which they came; all
 * of them where it is NULL. *count is how many they were. */
typedef enum status customer_wanted_fn(struct txn *txn, const void *arg,
	const struct customer *customer, bool *wanted, struct err *err);
enum status customer_list_print(struct context *context, customer_wanted_fn *wanted,
	const void *arg, int64_t *count, struct err *err);

#endif

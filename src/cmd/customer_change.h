#ifndef SHOP_CMD_CUSTOMER_CHANGE_H
#define SHOP_CMD_CUSTOMER_CHANGE_H

#include "cmd/account_view.h"

/* A change of one customer by the staff: finds who is meant, runs change on it in a
 * transaction, stores what it made of it, and prints the customer as it then is. */
struct customer_alteration {
	struct context *context;
	const char *who;
	const void *input; /* the command's */
	enum status (*change)(struct txn *txn, const void *input,
		struct customer *customer, struct err *err);
	struct account_view view;
};

enum status customer_alter(struct customer_alteration *alteration, struct err *err);

#endif

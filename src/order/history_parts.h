#ifndef SHOP_ORDER_HISTORY_PARTS_H
#define SHOP_ORDER_HISTORY_PARTS_H

#include "order/history.h"

/* What the modules of history share. */

/* The facts of an order of which only the lines are known; state -1 is closed. */
enum status history_make_facts(
	struct txn *txn, int state, struct order_history *history, struct err *err);
/* The order's state and sums, from its facts and intents. */
enum status history_sum_facts(struct order_history *history, struct err *err);
/* ST_BAD_DATA with the first fault that admin check would find. */
enum status history_prove(
	struct txn *txn, const struct order_history *history, struct err *err);

#endif

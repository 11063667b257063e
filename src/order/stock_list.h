#ifndef SHOP_ORDER_STOCK_LIST_H
#define SHOP_ORDER_STOCK_LIST_H

#include "stock/stock.h"

/* The movements of a SKU, newest first, one at a time, so that memory does not grow
 * with their number: each is told of one, which is gone when it returns. */
struct movement_walk {
	size_t limit; /* 0: all */
	enum status (*each)(
		void *arg, const struct movement *movement, struct err *err);
	void *arg;
};
enum status stock_movements(struct txn *txn, const char *sku,
	const struct movement_walk *walk, struct err *err);

/* A SKU's stock as staff see it. */
struct stock_item {
	const char *sku;
	const char *name;
	int64_t on_hand;
	int64_t held;
	int64_t available;
	int64_t low_stock_at;
	/* order numbers whose held pieces are more than there are */
	struct texts short_orders;
};
extern const struct record_type stock_item_record;
enum status stock_item(
	struct txn *txn, const char *sku, struct stock_item *item, struct err *err);

#endif

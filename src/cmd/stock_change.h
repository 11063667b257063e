#ifndef SHOP_CMD_STOCK_CHANGE_H
#define SHOP_CMD_STOCK_CHANGE_H

#include "cmd/context.h"
#include "order/stock_list.h"

typedef enum status stock_change_fn(struct catalog *catalog, const char *sku,
	int64_t pieces, const char *reason, struct level *now, struct err *err);

/* A change of one SKU's stock by staff: what is common to set, add and count. */
struct stock_change {
	const char *sku;
	int64_t pieces;
	stock_change_fn *change; /* of order/stock.h */
	const char *reason;
	bool expected_given;
	int64_t expected; /* what must be on hand for it to be done */
};

/* Runs it in a transaction and prints the SKU's stock after it. */
enum status stock_change_run(
	struct context *context, const struct stock_change *change, struct err *err);

#endif

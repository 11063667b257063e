#ifndef SHOP_CMD_ORDER_LINES_INPUT_H
#define SHOP_CMD_ORDER_LINES_INPUT_H

#include "cmd/context.h"
#include "order/order.h"

/* The lines of an order that --line SKU=COUNT names, as struct fact_line. A SKU may
 * have a "=" of its own: the last one is the option's. ST_USAGE for what is no number
 * from 1 to QUANTITY_MAX. */
enum status order_lines_input(struct arena *arena, const struct pairs *pairs,
	struct list *lines, struct err *err);

#endif

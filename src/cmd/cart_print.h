#ifndef SHOP_CMD_CART_PRINT_H
#define SHOP_CMD_CART_PRINT_H

#include "cmd/context.h"
#include "order/cart.h"

/* A change of the customer's cart, and the cart as it stands after it. */
struct cart_change_request {
	uint64_t customer;
	const void *input; /* the command's */
	struct cart_view view;
};

/* Ends a cart command's transaction: the cart is viewed, and that it was shown is
 * noted. */
enum status cart_view_after(
	struct txn *txn, struct cart_change_request *request, struct err *err);

/* Prints a cart with its total, what changed first. */
enum status cart_print(
	struct context *context, const struct cart_view *view, struct err *err);

/* Runs a changing cart command: fn in one transaction, then prints. */
enum status cart_change_run(
	struct context *context, const void *input, txn_fn *fn, struct err *err);

#endif

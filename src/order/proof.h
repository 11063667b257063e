#ifndef SHOP_ORDER_PROOF_H
#define SHOP_ORDER_PROOF_H

#include "order/order.h"

/* The proof of stock and orders, as trust.md's list: stock = movements, no stock
 * below zero, held = open orders' lines, order total = its parts, an order's customer
 * is there, sums = facts,
 * never more shipped than ordered, given back than shipped or refunded than paid,
 * invoices and credit notes without gaps, holds = what is due, movements = parcels
 * and returns that no import brought, books = orders, coupon uses = orders,
 * derived rows ↔ orders, checkout keys and carts that name no order that is not
 * there. Calls fault for each.
 */
typedef void order_fault_fn(
	void *arg, const char *kind, const char *subject, const char *message);

struct order_counts {
	uint64_t orders;
	uint64_t skus;
	uint64_t movements;
};
enum status order_prove(struct txn *txn, order_fault_fn *fault, void *arg,
	struct order_counts *counts, struct err *err);

#endif

#ifndef SHOP_ORDER_PROOF_PRIVATE_H
#define SHOP_ORDER_PROOF_PRIVATE_H

#include "order/order.h"
#include "order/proof.h"

/* What the parts of the proof share. */
struct proof {
	struct txn *txn;
	order_fault_fn *fault;
	void *arg;
	struct order_counts *counts;
	uint64_t rows_expected; /* in TABLE_ORDER_BY */
	uint64_t facts;         /* that the orders say they have */
	uint64_t intents;
	uint64_t open_intents;
	uint64_t coupon_uses; /* of orders that are not cancelled */
	/* Pieces that open orders wait for: by their SKUs' levels, and in all. */
	int64_t held;
	int64_t waited_for;
};

void proof_fault(const struct proof *proof, const char *kind, const char *subject,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The fault of an order. */
void proof_order_fault(
	const struct proof *proof, uint64_t order, const char *message);

enum status prove_stock(struct proof *proof, struct err *err);
/* One order's own numbers, facts and derived rows. */
enum status prove_order(
	struct proof *proof, const struct order *order, struct err *err);
/* Counts the coupons that an order used; then all counted uses against them. */
void prove_order_coupons(struct proof *proof, const struct order *order);
enum status prove_coupons(struct proof *proof, struct err *err);
/* An order's payments, against its facts and sums. */
enum status prove_intents(struct proof *proof, const struct order *order,
	const struct list *facts, struct err *err);
/* Roll-ups against all orders. */
enum status prove_rollups(struct proof *proof, struct err *err);

#endif

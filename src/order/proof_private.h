#ifndef SHOP_ORDER_PROOF_PRIVATE_H
#define SHOP_ORDER_PROOF_PRIVATE_H

#include "order/order.h"
#include "order/proof.h"

/* Documents of one kind, by their numbers. */
struct proof_documents {
	const char *name; /* of their sequence */
	uint64_t last;    /* number that was given out */
	uint64_t count;   /* of different ones that are there */
	uint8_t *seen;    /* a bit for each */
};

/* What the parts of the proof share. */
struct proof {
	struct txn *txn;
	order_fault_fn *fault;
	void *arg;
	struct order_counts *counts;
	uint64_t rows_expected; /* in TABLE_ORDER_BY */
	uint64_t facts;         /* that the orders say they have */
	uint64_t coupon_uses;   /* of orders that are not cancelled */
	/* Pieces that open orders wait for: by their SKUs' levels, and in all. */
	int64_t held;
	int64_t waited_for;
	/* Movements that orders' parcels and returns stand for, and those that name
	 * an order. */
	uint64_t moves_expected;
	uint64_t moves;
	uint64_t counts_pending; /* movements that are still counts of imports */
	uint64_t intents;
	uint64_t intents_open;
	uint64_t due_expected; /* rows of orders in TABLE_DUE */
	struct proof_documents invoices;
	struct proof_documents credit_notes;
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
enum status prove_facts(
	struct proof *proof, const struct order *order, struct err *err);
/* The same of facts and intents that are at hand; only the order itself is looked at.
 */
enum status prove_told(struct proof *proof, const struct order *order,
	const struct list *facts, const struct list *intents, struct err *err);
void prove_totals(struct proof *proof, const struct order *order);
/* Payments by providers, against the facts that answer them; and the rows of those
 * that are open. */
void prove_intents(struct proof *proof, const struct order *order,
	const struct list *facts, const struct list *intents);
enum status prove_open_rows(
	struct proof *proof, const struct list *intents, struct err *err);
/* Invoices and credit notes: each number once, without gaps. */
enum status prove_documents_begin(struct proof *proof, struct err *err);
void proof_document(
	struct proof *proof, struct proof_documents *documents, uint64_t number);
void prove_documents_end(const struct proof *proof);
/* The row of an order that is due; then that there are no others. */
enum status prove_order_due(
	struct proof *proof, const struct order *order, struct err *err);
enum status prove_due(struct proof *proof, struct err *err);
/* Counts the coupons that an order used; then all counted uses against them. */
void prove_order_coupons(struct proof *proof, const struct order *order);
enum status prove_coupons(struct proof *proof, struct err *err);
/* The books, days and postings, against all orders. */
enum status prove_books(struct proof *proof, struct err *err);

#endif

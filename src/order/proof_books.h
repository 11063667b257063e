#ifndef SHOP_ORDER_PROOF_BOOKS_H
#define SHOP_ORDER_PROOF_BOOKS_H

#include "order/posting.h"
#include "order/proof_private.h"

/* What the modules of the proof of the books share. */

/* Calls fn for every posting that the orders first <= number < until make. What fn
 * keeps lies in no arena of the transaction. */
struct order_range {
	uint64_t first;
	uint64_t until;
};
enum status proof_each_posting(const struct proof *proof, struct order_range range,
	books_posting_fn *fn, void *arg, struct err *err);

/*
 * Postings as the orders make them beside those in the columns, in memory that does
 * not grow with them: a sum of their hashes for each of so many ranges of orders, to
 * which these add and from which those take away. What is left in a range is looked
 * for in it, until it is one order's.
 */
struct posting_sums;
enum status posting_sums_new(const struct proof *proof, struct arena *arena,
	struct posting_sums **sums, struct err *err);
void posting_sums_expect(struct posting_sums *sums, const struct posting *posting);
enum status posting_sums_prove(
	const struct proof *proof, struct posting_sums *sums, struct err *err);

/* Days as the orders make them, and then against their rows. */
struct proof_days;
enum status proof_days_new(
	struct arena *arena, struct proof_days **days, struct err *err);
enum status proof_days_expect(
	struct proof_days *days, const struct posting *posting, struct err *err);
enum status proof_days_prove(
	const struct proof *proof, struct proof_days *days, struct err *err);

#endif

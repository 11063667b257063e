#ifndef SHOP_ORDER_POSTING_H
#define SHOP_ORDER_POSTING_H

#include "books/books.h"
#include "order/order.h"

/*
 * What the books say of an order, from what never changes: its numbers as they were
 * frozen, and its facts. Pure.
 *
 * A sale is posted when the order is placed. What of it is taken back is, at any
 * moment, the larger of what the pieces that came back are worth and of what was
 * refunded (less what had been paid too much), and all of it once it is cancelled;
 * each fact that raises this posts the difference, on its own day: whatever comes
 * first, nothing is counted twice. An unpaid order that is cancelled is taken back
 * like a paid one. A return takes back the shares of its pieces (order/return.h); an
 * allowance shipping where the refund says so, then what is left of the lines in
 * proportion, with the tax that is in it. Money is posted by its own facts.
 *
 * A tax that prices include is taken out of goods, discounts and shipping, line by
 * line; of a discount at its line's rate.
 */

/* All postings of an order, in the order of its facts; a fact that changes nothing
 * has none. The order as it is stored, facts are struct fact from the first on. Lives
 * in the arena. */
enum status order_postings(const struct order *order, const struct list *facts,
	struct arena *arena, struct list *postings, struct err *err);
/* The same with the facts that are stored; lives in the transaction's arena. */
enum status order_stored_postings(struct txn *txn, const struct order *order,
	struct list *postings, struct err *err);

/* Posts a new order, which is stored by then, and what a fact that was just appended
 * adds: both read the order's own records only. */
enum status order_post(struct txn *txn, const struct order *order, struct err *err);
enum status order_post_fact(struct txn *txn, const struct order *order,
	const struct fact *fact, struct err *err);
/* The same of a new order with all of its facts. */
enum status order_post_all(struct txn *txn, const struct order *order,
	const struct list *facts, struct err *err);

/* Counts the books anew where they are not whole, or goes on with it, for about time
 * microseconds; *done says that they are whole. Harmless where they are. */
enum status order_count_books(
	struct txn *txn, int64_t time, bool *done, struct err *err);

#endif

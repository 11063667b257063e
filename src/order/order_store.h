#ifndef SHOP_ORDER_ORDER_STORE_H
#define SHOP_ORDER_ORDER_STORE_H

#include "order/order.h"

/* What the modules of order/ share of orders. */

/* TABLE_ORDER_BY: the first byte of a key. */
enum order_by {
	ORDER_BY_CUSTOMER = 1, /* customer u64, order u64 */
	ORDER_BY_SKU = 2,      /* SKU, NUL, state u8, order u64 */
	ORDER_BY_STATE = 3,    /* state, payment and shipping state u8, order u64 */
};

struct key order_by_customer(const struct order *order);
struct key order_by_sku(const struct order *order, const char *sku);
struct key order_by_state(const struct order *order);

/* Writes the order and its derived rows; old is NULL for a new one. */
enum status order_put(struct txn *txn, const struct order *old,
	const struct order *now, struct err *err);
/* Keeps the steps of its quote. */
enum status order_steps_put(
	struct txn *txn, uint64_t number, const struct list *steps, struct err *err);
/* Appends a fact and posts what it adds to the books; number, time and actor are
 * filled in, and the order's count. */
enum status fact_append(
	struct txn *txn, struct order *order, struct fact *fact, struct err *err);
/* When the last order was placed of those that were imported; INT64_MIN before any
 * was. */
enum status order_imported_until(struct txn *txn, int64_t *until, struct err *err);
/* Before an order's country or payment method changes. */
enum status order_keep_origin(
	struct arena *arena, struct order *order, struct err *err);
/* Writes a fact as it is. */
enum status fact_put(
	struct txn *txn, uint64_t order, const struct fact *fact, struct err *err);
/* The line of a SKU, the first where imported history has several; NULL where there
 * is none. */
struct order_line *order_line(const struct order *order, const char *sku);
/* All lines of a line's SKU as one: their pieces, what was shipped and came back. */
struct order_line order_line_sum(
	const struct order *order, const struct order_line *line);
/* Counts pieces as shipped, or as come back (what was shipped before), on the lines
 * of their SKU, one after the other; *worth is what those that came back are worth.
 * False where the lines have no room for as many. */
bool order_ship_pieces(const struct order *order, const struct fact_line *pieces);
bool order_return_pieces(
	const struct order *order, const struct fact_line *pieces, int64_t *worth);
/* Refuses a text that people type, named what, with ST_USAGE: longer than it may be,
 * or with a payment card's number in it. */
enum status order_check_text(
	const char *what, const char *text, size_t size_max, struct err *err);
/* Seals a note for the fact of a number. */
enum status order_seal_note_of(const struct people *people, const struct order *order,
	uint64_t fact, const char *note, struct bytes *sealed, struct err *err);
/* Seals whom it goes to with the customer's key. */
enum status order_seal_recipient(const struct people *people,
	const struct recipient *recipient, struct order *order, struct err *err);
/* Seals a note for the order's next fact. */
enum status order_seal_note(const struct people *people, const struct order *order,
	const char *note, struct bytes *sealed, struct err *err);
/* Makes the credit note that a refund asks for where there is an invoice, before the
 * order's sums count it; or that of all that is charged (NULL). */
enum status order_credit(struct txn *txn, struct order *order,
	const struct fact *refund, struct err *err);
/* Counts a refund that was made: its fact, the sums, and its credit note. */
enum status order_refunded(
	struct txn *txn, struct order *order, struct fact *refund, struct err *err);
/* An amount of an order with its currency, as messages and events have it. */
enum status order_money_text(struct txn *txn, const struct order *order,
	int64_t amount, const char **text, struct err *err);
/* Refuses an amount that is not above zero, or above what is left to do with the
 * order: what, in words. */
enum status order_check_amount(struct txn *txn, const struct order *order,
	int64_t amount, int64_t left, const char *what, struct err *err);
/* A count that changed, as events tell it. */
enum status order_change_of_count(struct txn *txn, struct change *change, int64_t old,
	int64_t now, struct err *err);
/* Appends the event of an order: what happened, and the changes that say how. */
enum status order_event(struct txn *txn, const struct order *order, const char *kind,
	const struct list *changes, struct err *err);

/* A move under way: the order as it was, and as it will be. begin refuses what the
 * table forbids; end stores the order with the event that says so, in which change is
 * told where it is not NULL, and a change of state in any case. */
struct order_move {
	struct txn *txn;
	struct order old;
	struct order now;
};
enum status order_move_begin(struct txn *txn, uint64_t number,
	enum order_action action, struct order_move *move, struct err *err);
enum status order_move_end(const struct order_move *move, const char *kind,
	const struct change *change, struct err *err);

/* After anything that pays or ships: what needs no shipping counts as shipped once
 * it is paid for, and an order that is shipped whole and paid in full is closed.
 * Changes the order, whose lines know what was shipped and which the caller stores.
 */
enum status order_complete(struct txn *txn, struct order *order, struct err *err);
/* Whether everything is shipped, or what is left needs no shipping and is there. */
enum status order_is_handed_over(
	struct txn *txn, const struct order *order, bool *done, struct err *err);

/* Lines of a move: all that is still to be shipped; a check that each is the order's
 * and is named once; how many pieces they are. */
enum status order_lines_left(struct txn *txn, const struct order *order,
	struct list *lines, struct err *err);
enum status order_check_lines(
	const struct order *order, const struct list *lines, struct err *err);
int64_t order_pieces(const struct list *lines);

/* Stock as an order's lines move it. */
enum stock_move {
	STOCK_SHIP,
	STOCK_RELEASE,
	STOCK_RETURN,
};
enum status order_move_stock(struct txn *txn, enum stock_move kind,
	const struct list *lines, uint64_t order, struct err *err);
/* Whether there are enough on hand to ship them. */
enum status order_stock_covers(
	struct txn *txn, const struct list *lines, bool *covered, struct err *err);

#endif

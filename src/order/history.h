#ifndef SHOP_ORDER_HISTORY_H
#define SHOP_ORDER_HISTORY_H

#include "base/clock.h"
#include "catalog/catalog.h"
#include "order/intent.h"
#include "order/order.h"

/*
 * Orders that were placed elsewhere, or that move from one shop to another: whole,
 * with all that happened to them, and in clear (name, phone and address of the order
 * and the notes of its facts are texts, not sealed).
 *
 * An order of which only the lines are known counts as paid, shipped and delivered
 * when it was placed. One whose quantities are below zero is a credit: pieces that
 * came back for orders that nobody names, or a correction. It counts on its own day
 * with negative pieces and amounts, was refunded then, and nothing more can be done
 * to it. Nothing of the past moves stock; only an open order holds what it waits for.
 */
#define ORDER_NUMBER_MAX UINT64_C(999999999999)
/* Up to here any number may be brought along; above are those that shops number on
 * from it, taken only where they are next to the last one. */
#define ORDER_NUMBER_FREE_MAX UINT64_C(899999999999)
#define ORDER_NUMBER_GAP_MAX 1000000
/* How far ahead of ours another clock may be. */
#define HISTORY_AHEAD_MAX (24 * HOUR)
#define HISTORY_QUANTITY_MAX 999999999
#define HISTORY_LINES_MAX 4000

struct order_history {
	struct order order;
	struct list facts;   /* of struct fact */
	struct list intents; /* of struct intent */
	struct list steps;   /* of struct quote_step */
};
/* facts, intents and steps; the rest is order_record's. */
extern const struct record_type order_history_record;

enum status order_history_get(const struct people *people, uint64_t number,
	struct order_history *history, bool *found, struct err *err);
/* The first whose number is above after. */
enum status order_history_next(const struct people *people, uint64_t after,
	struct order_history *history, bool *found, struct err *err);

/* What a history says of an order besides its fields. */
struct history_given {
	bool facts; /* else they are made up, as the state wants them */
	int state;  /* enum order_state, -1: closed, or what the facts say */
};
/*
 * Fills in what follows from the rest: the lines' totals, the order's totals, taxes
 * and discounts where they are none, facts where they are not given, and the sums of
 * the facts. ST_BAD_DATA for what cannot be: whatever admin check would find fault
 * with, but for the SKUs of an open order, which must be in the catalogue. Reads
 * only.
 */
enum status order_history_complete(struct txn *txn, const struct history_given *given,
	struct order_history *history, struct err *err);
/* Numbers facts and intents, and gives the lines their totals: enough to compare. */
enum status order_history_number(struct order_history *history, struct err *err);
/* Whether its facts are those that an order has of which only the lines are known. */
enum status order_history_is_plain(struct txn *txn,
	const struct order_history *history, bool *plain, struct err *err);

/* Stores a new order that is complete: seals what is personal, posts it in the
 * books, counts coupons, holds what an open one waits for (nothing where catalog is
 * NULL); later orders' numbers are above it. No event tells of it. Its customer is
 * there. */
enum status order_history_put(const struct people *people, struct catalog *catalog,
	const struct order_history *history, struct err *err);

#endif

#ifndef SHOP_ORDER_INTENT_H
#define SHOP_ORDER_INTENT_H

#include "order/order.h"

/*
 * What a payment provider is asked to do, written down before it is asked, so that a
 * crash anywhere leaves something to ask about. An intent has a key by which the
 * provider knows it again; it is settled by an answer, once. "manual" has none: the
 * clerk records its money.
 */
enum intent_verb {
	INTENT_AUTHORIZE,
	INTENT_CAPTURE,
	INTENT_VOID,
	INTENT_REFUND,
};

enum intent_state {
	INTENT_UNKNOWN, /* may have been sent: only the provider knows */
	INTENT_PENDING, /* the provider has it, and will decide */
	INTENT_APPROVED,
	INTENT_DECLINED,
	INTENT_UNSENT, /* surely not sent: settled, nothing happened */
};
extern const char *const intent_verb_names[];
extern const char *const intent_state_names[];

struct intent {
	uint64_t order;
	uint64_t number;    /* of this order, from 1 */
	int verb;           /* enum intent_verb */
	int state;          /* enum intent_state */
	const char *method; /* the helper's name */
	int64_t amount;
	bool capture;          /* of an authorisation: take the money at once */
	const char *key;       /* unique among all shops: shop id, order, number */
	uint64_t parent;       /* the intent that is captured, voided or refunded */
	uint64_t wallet;       /* the customer's stored payment method, 0: none */
	const char *reference; /* the provider's own number, once it has answered */
	const char *message;   /* what the provider said */
	int64_t created_at;
	int64_t settled_at; /* 0 while it is open */
	bool with_shipping; /* of a refund */
	const char *note;   /* of a refund: what the clerk noted */
};
extern const struct record_type intent_record;

/* Writes an intent down in the transaction of what it is for, and reserves its amount
 * in the order's sums (capture_pending, refund_pending), so that two can never do
 * more than there is. number, key, state and created_at are given here; the caller
 * stores the order. */
enum status intent_begin(
	struct txn *txn, struct order *order, struct intent *intent, struct err *err);

/* What the provider said. amount is what it says it did: another one than was asked
 * for never reaches here. */
struct intent_answer {
	int state; /* enum intent_state */
	const char *reference;
	const char *message;
};
/*
 * Settles an intent: facts, sums and states of its order follow, in this transaction;
 * harmless on one that is settled already. Money that was taken or promised for an
 * order that is cancelled by then begins the intent that gives it back: *follows is
 * its number, 0 where there is none.
 */
enum status intent_settle(struct txn *txn, uint64_t order, uint64_t number,
	const struct intent_answer *answer, uint64_t *follows, struct err *err);

enum status intent_get(struct txn *txn, uint64_t order, uint64_t number,
	struct intent *intent, struct err *err);
/* All of an order, oldest first. */
enum status intent_list(
	struct txn *txn, uint64_t order, struct list *intents, struct err *err);
/* The first open intent behind (order, number); found is false at the end. */
enum status intent_next_open(struct txn *txn, uint64_t order, uint64_t number,
	struct intent *intent, bool *found, struct err *err);

#endif

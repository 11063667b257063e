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
	/* Somebody else than who began it asked, or there was no answer: that nothing
	 * was sent this time does not mean that nothing was sent. */
	bool tried;
	bool rest; /* of a void: its order is paid without it */
};
extern const struct record_type intent_record;

#define INTENT_KEY_SIZE_MAX 128

/* Writes an intent down in the transaction of what it is for, and reserves its amount
 * in the order's sums (promise_pending for captures and voids, refund_pending), so
 * that two can never do more than there is: ST_REFUSED. So is an authorisation while
 * another one is open. number, key, state and created_at are given here; the caller
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
 * order that is cancelled by then begins the intent that gives it back, and so does
 * what could not be taken for it; what was promised for goods that need no shipping
 * begins to be taken: *follows is the first such intent's number, 0 where there is
 * none.
 */
enum status intent_settle(struct txn *txn, uint64_t order, uint64_t number,
	const struct intent_answer *answer, uint64_t *follows, struct err *err);

/* Notes that somebody asks who did not begin it, before that is done. */
enum status intent_note_tried(
	struct txn *txn, uint64_t order, uint64_t number, struct err *err);

enum status intent_get(struct txn *txn, uint64_t order, uint64_t number,
	struct intent *intent, struct err *err);
/* All of an order, oldest first. */
enum status intent_list(
	struct txn *txn, uint64_t order, struct list *intents, struct err *err);
/* The first open intent behind (order, number); found is false at the end. */
enum status intent_next_open(struct txn *txn, uint64_t order, uint64_t number,
	struct intent *intent, bool *found, struct err *err);

/* All intents, or an order's where it is not 0, newest orders first. */
struct intent_scan;
enum status intent_scan_open(
	struct txn *txn, uint64_t order, struct intent_scan **scan, struct err *err);
enum status intent_scan_next(struct intent_scan *scan, struct intent *intent,
	bool *found, struct err *err);

/* Makes TABLE_INTENT_OPEN anew from the intents. */
enum status intent_rebuild_open(struct txn *txn, struct err *err);

bool intent_is_open(const struct intent *intent);
/* Of an authorisation, what is neither captured nor voided nor about to be; of a
 * charge, what is neither refunded nor about to be. intents are all of the order. */
int64_t intent_left(const struct list *intents, const struct intent *parent);
/* Money that was taken, not only promised. */
bool intent_is_charge(const struct intent *intent);

/*
 * Begins the authorisation of what an order still owes by a method, in a transaction
 * of its own: another method than the order's becomes the order's. "manual" only
 * becomes it. ST_REFUSED where the order's states do not allow it, or an
 * authorisation is open.
 */
struct intent_pay_request {
	uint64_t order;
	const char *method;
	uint64_t wallet; /* 0: none */
};
enum status intent_pay(
	struct txn *txn, const struct intent_pay_request *request, struct err *err);
/* The same once more by the same method, where the last authorisation was not sent
 * and the order still waits for its payment; harmless otherwise. *last is the answer
 * to the last one, UNKNOWN where there is none. */
enum status intent_pay_again(
	struct txn *txn, uint64_t order, struct intent_answer *last, struct err *err);
/* The same for an order that is just placed, which the caller stores. */
enum status intent_begin_payment(
	struct txn *txn, struct order *order, uint64_t wallet, struct err *err);

/* Begins to take what was promised for an order and is still owed, NUMBER_NONE: all
 * of it; or to give the promise back. ST_REFUSED where there is not as much. */
enum status intent_capture(
	struct txn *txn, uint64_t order, int64_t amount, struct err *err);
enum status intent_void(struct txn *txn, uint64_t order, struct err *err);
/* After a shipment: takes what was promised and is still owed, once everything is
 * shipped but what needs no shipping, and gives the rest of the promise back;
 * harmless otherwise. */
enum status intent_capture_shipped(struct txn *txn, uint64_t order, struct err *err);

#endif

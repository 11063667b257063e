#include <inttypes.h>
#include <string.h>

#include "order/hold.h"
#include "order/intent_store.h"
#include "order/money_back.h"
#include "order/order_store.h"

/* An answer under way into an order. */
struct settling {
	struct order_move move;
	struct intent intent;
	const struct intent_answer *answer;
	struct change change; /* field is NULL where there is none */
	const char *event;
};

static struct fact
fact_of(const struct settling *settling, enum fact_kind kind, const char *reference)
{
	return (struct fact){ .kind = (int)kind,
		.method = settling->intent.method,
		.amount = settling->intent.amount,
		.reference = reference,
		.intent = settling->intent.number,
		.with_shipping = settling->intent.with_shipping };
}

static enum status
add_fact(struct settling *settling, enum fact_kind kind, const char *reference,
	struct err *err)
{
	struct fact fact = fact_of(settling, kind, reference);

	return fact_append(settling->move.txn, &settling->move.now, &fact, err);
}

static enum status
tell(struct settling *settling, const char *field, int64_t old, int64_t new,
	struct err *err)
{
	struct txn *txn = settling->move.txn;

	settling->change.field = field;
	TRY(order_money_text(
		txn, &settling->move.old, old, &settling->change.old, err));
	return order_money_text(
		txn, &settling->move.old, new, &settling->change.new, err);
}

static enum status
promise(struct settling *settling, struct err *err)
{
	struct order *now = &settling->move.now;

	now->authorised += settling->intent.amount;
	settling->event = "authorised";
	TRY(tell(settling, "authorised", settling->move.old.authorised,
		now->authorised, err));
	TRY(add_fact(settling, FACT_AUTHORISATION, settling->answer->reference, err));
	TRY(order_hold_end(settling->move.txn, now, err));
	if (now->state != ORDER_PLACED)
		return ST_OK;
	return intent_take_promise(settling->move.txn, now, err);
}

static enum status
take(struct settling *settling, struct err *err)
{
	struct order *now = &settling->move.now;

	if (settling->intent.verb == INTENT_CAPTURE)
		now->authorised -= settling->intent.amount;
	now->captured += settling->intent.amount;
	now->captured_by_helper += settling->intent.amount;
	settling->event = "paid";
	TRY(tell(settling, "captured", settling->move.old.captured, now->captured,
		err));
	TRY(add_fact(settling, FACT_CAPTURE, settling->answer->reference, err));
	TRY(order_hold_end(settling->move.txn, now, err));
	return order_complete(settling->move.txn, now, err);
}

/* An order that is unpaid again is held for as long as a new one. */
static enum status
give_up(struct settling *settling, struct err *err)
{
	struct order *now = &settling->move.now;

	now->authorised -= settling->intent.amount;
	settling->event = "voided";
	TRY(tell(settling, "authorised", settling->move.old.authorised,
		now->authorised, err));
	TRY(add_fact(settling, FACT_VOID, settling->answer->reference, err));
	return now->shipped > 0 ? ST_OK
				: order_hold_begin(settling->move.txn, now, err);
}

static enum status
give_back(struct settling *settling, struct err *err)
{
	const struct intent *intent = &settling->intent;
	struct order *now = &settling->move.now;
	struct fact fact = { .kind = FACT_REFUND,
		.method = intent->method,
		.amount = intent->amount,
		.reference = intent->note,
		.intent = intent->number,
		.with_shipping = intent->with_shipping };

	if (fact.reference[0] == '\0')
		fact.reference = settling->answer->reference;
	now->captured_by_helper -= intent->amount;
	settling->event = "refunded";
	TRY(order_refunded(settling->move.txn, now, &fact, err));
	return tell(settling, "refunded", settling->move.old.refunded, now->refunded,
		err);
}

static enum status
apply_approved(struct settling *settling, struct err *err)
{
	switch ((enum intent_verb)settling->intent.verb) {
	case INTENT_AUTHORIZE:
		if (!settling->intent.capture)
			return promise(settling, err);
		return take(settling, err);
	case INTENT_CAPTURE:
		return take(settling, err);
	case INTENT_VOID:
		return give_up(settling, err);
	case INTENT_REFUND:
		break;
	}
	return give_back(settling, err);
}

/* Only the intent itself: the order has nothing to tell of it. */
static enum status
note_open(struct settling *settling, struct err *err)
{
	struct intent *intent = &settling->intent;
	bool pending = settling->answer->state == INTENT_PENDING;

	if (intent->tried && (!pending || intent->state == INTENT_PENDING))
		return ST_OK;
	intent->tried = true;
	if (pending) {
		intent->state = INTENT_PENDING;
		intent->reference = settling->answer->reference;
	}
	intent->message = settling->answer->message;
	return intent_put(settling->move.txn, intent, err);
}

static enum status
apply(struct settling *settling, struct err *err)
{
	settling->event = "payment_unsent";
	if (settling->answer->state == INTENT_APPROVED)
		return apply_approved(settling, err);
	if (settling->answer->state != INTENT_DECLINED)
		return ST_OK;
	settling->event = "payment_declined";
	return add_fact(settling, FACT_DECLINE, settling->answer->message, err);
}

/* What was taken or promised goes back the way it came. */
static enum status
take_back(struct settling *settling, struct err *err)
{
	struct intent next = { .reference = "", .message = "", .note = "" };
	bool taken =
		settling->intent.capture || settling->intent.verb == INTENT_CAPTURE;

	next.verb = taken ? INTENT_REFUND : INTENT_VOID;
	return intent_begin_each(settling->move.txn, &settling->move.now, &next,
		settling->intent.amount, err);
}

/* Of an order that was cancelled meanwhile: what was not taken after all is a promise
 * that the cancellation left alone. */
static enum status
follow(struct settling *settling, struct err *err)
{
	struct order *now = &settling->move.now;

	if (now->state != ORDER_CANCELLED || settling->intent.verb == INTENT_VOID ||
		settling->intent.verb == INTENT_REFUND)
		return ST_OK;
	if (settling->answer->state == INTENT_APPROVED)
		return take_back(settling, err);
	return order_void(settling->move.txn, now, err);
}

static enum status
settle(struct settling *settling, uint64_t *follows, struct err *err)
{
	struct txn *txn = settling->move.txn;
	struct intent *intent = &settling->intent;
	struct order *now = &settling->move.now;
	uint64_t before = now->intents;

	intent->state = settling->answer->state;
	intent->reference = settling->answer->reference;
	intent->message = settling->answer->message;
	intent->settled_at = txn_now(txn);
	TRY(intent_put(txn, intent, err));
	intent_release(now, intent);
	TRY(apply(settling, err));
	TRY(follow(settling, err));
	*follows = now->intents > before ? before + 1 : 0;
	return order_move_end(&settling->move, settling->event,
		settling->change.field ? &settling->change : NULL, err);
}

enum status
intent_settle(struct txn *txn, uint64_t order, uint64_t number,
	const struct intent_answer *answer, uint64_t *follows, struct err *err)
{
	struct settling settling = { .move.txn = txn, .answer = answer };
	uint64_t next = 0;

	TRY(intent_get(txn, order, number, &settling.intent, err));
	if (intent_is_open(&settling.intent)) {
		TRY(order_get(txn, order, &settling.move.old, err));
		TRY(order_lines_shipped(txn, &settling.move.old, err));
		settling.move.now = settling.move.old;
		if (answer->state == INTENT_UNKNOWN ||
			answer->state == INTENT_PENDING)
			TRY(note_open(&settling, err));
		else
			TRY(settle(&settling, &next, err));
	}
	*follows = next;
	return ST_OK;
}

#include <inttypes.h>
#include <string.h>

#include "order/hold.h"
#include "order/intent_store.h"
#include "order/money_back.h"
#include "order/order_store.h"
#include "store/setting.h"

static bool
can_be_parent(const struct intent *intent, int verb)
{
	if (verb == INTENT_REFUND)
		return intent_is_charge(intent);
	return intent->verb == INTENT_AUTHORIZE && !intent->capture &&
	       intent->state == INTENT_APPROVED;
}

static enum status
begin_of(struct txn *txn, struct order *order, const struct intent *what,
	const struct intent *parent, int64_t amount, struct err *err)
{
	struct intent intent = *what;

	intent.parent = parent->number;
	intent.method = parent->method;
	intent.wallet = parent->wallet;
	intent.amount = amount;
	intent.reference = "";
	intent.message = "";
	return intent_begin(txn, order, &intent, err);
}

enum status
intent_begin_each(struct txn *txn, struct order *order, const struct intent *what,
	int64_t amount, struct err *err)
{
	const struct intent *items;
	struct list intents;
	size_t i;

	TRY(intent_list(txn, order->number, &intents, err));
	items = intents.items;
	for (i = 0; i < intents.count && amount > 0; i++) {
		int64_t left;

		if (!can_be_parent(&items[i], what->verb))
			continue;
		left = intent_left(&intents, &items[i]);
		if (left > amount)
			left = amount;
		if (left > 0)
			TRY(begin_of(txn, order, what, &items[i], left, err));
		amount -= left;
	}
	if (amount > 0)
		return fail(err, ST_CORRUPT,
			"order %" PRIu64 " has less at its providers than its sums "
			"say (admin check)",
			order->number);
	return ST_OK;
}

enum status
intent_begin_payment(
	struct txn *txn, struct order *order, uint64_t wallet, struct err *err)
{
	struct intent intent = { .verb = INTENT_AUTHORIZE,
		.method = order->payment_method,
		.wallet = wallet,
		.reference = "",
		.message = "",
		.note = "" };
	const char *when;

	intent.amount = order_owed(order) - order->captured - order->authorised;
	if (strcmp(intent.method, "manual") == 0 || intent.amount <= 0)
		return ST_OK;
	TRY(setting_get(txn, "payment.capture", &when, err));
	intent.capture = strcmp(when, "checkout") == 0;
	return intent_begin(txn, order, &intent, err);
}

/* The method becomes the order's, with the fact of what is to be paid by it. */
static enum status
change_method(struct order_move *move, const char *method, struct err *err)
{
	struct order *now = &move->now;
	struct fact fact = { .kind = FACT_PAYMENT, .method = method };

	TRY(order_keep_origin(txn_arena(move->txn), now, err));
	now->payment_method = method;
	fact.amount = order_owed(now) - now->captured;
	TRY(fact_append(move->txn, now, &fact, err));
	TRY(order_hold_end(move->txn, now, err));
	return order_hold_begin(move->txn, now, err);
}

enum status
intent_pay(struct txn *txn, const struct intent_pay_request *request, struct err *err)
{
	struct change change = { "payment_method", "", request->method };
	struct order_move move;
	bool other;

	TRY(order_move_begin(txn, request->order, ACTION_PAY, &move, err));
	TRY(intent_refuse_second(txn, &move.old, err));
	other = strcmp(move.old.payment_method, request->method) != 0;
	change.old = move.old.payment_method;
	if (other)
		TRY(change_method(&move, request->method, err));
	TRY(intent_begin_payment(txn, &move.now, request->wallet, err));
	return order_move_end(&move, "payment_begun", other ? &change : NULL, err);
}

/* The last authorisation, NULL where there is none. */
static const struct intent *
last_authorisation(const struct list *intents)
{
	const struct intent *items = intents->items;
	size_t i;

	for (i = intents->count; i > 0; i--)
		if (items[i - 1].verb == INTENT_AUTHORIZE)
			return &items[i - 1];
	return NULL;
}

enum status
intent_pay_again(struct txn *txn, uint64_t number, struct intent_answer *answer,
	struct err *err)
{
	struct intent_pay_request request = { .order = number };
	const struct intent *last;
	struct list intents;
	struct order order;

	*answer = (struct intent_answer){ INTENT_UNKNOWN, "", "" };
	TRY(order_get(txn, number, &order, err));
	TRY(intent_list(txn, number, &intents, err));
	last = last_authorisation(&intents);
	if (!last)
		return ST_OK;
	*answer =
		(struct intent_answer){ last->state, last->reference, last->message };
	if (last->state != INTENT_UNSENT ||
		strcmp(last->method, order.payment_method) != 0 ||
		order_payment_state(&order) != PAYMENT_UNPAID ||
		order.state != ORDER_PLACED)
		return ST_OK;
	request.method = last->method;
	request.wallet = last->wallet;
	return intent_pay(txn, &request, err);
}

/* Of what was promised, no more than is still owed is taken: some of it may have been
 * paid by hand, or come back. */
static int64_t
left_on_promise(const struct order *order, enum intent_verb verb)
{
	int64_t left = order->authorised - order->promise_pending;
	int64_t owed = order_owed(order) - order->captured - order->promise_pending;

	if (verb == INTENT_CAPTURE && owed < left)
		left = owed;
	return left > 0 ? left : 0;
}

static enum status
begin_on_promise(struct order_move *move, enum intent_verb verb, int64_t amount,
	struct err *err)
{
	struct intent what = { .verb = (int)verb, .note = "" };
	int64_t left = left_on_promise(&move->old, verb);
	const char *text;

	if (amount == NUMBER_NONE)
		amount = left;
	TRY(order_money_text(move->txn, &move->old, left, &text, err));
	if (left == 0)
		return fail(err, ST_REFUSED,
			"nothing that was promised for order %" PRIu64
			" is left to %s",
			move->old.number, intent_verb_names[verb]);
	if (amount <= 0)
		return fail(err, ST_USAGE, "an amount must be above zero");
	if (amount > left)
		return fail(err, ST_REFUSED,
			"only %s of what was promised for order %" PRIu64
			" is left to %s",
			text, move->old.number, intent_verb_names[verb]);
	TRY(intent_begin_each(move->txn, &move->now, &what, amount, err));
	return order_move_end(move,
		verb == INTENT_VOID ? "void_begun" : "capture_begun", NULL, err);
}

enum status
intent_capture(struct txn *txn, uint64_t order, int64_t amount, struct err *err)
{
	struct order_move move;

	TRY(order_move_begin(txn, order, ACTION_CAPTURE, &move, err));
	return begin_on_promise(&move, INTENT_CAPTURE, amount, err);
}

enum status
intent_void(struct txn *txn, uint64_t order, struct err *err)
{
	struct order_move move;

	TRY(order_move_begin(txn, order, ACTION_VOID, &move, err));
	return begin_on_promise(&move, INTENT_VOID, NUMBER_NONE, err);
}

enum status
intent_take_promise(struct txn *txn, struct order *order, struct err *err)
{
	struct intent take = { .verb = INTENT_CAPTURE, .note = "" };
	struct intent rest = { .verb = INTENT_VOID, .note = "", .rest = true };
	bool done = false;

	if (order->authorised > order->promise_pending)
		TRY(order_is_handed_over(txn, order, &done, err));
	if (!done)
		return ST_OK;
	TRY(intent_begin_each(
		txn, order, &take, left_on_promise(order, INTENT_CAPTURE), err));
	return intent_begin_each(
		txn, order, &rest, left_on_promise(order, INTENT_VOID), err);
}

enum status
intent_capture_shipped(struct txn *txn, uint64_t number, struct err *err)
{
	struct order_move move = { .txn = txn };
	bool takes;

	TRY(order_get(txn, number, &move.old, err));
	TRY(order_lines_shipped(txn, &move.old, err));
	takes = left_on_promise(&move.old, INTENT_CAPTURE) > 0;
	move.now = move.old;
	TRY(intent_take_promise(txn, &move.now, err));
	if (move.now.intents == move.old.intents)
		return ST_OK;
	return order_move_end(
		&move, takes ? "capture_begun" : "void_begun", NULL, err);
}

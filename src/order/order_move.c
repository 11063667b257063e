#include <inttypes.h>
#include <string.h>

#include "base/money.h"
#include "order/coupon.h"
#include "order/hold.h"
#include "order/money_back.h"
#include "order/order_store.h"
#include "store/event.h"

/* How many changes an event of a move tells at most: its own, and that of the state.
 */
#define CHANGES_MAX 2

enum status
order_event(struct txn *txn, const struct order *order, const char *kind,
	const struct list *changes, struct err *err)
{
	struct event event = { .subject_kind = "order", .kind = kind };

	if (changes)
		event.changes = *changes;
	TRY(arena_format(
		txn_arena(txn), &event.subject, err, "%" PRIu64, order->number));
	return event_append(txn, &event, err);
}

enum status
order_move_begin(struct txn *txn, uint64_t number, enum order_action action,
	struct order_move *move, struct err *err)
{
	move->txn = txn;
	TRY(order_get(txn, number, &move->old, err));
	TRY(order_allows(&move->old, action, err));
	TRY(order_lines_shipped(txn, &move->old, err));
	move->now = move->old;
	return ST_OK;
}

enum status
order_move_end(const struct order_move *move, const char *kind,
	const struct change *change, struct err *err)
{
	struct change changes[CHANGES_MAX];
	struct list told = { changes, 0 };

	if (change)
		changes[told.count++] = *change;
	if (move->old.state != move->now.state)
		changes[told.count++] =
			(struct change){ "state", order_state_names[move->old.state],
				order_state_names[move->now.state] };
	TRY(order_put(move->txn, &move->old, &move->now, err));
	return order_event(move->txn, &move->now, kind, &told, err);
}

enum status
order_change_of_count(struct txn *txn, struct change *change, int64_t old,
	int64_t now, struct err *err)
{
	TRY(arena_format(txn_arena(txn), &change->old, err, "%" PRId64, old));
	return arena_format(txn_arena(txn), &change->new, err, "%" PRId64, now);
}

enum status
order_money_text(struct txn *txn, const struct order *order, int64_t amount,
	const char **text, struct err *err)
{
	struct currency currency = { "", 2 };
	char digits[MONEY_TEXT_MAX];

	(void)currency_find(order->currency, &currency);
	money_format(amount, currency.decimals, digits);
	return arena_format(
		txn_arena(txn), text, err, "%s %s", digits, order->currency);
}

enum status
order_check_amount(struct txn *txn, const struct order *order, int64_t amount,
	int64_t left, const char *what, struct err *err)
{
	const char *text;

	if (amount <= 0)
		return fail(err, ST_USAGE, "an amount must be above zero");
	if (amount <= left)
		return ST_OK;
	TRY(order_money_text(txn, order, left, &text, err));
	return fail(err, ST_REFUSED, "order %" PRIu64 " has only %s left to %s",
		order->number, text, what);
}

/* What the customer has still to pay. */
static int64_t
left_to_pay(const struct order *order)
{
	int64_t left = order_owed(order) - order->captured;

	return left > 0 ? left : 0;
}

static enum status
check_payment(struct txn *txn, const struct order *order,
	const struct order_pay_request *request, struct err *err)
{
	int64_t left = request->overpay ? MONEY_MAX : left_to_pay(order);
	int64_t sum;

	if (!money_add(order->captured, request->amount, &sum) || sum > MONEY_MAX)
		return fail(err, ST_USAGE, "the amount is too large");
	return order_check_amount(txn, order, request->amount, left,
		"pay (--overpay records more)", err);
}

/* What a provider may have taken by now is not to be paid a second time. */
static enum status
check_settled(const struct order *order, struct err *err)
{
	if (order->open_intents == 0)
		return ST_OK;
	return fail(err, ST_REFUSED,
		"order %" PRIu64
		" has a payment in doubt (shop admin payments reconcile)",
		order->number);
}

enum status
order_pay(struct txn *txn, const struct order_pay_request *asked, struct err *err)
{
	struct order_pay_request request = *asked;
	struct fact fact = { .kind = FACT_CAPTURE, .method = "manual" };
	struct change change = { .field = "captured" };
	struct order_move move;

	TRY(order_check_text(
		"reference", request.reference, REFERENCE_SIZE_MAX, err));
	TRY(order_move_begin(txn, request.number, ACTION_PAY, &move, err));
	TRY(check_settled(&move.old, err));
	if (request.amount == NUMBER_NONE)
		request.amount = left_to_pay(&move.old);
	TRY(check_payment(txn, &move.old, &request, err));
	fact.amount = request.amount;
	fact.reference = request.reference;
	move.now.captured += fact.amount;
	TRY(order_money_text(txn, &move.old, move.old.captured, &change.old, err));
	TRY(order_money_text(txn, &move.now, move.now.captured, &change.new, err));
	TRY(fact_append(txn, &move.now, &fact, err));
	TRY(order_hold_end(txn, &move.now, err));
	TRY(order_complete(txn, &move.now, err));
	return order_move_end(&move, "paid", &change, err);
}

/* What a cancelled order gives back: its holds, its coupon, and the money that was
 * promised or came for it. */
static enum status
give_back(struct txn *txn, struct order *order, struct err *err)
{
	struct money_back back = { .reference = "" };
	struct list lines;

	TRY(order_hold_end(txn, order, err));
	TRY(coupon_give_back(txn, order, err));
	TRY(order_credit(txn, order, NULL, err));
	TRY(order_lines_left(txn, order, &lines, err));
	TRY(order_move_stock(txn, STOCK_RELEASE, &lines, order->number, err));
	TRY(order_void(txn, order, err));
	back.amount = order_refundable(order);
	if (back.amount == 0)
		return ST_OK;
	return order_give_back(txn, order, &back, err);
}

enum status
order_cancel(struct txn *txn, uint64_t number, const char *reason, struct err *err)
{
	struct fact fact = {
		.kind = FACT_CANCEL, .amount = NUMBER_NONE, .reference = reason
	};
	struct order_move move;

	TRY(order_check_text("reason", reason, REFERENCE_SIZE_MAX, err));
	TRY(order_move_begin(txn, number, ACTION_CANCEL, &move, err));
	move.now.state = ORDER_CANCELLED;
	TRY(fact_append(txn, &move.now, &fact, err));
	TRY(give_back(txn, &move.now, err));
	return order_move_end(&move, "cancelled", NULL, err);
}

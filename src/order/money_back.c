#include "order/money_back.h"

#include "order/intent_store.h"
#include "order/order_store.h"

/* Through the providers that took it: what they say comes after the commit. */
static enum status
give_back_by_helper(struct txn *txn, struct order *order,
	const struct money_back *back, int64_t amount, struct err *err)
{
	struct intent what = { .verb = INTENT_REFUND,
		.note = back->reference,
		.with_shipping = back->with_shipping };

	return intent_begin_each(txn, order, &what, amount, err);
}

static enum status
give_back_by_hand(struct txn *txn, struct order *order, const struct money_back *back,
	int64_t amount, struct err *err)
{
	struct fact fact = { .kind = FACT_REFUND,
		.method = "manual",
		.amount = amount,
		.reference = back->reference,
		.with_shipping = back->with_shipping };

	return order_refunded(txn, order, &fact, err);
}

enum status
order_give_back(struct txn *txn, struct order *order, const struct money_back *back,
	struct err *err)
{
	int64_t by_helper = order->captured_by_helper - order->refund_pending;

	TRY(order_check_amount(
		txn, order, back->amount, order_refundable(order), "refund", err));
	if (by_helper > back->amount)
		by_helper = back->amount;
	if (by_helper > 0)
		TRY(give_back_by_helper(txn, order, back, by_helper, err));
	if (by_helper == back->amount)
		return ST_OK;
	return give_back_by_hand(txn, order, back, back->amount - by_helper, err);
}

enum status
order_void(struct txn *txn, struct order *order, struct err *err)
{
	struct intent what = { .verb = INTENT_VOID, .note = "" };
	int64_t left = order->authorised - order->promise_pending;

	if (left <= 0)
		return ST_OK;
	return intent_begin_each(txn, order, &what, left, err);
}

#include "order/money_back.h"

#include <inttypes.h>

#include "order/order_store.h"

static enum status
check_amount(
	struct txn *txn, const struct order *order, int64_t amount, struct err *err)
{
	const char *text;

	if (amount <= 0)
		return fail(err, ST_USAGE, "an amount must be above zero");
	if (amount <= order_refundable(order))
		return ST_OK;
	TRY(order_money_text(txn, order, order_refundable(order), &text, err));
	return fail(err, ST_REFUSED, "order %" PRIu64 " has only %s left to refund",
		order->number, text);
}

enum status
order_give_back(struct txn *txn, struct order *order, const struct money_back *back,
	struct err *err)
{
	struct fact fact = { .kind = FACT_REFUND,
		.method = "manual",
		.amount = back->amount,
		.reference = back->reference,
		.with_shipping = back->with_shipping };

	TRY(check_amount(txn, order, back->amount, err));
	return order_refunded(txn, order, &fact, err);
}

/* What the clerk records was never promised by a provider. */
enum status
order_void(struct txn *txn, struct order *order, struct err *err)
{
	(void)txn;
	(void)order;
	(void)err;
	return ST_OK;
}

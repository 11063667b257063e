#include "order/intent.h"
#include "order/order_store.h"
#include "order/proof_private.h"

/* What intents and their answers add up to. */
struct intent_sums {
	uint64_t open;
	int64_t capture_pending;
	int64_t refund_pending;
	int64_t authorised;
	int64_t captured;
};

/* The fact that an answer leaves; FACT_NOTE: none. */
static enum fact_kind
fact_of_answer(const struct intent *intent)
{
	if (intent->state == INTENT_DECLINED)
		return FACT_DECLINE;
	if (intent->state != INTENT_APPROVED)
		return FACT_NOTE;
	switch ((enum intent_verb)intent->verb) {
	case INTENT_AUTHORIZE:
		return intent->capture ? FACT_CAPTURE : FACT_AUTHORISATION;
	case INTENT_CAPTURE:
		return FACT_CAPTURE;
	case INTENT_VOID:
		return FACT_VOID;
	case INTENT_REFUND:
		break;
	}
	return FACT_REFUND;
}

static void
add_approved(struct intent_sums *sums, const struct intent *intent)
{
	switch ((enum intent_verb)intent->verb) {
	case INTENT_AUTHORIZE:
		if (intent->capture)
			sums->captured += intent->amount;
		else
			sums->authorised += intent->amount;
		break;
	case INTENT_CAPTURE:
		sums->captured += intent->amount;
		sums->authorised -= intent->amount;
		break;
	case INTENT_VOID:
		sums->authorised -= intent->amount;
		break;
	case INTENT_REFUND:
		sums->captured -= intent->amount;
		break;
	}
}

static void
add_open(struct intent_sums *sums, const struct intent *intent)
{
	sums->open++;
	if (intent->verb == INTENT_REFUND)
		sums->refund_pending += intent->amount;
	else if (intent->verb != INTENT_AUTHORIZE)
		sums->capture_pending += intent->amount;
}

/* An intent is answered by one fact, of the same amount, or is still open. */
static void
prove_answer(struct proof *proof, const struct order *order,
	const struct intent *intent, const struct list *facts)
{
	enum fact_kind expected = fact_of_answer(intent);
	const struct fact *items = facts->items;
	size_t answers = 0;
	size_t i;

	for (i = 0; i < facts->count; i++) {
		if (items[i].intent != intent->number)
			continue;
		answers++;
		if (items[i].kind != (int)expected ||
			items[i].amount != intent->amount)
			proof_order_fault(proof, order->number,
				"has a payment whose answer is noted otherwise");
	}
	if (answers != (expected == FACT_NOTE ? 0 : 1))
		proof_order_fault(proof, order->number,
			"has a payment that is not noted just once");
}

static enum status
prove_open_row(struct proof *proof, const struct intent *intent, struct err *err)
{
	struct key key = key_u64(intent->order);
	struct bytes value;
	bool found;

	if (!intent_is_open(intent))
		return ST_OK;
	proof->intents_open++;
	key_add_u32(&key, (uint32_t)intent->number);
	TRY(txn_get(
		proof->txn, TABLE_INTENT_OPEN, key_bytes(&key), &value, &found, err));
	if (!found)
		proof_order_fault(proof, intent->order,
			"has a payment in doubt that nobody would ask about");
	return ST_OK;
}

static void
prove_sums(struct proof *proof, const struct order *order,
	const struct intent_sums *sums, size_t count)
{
	if (count != order->intents || sums->open != order->open_intents)
		proof_order_fault(
			proof, order->number, "has not as many payments as it says");
	if (sums->capture_pending != order->capture_pending ||
		sums->refund_pending != order->refund_pending)
		proof_order_fault(proof, order->number,
			"has other amounts in doubt than it says");
	if (sums->authorised != order->authorised || sums->authorised < 0)
		proof_order_fault(proof, order->number,
			"has promises that do not add up to what it says");
	if (sums->captured != order->captured_by_helper || sums->captured < 0)
		proof_order_fault(proof, order->number,
			"has charges that do not add up to what it says");
}

enum status
prove_intents(struct proof *proof, const struct order *order,
	const struct list *facts, struct err *err)
{
	struct intent_sums sums = { .open = 0 };
	const struct intent *items;
	struct list intents;
	size_t i;

	TRY(intent_list(proof->txn, order->number, &intents, err));
	proof->intents += intents.count;
	items = intents.items;
	for (i = 0; i < intents.count; i++) {
		if (items[i].state == INTENT_APPROVED)
			add_approved(&sums, &items[i]);
		if (intent_is_open(&items[i]))
			add_open(&sums, &items[i]);
		prove_answer(proof, order, &items[i], facts);
		TRY(prove_open_row(proof, &items[i], err));
	}
	prove_sums(proof, order, &sums, intents.count);
	return ST_OK;
}

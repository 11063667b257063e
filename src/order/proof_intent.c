#include "order/intent.h"
#include "order/proof_private.h"

/* What an order's intents add up to. */
struct intent_sums {
	int64_t authorised;
	int64_t captured;
	int64_t refunded;
	int64_t promise_pending;
	int64_t refund_pending;
	uint64_t open;
	uint64_t open_authorisations;
};

static void
add_approved(struct intent_sums *sums, const struct intent *intent)
{
	switch ((enum intent_verb)intent->verb) {
	case INTENT_AUTHORIZE:
		*(intent->capture ? &sums->captured : &sums->authorised) +=
			intent->amount;
		break;
	case INTENT_CAPTURE:
		sums->authorised -= intent->amount;
		sums->captured += intent->amount;
		break;
	case INTENT_VOID:
		sums->authorised -= intent->amount;
		break;
	case INTENT_REFUND:
		sums->refunded += intent->amount;
		break;
	}
}

static void
add_open(struct intent_sums *sums, const struct intent *intent)
{
	sums->open++;
	sums->open_authorisations += intent->verb == INTENT_AUTHORIZE;
	if (intent->verb == INTENT_CAPTURE || intent->verb == INTENT_VOID)
		sums->promise_pending += intent->amount;
	if (intent->verb == INTENT_REFUND)
		sums->refund_pending += intent->amount;
}

/* The fact that tells of an intent that was settled so; FACT_PAYMENT where none does.
 */
static enum fact_kind
fact_of(const struct intent *intent)
{
	if (intent->state == INTENT_DECLINED)
		return FACT_DECLINE;
	if (intent->state != INTENT_APPROVED)
		return FACT_PAYMENT;
	switch ((enum intent_verb)intent->verb) {
	case INTENT_AUTHORIZE:
		return intent->capture ? FACT_CAPTURE : FACT_AUTHORISATION;
	case INTENT_CAPTURE:
		return FACT_CAPTURE;
	case INTENT_VOID:
		return FACT_VOID;
	default:
		return FACT_REFUND;
	}
}

/* One fact for each that was approved or declined, and none for the others. */
static bool
facts_tell(const struct list *facts, const struct intent *intent)
{
	enum fact_kind kind = fact_of(intent);
	const struct fact *items = facts->items;
	size_t told = 0;
	size_t wrong = 0;
	size_t i;

	for (i = 0; i < facts->count; i++) {
		bool is_told = items[i].kind == (int)kind &&
			       items[i].amount == intent->amount;

		if (items[i].intent != intent->number)
			continue;
		/* A refund's credit note tells of it, too. */
		if (items[i].kind == FACT_CREDIT_NOTE)
			continue;
		told += is_told;
		wrong += !is_told;
	}
	return wrong == 0 && told == (kind == FACT_PAYMENT ? 0 : 1);
}

static bool
parent_is_right(const struct list *intents, const struct intent *intent)
{
	const struct intent *items = intents->items;
	const struct intent *parent;

	if (intent->verb == INTENT_AUTHORIZE)
		return intent->parent == 0;
	if (intent->parent == 0 || intent->parent >= intent->number)
		return false;
	parent = &items[intent->parent - 1];
	return intent_left(intents, parent) >= 0 &&
	       parent->state == INTENT_APPROVED &&
	       intent_is_charge(parent) == (intent->verb == INTENT_REFUND);
}

static enum status
prove_open_row(struct proof *proof, const struct intent *intent, struct err *err)
{
	struct key key = key_u64(intent->order);
	struct bytes value;
	bool found;

	key_add_u32(&key, (uint32_t)intent->number);
	TRY(txn_get(
		proof->txn, TABLE_INTENT_OPEN, key_bytes(&key), &value, &found, err));
	if (found != intent_is_open(intent))
		proof_order_fault(proof, intent->order,
			"has a payment whose row of open ones is not as it is");
	proof->intents_open += intent_is_open(intent);
	return ST_OK;
}

enum status
prove_open_rows(struct proof *proof, const struct list *intents, struct err *err)
{
	const struct intent *items = intents->items;
	size_t i;

	for (i = 0; i < intents->count; i++)
		TRY(prove_open_row(proof, &items[i], err));
	return ST_OK;
}

static void
prove_intent(struct proof *proof, const struct list *intents,
	const struct list *facts, const struct intent *intent)
{
	if (intent->amount <= 0 ||
		intent_is_open(intent) != (intent->settled_at == 0))
		proof_order_fault(proof, intent->order,
			"has a payment that is settled and not, or of nothing");
	if (!facts_tell(facts, intent))
		proof_order_fault(proof, intent->order,
			"has a payment that its facts do not tell");
	if (!parent_is_right(intents, intent))
		proof_order_fault(proof, intent->order,
			"has a payment that takes or gives back more than there was");
}

static void
prove_sums(struct proof *proof, const struct order *order,
	const struct intent_sums *sums)
{
	if (sums->authorised != order->authorised ||
		sums->captured - sums->refunded != order->captured_by_helper ||
		sums->promise_pending != order->promise_pending ||
		sums->refund_pending != order->refund_pending ||
		sums->open != order->open_intents)
		proof_order_fault(proof, order->number,
			"has sums that are not those of its payments");
	if (order->promise_pending > order->authorised ||
		order->refund_pending > order->captured_by_helper ||
		order->captured_by_helper > order->captured)
		proof_order_fault(
			proof, order->number, "has more on its way than there is");
	if (sums->open_authorisations > 1)
		proof_order_fault(
			proof, order->number, "may be charged twice at once");
}

static bool
numbers_are_right(const struct order *order, const struct list *intents)
{
	const struct intent *items = intents->items;
	size_t i;

	for (i = 0; i < intents->count; i++)
		if (items[i].order != order->number || items[i].number != i + 1)
			return false;
	return intents->count == order->intents;
}

void
prove_intents(struct proof *proof, const struct order *order,
	const struct list *facts, const struct list *intents)
{
	struct intent_sums sums = { .authorised = 0 };
	const struct intent *items = intents->items;
	size_t i;

	if (!numbers_are_right(order, intents)) {
		proof_order_fault(
			proof, order->number, "has not the payments that it says");
		return;
	}
	for (i = 0; i < intents->count; i++) {
		prove_intent(proof, intents, facts, &items[i]);
		if (intent_is_open(&items[i]))
			add_open(&sums, &items[i]);
		else if (items[i].state == INTENT_APPROVED)
			add_approved(&sums, &items[i]);
	}
	prove_sums(proof, order, &sums);
}

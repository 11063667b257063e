#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "order/history_parts.h"
#include "order/order_store.h"
#include "order/proof_private.h"

/* Payment, capture, shipment, delivery and close; or payment and cancel. */
#define PLAIN_FACTS_MAX 5

static enum status
all_lines(struct txn *txn, const struct order *order, struct list *lines,
	struct err *err)
{
	const struct order_line *ordered = order->lines.items;
	struct fact_line *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), order->lines.count, &items, err));
	for (i = 0; i < order->lines.count; i++)
		items[i] = (struct fact_line){ ordered[i].sku, ordered[i].quantity };
	*lines = (struct list){ items, order->lines.count };
	return ST_OK;
}

static struct fact *
add_fact(struct order_history *history, enum fact_kind kind, int64_t amount)
{
	struct fact *facts = history->facts.items;
	struct fact *fact = &facts[history->facts.count++];

	record_init(&fact_record, fact);
	fact->number = history->facts.count;
	fact->kind = (int)kind;
	fact->at = history->order.placed_at;
	fact->actor = "import";
	fact->amount = amount;
	if (kind == FACT_PAYMENT || kind == FACT_CAPTURE || kind == FACT_REFUND)
		fact->method = history->order.payment_method;
	return fact;
}

static enum status
make_closed(struct txn *txn, struct order_history *history, struct err *err)
{
	const struct order *order = &history->order;

	if (order_is_credit(order)) {
		if (order->total < 0)
			add_fact(history, FACT_REFUND, -order->total);
		add_fact(history, FACT_CLOSE, NUMBER_NONE);
		return ST_OK;
	}
	add_fact(history, FACT_PAYMENT, order->total);
	if (order->total > 0)
		add_fact(history, FACT_CAPTURE, order->total);
	TRY(all_lines(txn, order,
		&add_fact(history, FACT_SHIPMENT, NUMBER_NONE)->lines, err));
	add_fact(history, FACT_DELIVERY, NUMBER_NONE);
	add_fact(history, FACT_CLOSE, NUMBER_NONE);
	return ST_OK;
}

enum status
history_make_facts(
	struct txn *txn, int state, struct order_history *history, struct err *err)
{
	struct fact *facts;

	TRY(ARENA_NEW(txn_arena(txn), PLAIN_FACTS_MAX, &facts, err));
	history->facts = (struct list){ facts, 0 };
	if (state < 0 || state == ORDER_CLOSED)
		return make_closed(txn, history, err);
	add_fact(history, FACT_PAYMENT, history->order.total);
	if (state == ORDER_CANCELLED)
		add_fact(history, FACT_CANCEL, NUMBER_NONE);
	return ST_OK;
}

enum status
order_history_is_plain(struct txn *txn, const struct order_history *history,
	bool *plain, struct err *err)
{
	struct order_history made = *history;
	const struct field *facts = record_field(&order_history_record, "facts");

	*plain = false;
	if (history->order.state != ORDER_CLOSED || history->intents.count > 0 ||
		history->facts.count > PLAIN_FACTS_MAX)
		return ST_OK;
	TRY(history_make_facts(txn, ORDER_CLOSED, &made, err));
	*plain = made.facts.count == history->facts.count &&
		 field_equal(facts, history, &made);
	return ST_OK;
}

static bool
needs_amount(int kind)
{
	return kind == FACT_CAPTURE || kind == FACT_REFUND || kind == FACT_RETURN ||
	       kind == FACT_CREDIT_NOTE;
}

/* Nothing of a credit was sent, came back or is charged. */
static bool
may_be_of_credit(int kind)
{
	return kind == FACT_PAYMENT || kind == FACT_REFUND || kind == FACT_NOTE ||
	       kind == FACT_CLOSE;
}

static enum status
check_fact(
	const struct order_history *history, const struct fact *fact, struct err *err)
{
	const char *kind = fact_kind_names[fact->kind];

	if (fact->at == 0)
		return fail(err, ST_BAD_DATA, "the fact '%s' needs its time ('at:')",
			kind);
	if (needs_amount(fact->kind) &&
		(fact->amount < 0 || fact->amount > MONEY_MAX))
		return fail(err, ST_BAD_DATA, "the fact '%s' needs an amount", kind);
	if (order_is_credit(&history->order) && !may_be_of_credit(fact->kind))
		return fail(err, ST_BAD_DATA,
			"pieces that came back have no fact '%s'", kind);
	if (fact->parcel > history->facts.count)
		return fail(err, ST_BAD_DATA,
			"the fact '%s' names parcel %" PRIu64 ", which is not there",
			kind, fact->parcel);
	return ST_OK;
}

static void
deliver(struct order_history *history, const struct fact *fact)
{
	const struct fact *facts = history->facts.items;
	struct order *order = &history->order;

	if (fact->parcel == 0)
		order->delivered = order->shipped;
	else
		order->delivered += order_pieces(&facts[fact->parcel - 1].lines);
}

static void
sum_fact(struct order_history *history, const struct fact *fact)
{
	struct order *order = &history->order;

	switch ((enum fact_kind)fact->kind) {
	case FACT_CAPTURE:
		order->captured += fact->amount;
		break;
	case FACT_REFUND:
		order->refunded += fact->amount;
		break;
	case FACT_SHIPMENT:
		order->shipped += order_pieces(&fact->lines);
		break;
	case FACT_DELIVERY:
		deliver(history, fact);
		break;
	case FACT_RETURN:
		order->returned += order_pieces(&fact->lines);
		order->returned_value += fact->amount;
		break;
	case FACT_INVOICE:
		order->invoice = fact->document;
		break;
	case FACT_CANCEL:
		order->state = ORDER_CANCELLED;
		break;
	case FACT_CLOSE:
		order->state = ORDER_CLOSED;
		break;
	default:
		break;
	}
}

static void
sum_open(struct order *order, const struct intent *intent)
{
	order->open_intents++;
	if (intent->verb == INTENT_CAPTURE || intent->verb == INTENT_VOID)
		order->promise_pending += intent->amount;
	if (intent->verb == INTENT_REFUND)
		order->refund_pending += intent->amount;
}

static void
sum_approved(struct order *order, const struct intent *intent)
{
	switch ((enum intent_verb)intent->verb) {
	case INTENT_AUTHORIZE:
		if (intent->capture)
			order->captured_by_helper += intent->amount;
		else
			order->authorised += intent->amount;
		break;
	case INTENT_CAPTURE:
		order->authorised -= intent->amount;
		order->captured_by_helper += intent->amount;
		break;
	case INTENT_VOID:
		order->authorised -= intent->amount;
		break;
	case INTENT_REFUND:
		order->captured_by_helper -= intent->amount;
		break;
	}
}

static void
clear_sums(struct order *order)
{
	order->state = ORDER_PLACED;
	order->captured = order->refunded = 0;
	order->shipped = order->delivered = 0;
	order->returned = order->returned_value = 0;
	order->authorised = order->captured_by_helper = 0;
	order->promise_pending = order->refund_pending = 0;
	order->open_intents = order->invoice = 0;
}

enum status
history_sum_facts(struct order_history *history, struct err *err)
{
	struct order *order = &history->order;
	const struct fact *facts = history->facts.items;
	const struct intent *intents = history->intents.items;
	size_t i;

	clear_sums(order);
	order->facts = history->facts.count;
	order->intents = history->intents.count;
	for (i = 0; i < history->facts.count; i++) {
		TRY(check_fact(history, &facts[i], err));
		sum_fact(history, &facts[i]);
	}
	for (i = 0; i < history->intents.count; i++) {
		if (intents[i].amount <= 0 || intents[i].amount > MONEY_MAX)
			return fail(err, ST_BAD_DATA,
				"a payment (intents) needs an amount");
		if (intent_is_open(&intents[i]))
			sum_open(order, &intents[i]);
		else if (intents[i].state == INTENT_APPROVED)
			sum_approved(order, &intents[i]);
	}
	return ST_OK;
}

/* The first fault that the proof finds. */
struct first_fault {
	bool any;
	char message[ERR_MESSAGE_MAX];
};

static void
take_fault(void *arg, const char *kind, const char *subject, const char *message)
{
	struct first_fault *first = arg;

	(void)kind;
	(void)subject;
	if (!first->any)
		snprintf(first->message, sizeof(first->message), "%s", message);
	first->any = true;
}

enum status
history_prove(struct txn *txn, const struct order_history *history, struct err *err)
{
	struct first_fault first = { .any = false };
	struct proof proof = { .txn = txn, .fault = take_fault, .arg = &first };

	prove_totals(&proof, &history->order);
	/* What is charged and credited is worked out only of totals that are right.
	 */
	if (!first.any)
		TRY(prove_told(&proof, &history->order, &history->facts,
			&history->intents, err));
	if (!first.any)
		return ST_OK;
	return fail(err, ST_BAD_DATA, "it %s", first.message);
}

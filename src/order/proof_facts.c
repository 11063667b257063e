#include "order/intent.h"
#include "order/invoice_parts.h"
#include "order/order_store.h"
#include "order/proof_private.h"
#include "order/return.h"

/* What the facts add up to, one after the other. */
struct fact_sums {
	struct proof *proof;
	struct order order; /* its lines count what was shipped and came back */
	int64_t captured;
	int64_t refunded;
	int64_t shipped;
	int64_t delivered;
	int64_t returned;
	int64_t returned_value;
	uint64_t invoice;
	bool cancelled;
	bool closed;
};

static void
fault(const struct fact_sums *sums, const char *message)
{
	proof_order_fault(sums->proof, sums->order.number, message);
}

/* What it moved lies in another shop's stock. */
static bool
came_by_import(const struct fact_sums *sums, const struct fact *fact)
{
	return fact->number <= sums->order.imported_facts;
}

static void
add_shipment(struct fact_sums *sums, const struct fact *fact)
{
	const struct fact_line *lines = fact->lines.items;
	size_t i;

	sums->shipped += order_pieces(&fact->lines);
	if (!came_by_import(sums, fact))
		sums->proof->moves_expected += fact->lines.count;
	for (i = 0; i < fact->lines.count; i++)
		if (!order_ship_pieces(&sums->order, &lines[i]))
			fault(sums, "shipped more than was ordered");
}

static void
add_return(struct fact_sums *sums, const struct fact *fact)
{
	const struct fact_line *lines = fact->lines.items;
	int64_t worth = 0;
	size_t i;

	sums->returned += order_pieces(&fact->lines);
	sums->returned_value += fact->amount;
	if (fact->restocked && !came_by_import(sums, fact))
		sums->proof->moves_expected += fact->lines.count;
	for (i = 0; i < fact->lines.count; i++) {
		int64_t piece_worth;

		if (!order_return_pieces(&sums->order, &lines[i], &piece_worth)) {
			fault(sums, "had more given back than was shipped");
			return;
		}
		worth += piece_worth;
	}
	if (worth != fact->amount)
		fault(sums, "had pieces given back that are not worth what is noted");
}

/* Of one parcel, or of all that were on their way. */
static void
add_delivery(
	struct fact_sums *sums, const struct fact *fact, const struct list *facts)
{
	const struct fact *items = facts->items;
	const struct fact *shipment;

	if (fact->parcel == 0) {
		sums->delivered = sums->shipped;
		return;
	}
	if (fact->parcel >= fact->number || fact->parcel > facts->count) {
		fault(sums, "had a parcel delivered that was not shipped");
		return;
	}
	shipment = &items[fact->parcel - 1];
	if (shipment->kind != FACT_SHIPMENT)
		fault(sums, "had a parcel delivered that was not shipped");
	else
		sums->delivered += order_pieces(&shipment->lines);
}

static void
add_money(struct fact_sums *sums, const struct fact *fact)
{
	if (fact->kind == FACT_CAPTURE)
		sums->captured += fact->amount;
	else
		sums->refunded += fact->amount;
	if (fact->amount < 0)
		fault(sums, "has an amount below zero in its payments");
	if (sums->refunded > sums->captured + order_credit_total(&sums->order))
		fault(sums, "was refunded more than was paid");
}

static void
add_fact(struct fact_sums *sums, const struct fact *fact, const struct list *facts)
{
	switch ((enum fact_kind)fact->kind) {
	case FACT_CAPTURE:
	case FACT_REFUND:
		add_money(sums, fact);
		break;
	case FACT_SHIPMENT:
		add_shipment(sums, fact);
		break;
	case FACT_RETURN:
		add_return(sums, fact);
		break;
	case FACT_DELIVERY:
		add_delivery(sums, fact, facts);
		break;
	case FACT_INVOICE:
		sums->invoice = fact->document;
		proof_document(sums->proof, &sums->proof->invoices, fact->document);
		break;
	case FACT_CREDIT_NOTE:
		proof_document(
			sums->proof, &sums->proof->credit_notes, fact->document);
		break;
	case FACT_CANCEL:
		sums->cancelled = true;
		break;
	case FACT_CLOSE:
		sums->closed = true;
		break;
	default:
		break;
	}
}

static void
prove_sums(const struct fact_sums *sums, const struct order *order)
{
	if (sums->captured != order->captured || sums->refunded != order->refunded)
		fault(sums,
			"has payments that do not add up to what it says is paid");
	if (sums->shipped != order->shipped || sums->delivered != order->delivered)
		fault(sums, "has shipments that do not add up to what it says is "
			    "shipped");
	if (sums->returned != order->returned ||
		sums->returned_value != order->returned_value)
		fault(sums,
			"has returns that do not add up to what it says came back");
	if (sums->cancelled != (order->state == ORDER_CANCELLED) ||
		sums->closed != (order->state == ORDER_CLOSED))
		fault(sums, "has a state that its facts do not tell");
	if (order->state == ORDER_CLOSED && order->shipped < order->quantity)
		fault(sums, "is closed and not shipped whole");
	if (sums->invoice != order->invoice)
		fault(sums, "has an invoice that its facts do not tell");
	if (order->refunded + order->refund_pending >
		order->captured + order_credit_total(order))
		fault(sums, "is to be refunded more than was paid");
}

/* Each credit note is within what its invoice charges. */
static enum status
prove_credit(struct proof *proof, const struct order *order, const struct list *facts,
	struct err *err)
{
	struct ledger_request request = {
		.txn = proof->txn, .order = order, .facts = *facts
	};
	const struct fact *found;
	struct err fault_err;
	struct ledger ledger;
	struct charge note;
	enum status status;

	if (order->invoice == 0)
		return ST_OK;
	status = ledger_read(&request, &ledger, &note, &found, &fault_err);
	if (status == ST_CORRUPT) {
		proof_order_fault(proof, order->number,
			"has credit notes above what its invoice charges");
		return ST_OK;
	}
	if (status != ST_OK)
		*err = fault_err;
	return status;
}

enum status
prove_told(struct proof *proof, const struct order *order, const struct list *facts,
	const struct list *intents, struct err *err)
{
	struct fact_sums sums = { .proof = proof, .order = *order };
	struct order_line *lines = order->lines.items;
	const struct fact *items = facts->items;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		lines[i].shipped = lines[i].returned = 0;
	if (facts->count != order->facts)
		proof_order_fault(
			proof, order->number, "has not as many facts as it says");
	for (i = 0; i < facts->count; i++)
		add_fact(&sums, &items[i], facts);
	prove_sums(&sums, order);
	prove_intents(proof, order, facts, intents);
	return prove_credit(proof, order, facts, err);
}

enum status
prove_facts(struct proof *proof, const struct order *order, struct err *err)
{
	struct list facts;
	struct list intents;

	TRY(order_facts_of(proof->txn, order, &facts, err));
	TRY(intent_list(proof->txn, order->number, &intents, err));
	proof->intents += intents.count;
	TRY(prove_told(proof, order, &facts, &intents, err));
	return prove_open_rows(proof, &intents, err);
}

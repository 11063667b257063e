#include "cmd/order_timeline.h"

#include <inttypes.h>
#include <string.h>

#include "base/money.h"

static const struct field shown_fact_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_fact, at) },
	{ FIELD(2, FIELD_TEXT, struct shown_fact, what) },
	{ FIELD(3, FIELD_TEXT, struct shown_fact, actor) },
};
const struct record_type shown_fact_record = { .name = "timeline",
	RECORD_FIELDS(struct shown_fact, shown_fact_fields) };

static const struct field shown_payment_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_payment, at) },
	{ FIELD(2, FIELD_CHOICE, struct shown_payment, kind),
		.choices = fact_kind_names },
	{ FIELD(3, FIELD_TEXT, struct shown_payment, method) },
	{ FIELD(4, FIELD_MONEY, struct shown_payment, amount) },
	{ FIELD(5, FIELD_TEXT, struct shown_payment, reference) },
};
const struct record_type shown_payment_record = { .name = "payment",
	RECORD_FIELDS(struct shown_payment, shown_payment_fields) };

static const struct field shown_shipment_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct shown_shipment, parcel) },
	{ FIELD(2, FIELD_TIME, struct shown_shipment, at) },
	{ FIELD(3, FIELD_TEXT, struct shown_shipment, carrier) },
	{ FIELD(4, FIELD_TEXT, struct shown_shipment, tracking) },
	{ FIELD(5, FIELD_TIME, struct shown_shipment, delivered_at) },
	{ FIELD(6, FIELD_RECORDS, struct shown_shipment, lines),
		.record = &fact_line_record, .flags = FIELD_WIDE },
};
const struct record_type shown_shipment_record = { .name = "shipment",
	RECORD_FIELDS(struct shown_shipment, shown_shipment_fields) };

static const struct field shown_return_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_return, at) },
	{ FIELD(2, FIELD_CHOICE, struct shown_return, kind),
		.choices = fact_kind_names },
	{ FIELD(3, FIELD_MONEY, struct shown_return, worth) },
	{ FIELD(4, FIELD_BOOL, struct shown_return, restocked) },
	{ FIELD(5, FIELD_TEXT, struct shown_return, reason) },
	{ FIELD(6, FIELD_RECORDS, struct shown_return, lines),
		.record = &fact_line_record, .flags = FIELD_WIDE },
};
const struct record_type shown_return_record = { .name = "return",
	RECORD_FIELDS(struct shown_return, shown_return_fields) };

/* A text that is put together, and then handed out. */
static enum status
end_text(struct buffer *text, const char **what, struct err *err)
{
	TRY(buffer_append(text, "", 1, err));
	*what = (const char *)text->data;
	return ST_OK;
}

/* "captured 24.90 EUR by manual (bank transfer)" */
static enum status
describe_money(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	char amount[MONEY_TEXT_MAX];

	money_format(fact->amount, viewer->context->decimals, amount);
	return arena_format(txn_arena(viewer->txn), what, err, "%s %s %s by %s%s%s%s",
		fact_kind_names[fact->kind], amount, viewer->order->currency,
		fact->method, fact->reference[0] ? " (" : "", fact->reference,
		fact->reference[0] ? ")" : "");
}

/* "2 of MUG, 1 of TEE" */
static enum status
append_lines(struct buffer *text, const struct fact *fact, struct err *err)
{
	const struct fact_line *lines = fact->lines.items;
	const char *part;
	size_t i;

	for (i = 0; i < fact->lines.count; i++) {
		TRY(arena_format(text->arena, &part, err, "%s%" PRId64 " of %s",
			i > 0 ? ", " : "", lines[i].quantity, lines[i].sku));
		TRY(buffer_append_text(text, part, err));
	}
	return ST_OK;
}

static enum status
describe_shipment(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	struct buffer text = { .arena = txn_arena(viewer->txn) };
	const char *part;

	TRY(buffer_append_text(&text, "shipped ", err));
	TRY(append_lines(&text, fact, err));
	if (fact->carrier[0] || fact->tracking[0]) {
		TRY(arena_format(text.arena, &part, err, " by %s%s%s",
			fact->carrier[0] ? fact->carrier : "carrier",
			fact->tracking[0] ? ", tracking " : "", fact->tracking));
		TRY(buffer_append_text(&text, part, err));
	}
	return end_text(&text, what, err);
}

/* "asked to return 1 of MUG: chipped", "returned 1 of MUG, worth 5.00 EUR, not
 * restocked" */
static enum status
describe_return(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	struct buffer text = { .arena = txn_arena(viewer->txn) };
	bool received = fact->kind == FACT_RETURN;
	char amount[MONEY_TEXT_MAX];
	const char *part;

	TRY(buffer_append_text(
		&text, received ? "returned " : "asked to return ", err));
	TRY(append_lines(&text, fact, err));
	if (received) {
		money_format(fact->amount, viewer->context->decimals, amount);
		TRY(arena_format(text.arena, &part, err, ", worth %s %s, %s", amount,
			viewer->order->currency,
			fact->restocked ? "restocked" : "not restocked"));
		TRY(buffer_append_text(&text, part, err));
	}
	TRY(buffer_append_text(&text, fact->reference[0] ? ": " : "", err));
	TRY(buffer_append_text(&text, fact->reference, err));
	return end_text(&text, what, err);
}

static enum status
describe_note(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	struct people people = context_people(viewer->context, viewer->txn);
	const char *note;

	TRY(order_fact_note(&people, viewer->order, fact, &note, err));
	return arena_format(txn_arena(viewer->txn), what, err, "note: %s", note);
}

/* "invoice 7", "credit note 3 of 5.00 EUR" */
static enum status
describe_document(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	struct arena *arena = txn_arena(viewer->txn);
	char amount[MONEY_TEXT_MAX];

	if (fact->kind == FACT_INVOICE)
		return arena_format(
			arena, what, err, "invoice %" PRIu64, fact->document);
	money_format(fact->amount, viewer->context->decimals, amount);
	return arena_format(arena, what, err, "credit note %" PRIu64 " of %s %s",
		fact->document, amount, viewer->order->currency);
}

/* A parcel's number among the order's shipments, from 1. */
static int64_t
parcel_number(const struct order_viewer *viewer, uint64_t shipment)
{
	const struct fact *facts = viewer->facts.items;
	int64_t number = 0;
	size_t i;

	for (i = 0; i < viewer->facts.count; i++)
		if (facts[i].kind == FACT_SHIPMENT && facts[i].number <= shipment)
			number++;
	return number;
}

static enum status
describe_delivery(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	if (fact->parcel == 0)
		return arena_text(txn_arena(viewer->txn), "delivered", what, err);
	return arena_format(txn_arena(viewer->txn), what, err,
		"delivered parcel %" PRId64, parcel_number(viewer, fact->parcel));
}

static enum status
describe_fact(const struct order_viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	struct arena *arena = txn_arena(viewer->txn);

	switch ((enum fact_kind)fact->kind) {
	case FACT_PAYMENT:
	case FACT_CAPTURE:
	case FACT_REFUND:
	case FACT_AUTHORISATION:
	case FACT_VOID:
	case FACT_DECLINE:
		return describe_money(viewer, fact, what, err);
	case FACT_SHIPMENT:
		return describe_shipment(viewer, fact, what, err);
	case FACT_DELIVERY:
		return describe_delivery(viewer, fact, what, err);
	case FACT_RETURN_REQUEST:
	case FACT_RETURN:
		return describe_return(viewer, fact, what, err);
	case FACT_NOTE:
		return describe_note(viewer, fact, what, err);
	case FACT_INVOICE:
	case FACT_CREDIT_NOTE:
		return describe_document(viewer, fact, what, err);
	case FACT_ADDRESS:
		return arena_text(arena, "address changed", what, err);
	case FACT_CANCEL:
	case FACT_CLOSE:
		break;
	}
	return arena_format(arena, what, err, "%s%s%s", fact_kind_names[fact->kind],
		fact->reference[0] ? ": " : "", fact->reference);
}

/* Customers need not know who of the staff it was. */
static const char *
actor_shown(const struct order_viewer *viewer, const struct fact *fact)
{
	if (!viewer->with_notes && strncmp(fact->actor, "staff ", 6) == 0)
		return "staff";
	return fact->actor;
}

static enum status
fill_timeline(
	const struct order_viewer *viewer, struct list *timeline, struct err *err)
{
	const struct fact *facts = viewer->facts.items;
	size_t fact_count = viewer->facts.count;
	struct shown_fact *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewer->txn), fact_count + 1, &shown, err));
	shown[count++] = (struct shown_fact){ viewer->order->placed_at, "placed",
		fact_count > 0 ? actor_shown(viewer, &facts[0]) : "" };
	for (i = 0; i < fact_count; i++) {
		if (facts[i].kind == FACT_NOTE && !viewer->with_notes)
			continue;
		shown[count].at = facts[i].at;
		shown[count].actor = actor_shown(viewer, &facts[i]);
		TRY(describe_fact(viewer, &facts[i], &shown[count++].what, err));
	}
	*timeline = (struct list){ shown, count };
	return ST_OK;
}

static bool
is_payment(const struct fact *fact)
{
	switch ((enum fact_kind)fact->kind) {
	case FACT_PAYMENT:
	case FACT_CAPTURE:
	case FACT_REFUND:
	case FACT_AUTHORISATION:
	case FACT_VOID:
	case FACT_DECLINE:
		return true;
	default:
		return false;
	}
}

static enum status
fill_payments(
	const struct order_viewer *viewer, struct list *payments, struct err *err)
{
	const struct fact *facts = viewer->facts.items;
	struct shown_payment *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewer->txn), viewer->facts.count, &shown, err));
	for (i = 0; i < viewer->facts.count; i++)
		if (is_payment(&facts[i]))
			shown[count++] = (struct shown_payment){ facts[i].at,
				facts[i].kind, facts[i].method, facts[i].amount,
				facts[i].reference };
	*payments = (struct list){ shown, count };
	return ST_OK;
}

/* When a parcel arrived: by a delivery of its own, or of all there were then. */
static int64_t
delivered_at(const struct order_viewer *viewer, const struct fact *shipment)
{
	const struct fact *facts = viewer->facts.items;
	size_t i;

	for (i = (size_t)shipment->number; i < viewer->facts.count; i++)
		if (facts[i].kind == FACT_DELIVERY &&
			(facts[i].parcel == 0 || facts[i].parcel == shipment->number))
			return facts[i].at;
	return 0;
}

static enum status
fill_shipments(
	const struct order_viewer *viewer, struct list *shipments, struct err *err)
{
	const struct fact *facts = viewer->facts.items;
	struct shown_shipment *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewer->txn), viewer->facts.count, &shown, err));
	for (i = 0; i < viewer->facts.count; i++) {
		if (facts[i].kind != FACT_SHIPMENT)
			continue;
		shown[count] = (struct shown_shipment){ (int64_t)count + 1,
			facts[i].at, facts[i].carrier, facts[i].tracking,
			delivered_at(viewer, &facts[i]), facts[i].lines };
		count++;
	}
	*shipments = (struct list){ shown, count };
	return ST_OK;
}

static enum status
fill_returns(const struct order_viewer *viewer, struct list *returns, struct err *err)
{
	const struct fact *facts = viewer->facts.items;
	struct shown_return *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewer->txn), viewer->facts.count, &shown, err));
	for (i = 0; i < viewer->facts.count; i++)
		if (facts[i].kind == FACT_RETURN ||
			facts[i].kind == FACT_RETURN_REQUEST)
			shown[count++] = (struct shown_return){ facts[i].at,
				facts[i].kind, facts[i].amount, facts[i].restocked,
				facts[i].reference, facts[i].lines };
	*returns = (struct list){ shown, count };
	return ST_OK;
}

enum status
order_timeline_fill(
	const struct order_viewer *viewer, struct shown_order *shown, struct err *err)
{
	TRY(fill_payments(viewer, &shown->payments, err));
	TRY(fill_shipments(viewer, &shown->shipments, err));
	TRY(fill_returns(viewer, &shown->returns, err));
	return fill_timeline(viewer, &shown->timeline, err);
}

#include "cmd/order_view.h"

#include <inttypes.h>
#include <string.h>

#include "base/money.h"

struct shown_payment {
	int64_t at;
	int kind;
	const char *method;
	int64_t amount;
	const char *reference;
};

struct shown_shipment {
	int64_t at;
	const char *carrier;
	const char *tracking;
	struct list lines;
};

static const struct field shown_fact_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_fact, at) },
	{ FIELD(2, FIELD_TEXT, struct shown_fact, what) },
	{ FIELD(3, FIELD_TEXT, struct shown_fact, actor) },
};
static const struct record_type shown_fact_record = { .name = "timeline",
	RECORD_FIELDS(struct shown_fact, shown_fact_fields) };

static const struct field shown_payment_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_payment, at) },
	{ FIELD(2, FIELD_CHOICE, struct shown_payment, kind),
		.choices = fact_kind_names },
	{ FIELD(3, FIELD_TEXT, struct shown_payment, method) },
	{ FIELD(4, FIELD_MONEY, struct shown_payment, amount) },
	{ FIELD(5, FIELD_TEXT, struct shown_payment, reference) },
};
static const struct record_type shown_payment_record = { .name = "payment",
	RECORD_FIELDS(struct shown_payment, shown_payment_fields) };

static const struct field shown_shipment_fields[] = {
	{ FIELD(1, FIELD_TIME, struct shown_shipment, at) },
	{ FIELD(2, FIELD_TEXT, struct shown_shipment, carrier) },
	{ FIELD(3, FIELD_TEXT, struct shown_shipment, tracking) },
	{ FIELD(4, FIELD_RECORDS, struct shown_shipment, lines),
		.record = &fact_line_record },
};
static const struct record_type shown_shipment_record = { .name = "shipment",
	RECORD_FIELDS(struct shown_shipment, shown_shipment_fields) };

static const struct field shown_order_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_order, order), .flags = FIELD_NULLABLE },
	{ FIELD(2, FIELD_TIME, struct shown_order, placed_at) },
	{ FIELD(3, FIELD_TEXT, struct shown_order, customer) },
	{ FIELD(4, FIELD_CHOICE, struct shown_order, state),
		.choices = order_state_names },
	{ FIELD(5, FIELD_CHOICE, struct shown_order, payment_state),
		.choices = payment_state_names },
	{ FIELD(6, FIELD_CHOICE, struct shown_order, shipping_state),
		.choices = shipping_state_names },
	{ FIELD(7, FIELD_TEXT, struct shown_order, payment_method) },
	{ FIELD(8, FIELD_TEXT, struct shown_order, name) },
	{ FIELD(9, FIELD_TEXT, struct shown_order, phone) },
	{ FIELD(10, FIELD_TEXT, struct shown_order, address) },
	{ FIELD(11, FIELD_TEXT, struct shown_order, country) },
	{ FIELD(12, FIELD_RECORDS, struct shown_order, lines),
		.record = &order_line_record },
	{ FIELD(13, FIELD_COUNT, struct shown_order, quantity) },
	{ FIELD(14, FIELD_MONEY, struct shown_order, goods_total) },
	{ FIELD(15, FIELD_MONEY, struct shown_order, discount_total) },
	{ FIELD(16, FIELD_MONEY, struct shown_order, shipping_total) },
	{ FIELD(17, FIELD_MONEY, struct shown_order, tax_added) },
	{ FIELD(18, FIELD_MONEY, struct shown_order, tax_included) },
	{ FIELD(19, FIELD_MONEY, struct shown_order, total) },
	{ FIELD(20, FIELD_MONEY, struct shown_order, captured) },
	{ FIELD(21, FIELD_MONEY, struct shown_order, refunded) },
	{ FIELD(22, FIELD_TEXT, struct shown_order, currency) },
	{ FIELD(23, FIELD_TEXT, struct shown_order, key), .flags = FIELD_WIDE },
	{ FIELD(24, FIELD_RECORDS, struct shown_order, payments),
		.record = &shown_payment_record, .flags = FIELD_WIDE },
	{ FIELD(25, FIELD_RECORDS, struct shown_order, shipments),
		.record = &shown_shipment_record, .flags = FIELD_WIDE },
	{ FIELD(26, FIELD_RECORDS, struct shown_order, timeline),
		.record = &shown_fact_record },
};

const struct record_type shown_order_record = { .name = "order",
	RECORD_FIELDS(struct shown_order, shown_order_fields) };

/* What reads an order: the transaction and who looks. */
struct viewer {
	const struct context *context;
	struct txn *txn;
	const struct order *order;
	bool with_notes;
};

static enum status
describe_money(const struct viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	char amount[MONEY_TEXT_MAX];

	money_format(fact->amount, viewer->context->decimals, amount);
	return arena_format(txn_arena(viewer->txn), what, err, "%s %s %s by %s%s%s%s",
		fact_kind_names[fact->kind], amount, viewer->order->currency,
		fact->method, fact->reference[0] ? " (" : "", fact->reference,
		fact->reference[0] ? ")" : "");
}

static enum status
describe_shipment(const struct viewer *viewer, const struct fact *fact,
	const char **what, struct err *err)
{
	const struct fact_line *lines = fact->lines.items;
	struct buffer text = { .arena = txn_arena(viewer->txn) };
	const char *part;
	size_t i;

	TRY(buffer_append_text(&text, "shipped", err));
	for (i = 0; i < fact->lines.count; i++) {
		TRY(arena_format(text.arena, &part, err, "%s %" PRId64 " of %s",
			i > 0 ? "," : "", lines[i].quantity, lines[i].sku));
		TRY(buffer_append_text(&text, part, err));
	}
	if (fact->carrier[0] || fact->tracking[0]) {
		TRY(arena_format(text.arena, &part, err, " by %s%s%s",
			fact->carrier[0] ? fact->carrier : "carrier",
			fact->tracking[0] ? ", tracking " : "", fact->tracking));
		TRY(buffer_append_text(&text, part, err));
	}
	TRY(buffer_append(&text, "", 1, err));
	*what = (const char *)text.data;
	return ST_OK;
}

static enum status
describe_note(const struct viewer *viewer, const struct fact *fact, const char **what,
	struct err *err)
{
	struct people people = context_people(viewer->context, viewer->txn);
	const char *note;

	TRY(order_fact_note(&people, viewer->order, fact, &note, err));
	return arena_format(txn_arena(viewer->txn), what, err, "note: %s", note);
}

static enum status
describe_fact(const struct viewer *viewer, const struct fact *fact, const char **what,
	struct err *err)
{
	switch ((enum fact_kind)fact->kind) {
	case FACT_PAYMENT:
	case FACT_CAPTURE:
	case FACT_REFUND:
		return describe_money(viewer, fact, what, err);
	case FACT_SHIPMENT:
		return describe_shipment(viewer, fact, what, err);
	case FACT_NOTE:
		return describe_note(viewer, fact, what, err);
	default:
		break;
	}
	return arena_format(txn_arena(viewer->txn), what, err, "%s%s%s",
		fact_kind_names[fact->kind], fact->reference[0] ? ": " : "",
		fact->reference);
}

/* Customers need not know who of the staff it was. */
static const char *
actor_shown(const struct viewer *viewer, const struct fact *fact)
{
	if (!viewer->with_notes && strncmp(fact->actor, "staff ", 6) == 0)
		return "staff";
	return fact->actor;
}

static enum status
fill_timeline(const struct viewer *viewer, const struct list *facts,
	struct list *timeline, struct err *err)
{
	const struct fact *items = facts->items;
	struct shown_fact *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewer->txn), facts->count + 1, &shown, err));
	shown[count++] = (struct shown_fact){ viewer->order->placed_at, "placed",
		facts->count > 0 ? actor_shown(viewer, &items[0]) : "" };
	for (i = 0; i < facts->count; i++) {
		if (items[i].kind == FACT_NOTE && !viewer->with_notes)
			continue;
		shown[count].at = items[i].at;
		shown[count].actor = actor_shown(viewer, &items[i]);
		TRY(describe_fact(viewer, &items[i], &shown[count++].what, err));
	}
	*timeline = (struct list){ shown, count };
	return ST_OK;
}

static enum status
fill_payments(struct txn *txn, const struct list *facts, struct list *payments,
	struct err *err)
{
	const struct fact *items = facts->items;
	struct shown_payment *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), facts->count, &shown, err));
	for (i = 0; i < facts->count; i++)
		if (items[i].kind == FACT_PAYMENT || items[i].kind == FACT_CAPTURE ||
			items[i].kind == FACT_REFUND)
			shown[count++] = (struct shown_payment){ items[i].at,
				items[i].kind, items[i].method, items[i].amount,
				items[i].reference };
	*payments = (struct list){ shown, count };
	return ST_OK;
}

static enum status
fill_shipments(struct txn *txn, const struct list *facts, struct list *shipments,
	struct err *err)
{
	const struct fact *items = facts->items;
	struct shown_shipment *shown;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), facts->count, &shown, err));
	for (i = 0; i < facts->count; i++)
		if (items[i].kind == FACT_SHIPMENT)
			shown[count++] = (struct shown_shipment){ items[i].at,
				items[i].carrier, items[i].tracking, items[i].lines };
	*shipments = (struct list){ shown, count };
	return ST_OK;
}

static void
fill_totals(const struct order *order, struct shown_order *shown)
{
	shown->lines = order->lines;
	shown->quantity = order->quantity;
	shown->goods_total = order->goods_total;
	shown->discount_total = order->discount_total;
	shown->shipping_total = order->shipping_total;
	shown->tax_added = order->tax_added;
	shown->tax_included = order->tax_included;
	shown->total = order->total;
	shown->captured = order->captured;
	shown->refunded = order->refunded;
	shown->currency = order->currency;
	shown->key = order->key;
	shown->country = order->country;
	shown->payment_method = order->payment_method;
}

static enum status
fill_head(const struct viewer *viewer, struct shown_order *shown, struct err *err)
{
	struct people people = context_people(viewer->context, viewer->txn);
	struct recipient recipient;
	struct order_item item;

	TRY(order_item(viewer->order, txn_arena(viewer->txn), &item, err));
	TRY(order_recipient(&people, viewer->order, &recipient, err));
	shown->order = item.order;
	shown->placed_at = item.placed_at;
	shown->customer = item.customer;
	shown->state = item.state;
	shown->payment_state = item.payment_state;
	shown->shipping_state = item.shipping_state;
	shown->name = recipient.name;
	shown->phone = recipient.phone;
	shown->address = recipient.address;
	return ST_OK;
}

enum status
order_view_read(const struct context *context, struct txn *txn, uint64_t number,
	bool with_notes, struct shown_order *shown, struct err *err)
{
	struct order order;
	struct viewer viewer = { context, txn, &order, with_notes };
	struct list facts;

	TRY(order_get(txn, number, &order, err));
	TRY(order_lines_shipped(txn, &order, err));
	TRY(order_facts(txn, number, &facts, err));
	fill_totals(&order, shown);
	TRY(fill_head(&viewer, shown, err));
	TRY(fill_payments(txn, &facts, &shown->payments, err));
	TRY(fill_shipments(txn, &facts, &shown->shipments, err));
	return fill_timeline(&viewer, &facts, &shown->timeline, err);
}

enum status
order_change_run(struct context *context, const void *input, uint64_t number,
	txn_fn *fn, struct err *err)
{
	struct order_change change = {
		.context = context, .input = input, .number = number
	};

	TRY(context_write(context, fn, &change, err));
	return output_record(
		context->output, &shown_order_record, &change.shown, err);
}

struct listing {
	struct context *context;
	const struct order_filter *filter;
	int64_t limit;
	int64_t count;
};

/* Rows go to the output's own keeping, so that this may run inside the transaction.
 */
static enum status
list_orders(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order_item item;
	struct order order;
	bool found;

	TRY(order_scan_open(txn, listing->filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		if (listing->limit == 0 || listing->count < listing->limit) {
			TRY(order_item(&order, arena, &item, err));
			TRY(output_row(listing->context->output, &item, err));
		}
		listing->count++;
		arena_rewind(arena, mark);
	}
}

enum status
order_list_print(struct context *context, const struct order_filter *filter,
	int64_t limit, struct err *err)
{
	struct listing listing = { context, filter, limit, 0 };
	struct list_count envelope;

	TRY(output_list_begin(context->output, &order_item_record, err));
	TRY(context_read(context, list_orders, &listing, err));
	envelope.count = listing.count;
	TRY(output_list_end(context->output, &list_count_record, &envelope, err));
	if (limit > 0 && listing.count > limit)
		return output_say(context->output, err,
			"%" PRId64 " of %" PRId64 " orders (--all for all of them)",
			limit, listing.count);
	return ST_OK;
}

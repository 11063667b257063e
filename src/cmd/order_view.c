#include "cmd/order_view.h"

#include <inttypes.h>

#include "cmd/order_timeline.h"
#include "cmd/payment_run.h"

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
	{ FIELD(27, FIELD_TEXT, struct shown_order, shipping_method),
		.flags = FIELD_QUIET | FIELD_NULLABLE },
	{ FIELD(28, FIELD_TEXT, struct shown_order, coupon),
		.flags = FIELD_QUIET | FIELD_NULLABLE },
	{ FIELD(29, FIELD_TIME, struct shown_order, pay_by), .flags = FIELD_QUIET },
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
	{ FIELD(30, FIELD_MONEY, struct shown_order, authorised),
		.flags = FIELD_QUIET },
	{ FIELD(20, FIELD_MONEY, struct shown_order, captured) },
	{ FIELD(21, FIELD_MONEY, struct shown_order, refunded) },
	{ FIELD(22, FIELD_TEXT, struct shown_order, currency) },
	{ FIELD(31, FIELD_TEXT, struct shown_order, invoice),
		.flags = FIELD_QUIET | FIELD_NULLABLE },
	{ FIELD(23, FIELD_TEXT, struct shown_order, key), .flags = FIELD_WIDE },
	{ FIELD(33, FIELD_TEXT, struct shown_order, reference),
		.flags = FIELD_SPARSE },
	{ FIELD(24, FIELD_RECORDS, struct shown_order, payments),
		.record = &shown_payment_record, .flags = FIELD_WIDE },
	{ FIELD(25, FIELD_RECORDS, struct shown_order, shipments),
		.record = &shown_shipment_record, .flags = FIELD_QUIET },
	{ FIELD(32, FIELD_RECORDS, struct shown_order, returns),
		.record = &shown_return_record, .flags = FIELD_QUIET },
	{ FIELD(26, FIELD_RECORDS, struct shown_order, timeline),
		.record = &shown_fact_record },
};

const struct record_type shown_order_record = { .name = "order",
	RECORD_FIELDS(struct shown_order, shown_order_fields) };

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
	shown->authorised = order->authorised;
	shown->captured = order->captured;
	shown->refunded = order->refunded;
	shown->currency = order->currency;
	shown->key = order->key;
	shown->reference = order->reference;
	shown->country = order->country;
	shown->payment_method = order->payment_method;
	shown->shipping_method = order->shipping.method;
	shown->coupon = order->coupon;
	shown->pay_by = order->due_at;
}

static enum status
fill_head(
	const struct order_viewer *viewer, struct shown_order *shown, struct err *err)
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
	shown->invoice = "";
	if (viewer->order->invoice == 0)
		return ST_OK;
	return arena_format(txn_arena(viewer->txn), &shown->invoice, err, "%" PRIu64,
		viewer->order->invoice);
}

enum status
order_view_read(const struct context *context, struct txn *txn, uint64_t number,
	bool with_notes, struct shown_order *shown, struct err *err)
{
	struct order order;
	struct order_viewer viewer = { context, txn, &order, with_notes, { 0 } };

	TRY(order_get(txn, number, &order, err));
	TRY(order_lines_shipped(txn, &order, err));
	TRY(order_facts(txn, number, &viewer.facts, err));
	fill_totals(&order, shown);
	TRY(fill_head(&viewer, shown, err));
	return order_timeline_fill(&viewer, shown, err);
}

/* A change, and the payments that it began. */
struct changing {
	struct order_change change;
	txn_fn *fn;
	uint64_t intents; /* before it */
	bool begun;
};

static enum status
view_changed(struct txn *txn, void *arg, struct err *err)
{
	struct order_change *change = arg;
	bool staff = change->context->command->role > ROLE_CUSTOMER;

	return order_view_read(
		change->context, txn, change->number, staff, &change->shown, err);
}

static enum status
change_order(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;
	uint64_t number = changing->change.number;
	struct order order;

	TRY(order_get(txn, number, &order, err));
	changing->intents = order.intents;
	TRY(changing->fn(txn, &changing->change, err));
	TRY(order_get(txn, number, &order, err));
	changing->begun = order.intents > changing->intents;
	return view_changed(txn, &changing->change, err);
}

/* The order is told whatever comes of the payments. */
static enum status
run_payments(
	struct changing *changing, struct payment_outcome *outcome, struct err *err)
{
	struct order_change *change = &changing->change;
	struct payment_scope scope = { .order = change->number,
		.begun_after = changing->intents,
		.own_only = true };

	if (!changing->begun || change->context->global->dry_run)
		return ST_OK;
	TRY(payment_run(change->context, &scope, outcome, err));
	return context_read(change->context, view_changed, change, err);
}

enum status
order_change_run(struct context *context, const void *input, uint64_t number,
	txn_fn *fn, struct err *err)
{
	struct changing changing = {
		.change = { .context = context, .input = input, .number = number },
		.fn = fn
	};
	struct payment_outcome outcome = { .approved = 0 };
	enum status status;
	enum status printed;
	struct err other;

	TRY(context_write(context, change_order, &changing, err));
	status = run_payments(&changing, &outcome, err);
	printed = output_record(
		context->output, &shown_order_record, &changing.change.shown, &other);
	TRY(status);
	if (printed != ST_OK) {
		*err = other;
		return printed;
	}
	return payment_verdict(context, number, &outcome, err);
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

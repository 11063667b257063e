#include "base/money.h"
#include "order/order.h"
#include "report/list_parts.h"
#include "report/lists.h"

struct orders_row {
	const char *state; /* "total" for the sum */
	const char *payment_state;
	const char *shipping_state;
	int64_t orders;
	int64_t units;
	int64_t total;
	int64_t owed;
	int64_t oldest;
};

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct orders_row, state) },
	{ FIELD(2, FIELD_TEXT, struct orders_row, payment_state) },
	{ FIELD(3, FIELD_TEXT, struct orders_row, shipping_state) },
	{ FIELD(4, FIELD_COUNT, struct orders_row, orders) },
	{ FIELD(5, FIELD_COUNT, struct orders_row, units) },
	{ FIELD(6, FIELD_MONEY, struct orders_row, total) },
	{ FIELD(7, FIELD_MONEY, struct orders_row, owed) },
	{ FIELD(8, FIELD_TIME, struct orders_row, oldest) },
};

const struct record_type orders_row_record = { .name = "orders by state",
	RECORD_FIELDS(struct orders_row, row_fields) };

#define ROWS_MAX (3 * 8 * 6)

struct orders {
	struct txn *txn;
	const struct report_request *request;
	struct orders_row *rows;
	size_t count;
	struct orders_row sum;
	struct orders_row to_ship;
};

static bool
has_returns(int shipping)
{
	return shipping == SHIPPING_PART_RETURNED || shipping == SHIPPING_RETURNED;
}

/* Whether somebody may have something left to do with such an order. */
static bool
may_be_under_way(const struct order_filter *states)
{
	int payment = states->payment_state;

	if (states->state == ORDER_PLACED)
		return true;
	if (states->state == ORDER_CLOSED)
		return payment == PAYMENT_OVERPAID ||
		       (has_returns(states->shipping_state) &&
			       (payment == PAYMENT_PAID ||
				       payment == PAYMENT_PART_REFUNDED));
	return payment != PAYMENT_UNPAID && payment != PAYMENT_REFUNDED &&
	       payment != PAYMENT_VOIDED;
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What the books say was taken back of it: see order/posting.h. */
static int64_t
taken_back(const struct order *order)
{
	int64_t over = larger(0, order->captured - order->total);
	int64_t back = larger(order->returned_value, order->refunded - over);

	if (order->state == ORDER_CANCELLED || back > order->total)
		return order->total;
	return back;
}

/* Below zero it is the shop that owes. What a credit came to was given back. */
static int64_t
owed_by_customer(const struct order *order)
{
	int64_t kept = order->captured - order->refunded;

	if (order_is_credit(order))
		return order->total - kept;
	return order->total - taken_back(order) - kept;
}

static enum status
add(struct orders_row *row, const struct orders_row *more, struct err *err)
{
	if (!money_add(row->units, more->units, &row->units) ||
		!money_add(row->total, more->total, &row->total) ||
		!money_add(row->owed, more->owed, &row->owed))
		return fail(err, ST_BAD_DATA, "the sum of the orders is too large");
	row->orders += more->orders;
	if (row->oldest == 0 || (more->oldest != 0 && more->oldest < row->oldest))
		row->oldest = more->oldest;
	return ST_OK;
}

/* Of those that are over, only what is to be given back is under way. */
static enum status
add_order(const struct orders *orders, const struct order *order,
	struct orders_row *row, struct err *err)
{
	struct orders_row one = { .orders = 1,
		.units = order->quantity,
		.total = order->total,
		.owed = owed_by_customer(order),
		.oldest = order->placed_at };

	if (orders->request->under_way && order->state == ORDER_CLOSED &&
		one.owed >= 0)
		return ST_OK;
	return add(row, &one, err);
}

static enum status
add_orders(const struct orders *orders, const struct order_filter *filter,
	struct orders_row *row, struct err *err)
{
	struct arena *arena = txn_arena(orders->txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	TRY(order_scan_open(orders->txn, filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		TRY(add_order(orders, &order, row, err));
	}
}

static bool
is_to_ship(const struct order_filter *states)
{
	return states->state == ORDER_PLACED &&
	       (states->shipping_state == SHIPPING_UNSHIPPED ||
		       states->shipping_state == SHIPPING_PART_SHIPPED);
}

static enum status
add_row(struct orders *orders, const struct order_filter *filter, struct err *err)
{
	struct orders_row row = {
		.state = order_state_names[filter->state],
		.payment_state = payment_state_names[filter->payment_state],
		.shipping_state = shipping_state_names[filter->shipping_state],
	};
	struct arena *arena = txn_arena(orders->txn);
	struct arena_mark mark = arena_mark(arena);

	TRY(add_orders(orders, filter, &row, err));
	arena_rewind(arena, mark);
	if (row.orders == 0)
		return ST_OK;
	TRY(add(&orders->sum, &row, err));
	if (is_to_ship(filter))
		TRY(add(&orders->to_ship, &row, err));
	orders->rows[orders->count++] = row;
	return ST_OK;
}

/* All states of shipping of orders in one state of payment. */
static enum status
add_rows(struct orders *orders, struct order_filter filter, struct err *err)
{
	int shipping;

	for (shipping = 0; shipping_state_names[shipping]; shipping++) {
		filter.shipping_state = shipping;
		if (!orders->request->under_way || may_be_under_way(&filter))
			TRY(add_row(orders, &filter, err));
	}
	return ST_OK;
}

/* The rows of the index say in which states an order is: each row of the report is
 * read through its own. */
static enum status
read_rows(struct orders *orders, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;

	filter.since = list_moment(orders->request->days.from);
	filter.until = list_moment(orders->request->days.until);
	for (int state = 0; order_state_names[state]; state++)
		for (int payment = 0; payment_state_names[payment]; payment++) {
			filter.state = state;
			filter.payment_state = payment;
			TRY(add_rows(orders, filter, err));
		}
	return ST_OK;
}

/* The figures without the states. */
static const struct record_type sum_record = { .name = "sum of orders",
	.size = sizeof(struct orders_row),
	.fields = row_fields + 3,
	.field_count = sizeof(row_fields) / sizeof(row_fields[0]) - 3,
	.schema = 1 };

struct orders_envelope {
	int64_t count;
	const char *from;
	const char *until;
	const char *currency;
	struct orders_row sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct orders_envelope, count) },
	{ FIELD(2, FIELD_TEXT, struct orders_envelope, from) },
	{ FIELD(3, FIELD_TEXT, struct orders_envelope, until) },
	{ FIELD(4, FIELD_TEXT, struct orders_envelope, currency) },
	{ FIELD(5, FIELD_RECORD, struct orders_envelope, sum),
		.record = &sum_record },
};
static const struct record_type envelope_record = { .name = "report of orders",
	RECORD_FIELDS(struct orders_envelope, envelope_fields) };

static enum status
fill_envelope(const struct orders *orders, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(orders->txn);
	struct orders_envelope *envelope;
	struct list_time time;

	TRY(ARENA_NEW(arena, 1, &envelope, err));
	TRY(list_time(arena, &orders->request->days, &time, err));
	*envelope = (struct orders_envelope){ (int64_t)orders->count, time.from,
		time.until, orders->request->currency, orders->sum };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	report->sum = &envelope->sum;
	return list_time_words(arena, &time, &report->period, err);
}

static enum status
fill_chart(const struct orders *orders, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(orders->txn);
	struct report_chart chart = {
		.title = "orders by state", .kind = CHART_RANK, .unit = UNIT_COUNT
	};
	struct report_bar *bars;

	if (!orders->request->draws)
		return ST_OK;
	TRY(ARENA_NEW(arena, orders->count, &bars, err));
	for (size_t i = 0; i < orders->count; i++) {
		const struct orders_row *row = &orders->rows[i];

		bars[i] = (struct report_bar){ "", row->orders, NUMBER_NONE };
		TRY(arena_format(arena, &bars[i].label, err, "%s, %s, %s", row->state,
			row->payment_state, row->shipping_state));
	}
	chart.bars = (struct list){ bars, orders->count };
	return list_chart(arena, &chart, report, err);
}

static enum status
fill_report(struct orders *orders, struct report *report, struct err *err)
{
	const struct report_figure figures[] = {
		{ "orders", UNIT_COUNT, orders->sum.orders, NUMBER_NONE },
		{ "to ship", UNIT_COUNT, orders->to_ship.orders, NUMBER_NONE },
		{ "total", UNIT_MONEY, orders->sum.total, NUMBER_NONE },
		{ "still owed", UNIT_MONEY, orders->sum.owed, NUMBER_NONE },
	};

	*report = (struct report){ .name = "orders",
		.title = orders->request->under_way ? "Orders under way"
						    : "Orders by state",
		.before = "",
		.row = &orders_row_record,
		.rows = { orders->rows, orders->count } };
	TRY(fill_envelope(orders, report, err));
	TRY(fill_chart(orders, report, err));
	return list_figures(txn_arena(orders->txn), figures,
		sizeof(figures) / sizeof(figures[0]), &report->figures, err);
}

enum status
report_orders(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct orders orders = {
		.txn = txn,
		.request = request,
		.sum = { .state = "total", .payment_state = "", .shipping_state = "" }
	};

	TRY(ARENA_NEW(txn_arena(txn), ROWS_MAX, &orders.rows, err));
	TRY(read_rows(&orders, err));
	return fill_report(&orders, report, err);
}

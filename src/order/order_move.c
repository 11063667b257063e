#include <inttypes.h>
#include <string.h>

#include "base/money.h"
#include "order/order_store.h"
#include "order/rollup.h"
#include "stock/stock.h"
#include "store/event.h"

enum status
order_event(struct txn *txn, const struct order *order, const char *kind,
	const struct list *changes, struct err *err)
{
	struct event event = { .subject_kind = "order", .kind = kind };

	if (changes)
		event.changes = *changes;
	TRY(arena_format(
		txn_arena(txn), &event.subject, err, "%" PRIu64, order->number));
	return event_append(txn, &event, err);
}

/* A moved order: stored beside what it was, with the event that says so. */
static enum status
put_moved(struct txn *txn, const struct order *old, const struct order *now,
	const char *kind, struct change *change, struct err *err)
{
	struct list changes = { change, change ? 1 : 0 };

	TRY(order_put(txn, old, now, err));
	return order_event(txn, now, kind, &changes, err);
}

static enum status
begin(struct txn *txn, uint64_t number, enum order_action action, struct order *order,
	struct err *err)
{
	TRY(order_get(txn, number, order, err));
	return order_allows(order, action, err);
}

static enum status
money_text(struct txn *txn, int64_t amount, const char *code, const char **text,
	struct err *err)
{
	struct currency currency = { "", 2 };
	char digits[MONEY_TEXT_MAX];

	(void)currency_find(code, &currency);
	money_format(amount, currency.decimals, digits);
	return arena_format(txn_arena(txn), text, err, "%s %s", digits, code);
}

static enum status
check_amount(
	struct txn *txn, const struct order *order, int64_t amount, struct err *err)
{
	int64_t due = order->total - order->captured;
	const char *text;

	if (amount <= 0)
		return fail(err, ST_USAGE, "an amount must be above zero");
	if (amount <= due)
		return ST_OK;
	TRY(money_text(txn, due, order->currency, &text, err));
	return fail(err, ST_REFUSED, "order %" PRIu64 " has only %s left to pay",
		order->number, text);
}

enum status
order_pay(struct txn *txn, const struct order_pay_request *request, struct err *err)
{
	struct fact fact = { .kind = FACT_CAPTURE, .method = "manual" };
	struct change change = { .field = "captured" };
	struct order old;
	struct order now;

	TRY(order_check_text(
		"reference", request->reference, REFERENCE_SIZE_MAX, err));
	TRY(begin(txn, request->number, ACTION_PAY, &old, err));
	fact.amount = request->amount == NUMBER_NONE ? old.total - old.captured
						     : request->amount;
	fact.reference = request->reference;
	TRY(check_amount(txn, &old, fact.amount, err));
	now = old;
	now.captured += fact.amount;
	TRY(money_text(txn, old.captured, old.currency, &change.old, err));
	TRY(money_text(txn, now.captured, now.currency, &change.new, err));
	TRY(fact_append(txn, &now, &fact, err));
	return put_moved(txn, &old, &now, "paid", &change, err);
}

/* What is still to be shipped of every line. */
static enum status
all_that_is_left(struct txn *txn, const struct order *order, struct list *lines,
	struct err *err)
{
	const struct order_line *ordered = order->lines.items;
	struct fact_line *items;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), order->lines.count, &items, err));
	for (i = 0; i < order->lines.count; i++)
		if (ordered[i].shipped < ordered[i].quantity)
			items[count++] = (struct fact_line){ ordered[i].sku,
				ordered[i].quantity - ordered[i].shipped };
	*lines = (struct list){ items, count };
	return ST_OK;
}

static enum status
check_shipped_line(
	const struct order *order, const struct fact_line *line, struct err *err)
{
	const struct order_line *ordered = order_line(order, line->sku);
	int64_t left;

	if (!ordered)
		return fail(err, ST_NOT_FOUND, "order %" PRIu64 " has no '%s'",
			order->number, line->sku);
	left = ordered->quantity - ordered->shipped;
	if (line->quantity <= 0 || line->quantity > left)
		return fail(err, ST_REFUSED,
			"order %" PRIu64 " has %" PRId64 " of '%s' left to ship",
			order->number, left, line->sku);
	return ST_OK;
}

/* Each SKU once, so that two mentions cannot ship more than there is together. */
static enum status
check_shipped(const struct order *order, const struct list *lines, struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;
	size_t j;

	for (i = 0; i < lines->count; i++) {
		TRY(check_shipped_line(order, &items[i], err));
		for (j = 0; j < i; j++)
			if (strcmp(items[j].sku, items[i].sku) == 0)
				return fail(err, ST_USAGE, "'%s' is named twice",
					items[i].sku);
	}
	return ST_OK;
}

static enum status
stock_lines(struct txn *txn, const struct list *lines, struct stock_line **out,
	struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), lines->count, out, err));
	for (i = 0; i < lines->count; i++)
		(*out)[i] = (struct stock_line){ items[i].sku, items[i].quantity };
	return ST_OK;
}

enum stock_move {
	STOCK_SHIP,
	STOCK_RELEASE,
};

static enum status
move_stock(struct txn *txn, enum stock_move kind, const struct list *lines,
	uint64_t order, struct err *err)
{
	struct stock_line *moved;
	struct catalog *catalog;
	enum status status;

	TRY(stock_lines(txn, lines, &moved, err));
	TRY(catalog_open(txn, &catalog, err));
	if (kind == STOCK_SHIP)
		status = stock_ship(catalog, moved, lines->count, order, err);
	else
		status = stock_release(catalog, moved, lines->count, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

static int64_t
pieces(const struct list *lines)
{
	const struct fact_line *items = lines->items;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < lines->count; i++)
		sum += items[i].quantity;
	return sum;
}

enum status
order_ship(struct txn *txn, const struct order_ship_request *request, struct err *err)
{
	struct fact fact = { .kind = FACT_SHIPMENT,
		.amount = NUMBER_NONE,
		.carrier = request->carrier,
		.tracking = request->tracking,
		.lines = request->lines };
	struct change change = { "shipped", "", "" };
	struct order old;
	struct order now;

	TRY(begin(txn, request->number, ACTION_SHIP, &old, err));
	TRY(order_lines_shipped(txn, &old, err));
	if (fact.lines.count == 0)
		TRY(all_that_is_left(txn, &old, &fact.lines, err));
	TRY(check_shipped(&old, &fact.lines, err));
	now = old;
	now.shipped += pieces(&fact.lines);
	TRY(arena_format(txn_arena(txn), &change.old, err, "%" PRId64, old.shipped));
	TRY(arena_format(txn_arena(txn), &change.new, err, "%" PRId64, now.shipped));
	TRY(move_stock(txn, STOCK_SHIP, &fact.lines, now.number, err));
	TRY(fact_append(txn, &now, &fact, err));
	return put_moved(txn, &old, &now, "shipped", &change, err);
}

enum status
order_deliver(struct txn *txn, uint64_t number, struct err *err)
{
	struct fact fact = { .kind = FACT_DELIVERY, .amount = NUMBER_NONE };
	struct order old;
	struct order now;

	TRY(begin(txn, number, ACTION_DELIVER, &old, err));
	now = old;
	now.delivered = now.shipped;
	TRY(fact_append(txn, &now, &fact, err));
	return put_moved(txn, &old, &now, "delivered", NULL, err);
}

/* What a cancelled order gives back: its holds, and the money that came for it. */
static enum status
give_back(struct txn *txn, struct order *order, struct err *err)
{
	struct fact refund = { .kind = FACT_REFUND, .method = "manual" };
	struct list lines;

	TRY(all_that_is_left(txn, order, &lines, err));
	TRY(move_stock(txn, STOCK_RELEASE, &lines, order->number, err));
	refund.amount = order->captured - order->refunded;
	if (refund.amount == 0)
		return ST_OK;
	order->refunded += refund.amount;
	return fact_append(txn, order, &refund, err);
}

enum status
order_cancel(struct txn *txn, uint64_t number, const char *reason, struct err *err)
{
	struct fact fact = {
		.kind = FACT_CANCEL, .amount = NUMBER_NONE, .reference = reason
	};
	struct change change = { "state", "placed", "cancelled" };
	struct order old;
	struct order now;

	TRY(order_check_text("reason", reason, REFERENCE_SIZE_MAX, err));
	TRY(begin(txn, number, ACTION_CANCEL, &old, err));
	now = old;
	now.state = ORDER_CANCELLED;
	TRY(fact_append(txn, &now, &fact, err));
	TRY(give_back(txn, &now, err));
	TRY(rollup_count_cancellation(txn, &now, txn_now(txn), err));
	return put_moved(txn, &old, &now, "cancelled", &change, err);
}

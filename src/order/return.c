#include "order/return.h"

#include <inttypes.h>
#include <string.h>

#include "order/intent.h"
#include "order/money_back.h"
#include "order/order_store.h"

/* The share of units in an amount that is split over all of a line. */
static int64_t
share(int64_t amount, int64_t quantity, int64_t from, int64_t count)
{
	return quote_units_share(amount, quantity, from + count) -
	       quote_units_share(amount, quantity, from);
}

struct units_worth
order_units_worth(const struct order_line *line, int64_t from, int64_t count)
{
	int64_t added = share(line->tax_added, line->quantity, from, count);

	return (struct units_worth){
		.gross = line->unit_price * count + added -
			 share(line->discount, line->quantity, from, count),
		.tax = added + share(line->tax_included, line->quantity, from, count)
	};
}

/* Pieces of a line that were asked for and did not come yet. */
static int64_t
requested(const struct order_line *line, const struct list *facts)
{
	const struct fact *items = facts->items;
	int64_t sum = -line->returned;
	size_t i;
	size_t j;

	for (i = 0; i < facts->count; i++) {
		const struct fact_line *lines = items[i].lines.items;

		if (items[i].kind != FACT_RETURN_REQUEST)
			continue;
		for (j = 0; j < items[i].lines.count; j++)
			if (strcmp(lines[j].sku, line->sku) == 0)
				sum += lines[j].quantity;
	}
	return sum > 0 ? sum : 0;
}

/* What may be asked for: neither come back nor asked for before; and what may come:
 * what was asked for, where anything was. */
enum wanted {
	WANT_UNASKED,
	WANT_ASKED,
	WANT_ANY,
};

static int64_t
left_of(const struct order_line *line, const struct list *facts, enum wanted wanted)
{
	int64_t left = line->shipped - line->returned;
	int64_t asked = requested(line, facts);

	if (wanted == WANT_ANY)
		return left;
	if (asked > left)
		asked = left;
	return wanted == WANT_ASKED ? asked : left - asked;
}

static enum status
lines_left(const struct order_move *move, const struct list *facts,
	enum wanted wanted, struct list *lines, struct err *err)
{
	const struct order_line *ordered = move->old.lines.items;
	struct fact_line *items;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(move->txn), move->old.lines.count, &items, err));
	for (i = 0; i < move->old.lines.count; i++) {
		struct order_line line = order_line_sum(&move->old, &ordered[i]);
		int64_t left = left_of(&line, facts, wanted);

		if (left > 0 && order_line(&move->old, line.sku) == &ordered[i])
			items[count++] = (struct fact_line){ ordered[i].sku, left };
	}
	*lines = (struct list){ items, count };
	return ST_OK;
}

static enum status
check_lines(const struct order_move *move, const struct list *facts,
	enum wanted wanted, const struct list *lines, struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;

	if (lines->count == 0)
		return fail(err, ST_REFUSED,
			"order %" PRIu64 " has nothing left to return",
			move->old.number);
	TRY(order_check_lines(&move->old, lines, err));
	for (i = 0; i < lines->count; i++) {
		struct order_line line = order_line_sum(
			&move->old, order_line(&move->old, items[i].sku));
		int64_t left = left_of(&line, facts, wanted);

		if (items[i].quantity <= 0 || items[i].quantity > left)
			return fail(err, ST_REFUSED,
				"order %" PRIu64 " has %" PRId64
				" of '%s' left to return",
				move->old.number, left, line.sku);
	}
	return ST_OK;
}

static enum status
begin(struct txn *txn, const struct order_return_request *request,
	enum order_action action, struct order_move *move, struct err *err)
{
	TRY(order_check_text("reason", request->reason, REFERENCE_SIZE_MAX, err));
	return order_move_begin(txn, request->number, action, move, err);
}

enum status
order_request_return(
	struct txn *txn, const struct order_return_request *request, struct err *err)
{
	struct fact fact = { .kind = FACT_RETURN_REQUEST,
		.amount = NUMBER_NONE,
		.reference = request->reason,
		.lines = request->lines };
	struct order_move move;
	struct list facts;

	TRY(begin(txn, request, ACTION_RETURN_REQUEST, &move, err));
	TRY(order_facts(txn, request->number, &facts, err));
	if (fact.lines.count == 0)
		TRY(lines_left(&move, &facts, WANT_UNASKED, &fact.lines, err));
	TRY(check_lines(&move, &facts, WANT_UNASKED, &fact.lines, err));
	TRY(fact_append(txn, &move.now, &fact, err));
	return order_move_end(&move, "return_requested", NULL, err);
}

/* Counts what came back, and what it is worth. */
static void
count_returned(struct order *order, struct fact *fact)
{
	const struct fact_line *items = fact->lines.items;
	size_t i;

	fact->amount = 0;
	for (i = 0; i < fact->lines.count; i++) {
		int64_t worth;

		(void)order_return_pieces(order, &items[i], &worth);
		fact->amount += worth;
	}
	order->returned += order_pieces(&fact->lines);
	order->returned_value += fact->amount;
}

static bool
gives_shipping(const struct intent *intent)
{
	return intent->verb == INTENT_REFUND && intent->with_shipping &&
	       intent_is_open(intent);
}

/* Shipping is given back once: that it is, or that a provider is asked to. */
static enum status
shipping_refunded(
	struct txn *txn, const struct order *order, bool *refunded, struct err *err)
{
	const struct intent *intents;
	const struct fact *items;
	struct list facts;
	struct list asked;
	size_t i;

	TRY(order_facts(txn, order->number, &facts, err));
	TRY(intent_list(txn, order->number, &asked, err));
	items = facts.items;
	intents = asked.items;
	*refunded = false;
	for (i = 0; i < facts.count; i++)
		if (items[i].kind == FACT_REFUND && items[i].with_shipping)
			*refunded = true;
	for (i = 0; i < asked.count; i++)
		if (gives_shipping(&intents[i]))
			*refunded = true;
	return ST_OK;
}

/* What was paid beyond what is owed for what was kept: nothing where less was paid.
 */
static int64_t
paid_too_much(const struct order *order, bool without_shipping)
{
	int64_t owed = order_owed(order) -
		       (without_shipping ? order_shipping_cost(order) : 0);
	int64_t over = order_refundable(order) - owed;

	return over > 0 ? over : 0;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Adds what shipping cost to a refund. */
static enum status
add_shipping(struct txn *txn, const struct order *order, struct money_back *back,
	struct err *err)
{
	bool refunded;

	if (!back->with_shipping)
		return ST_OK;
	TRY(shipping_refunded(txn, order, &refunded, err));
	if (refunded)
		return fail(err, ST_REFUSED,
			"the shipping of order %" PRIu64 " is refunded already",
			order->number);
	back->amount += order_shipping_cost(order);
	return ST_OK;
}

/* Goods of an order that was paid in full give back exactly their worth; of one that
 * was not, only what was paid beyond the rest. */
static enum status
refund_returned(struct order_move *move, const struct order_return_request *request,
	int64_t worth, struct err *err)
{
	struct order *order = &move->now;
	struct money_back back = { .amount = worth,
		.reference = request->reason,
		.with_shipping = request->with_shipping };

	TRY(order_allows(order, ACTION_REFUND, err));
	TRY(add_shipping(move->txn, order, &back, err));
	back.amount = smaller(
		back.amount, order->captured >= order->total
				     ? order_refundable(order)
				     : paid_too_much(order, request->with_shipping));
	if (back.amount == 0)
		return fail(err, ST_REFUSED,
			"nothing of order %" PRIu64 " is to be refunded",
			order->number);
	return order_give_back(move->txn, order, &back, err);
}

enum status
order_return(
	struct txn *txn, const struct order_return_request *request, struct err *err)
{
	struct fact fact = { .kind = FACT_RETURN,
		.reference = request->reason,
		.restocked = request->restock,
		.lines = request->lines };
	struct change change = { "returned", "", "" };
	struct order_move move;
	struct list facts;

	TRY(begin(txn, request, ACTION_RETURN, &move, err));
	TRY(order_facts(txn, request->number, &facts, err));
	if (fact.lines.count == 0)
		TRY(lines_left(&move, &facts, WANT_ASKED, &fact.lines, err));
	if (fact.lines.count == 0)
		TRY(lines_left(&move, &facts, WANT_ANY, &fact.lines, err));
	TRY(check_lines(&move, &facts, WANT_ANY, &fact.lines, err));
	count_returned(&move.now, &fact);
	TRY(fact_append(txn, &move.now, &fact, err));
	if (request->restock)
		TRY(order_move_stock(
			txn, STOCK_RETURN, &fact.lines, move.now.number, err));
	if (request->refund)
		TRY(refund_returned(&move, request, fact.amount, err));
	TRY(order_complete(txn, &move.now, err));
	TRY(order_change_of_count(
		txn, &change, move.old.returned, move.now.returned, err));
	return order_move_end(&move, "returned", &change, err);
}

/* Where no amount is said. */
static enum status
find_amount(struct txn *txn, const struct order *order, struct money_back *back,
	struct err *err)
{
	bool refunded;

	TRY(shipping_refunded(txn, order, &refunded, err));
	back->amount = paid_too_much(order, refunded);
	TRY(add_shipping(txn, order, back, err));
	if (back->amount > 0)
		return ST_OK;
	return fail(err, ST_REFUSED,
		"nothing of order %" PRIu64
		" is to be refunded (--amount says how much to give back)",
		order->number);
}

enum status
order_refund(
	struct txn *txn, const struct order_refund_request *request, struct err *err)
{
	struct money_back back = { .amount = request->amount,
		.reference = request->reference,
		.with_shipping = request->with_shipping };
	struct change change = { .field = "refunded" };
	struct order_move move;

	TRY(order_check_text(
		"reference", request->reference, REFERENCE_SIZE_MAX, err));
	TRY(order_move_begin(txn, request->number, ACTION_REFUND, &move, err));
	if (back.amount == NUMBER_NONE)
		TRY(find_amount(txn, &move.old, &back, err));
	TRY(order_give_back(txn, &move.now, &back, err));
	TRY(order_money_text(txn, &move.old, move.old.refunded, &change.old, err));
	TRY(order_money_text(txn, &move.now, move.now.refunded, &change.new, err));
	if (move.now.refunded == move.old.refunded)
		return order_move_end(&move, "refund_begun", NULL, err);
	return order_move_end(&move, "refunded", &change, err);
}

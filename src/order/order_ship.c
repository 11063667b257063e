#include <inttypes.h>

#include "order/hold.h"
#include "order/order_store.h"

static enum status
check_shipped(const struct order *order, const struct list *lines, struct err *err)
{
	const struct fact_line *items = lines->items;
	size_t i;

	if (lines->count == 0)
		return fail(err, ST_REFUSED,
			"order %" PRIu64 " has nothing left to ship", order->number);
	TRY(order_check_lines(order, lines, err));
	for (i = 0; i < lines->count; i++) {
		const struct order_line *line = order_line(order, items[i].sku);
		int64_t left = line->quantity - line->shipped;

		if (items[i].quantity <= 0 || items[i].quantity > left)
			return fail(err, ST_REFUSED,
				"order %" PRIu64 " has %" PRId64
				" of '%s' left to ship",
				order->number, left, line->sku);
	}
	return ST_OK;
}

static enum status
add_shipment(struct txn *txn, struct order *order, struct fact *fact, struct err *err)
{
	const struct fact_line *items = fact->lines.items;
	size_t i;

	fact->kind = FACT_SHIPMENT;
	fact->amount = NUMBER_NONE;
	for (i = 0; i < fact->lines.count; i++)
		order_line(order, items[i].sku)->shipped += items[i].quantity;
	order->shipped += order_pieces(&fact->lines);
	TRY(order_move_stock(txn, STOCK_SHIP, &fact->lines, order->number, err));
	return fact_append(txn, order, fact, err);
}

enum status
order_ship(struct txn *txn, const struct order_ship_request *request, struct err *err)
{
	struct fact fact = { .carrier = request->carrier,
		.tracking = request->tracking,
		.lines = request->lines };
	struct change change = { "shipped", "", "" };
	struct order_move move;

	TRY(order_check_text("carrier", request->carrier, REFERENCE_SIZE_MAX, err));
	TRY(order_move_begin(txn, request->number, ACTION_SHIP, &move, err));
	if (fact.lines.count == 0)
		TRY(order_lines_left(txn, &move.old, &fact.lines, err));
	TRY(check_shipped(&move.old, &fact.lines, err));
	TRY(add_shipment(txn, &move.now, &fact, err));
	TRY(order_change_of_count(
		txn, &change, move.old.shipped, move.now.shipped, err));
	TRY(order_hold_end(txn, &move.now, err));
	TRY(order_complete(txn, &move.now, err));
	return order_move_end(&move, "shipped", &change, err);
}

/* Whether nothing is left to ship but what needs no shipping. */
static bool
rest_needs_no_shipping(const struct order *order)
{
	const struct order_line *lines = order->lines.items;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		if (lines[i].shipped < lines[i].quantity &&
			order_line_needs_shipping(&lines[i]))
			return false;
	return true;
}

enum status
order_is_handed_over(
	struct txn *txn, const struct order *order, bool *done, struct err *err)
{
	struct list left;

	*done = order->shipped == order->quantity;
	if (*done || !rest_needs_no_shipping(order))
		return ST_OK;
	TRY(order_lines_left(txn, order, &left, err));
	return order_stock_covers(txn, &left, done, err);
}

/* Where the pieces are not there, somebody has to look. */
static enum status
hand_over_rest(struct txn *txn, struct order *order, struct err *err)
{
	struct fact fact = { .carrier = "" };
	bool covered;

	TRY(order_lines_left(txn, order, &fact.lines, err));
	TRY(order_stock_covers(txn, &fact.lines, &covered, err));
	return covered ? add_shipment(txn, order, &fact, err) : ST_OK;
}

enum status
order_complete(struct txn *txn, struct order *order, struct err *err)
{
	struct fact close = { .kind = FACT_CLOSE, .amount = NUMBER_NONE };

	if (order->state != ORDER_PLACED || order->captured < order_owed(order))
		return ST_OK;
	if (order->shipped < order->quantity && rest_needs_no_shipping(order))
		TRY(hand_over_rest(txn, order, err));
	if (order->shipped < order->quantity)
		return ST_OK;
	order->state = ORDER_CLOSED;
	return fact_append(txn, order, &close, err);
}

/* The shipment of a parcel's number; and of how many pieces its delivery is news. */
static enum status
find_parcel(struct txn *txn, const struct order *order, uint64_t parcel,
	struct fact *delivery, int64_t *pieces, struct err *err)
{
	const struct fact *items;
	struct list facts;
	uint64_t shipments = 0;
	size_t i;

	TRY(order_facts(txn, order->number, &facts, err));
	items = facts.items;
	for (i = 0; i < facts.count; i++) {
		if (items[i].kind == FACT_SHIPMENT && ++shipments == parcel) {
			delivery->parcel = items[i].number;
			*pieces = order_pieces(&items[i].lines);
		}
		if (delivery->parcel != 0 && items[i].kind == FACT_DELIVERY &&
			(items[i].parcel == 0 || items[i].parcel == delivery->parcel))
			return fail(err, ST_REFUSED,
				"parcel %" PRIu64 " of order %" PRIu64
				" is delivered already",
				parcel, order->number);
	}
	if (delivery->parcel != 0)
		return ST_OK;
	return fail(err, ST_NOT_FOUND,
		"order %" PRIu64 " has no parcel %" PRIu64 " (it has %" PRIu64 ")",
		order->number, parcel, shipments);
}

enum status
order_deliver(struct txn *txn, uint64_t number, uint64_t parcel, struct err *err)
{
	struct fact fact = { .kind = FACT_DELIVERY, .amount = NUMBER_NONE };
	struct change change = { "delivered", "", "" };
	struct order_move move;
	int64_t pieces;

	TRY(order_move_begin(txn, number, ACTION_DELIVER, &move, err));
	pieces = move.old.shipped - move.old.delivered;
	if (pieces == 0)
		return fail(err, ST_REFUSED,
			"every parcel of order %" PRIu64 " is delivered already",
			number);
	if (parcel != 0)
		TRY(find_parcel(txn, &move.old, parcel, &fact, &pieces, err));
	move.now.delivered += pieces;
	TRY(order_change_of_count(
		txn, &change, move.old.delivered, move.now.delivered, err));
	TRY(fact_append(txn, &move.now, &fact, err));
	return order_move_end(&move, "delivered", &change, err);
}

#include "order/history.h"

#include <string.h>

#include "order/coupon.h"
#include "order/intent_store.h"
#include "order/order_store.h"
#include "order/posting.h"
#include "stock/stock.h"
#include "store/due.h"

static const struct field order_history_fields[] = {
	{ FIELD(1, FIELD_RECORDS, struct order_history, facts),
		.record = &fact_record },
	{ FIELD(2, FIELD_RECORDS, struct order_history, intents),
		.record = &intent_record },
	{ FIELD(3, FIELD_RECORDS, struct order_history, steps),
		.record = &quote_step_record },
};
const struct record_type order_history_record = { .name = "history of an order",
	RECORD_FIELDS(struct order_history, order_history_fields) };

static const char imported_until[] = "order-imported-until";

enum status
order_imported_until(struct txn *txn, int64_t *until, struct err *err)
{
	uint64_t stored;

	TRY(sequence_last(txn, imported_until, &stored, err));
	*until = stored == 0 ? INT64_MIN : (int64_t)stored;
	return ST_OK;
}

static bool
has_recipient(const struct order *order)
{
	return order->name.size > 0 || order->phone.size > 0 ||
	       order->address.size > 0;
}

static enum status
clear_recipient(const struct people *people, struct order *order, struct err *err)
{
	struct recipient recipient;

	if (!has_recipient(order))
		return ST_OK;
	TRY(order_recipient(people, order, &recipient, err));
	order->name = bytes_of_text(recipient.name);
	order->phone = bytes_of_text(recipient.phone);
	order->address = bytes_of_text(recipient.address);
	return ST_OK;
}

static enum status
clear_notes(
	const struct people *people, struct order_history *history, struct err *err)
{
	struct fact *facts = history->facts.items;
	const char *note;
	size_t i;

	for (i = 0; i < history->facts.count; i++) {
		if (facts[i].note.size == 0)
			continue;
		TRY(order_fact_note(people, &history->order, &facts[i], &note, err));
		facts[i].note = bytes_of_text(note);
	}
	return ST_OK;
}

static enum status
read_rest(const struct people *people, struct order_history *history, struct err *err)
{
	struct txn *txn = people->txn;
	uint64_t number = history->order.number;

	TRY(order_facts_of(txn, &history->order, &history->facts, err));
	TRY(intent_list(txn, number, &history->intents, err));
	TRY(order_steps(txn, number, &history->steps, err));
	TRY(clear_notes(people, history, err));
	return clear_recipient(people, &history->order, err);
}

enum status
order_history_get(const struct people *people, uint64_t number,
	struct order_history *history, bool *found, struct err *err)
{
	struct order_history read;
	enum status status;

	record_init(&order_history_record, &read);
	status = order_get(people->txn, number, &read.order, err);
	*found = status != ST_NOT_FOUND;
	if (!*found)
		return ST_OK;
	TRY(status);
	TRY(read_rest(people, &read, err));
	*history = read;
	return ST_OK;
}

enum status
order_history_next(const struct people *people, uint64_t after,
	struct order_history *history, bool *found, struct err *err)
{
	struct key from = key_u64(after + 1);
	struct scan_range range = { .from = key_bytes(&from) };
	struct scan *scan;
	struct bytes key;
	struct bytes value;

	TRY(scan_open(people->txn, TABLE_ORDER, range, &scan, err));
	TRY(scan_next(scan, &key, &value, found, err));
	scan_close(scan);
	if (!*found)
		return ST_OK;
	if (key.size != sizeof(uint64_t))
		return fail(err, ST_CORRUPT, "a key of table 'order' is damaged");
	return order_history_get(people, get_u64(key.data), history, found, err);
}

static enum status
text_of(struct arena *arena, struct bytes bytes, const char **text, struct err *err)
{
	return arena_copy(arena, (const char *)bytes.data, bytes.size, text, err);
}

static enum status
seal_recipient(const struct people *people, struct order *order, struct err *err)
{
	struct arena *arena = txn_arena(people->txn);
	struct recipient recipient;

	if (!has_recipient(order))
		return ST_OK;
	TRY(text_of(arena, order->name, &recipient.name, err));
	TRY(text_of(arena, order->phone, &recipient.phone, err));
	TRY(text_of(arena, order->address, &recipient.address, err));
	return order_seal_recipient(people, &recipient, order, err);
}

static enum status
put_fact(const struct people *people, const struct order *order,
	const struct fact *clear, struct err *err)
{
	struct fact fact = *clear;
	const char *note;

	if (fact.note.size > 0) {
		TRY(text_of(txn_arena(people->txn), fact.note, &note, err));
		TRY(order_seal_note_of(
			people, order, fact.number, note, &fact.note, err));
	}
	return fact_put(people->txn, order->number, &fact, err);
}

/* Each in the order's own transaction, on the day it happened. */
static enum status
put_facts(const struct people *people, const struct order_history *history,
	struct err *err)
{
	const struct fact *facts = history->facts.items;
	size_t i;

	for (i = 0; i < history->facts.count; i++)
		TRY(put_fact(people, &history->order, &facts[i], err));
	return order_post_all(people->txn, &history->order, &history->facts, err);
}

static enum status
put_intents(struct txn *txn, const struct list *intents, struct err *err)
{
	const struct intent *items = intents->items;
	size_t i;

	for (i = 0; i < intents->count; i++)
		TRY(intent_put(txn, &items[i], err));
	return ST_OK;
}

/* What an open order waits for. */
static enum status
hold(struct catalog *catalog, const struct order *order, struct err *err)
{
	const struct fact_line *items;
	struct level level;
	struct list lines;
	size_t i;

	if (!catalog || order->state != ORDER_PLACED)
		return ST_OK;
	TRY(order_lines_left(catalog_txn(catalog), order, &lines, err));
	items = lines.items;
	for (i = 0; i < lines.count; i++) {
		struct stock_line line = { items[i].sku, items[i].quantity };

		TRY(stock_hold_promised(catalog, &line, &level, err));
	}
	return ST_OK;
}

/* They are counted from the facts when they are asked for. */
static void
forget_pieces(const struct order *order)
{
	struct order_line *lines = order->lines.items;
	size_t i;

	for (i = 0; i < order->lines.count; i++)
		lines[i].shipped = lines[i].returned = 0;
}

static enum status
note_due(struct txn *txn, const struct order *order, struct err *err)
{
	struct key subject = key_u64(order->number);

	if (order->due_at == 0)
		return ST_OK;
	return due_put(txn, order->due_at, DUE_ORDER, key_bytes(&subject), err);
}

static enum status
raise_numbers(struct txn *txn, const struct order *order, struct err *err)
{
	if (order->placed_at > 0)
		TRY(sequence_raise(
			txn, imported_until, (uint64_t)order->placed_at, err));
	if (order->number < ORDER_NUMBER_FIRST)
		return ST_OK;
	return sequence_raise(
		txn, "order", order->number - ORDER_NUMBER_FIRST + 1, err);
}

enum status
order_history_put(const struct people *people, struct catalog *catalog,
	const struct order_history *history, struct err *err)
{
	struct txn *txn = people->txn;
	struct order order = history->order;

	order.imported_facts = order.facts;
	TRY(seal_recipient(people, &order, err));
	TRY(hold(catalog, &order, err));
	forget_pieces(&order);
	TRY(order_put(txn, NULL, &order, err));
	TRY(put_facts(people, history, err));
	TRY(put_intents(txn, &history->intents, err));
	if (history->steps.count > 0)
		TRY(order_steps_put(txn, order.number, &history->steps, err));
	if (order.state != ORDER_CANCELLED)
		TRY(coupon_use(txn, &order, err));
	TRY(note_due(txn, &order, err));
	return raise_numbers(txn, &order, err);
}

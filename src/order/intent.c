#include "order/intent.h"

#include <inttypes.h>
#include <string.h>

#include "order/intent_store.h"
#include "order/order_store.h"
#include "store/shop.h"

const char *const intent_verb_names[] = { "authorize", "capture", "void", "refund",
	NULL };
const char *const intent_state_names[] = { "unknown", "pending", "approved",
	"declined", "unsent", NULL };

static const struct field intent_fields[] = {
	{ FIELD(1, FIELD_ID, struct intent, order), .flags = FIELD_DERIVED },
	{ FIELD(2, FIELD_ID, struct intent, number), .flags = FIELD_DERIVED },
	{ FIELD(3, FIELD_CHOICE, struct intent, verb), .choices = intent_verb_names },
	{ FIELD(4, FIELD_CHOICE, struct intent, state),
		.choices = intent_state_names },
	{ FIELD(5, FIELD_TEXT, struct intent, method) },
	{ FIELD(6, FIELD_MONEY, struct intent, amount) },
	{ FIELD(7, FIELD_BOOL, struct intent, capture) },
	{ FIELD(8, FIELD_TEXT, struct intent, key) },
	{ FIELD(9, FIELD_ID, struct intent, parent) },
	{ FIELD(10, FIELD_ID, struct intent, wallet) },
	{ FIELD(11, FIELD_TEXT, struct intent, reference) },
	{ FIELD(12, FIELD_TEXT, struct intent, message) },
	{ FIELD(13, FIELD_TIME, struct intent, created_at) },
	{ FIELD(14, FIELD_TIME, struct intent, settled_at) },
	{ FIELD(15, FIELD_BOOL, struct intent, with_shipping) },
	{ FIELD(16, FIELD_TEXT, struct intent, note) },
	{ FIELD(17, FIELD_BOOL, struct intent, tried) },
	{ FIELD(18, FIELD_BOOL, struct intent, rest) },
};

const struct record_type intent_record = { .name = "payment intent",
	RECORD_FIELDS(struct intent, intent_fields) };

static const struct stored intent_stored = { TABLE_INTENT, &intent_record };

static struct key
intent_key(uint64_t order, uint64_t number)
{
	struct key key = key_u64(order);

	key_add_u32(&key, (uint32_t)number);
	return key;
}

bool
intent_is_open(const struct intent *intent)
{
	return intent->state == INTENT_UNKNOWN || intent->state == INTENT_PENDING;
}

enum status
intent_put(struct txn *txn, const struct intent *intent, struct err *err)
{
	struct key key = intent_key(intent->order, intent->number);
	bool found;

	TRY(txn_put_record(txn, &intent_stored, key_bytes(&key), intent, err));
	if (intent_is_open(intent))
		return txn_put(txn, TABLE_INTENT_OPEN, key_bytes(&key),
			(struct bytes){ NULL, 0 }, err);
	return txn_delete(txn, TABLE_INTENT_OPEN, key_bytes(&key), &found, err);
}

enum status
intent_get(struct txn *txn, uint64_t order, uint64_t number, struct intent *intent,
	struct err *err)
{
	struct key key = intent_key(order, number);
	bool found;

	TRY(txn_get_record(
		txn, &intent_stored, key_bytes(&key), intent, &found, err));
	if (found)
		return ST_OK;
	return fail(err, ST_NOT_FOUND, "order %" PRIu64 " has no payment %" PRIu64,
		order, number);
}

static enum status
count_intents(struct txn *txn, struct bytes prefix, size_t *count, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	*count = 0;
	TRY(scan_open_prefix(txn, TABLE_INTENT, prefix, false, &scan, err));
	while (found) {
		TRY(scan_next(scan, &key, &value, &found, err));
		*count += found;
	}
	scan_close(scan);
	return ST_OK;
}

enum status
intent_list(struct txn *txn, uint64_t number, struct list *intents, struct err *err)
{
	struct key prefix = key_u64(number);
	struct intent *items;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count;
	size_t i;
	bool found;

	TRY(count_intents(txn, key_bytes(&prefix), &count, err));
	TRY(ARENA_NEW(txn_arena(txn), count, &items, err));
	TRY(scan_open_prefix(
		txn, TABLE_INTENT, key_bytes(&prefix), false, &scan, err));
	for (i = 0; i < count; i++) {
		TRY(scan_next(scan, &key, &value, &found, err));
		invariant(found);
		TRY(record_decode(
			&intent_record, value, txn_arena(txn), &items[i], err));
	}
	scan_close(scan);
	*intents = (struct list){ items, count };
	return ST_OK;
}

enum status
intent_next_open(struct txn *txn, uint64_t order, uint64_t number,
	struct intent *intent, bool *found, struct err *err)
{
	struct key from = intent_key(order, number + 1);
	struct scan_range range = { .from = key_bytes(&from) };
	struct scan *scan;
	struct bytes key;
	struct bytes value;

	TRY(scan_open(txn, TABLE_INTENT_OPEN, range, &scan, err));
	TRY(scan_next(scan, &key, &value, found, err));
	scan_close(scan);
	if (!*found)
		return ST_OK;
	if (key.size != 12)
		return fail(err, ST_CORRUPT,
			"the row of an open payment is damaged (admin check "
			"--repair)");
	return intent_get(txn, get_u64(key.data), get_u32(key.data + 8), intent, err);
}

struct intent_scan {
	struct arena *arena;
	struct scan *rows;
};

enum status
intent_scan_open(
	struct txn *txn, uint64_t order, struct intent_scan **scan, struct err *err)
{
	struct key prefix = key_u64(order);
	struct intent_scan *made;

	TRY(ARENA_NEW(txn_arena(txn), 1, &made, err));
	made->arena = txn_arena(txn);
	if (order == 0)
		TRY(scan_open(txn, TABLE_INTENT,
			(struct scan_range){ .backward = true }, &made->rows, err));
	else
		TRY(scan_open_prefix(txn, TABLE_INTENT, key_bytes(&prefix), true,
			&made->rows, err));
	*scan = made;
	return ST_OK;
}

enum status
intent_scan_next(
	struct intent_scan *scan, struct intent *intent, bool *found, struct err *err)
{
	struct bytes key;
	struct bytes value;

	TRY(scan_next(scan->rows, &key, &value, found, err));
	if (!*found)
		return ST_OK;
	return record_decode(&intent_record, value, scan->arena, intent, err);
}

/* Behind the cursor nothing is written: the first row is asked for anew. */
static enum status
clear_open(struct txn *txn, struct err *err)
{
	struct scan_range range = { .backward = false };
	struct bytes key;
	struct bytes value;
	struct key copy;
	struct scan *scan;
	bool found;

	for (;;) {
		TRY(scan_open(txn, TABLE_INTENT_OPEN, range, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		if (found) {
			copy.size = key.size;
			memcpy(copy.data, key.data, key.size);
		}
		scan_close(scan);
		if (!found)
			return ST_OK;
		TRY(txn_delete(
			txn, TABLE_INTENT_OPEN, key_bytes(&copy), &found, err));
	}
}

enum status
intent_rebuild_open(struct txn *txn, struct err *err)
{
	struct arena_mark mark;
	struct intent_scan *scan;
	struct intent intent;
	bool found;

	TRY(clear_open(txn, err));
	TRY(intent_scan_open(txn, 0, &scan, err));
	mark = arena_mark(txn_arena(txn));
	for (;;) {
		struct key key;

		arena_rewind(txn_arena(txn), mark);
		TRY(intent_scan_next(scan, &intent, &found, err));
		if (!found)
			return ST_OK;
		key = intent_key(intent.order, intent.number);
		if (intent_is_open(&intent))
			TRY(txn_put(txn, TABLE_INTENT_OPEN, key_bytes(&key),
				(struct bytes){ NULL, 0 }, err));
	}
}

/* What nobody else has reserved. */
static int64_t
room_for(const struct order *order, const struct intent *intent)
{
	switch ((enum intent_verb)intent->verb) {
	case INTENT_CAPTURE:
	case INTENT_VOID:
		return order->authorised - order->promise_pending;
	case INTENT_REFUND:
		return order->captured_by_helper - order->refund_pending;
	default:
		return INT64_MAX;
	}
}

enum status
intent_refuse_second(struct txn *txn, const struct order *order, struct err *err)
{
	struct intent intent = { .number = 0 };
	bool found;

	if (order->open_intents == 0)
		return ST_OK;
	for (;;) {
		TRY(intent_next_open(
			txn, order->number, intent.number, &intent, &found, err));
		if (!found || intent.order != order->number)
			return ST_OK;
		if (intent.verb == INTENT_AUTHORIZE)
			return fail(err, ST_REFUSED,
				"order %" PRIu64 " has a payment in doubt (shop "
				"admin payments reconcile)",
				order->number);
	}
}

static void
reserve(struct order *order, const struct intent *intent)
{
	order->open_intents++;
	if (intent->verb == INTENT_CAPTURE || intent->verb == INTENT_VOID)
		order->promise_pending += intent->amount;
	if (intent->verb == INTENT_REFUND)
		order->refund_pending += intent->amount;
}

void
intent_release(struct order *order, const struct intent *intent)
{
	order->open_intents--;
	if (intent->verb == INTENT_CAPTURE || intent->verb == INTENT_VOID)
		order->promise_pending -= intent->amount;
	if (intent->verb == INTENT_REFUND)
		order->refund_pending -= intent->amount;
}

enum status
intent_begin(
	struct txn *txn, struct order *order, struct intent *intent, struct err *err)
{
	const char *shop;

	invariant(intent->amount > 0);
	if (intent->amount > room_for(order, intent))
		return fail(err, ST_REFUSED,
			"order %" PRIu64 " has not as much left to %s", order->number,
			intent_verb_names[intent->verb]);
	if (intent->verb == INTENT_AUTHORIZE)
		TRY(intent_refuse_second(txn, order, err));
	TRY(shop_id(txn, &shop, err));
	intent->order = order->number;
	intent->number = ++order->intents;
	intent->state = INTENT_UNKNOWN;
	intent->created_at = txn_now(txn);
	TRY(arena_format(txn_arena(txn), &intent->key, err, "%s-%" PRIu64 "-%" PRIu64,
		shop, intent->order, intent->number));
	reserve(order, intent);
	return intent_put(txn, intent, err);
}

enum status
intent_note_tried(struct txn *txn, uint64_t order, uint64_t number, struct err *err)
{
	struct intent intent;

	TRY(intent_get(txn, order, number, &intent, err));
	if (intent.tried || !intent_is_open(&intent))
		return ST_OK;
	intent.tried = true;
	return intent_put(txn, &intent, err);
}

bool
intent_is_charge(const struct intent *intent)
{
	return intent->state == INTENT_APPROVED &&
	       (intent->verb == INTENT_CAPTURE ||
		       (intent->verb == INTENT_AUTHORIZE && intent->capture));
}

int64_t
intent_left(const struct list *intents, const struct intent *parent)
{
	const struct intent *items = intents->items;
	int64_t left = parent->amount;
	size_t i;

	for (i = 0; i < intents->count; i++)
		if (items[i].parent == parent->number &&
			(intent_is_open(&items[i]) ||
				items[i].state == INTENT_APPROVED))
			left -= items[i].amount;
	return left;
}

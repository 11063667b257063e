#include "order/proof.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "order/cart.h"
#include "order/proof_private.h"

void
proof_fault(const struct proof *proof, const char *kind, const char *subject,
	const char *format, ...)
{
	char message[256];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	proof->fault(proof->arg, kind, subject, message);
}

void
proof_order_fault(const struct proof *proof, uint64_t order, const char *message)
{
	char number[24];

	snprintf(number, sizeof(number), "%" PRIu64, order);
	proof->fault(proof->arg, "order", number, message);
}

static enum status
prove_orders(struct proof *proof, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct order_filter filter = ORDER_FILTER_ALL;
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	TRY(order_scan_open(proof->txn, &filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		proof->counts->orders++;
		TRY(prove_order(proof, &order, err));
		prove_order_coupons(proof, &order);
	}
}

/* Every expected row was seen to be there; as many as expected are all there are. */
static enum status
prove_count(struct proof *proof, enum table table, uint64_t expected, struct err *err)
{
	struct table_stat stat;

	TRY(txn_table_stat(proof->txn, table, &stat, err));
	if (stat.entries != expected)
		proof_fault(proof, "order", table_infos[table].name,
			"has %" PRIu64 " rows where there should be %" PRIu64,
			stat.entries, expected);
	return ST_OK;
}

static enum status
prove_counts(struct proof *proof, struct err *err)
{
	TRY(prove_count(proof, TABLE_ORDER_BY, proof->rows_expected, err));
	TRY(prove_count(proof, TABLE_FACT, proof->facts, err));
	TRY(prove_count(proof, TABLE_INTENT, proof->intents, err));
	TRY(prove_count(proof, TABLE_INTENT_OPEN, proof->intents_open, err));
	TRY(prove_count(proof, TABLE_MOVEMENT,
		proof->counts->movements - proof->counts_pending, err));
	if (proof->held != proof->waited_for)
		proof_fault(proof, "stock", table_infos[TABLE_LEVEL].name,
			"lacks a SKU of which open orders wait for pieces");
	if (proof->moves != proof->moves_expected)
		proof_fault(proof, "stock", table_infos[TABLE_MOVEMENT].name,
			"has %" PRIu64
			" movements by orders where there should be %" PRIu64,
			proof->moves, proof->moves_expected);
	return ST_OK;
}

static enum status
prove_names_order(
	struct proof *proof, const char *what, uint64_t number, struct err *err)
{
	struct key key = key_u64(number);
	struct bytes value;
	bool found;

	TRY(txn_get(proof->txn, TABLE_ORDER, key_bytes(&key), &value, &found, err));
	if (!found)
		proof_fault(proof, "order", what,
			"names order %" PRIu64 ", which is not there", number);
	return ST_OK;
}

static enum status
prove_carts(struct proof *proof, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct arena_mark mark;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct cart cart;
	bool found;

	TRY(scan_open(proof->txn, TABLE_CART,
		(struct scan_range){ .backward = false }, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(record_decode(&cart_record, value, arena, &cart, err));
		if (cart.last_order != 0)
			TRY(prove_names_order(proof, "a cart", cart.last_order, err));
	}
}

static enum status
prove_keys(struct proof *proof, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(proof->txn, TABLE_CHECKOUT_KEY,
		(struct scan_range){ .backward = false }, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		if (value.size < 8)
			proof_fault(
				proof, "order", "checkout-key", "has a damaged row");
		else
			TRY(prove_names_order(
				proof, "a checkout key", get_u64(value.data), err));
	}
}

static enum status
prove_steps(struct proof *proof, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(proof->txn, TABLE_ORDER_STEPS,
		(struct scan_range){ .backward = false }, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		if (key.size != 8)
			proof_fault(
				proof, "order", "order-steps", "has a damaged row");
		else
			TRY(prove_names_order(
				proof, "order-steps", get_u64(key.data), err));
	}
}

enum status
order_prove(struct txn *txn, order_fault_fn *fault, void *arg,
	struct order_counts *counts, struct err *err)
{
	struct proof proof = {
		.txn = txn, .fault = fault, .arg = arg, .counts = counts
	};

	*counts = (struct order_counts){ 0, 0, 0 };
	TRY(prove_documents_begin(&proof, err));
	TRY(prove_stock(&proof, err));
	TRY(prove_orders(&proof, err));
	TRY(prove_counts(&proof, err));
	TRY(prove_due(&proof, err));
	prove_documents_end(&proof);
	TRY(prove_books(&proof, err));
	TRY(prove_coupons(&proof, err));
	TRY(prove_carts(&proof, err));
	TRY(prove_steps(&proof, err));
	return prove_keys(&proof, err);
}

#include <inttypes.h>

#include "order/order_store.h"
#include "order/proof_private.h"
#include "store/due.h"

/* A number stands in one document. */
void
proof_document(
	struct proof *proof, struct proof_documents *documents, uint64_t number)
{
	uint8_t bit = (uint8_t)(1U << (number % 8));

	/* One order is looked at by itself. */
	if (!documents->seen)
		return;
	if (number == 0 || number > documents->last) {
		proof_fault(proof, "document", documents->name,
			"%" PRIu64 " was never given out", number);
		return;
	}
	if (documents->seen[number / 8] & bit)
		proof_fault(proof, "document", documents->name,
			"%" PRIu64 " was given out twice", number);
	else
		documents->count++;
	documents->seen[number / 8] |= bit;
}

static enum status
begin(struct proof *proof, struct proof_documents *documents, const char *name,
	struct err *err)
{
	struct table_stat facts;

	documents->name = name;
	TRY(sequence_last(proof->txn, name, &documents->last, err));
	/* A damaged sequence asks for no more than there can be. */
	TRY(txn_table_stat(proof->txn, TABLE_FACT, &facts, err));
	if (documents->last > facts.entries) {
		proof_fault(proof, "document", name,
			"%" PRIu64 " was given out, and there are not as many",
			documents->last);
		documents->last = facts.entries;
	}
	return ARENA_NEW(txn_arena(proof->txn), (size_t)documents->last / 8 + 1,
		&documents->seen, err);
}

enum status
prove_documents_begin(struct proof *proof, struct err *err)
{
	TRY(begin(proof, &proof->invoices, "invoice", err));
	return begin(proof, &proof->credit_notes, "credit-note", err);
}

static void
end(const struct proof *proof, const struct proof_documents *documents)
{
	if (documents->count != documents->last)
		proof_fault(proof, "document", documents->name,
			"has gaps: %" PRIu64 " of %" PRIu64 " are there",
			documents->count, documents->last);
}

void
prove_documents_end(const struct proof *proof)
{
	end(proof, &proof->invoices);
	end(proof, &proof->credit_notes);
}

enum status
prove_order_due(struct proof *proof, const struct order *order, struct err *err)
{
	struct key subject = key_u64(order->number);
	bool found;

	if (order->due_at == 0)
		return ST_OK;
	if (order->state != ORDER_PLACED)
		proof_order_fault(
			proof, order->number, "waits for its money, and is not open");
	proof->due_expected++;
	TRY(due_has(proof->txn, order->due_at, DUE_ORDER, key_bytes(&subject), &found,
		err));
	if (!found)
		proof_order_fault(proof, order->number,
			"has no row for when it is due (admin check --repair)");
	return ST_OK;
}

/* Each expected row was seen to be there; as many as expected are all there are. */
enum status
prove_due(struct proof *proof, struct err *err)
{
	struct due_scan scan;
	uint64_t rows = 0;
	struct due due;
	bool found;

	TRY(due_scan_open(proof->txn, &scan, err));
	for (;;) {
		TRY(due_next(&scan, &due, &found, err));
		if (!found)
			break;
		rows += due.kind == DUE_ORDER;
	}
	if (rows > proof->due_expected)
		proof_fault(proof, "order", table_infos[TABLE_DUE].name,
			"has %" PRIu64
			" rows of orders where there should be %" PRIu64,
			rows, proof->due_expected);
	return ST_OK;
}

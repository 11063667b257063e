#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pricing/rule_parts.h"

struct proof {
	struct txn *txn;
	rule_fault_fn *fault;
	void *arg;
	uint64_t rules;
	uint64_t coupons; /* that there should be */
};

/* That there is nothing else in a table. */
static enum status
prove_rows(struct proof *proof, enum table table, uint64_t expected, const char *what,
	struct err *err)
{
	struct table_stat stat;
	char message[96];

	TRY(txn_table_stat(proof->txn, table, &stat, err));
	if (stat.entries == expected)
		return ST_OK;
	snprintf(message, sizeof(message), "has %" PRIu64 " rows for %" PRIu64 " %s",
		stat.entries, expected, what);
	proof->fault(proof->arg, "rule", table_infos[table].name, message);
	return ST_OK;
}

static enum status
prove_coupon(struct proof *proof, const struct promotion *promotion, struct err *err)
{
	struct bytes value;
	const char *folded;
	bool found;

	if (promotion->coupon_code[0] == '\0')
		return ST_OK;
	proof->coupons++;
	TRY(coupon_fold(txn_arena(proof->txn), promotion->coupon_code, &folded, err));
	if (folded[0] == '\0' || strlen(folded) > COUPON_FOLDED_SIZE_MAX)
		return ST_OK;
	TRY(txn_peek(proof->txn, TABLE_COUPON, bytes_of_text(folded), &value, &found,
		err));
	if (!found || !bytes_equal(value, bytes_of_text(promotion->promotion)))
		proof->fault(proof->arg, "promotion", promotion->promotion,
			"is not found by its coupon");
	return ST_OK;
}

static enum status
prove_rule(
	struct proof *proof, enum rule_kind kind, const void *rule, struct err *err)
{
	const struct rule_type *type = &rule_types[kind];
	struct arena *arena = txn_arena(proof->txn);
	enum status status;
	const char *name;
	void *same;
	bool found;

	TRY(rule_name(kind, rule, arena, &name, err));
	TRY(arena_take(arena, 1, type->record->size, &same, err));
	TRY(rule_find(proof->txn, kind, name, same, &found, err));
	if (!found)
		proof->fault(
			proof->arg, type->noun, name, "is not found by its name");
	status = rule_check(kind, rule, err);
	if (status == ST_BAD_DATA)
		proof->fault(proof->arg, type->noun, name, err->message);
	else if (status != ST_OK)
		return status;
	return kind == RULE_PROMOTION ? prove_coupon(proof, rule, err) : ST_OK;
}

static enum status
prove_kind(struct proof *proof, enum rule_kind kind, struct err *err)
{
	const unsigned char *items;
	struct arena_mark mark;
	struct list rules;
	size_t i;

	TRY(rule_list(proof->txn, kind, &rules, err));
	items = rules.items;
	mark = arena_mark(txn_arena(proof->txn));
	for (i = 0; i < rules.count; i++) {
		arena_rewind(txn_arena(proof->txn), mark);
		TRY(prove_rule(
			proof, kind, items + i * rule_types[kind].record->size, err));
	}
	proof->rules += rules.count;
	return ST_OK;
}

enum status
rule_prove(struct txn *txn, rule_fault_fn *fault, void *arg, uint64_t *count,
	struct err *err)
{
	struct proof proof = { txn, fault, arg, 0, 0 };
	int kind;

	for (kind = 0; kind < RULE_KIND_COUNT; kind++)
		TRY(prove_kind(&proof, (enum rule_kind)kind, err));
	TRY(prove_rows(&proof, TABLE_RULE, proof.rules, "rules", err));
	TRY(prove_rows(&proof, TABLE_COUPON, proof.coupons, "coupons", err));
	*count = proof.rules;
	return ST_OK;
}

/* Also rows that fail their check. */
static enum status
delete_coupons(struct txn *txn, struct err *err)
{
	static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	for (;;) {
		struct key first = { .size = 0 };

		TRY(scan_open(txn, TABLE_COUPON, all, &scan, err));
		TRY(scan_peek(scan, &key, &value, &found, err));
		if (found) {
			first.size = key.size;
			memcpy(first.data, key.data, key.size);
		}
		scan_close(scan);
		if (!found)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_COUPON, key_bytes(&first), &found, err));
	}
}

enum status
rule_rebuild(struct txn *txn, struct err *err)
{
	const struct promotion *items;
	struct list promotions;
	size_t i;

	TRY(delete_coupons(txn, err));
	TRY(promotion_list(txn, &promotions, err));
	items = promotions.items;
	for (i = 0; i < promotions.count; i++) {
		const char *folded;

		if (items[i].coupon_code[0] == '\0')
			continue;
		TRY(coupon_fold(txn_arena(txn), items[i].coupon_code, &folded, err));
		TRY(txn_put(txn, TABLE_COUPON, bytes_of_text(folded),
			bytes_of_text(items[i].promotion), err));
	}
	return ST_OK;
}

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pricing/rule_parts.h"

struct proof {
	struct txn *txn;
	rule_fault_fn *fault;
	void *arg;
	uint64_t coupons; /* that there should be */
};

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
	TRY(txn_peek(proof->txn, TABLE_COUPON, bytes_of_text(folded), &value, &found,
		err));
	if (!found || !bytes_equal(value, bytes_of_text(promotion->promotion)))
		proof->fault(proof->arg, "promotion", promotion->promotion,
			"is not found by its coupon");
	return ST_OK;
}

/* That there are no others. */
static enum status
prove_coupons(struct proof *proof, struct err *err)
{
	struct table_stat stat;
	char message[96];

	TRY(txn_table_stat(proof->txn, TABLE_COUPON, &stat, err));
	if (stat.entries == proof->coupons)
		return ST_OK;
	snprintf(message, sizeof(message),
		"has %" PRIu64 " rows for %" PRIu64 " coupons", stat.entries,
		proof->coupons);
	proof->fault(
		proof->arg, "promotion", table_infos[TABLE_COUPON].name, message);
	return ST_OK;
}

static enum status
prove_rule(struct proof *proof, enum rule_kind kind, const void *rule,
	struct bytes key, struct err *err)
{
	const struct rule_type *type = &rule_types[kind];
	enum status status;
	const char *name;
	struct key place;

	TRY(rule_name(kind, rule, txn_arena(proof->txn), &name, err));
	status = rule_check(kind, rule, err);
	if (status == ST_BAD_DATA) {
		proof->fault(proof->arg, type->noun, name, err->message);
		return ST_OK;
	}
	TRY(status);
	place = rule_place(kind, rule);
	if (!bytes_equal(key, key_bytes(&place)))
		proof->fault(
			proof->arg, type->noun, name, "is not kept under its name");
	return kind == RULE_PROMOTION ? prove_coupon(proof, rule, err) : ST_OK;
}

static enum status
prove_row(struct proof *proof, struct bytes key, struct bytes value, struct err *err)
{
	enum rule_kind kind;
	void *rule;

	if (key.data[0] >= RULE_KIND_COUNT) {
		proof->fault(proof->arg, "rule", "", "is of no known kind");
		return ST_OK;
	}
	kind = (enum rule_kind)key.data[0];
	TRY(arena_take(
		txn_arena(proof->txn), 1, rule_types[kind].record->size, &rule, err));
	TRY(record_decode(
		rule_types[kind].record, value, txn_arena(proof->txn), rule, err));
	return prove_rule(proof, kind, rule, key, err);
}

enum status
rule_prove(struct txn *txn, rule_fault_fn *fault, void *arg, uint64_t *count,
	struct err *err)
{
	static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct proof proof = { txn, fault, arg, 0 };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	*count = 0;
	TRY(scan_open(txn, TABLE_RULE, all, &scan, err));
	for (;;) {
		arena_rewind(txn_arena(txn), mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(prove_row(&proof, key, value, err));
		*count += 1;
	}
	scan_close(scan);
	return prove_coupons(&proof, err);
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

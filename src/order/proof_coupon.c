#include <inttypes.h>
#include <string.h>

#include "order/coupon.h"
#include "order/proof_private.h"

/* How often an order that counts used the coupon of a promotion; any of them for
 * NULL. */
static uint64_t
uses_of(const struct order *order, const char *promotion)
{
	const struct quote_promotion *promotions = order->promotions.items;
	uint64_t uses = 0;
	size_t i;

	if (order->state == ORDER_CANCELLED)
		return 0;
	for (i = 0; i < order->promotions.count; i++)
		if (promotions[i].coupon[0] &&
			(!promotion ||
				strcmp(promotions[i].promotion, promotion) == 0))
			uses++;
	return uses;
}

void
prove_order_coupons(struct proof *proof, const struct order *order)
{
	proof->coupon_uses += uses_of(order, NULL);
}

static enum status
recount(struct txn *txn, const char *promotion, uint64_t customer, uint64_t *uses,
	struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	*uses = 0;
	filter.customer = customer;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		*uses += uses_of(&order, promotion);
	}
}

/* A row, its promotion in a buffer of its own. */
struct use_row {
	char promotion[RULE_NAME_SIZE_MAX + 1];
	uint64_t customer;
	uint64_t uses;
};

static bool
read_row(struct bytes key, struct bytes value, struct use_row *row)
{
	size_t name_size;

	if (key.size < 1 + 8 || value.size != COUPON_USE_SIZE)
		return false;
	name_size = key.size - 1 - 8;
	if (name_size > RULE_NAME_SIZE_MAX || key.data[name_size] != 0)
		return false;
	memcpy(row->promotion, key.data, name_size);
	row->promotion[name_size] = '\0';
	row->customer = get_u64(key.data + name_size + 1);
	row->uses = get_u64(value.data);
	return true;
}

/* What everybody used stands before what each customer did. */
struct coupon_sums {
	struct use_row all; /* of the promotion under way */
	uint64_t customers; /* of it, as their rows say */
	uint64_t sum;       /* of all promotions */
};

static void
prove_all(const struct proof *proof, const struct coupon_sums *sums)
{
	if (sums->all.uses != sums->customers)
		proof_fault(proof, "coupon", sums->all.promotion,
			"was used %" PRIu64 " times, but by customers %" PRIu64
			" times",
			sums->all.uses, sums->customers);
}

static enum status
prove_row(struct proof *proof, struct coupon_sums *sums, const struct use_row *row,
	struct err *err)
{
	uint64_t uses;

	if (strcmp(row->promotion, sums->all.promotion) != 0) {
		prove_all(proof, sums);
		sums->all = (struct use_row){ .uses = 0 };
		memcpy(sums->all.promotion, row->promotion, sizeof(row->promotion));
		sums->customers = 0;
	}
	if (row->customer == 0) {
		sums->all.uses = row->uses;
		return ST_OK;
	}
	sums->customers += row->uses;
	sums->sum += row->uses;
	TRY(recount(proof->txn, row->promotion, row->customer, &uses, err));
	if (uses != row->uses)
		proof_fault(proof, "coupon", row->promotion,
			"was used %" PRIu64 " times by customer %" PRIu64
			", whose orders have it %" PRIu64 " times",
			row->uses, row->customer, uses);
	return ST_OK;
}

static enum status
prove_rows(struct proof *proof, struct coupon_sums *sums, struct err *err)
{
	struct use_row row;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(proof->txn, TABLE_COUPON_USE,
		(struct scan_range){ .backward = false }, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		if (!read_row(key, value, &row))
			proof_fault(proof, "coupon",
				table_infos[TABLE_COUPON_USE].name,
				"has a damaged row");
		else
			TRY(prove_row(proof, sums, &row, err));
	}
}

enum status
prove_coupons(struct proof *proof, struct err *err)
{
	struct coupon_sums sums = { .sum = 0 };

	TRY(prove_rows(proof, &sums, err));
	prove_all(proof, &sums);
	if (sums.sum != proof->coupon_uses)
		proof_fault(proof, "coupon", table_infos[TABLE_COUPON_USE].name,
			"counts %" PRIu64 " uses where orders have %" PRIu64,
			sums.sum, proof->coupon_uses);
	return ST_OK;
}

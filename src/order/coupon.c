#include "order/coupon.h"

#include <string.h>

/* TABLE_COUPON_USE: promotion, NUL, customer u64 (0: everybody) -> how many u64. */
struct key
coupon_use_key(const char *promotion, uint64_t customer)
{
	struct key key = key_text(promotion);

	key_add_u8(&key, 0);
	key_add_u64(&key, customer);
	return key;
}

static enum status
read_uses(struct txn *txn, const char *promotion, uint64_t customer, int64_t *uses,
	struct err *err)
{
	struct key key = coupon_use_key(promotion, customer);
	struct bytes value;
	bool found;

	*uses = 0;
	TRY(txn_get(txn, TABLE_COUPON_USE, key_bytes(&key), &value, &found, err));
	if (!found)
		return ST_OK;
	if (value.size != COUPON_USE_SIZE)
		return fail(err, ST_CORRUPT, "the uses of promotion '%s' are damaged",
			promotion);
	*uses = (int64_t)get_u64(value.data);
	return ST_OK;
}

enum status
coupon_uses(struct txn *txn, const char *promotion, uint64_t customer,
	struct coupon_uses *uses, struct err *err)
{
	struct coupon_uses read = { 0, 0 };

	TRY(read_uses(txn, promotion, 0, &read.all, err));
	if (customer != 0)
		TRY(read_uses(txn, promotion, customer, &read.by_customer, err));
	*uses = read;
	return ST_OK;
}

static bool
is_reached(int64_t limit, int64_t uses)
{
	return limit != NUMBER_NONE && uses >= limit;
}

enum status
coupon_limit_fault(struct txn *txn, const struct promotion *promotion,
	uint64_t customer, const char **fault, struct err *err)
{
	struct coupon_uses uses;

	TRY(coupon_uses(txn, promotion->promotion, customer, &uses, err));
	*fault = NULL;
	if (is_reached(promotion->coupon_limit, uses.all))
		*fault = "is used up";
	else if (customer != 0 &&
		 is_reached(promotion->coupon_limit_per_customer, uses.by_customer))
		*fault = "was used as often as a customer may";
	return ST_OK;
}

/* What is at zero has no row. */
static enum status
change_uses(struct txn *txn, const char *promotion, uint64_t customer, int64_t change,
	struct err *err)
{
	struct key key = coupon_use_key(promotion, customer);
	uint8_t value[COUPON_USE_SIZE];
	int64_t uses;
	bool found;

	TRY(read_uses(txn, promotion, customer, &uses, err));
	uses += change;
	if (uses < 0)
		return fail(err, ST_CORRUPT,
			"promotion '%s' has fewer uses than are given back",
			promotion);
	if (uses == 0)
		return txn_delete(
			txn, TABLE_COUPON_USE, key_bytes(&key), &found, err);
	put_u64(value, (uint64_t)uses);
	return txn_put(txn, TABLE_COUPON_USE, key_bytes(&key),
		(struct bytes){ value, sizeof(value) }, err);
}

static enum status
change_order(
	struct txn *txn, const struct order *order, int64_t change, struct err *err)
{
	const struct quote_promotion *promotions = order->promotions.items;
	size_t i;

	for (i = 0; i < order->promotions.count; i++) {
		if (promotions[i].coupon[0] == '\0')
			continue;
		TRY(change_uses(txn, promotions[i].promotion, 0, change, err));
		TRY(change_uses(
			txn, promotions[i].promotion, order->customer, change, err));
	}
	return ST_OK;
}

enum status
coupon_use(struct txn *txn, const struct order *order, struct err *err)
{
	return change_order(txn, order, 1, err);
}

enum status
coupon_give_back(struct txn *txn, const struct order *order, struct err *err)
{
	return change_order(txn, order, -1, err);
}

/* Also rows that fail their check. */
static enum status
clear_uses(struct txn *txn, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct key row = { .size = 0 };
	bool found;

	for (;;) {
		TRY(scan_open(txn, TABLE_COUPON_USE,
			(struct scan_range){ .backward = false }, &scan, err));
		TRY(scan_peek(scan, &key, &value, &found, err));
		if (found) {
			row.size = key.size;
			memcpy(row.data, key.data, key.size);
		}
		scan_close(scan);
		if (!found)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_COUPON_USE, key_bytes(&row), &found, err));
	}
}

enum status
coupon_rebuild(struct txn *txn, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena_mark mark;
	struct order_scan *scan;
	struct order order;
	bool found;

	TRY(clear_uses(txn, err));
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(txn_arena(txn));
	for (;;) {
		arena_rewind(txn_arena(txn), mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		if (order.state != ORDER_CANCELLED)
			TRY(coupon_use(txn, &order, err));
	}
}

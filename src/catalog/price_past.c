#include <string.h>

#include "base/clock.h"
#include "catalog/price.h"

static const struct field past_price_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct past_price, sku) },
	{ FIELD(2, FIELD_TIME, struct past_price, until) },
	{ FIELD(3, FIELD_MONEY, struct past_price, price) },
};

const struct record_type past_price_record = { .name = "past price",
	RECORD_FIELDS(struct past_price, past_price_fields) };

#define LOWEST_TIME (PRICE_LOWEST_DAYS * 24 * HOUR)

static struct key
prefix_of(const char *sku)
{
	struct key key = key_text(sku);

	key_add_u8(&key, 0);
	return key;
}

struct key
past_price_key(const char *sku, int64_t until)
{
	struct key key = prefix_of(sku);

	key_add_u64(&key, (uint64_t)until ^ (uint64_t)1 << 63);
	return key;
}

static enum status
scan_past(struct txn *txn, const char *sku, struct scan **scan, struct err *err)
{
	struct key prefix = prefix_of(sku);

	return scan_open_prefix(
		txn, TABLE_PAST_PRICE, key_bytes(&prefix), true, scan, err);
}

static enum status
next_past(struct txn *txn, struct scan *scan, struct past_price *past, bool *found,
	struct err *err)
{
	struct bytes key;
	struct bytes value;

	TRY(scan_next(scan, &key, &value, found, err));
	if (!*found)
		return ST_OK;
	return record_decode(&past_price_record, value, txn_arena(txn), past, err);
}

enum status
past_price_put(struct txn *txn, const struct past_price *past, struct err *err)
{
	static const struct stored past_stored = { TABLE_PAST_PRICE,
		&past_price_record };
	struct key key = past_price_key(past->sku, past->until);

	return txn_put_record(txn, &past_stored, key_bytes(&key), past, err);
}

enum status
past_price_delete(struct txn *txn, const char *sku, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct key copy;
	bool found;

	TRY(scan_past(txn, sku, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		copy.size = key.size;
		memcpy(copy.data, key.data, key.size);
		TRY(txn_delete(txn, TABLE_PAST_PRICE, key_bytes(&copy), &found, err));
	}
	scan_close(scan);
	return ST_OK;
}

/* A list that grows. */
static enum status
add_past(struct arena *arena, struct list *list, size_t *capacity,
	const struct past_price *past, struct err *err)
{
	struct past_price *items = list->items;

	if (list->count == *capacity) {
		*capacity = *capacity ? 2 * *capacity : 16;
		TRY(ARENA_NEW(arena, *capacity, &items, err));
		if (list->count > 0)
			memcpy(items, list->items, list->count * sizeof(*items));
		list->items = items;
	}
	items[list->count++] = *past;
	return ST_OK;
}

enum status
price_history(struct txn *txn, const char *sku, size_t limit, struct list *prices,
	struct err *err)
{
	struct list list = { NULL, 0 };
	struct past_price past;
	size_t capacity = 0;
	struct scan *scan;
	bool found;

	TRY(scan_past(txn, sku, &scan, err));
	while (limit == 0 || list.count < limit) {
		TRY(next_past(txn, scan, &past, &found, err));
		if (!found)
			break;
		TRY(add_past(txn_arena(txn), &list, &capacity, &past, err));
	}
	scan_close(scan);
	*prices = list;
	return ST_OK;
}

/* A reduction that holds now, and what searches still know where what is due could
 * not be applied. */
struct reduction {
	const char *sku;
	int64_t price;
	int64_t known;
	int64_t now;
	int64_t since; /* out; 0: not known */
};

static int64_t
lower(int64_t a, int64_t b)
{
	return a == NUMBER_NONE || b < a ? b : a;
}

/* The rows are walked back from the one that ended when the reduction began. */
static enum status
find_lowest(struct txn *txn, struct reduction *reduction, int64_t *lowest,
	struct err *err)
{
	bool is_old = reduction->known != reduction->price;
	int64_t low = is_old ? reduction->known : NUMBER_NONE;
	struct past_price past;
	struct scan *scan;
	bool found;

	reduction->since = is_old ? reduction->now : 0;
	TRY(scan_past(txn, reduction->sku, &scan, err));
	for (;;) {
		TRY(next_past(txn, scan, &past, &found, err));
		if (!found)
			break;
		if (reduction->since == 0)
			reduction->since = past.until;
		if (past.until <= reduction->since - LOWEST_TIME)
			break;
		low = lower(low, past.price);
	}
	scan_close(scan);
	*lowest = low;
	return ST_OK;
}

/* Whether a variant costs less than its price; it is a reduction then. */
static enum status
find_reduction(const struct product *product, size_t variant,
	const struct list *sales, struct reduction *reduction, bool *found,
	struct err *err)
{
	struct price_base base;
	struct unit_price unit;

	price_base_of(product, variant, &base);
	*found = base.price != NUMBER_NONE;
	if (!*found)
		return ST_OK;
	TRY(unit_price(&base, sales, reduction->now, &unit, err));
	reduction->sku = base.sku;
	reduction->price = unit.price;
	reduction->known = product_current_price(product, variant);
	*found = unit.on_sale;
	return ST_OK;
}

enum status
price_show(struct txn *txn, const struct product *product, size_t variant,
	const struct list *sales, struct shown_price *shown, struct err *err)
{
	struct reduction reduction = { .now = txn_now(txn) };
	struct price_base base;
	bool on_sale;

	price_base_of(product, variant, &base);
	*shown = (struct shown_price){ base.price, NUMBER_NONE, 0, 0, NUMBER_NONE };
	TRY(find_reduction(product, variant, sales, &reduction, &on_sale, err));
	if (!on_sale)
		return ST_OK;
	TRY(find_lowest(txn, &reduction, &shown->lowest_price, err));
	TRY(unit_price_changes_at(
		&base, sales, reduction.now, &shown->sale_until, err));
	shown->sale_price = reduction.price;
	shown->sale_since = reduction.since;
	return ST_OK;
}

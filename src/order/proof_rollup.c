
#include "base/period.h"
#include "order/proof_private.h"
#include "order/rollup.h"

/* The roll-ups as the orders make them: one entry a day, sorted. */
struct recount {
	struct arena *arena;
	struct rollup *days;
	size_t count;
	size_t capacity;
};

static size_t
day_place(const struct recount *recount, int32_t day)
{
	size_t low = 0;
	size_t high = recount->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (recount->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum status
grow(struct recount *recount, struct err *err)
{
	size_t capacity = recount->capacity ? 2 * recount->capacity : 64;
	struct rollup *days;
	size_t i;

	TRY(ARENA_NEW(recount->arena, capacity, &days, err));
	for (i = 0; i < recount->count; i++)
		days[i] = recount->days[i];
	recount->days = days;
	recount->capacity = capacity;
	return ST_OK;
}

static enum status
day_entry(
	struct recount *recount, int32_t day, struct rollup **entry, struct err *err)
{
	size_t place = day_place(recount, day);
	size_t i;

	if (place == recount->count || recount->days[place].day != day) {
		if (recount->count == recount->capacity)
			TRY(grow(recount, err));
		for (i = recount->count++; i > place; i--)
			recount->days[i] = recount->days[i - 1];
		record_init(&rollup_record, &recount->days[place]);
		recount->days[place].day = day;
	}
	*entry = &recount->days[place];
	return ST_OK;
}

static enum status
count_order(struct txn *txn, struct recount *recount, const struct order *order,
	struct err *err)
{
	struct rollup *entry;
	const struct fact *items;
	struct list facts;
	size_t i;

	TRY(day_entry(recount, day_of(order->placed_at), &entry, err));
	rollup_add_order(entry, order);
	if (order->state != ORDER_CANCELLED)
		return ST_OK;
	TRY(order_facts(txn, order->number, &facts, err));
	items = facts.items;
	for (i = 0; i < facts.count; i++) {
		if (items[i].kind != FACT_CANCEL)
			continue;
		TRY(day_entry(recount, day_of(items[i].at), &entry, err));
		rollup_add_cancellation(entry, order);
	}
	return ST_OK;
}

/* The entries live in an arena of their own: the transaction's is rewound per order.
 */
static enum status
count_orders(struct txn *txn, struct recount *recount, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		TRY(count_order(txn, recount, &order, err));
	}
}

static bool
same_day(const struct rollup *a, const struct rollup *b)
{
	size_t i;

	for (i = 0; i < rollup_record.field_count; i++)
		if (!field_equal(&rollup_record.fields[i], a, b))
			return false;
	return a->day == b->day;
}

static void
compare(struct proof *proof, const struct recount *recount, const struct list *stored)
{
	const struct rollup *days = stored->items;
	char day[16];
	size_t i;

	for (i = 0; i < recount->count; i++) {
		if (i < stored->count && same_day(&recount->days[i], &days[i]))
			continue;
		day_format(recount->days[i].day, day);
		proof_fault(
			proof, "roll-up", day, "is not what the orders add up to");
		return;
	}
	if (stored->count > recount->count)
		proof_fault(proof, "roll-up", "rollup",
			"has days on which nothing was sold");
}

enum status
prove_rollups(struct proof *proof, struct err *err)
{
	struct arena arena = { NULL };
	struct recount recount = { .arena = &arena };
	struct list stored;
	enum status status;

	status = count_orders(proof->txn, &recount, err);
	if (status == ST_OK)
		status = rollup_days(proof->txn, INT32_MIN, INT32_MAX, &stored, err);
	if (status == ST_OK)
		compare(proof, &recount, &stored);
	arena_free(&arena);
	return status;
}
